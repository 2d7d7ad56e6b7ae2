"""Kept tables as an analysis reads them: what counts of several imports, and what goes with a student."""

from pathlib import Path

import pandas as pd
import pytest

from workflows.frames import stored
from workflows.rules.cells import CELL


def scores(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Spring scores of a test: student, grade, score; as an import keeps them."""
    table = pd.DataFrame(rows, columns=["student", "grade", "score"])
    told = table.assign(source="MAP", subject="math", year=2027, window="spring")
    return told.astype({"source": "category", "subject": "category", "window": "category", "year": "int16"})


def students(tables: list[pd.DataFrame]) -> list[list[str]]:
    """Who is left in each."""
    return [list(each["student"]) for each in tables]


def test_the_later_word_counts_for_the_same_test_grade_and_window() -> None:
    """Grade 5 came again, grade 4 didn't: the first import keeps only that."""
    first, second = scores(("a", "5", 1), ("b", "4", 2)), scores(("a", "5", 3), ("c", "5", 4))

    assert students(stored.in_force([first, second])) == [["b"], ["a", "c"]]
    assert students(stored.in_force([second, first])) == [[], ["a", "b"]]


@pytest.mark.parametrize("name", CELL)
def test_another_test_subject_or_window_replaces_nothing(name: str) -> None:
    """Every part of a cell tells two imports apart."""
    first = scores(("a", "5", 1))
    other = first.assign(**{name: 2026 if name == "year" else "another"})

    assert students(stored.in_force([first, other])) == [["a"], ["a"]]


def test_rows_that_do_not_say_all_replace_their_like() -> None:
    """Without a window two imports of the same file can't both count."""
    first, second = (scores(("a", "5", 1)).assign(window=None) for _ in range(2))

    assert students(stored.in_force([first, second])) == [[], ["a"]]


def test_nothing_is_in_force_of_nothing() -> None:
    """No import, no table."""
    assert stored.in_force([]) == []


def test_whoever_is_deleted_goes_under_every_id(tmp_path: Path) -> None:
    """The vendor's id leads over the state's to the school's; a number that everybody has takes nobody else along."""
    state, vendor = [("1", "s1", None), ("2", "s2", None), ("1", None, "999")], [(None, "s1", "v1"), ("9", None, "999")]
    for name, rows in (("state", state), ("vendor", vendor)):
        pd.DataFrame(rows, columns=list(stored.IDS)).to_parquet(tmp_path / f"{name}.parquet")

    found = stored.everybody_linked("v1", [tmp_path / "vendor.parquet", tmp_path / "state.parquet"])

    assert found == ["1", "999", "s1", "v1"]
    assert stored.everybody_linked("v1", []) == ["v1"]
