"""A format is data: what is misspelt in its file is said when it is loaded."""

from pathlib import Path

import pytest

from tests.formats import files
from workflows.formats import recognisers

GOOD = {"format": "x", "title": "X", "need": [["Score"]], "columns": {"student": ["ID"], "score": ["Score"]}}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colums": {}}, "unknown key colums"),
        ({"kind": "scorse"}, "kind must be one of"),
        ({"columns": {"pupil": ["ID"]}}, "unknown key pupil"),
        ({"columns": {"score": 7}}, "expected a list"),
        ({"columns": {"score": ["re:(score"]}}, "is no pattern"),
        ({"rules": [{"column": ["A"], "reason": "r"}]}, "either when or unless"),
        ({"rules": [{"column": ["A"], "reason": "r", "whenever": ["x"]}]}, "unknown key whenever"),
        ({"growth": [{"column": ["A"], "kind": "gain"}]}, "cgi or sgp"),
        ({"levels": {"order": ["A"], "proficient": ["B"]}}, "must be in the order"),
        ({"blocks": [{"colums": {}}]}, "unknown key colums"),
        ({"fixed": {"season": "fall"}}, "unknown key season"),
        ({"kind": "refused"}, "needs its sentence"),
        ({"range": [1]}, "two numbers"),
        ({"tests": [{"column": ["A"], "when": ["x"], "cut": ["3"]}]}, "unknown key cut"),
    ],
)
def test_a_misspelt_format_is_refused(change: dict[str, object], complaint: str) -> None:
    """An unknown key, role, kind or pattern is an error, never ignored."""
    with pytest.raises(ValueError, match=complaint):
        recognisers.parse(GOOD | change)


def test_the_file_is_named(tmp_path: Path) -> None:
    """The complaint says which file to mend."""
    (tmp_path / "mine.toml").write_text("format = [", encoding="utf-8")

    with pytest.raises(ValueError, match=r"mine\.toml"):
        recognisers.load(tmp_path)


def test_every_format_of_the_project_loads() -> None:
    """Each has a name of its own and something it is known by."""
    known = files.known()

    assert len({each.format for each in known}) == len(known)
    assert all(each.need for each in known if not each.generic)


def test_a_block_stands_for_many() -> None:
    """``each`` writes one block per value, and fills it in wherever its name stands."""
    block = {
        "each": {"season": ["Fall", "Spring"]},
        "fixed": {"window": "{season}"},
        "columns": {"score": ["re:{season}.*"]},
    }

    made = recognisers.parse(GOOD | {"blocks": [block]}).blocks

    assert [(each.fixed["window"], each.columns["score"]) for each in made] == [
        ("Fall", ("re:fall.*",)),
        ("Spring", ("re:spring.*",)),
    ]
