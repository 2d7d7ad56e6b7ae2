"""Files that were once read wrongly without a word: each is one of a kind, and is read rightly, asked about or refused."""

from collections import Counter
from pathlib import Path

import pytest

from tests.formats import files
from tests.formats.said import scores
from workflows.formats import reading
from workflows.formats.reading import Reading

CASES = Path(__file__).parent / "cases"
KNOWN = files.known()


def read(name: str) -> Reading:
    """One of the files in ``cases``."""
    path = CASES / name
    return reading.read(path, path.name, recognisers=KNOWN)


def test_two_composites_are_two_tests() -> None:
    """The one for reading is never filed under math."""
    first = scores(read("format-01/acadience_combined.csv"), "subject", "source", "score", "level")[::6]

    assert first == [
        ("ela", "DIBELS Next", 140.0, "at benchmark"),
        ("math", "Acadience Math", 60.0, "below benchmark"),
    ]


@pytest.mark.parametrize(
    ("name", "windows", "years"),
    [
        ("format-02/a_ohio_fall_glued.csv", {"fall"}, {2025}),
        ("format-02/c_fall_underscore.csv", {"fall", "winter", "spring"}, {2024}),
        ("format-03/a_state_wide_boy_moy.csv", {"fall", "winter", "spring"}, {2025}),
        ("format-03/b_alabama_literacy_act.csv", {"fall", "winter", "spring"}, {2025}),
    ],
)
def test_a_season_counts_wherever_and_however_it_stands(name: str, windows: set[str], years: set[int]) -> None:
    """Glued to its year, with a line between, in a column of its own: what is usual comes last."""
    found = read(name)

    assert set(found.scores["window"]) == windows
    assert set(found.scores["year"]) == years


def test_each_vendor_keeps_its_own_scale() -> None:
    """A file of three vendors' tests is three tests."""
    found = read("format-03/b_alabama_literacy_act.csv")

    assert set(found.scores["source"]) == {"Star", "i-Ready", "aimswebPlus"}


@pytest.mark.parametrize(
    ("name", "subjects"),
    [
        ("format-05/a_cambium_codes.csv", ["ela", "math", "science", "social studies"]),
        ("format-05/b_read.csv", ["ela", "math"]),
        ("format-06/social_science.csv", ["science", "social studies"]),
    ],
)
def test_codes_and_short_words_are_subjects(name: str, subjects: list[str]) -> None:
    """MA is math, Gr 3 Read is reading, and a social science is no science."""
    assert sorted(set(read(name).scores["subject"])) == subjects


def test_a_grade_below_zero_comes_before_kindergarten() -> None:
    """PowerSchool counts downwards from kindergarten."""
    assert Counter(read("format-07/grade_minus1.csv").scores["grade"]) == {-1: 4, 0: 2, 1: 2}


@pytest.mark.parametrize("name", ["21-a-state-renames-its-levels/new.txt", "21-a-state-renames-its-levels/mixed.txt"])
def test_a_state_that_renames_its_levels_keeps_its_share(name: str) -> None:
    """The old words and the new ones count side by side."""
    found = read(name)

    assert found.scores.loc[found.scores["year"] == 2026, "proficient"].notna().all()
    assert found.understanding.strange_levels == ()
