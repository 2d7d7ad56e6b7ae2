"""Which level a score reaches, however an export writes it, and whether that is proficient."""

import functools
import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from workflows.formats import coded_columns, values
from workflows.formats.coded_columns import Coded, Floats
from workflows.formats.patterns import Levels
from workflows.formats.recognised import Found

Raw = Mapping[str, Coded]
# "Level 2: Approaching", "2 - Approaching", "L2", "Performance Level 2"; "Approaching (2)" has its number behind it
NUMBERED = re.compile(
    r"(?:(?:(?:performance|achievement|proficiency) )?level|l|pl)? ?([1-6])(?:\s*[-–—:.,)]\s*|\s+|$)(.*)"
)


def level(texts: Raw, clean: Raw, block: Found) -> Coded:
    """The level of each row, in the file's own words; of cumulative flags, the highest that is set."""
    if block.flags:
        return _flagged(clean, block)
    return texts.get("level") or coded_columns.constant(None, len(next(iter(clean.values()))))


def proficient(texts: Raw, level: Coded, clean: Raw, block: Found, levels: Levels) -> Floats:
    """1 where the level counts as proficient, 0 where not, NaN where nobody knows.

    A file's own column of it counts first; then what the uploader says; then the cut of each test, which may be another
    than its format's: level 3 of one is met, of another it is not.
    """
    if "proficient" in texts:
        return coded_columns.truths(texts["proficient"])
    order, high = _lowered(levels.order), _lowered(levels.proficient)
    if not order:
        # Who was shown the file's levels and named some has named all that count: the others don't.
        return _counted(level, high)
    named = coded_columns.labels(level, lambda text: name_of(text, order))
    return _with_own_cuts(_counted(named, high), named, clean, block)


def name_of(text: str, order: Collection[str]) -> str | None:
    """The level among ``order`` that a text names: by its words, or else by its number."""
    lowered = re.sub(r" ?\([1-6]\)$", "", text.lower())
    if lowered in order:
        return lowered
    found = NUMBERED.fullmatch(lowered)
    said = (found[2].strip(" ()"), f"level {found[1]}", found[1]) if found else ()
    return next((name for name in said if name in order), None)


def passing(levels: Levels, seen: Collection[str]) -> tuple[str, ...]:
    """The levels among those ``seen`` in a file that count as proficient, from low to high.

    Of a file whose levels all lie below, the levels that would count; of one without levels that are known, none.
    """
    order, high = [text.lower() for text in levels.order], _lowered(levels.proficient)
    named = {text: name_of(text, order) or text.lower() for text in seen}
    found = sorted((text for text in seen if named[text] in high), key=lambda text: _place(named[text], order))
    is_known = any(name in order for name in named.values())
    return tuple(found) or (levels.proficient if is_known else ())


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _lowered(texts: Collection[str]) -> frozenset[str]:
    return frozenset(text.lower() for text in texts)


def _counted(level: Coded, high: frozenset[str]) -> Floats:
    return coded_columns.truths(level, lambda text: text.lower() in high if high else None)


def _with_own_cuts(usual: Floats, named: Coded, clean: Raw, block: Found) -> Floats:
    found = usual.copy()
    for header, test in block.tests:
        if test.proficient is not None:
            here = coded_columns.one_of(clean[header], test.when) & ~np.isnan(usual)
            found[here] = coded_columns.one_of(named, _lowered(test.proficient))[here]
    return found


def _flagged(clean: Raw, block: Found) -> Coded:
    """The highest level whose cumulative flag is set; the flags are named from high to low."""
    named = [coded_columns.labels(clean[header], functools.partial(_if_set, name)) for name, header in block.flags]
    lowest = coded_columns.labels(clean[block.flags[-1][1]], functools.partial(_if_unset, "Did Not Meet"))
    return functools.reduce(coded_columns.filled, [*named, lowest])


def _if_set(name: str, flag: str) -> str | None:
    return name if values.truth(flag) else None


def _if_unset(name: str, flag: str) -> str | None:
    return name if values.truth(flag) is False else None
