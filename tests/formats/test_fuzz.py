"""Two hundred spoiled files, and eighty that are only written another way. The long run is in `fuzz.py`."""

import random
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats import files, fuzz
from workflows.formats.understanding import Understanding

KNOWN = files.known()
HELD = fuzz.originals()
TEXTS = {name: content for name, content in HELD.items() if not content.startswith((b"PK", b"\xd0\xcf"))}
SPOILED, REWRITTEN = 200, 80
QUIET = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@cache
def plain(name: str) -> Understanding | str:
    """What the file says as it is."""
    return fuzz.outcome(TEXTS[name], name, KNOWN)


@settings(QUIET, max_examples=SPOILED)
@given(
    st.sampled_from(sorted(HELD)), st.lists(st.sampled_from(fuzz.SPOILS), min_size=1, max_size=3), st.integers(0, 2**32)
)
def test_a_spoiled_file_ends_in_counts_or_in_a_sentence(name: str, spoils: list[fuzz.Spoil], seed: int) -> None:
    """Never a traceback, never counts that don't add up."""
    content, dice = HELD[name], random.Random(seed)
    for spoil in spoils:
        content = spoil(content, dice) if content else content

    fuzz.check(fuzz.outcome(content, name, KNOWN))


@settings(QUIET, max_examples=REWRITTEN)
@given(st.sampled_from(sorted(TEXTS)), st.sampled_from(fuzz.FAITHFUL), st.integers(0, 2**32))
def test_another_way_of_writing_changes_no_count(name: str, rewrite: fuzz.Spoil, seed: int) -> None:
    """Delimiter, encoding, line ends, order of columns, unknown columns and blank lines say nothing about pupils."""
    before = plain(name)

    after = fuzz.outcome(rewrite(TEXTS[name], random.Random(seed)), name, KNOWN)

    if isinstance(before, str) or isinstance(after, str):
        assert after == before
        return
    assert (after.format, after.rows, after.refused) == (before.format, before.rows, before.refused)
    assert (after.subjects, after.grades, after.years, after.windows, after.levels) == (
        *(before.subjects, before.grades, before.years),
        *(before.windows, before.levels),
    )
