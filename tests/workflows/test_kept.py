"""Kept tables as an analysis reads them: what counts of several imports, and under which id a student is."""

import pandas as pd
import pytest

from workflows import kept
from workflows.sheets import CELL


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

    assert students(kept.in_force([first, second])) == [["b"], ["a", "c"]]
    assert students(kept.in_force([second, first])) == [[], ["a", "b"]]


@pytest.mark.parametrize("name", CELL)
def test_another_test_subject_or_window_replaces_nothing(name: str) -> None:
    """Every part of a cell tells two imports apart."""
    first = scores(("a", "5", 1))
    other = first.assign(**{name: 2026 if name == "year" else "another"})

    assert students(kept.in_force([first, other])) == [["a"], ["a"]]


def test_rows_that_do_not_say_all_replace_their_like() -> None:
    """Without a window two imports of the same file can't both count."""
    first, second = (scores(("a", "5", 1)).assign(window=None) for _ in range(2))

    assert students(kept.in_force([first, second])) == [[], ["a"]]


def test_nothing_is_in_force_of_nothing() -> None:
    """No import, no table."""
    assert kept.in_force([]) == []


def ids(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    """A crosswalk: local, state and vendor id."""
    return pd.DataFrame(rows, columns=["student", "student_state", "student_vendor"])


def named(table: pd.DataFrame, *crosswalks: pd.DataFrame) -> list[str | None]:
    """Under which ids a table's students are found."""
    return list(kept.linked(table, crosswalks)["student"])


def test_a_file_is_read_in_the_system_most_of_its_ids_are_of() -> None:
    """One student's state id is another's local id: the file's other students tell which is meant."""
    known = ids(("1", "2", None), ("2", "3", None), ("4", "5", None))

    assert named(pd.DataFrame({"student": ["2", "3", "5"]}), known) == ["1", "2", "4"]
    assert named(pd.DataFrame({"student": ["1", "2", "4"]}), known) == ["1", "2", "4"]


def test_vendor_ids_link_to_the_state_where_there_is_no_local_id() -> None:
    """The first system that a row names is the one that counts."""
    assert named(pd.DataFrame({"student": ["v1", "v9"]}), ids((None, "s1", "v1"))) == ["s1", "v9"]


def test_an_id_of_two_students_links_nothing() -> None:
    """Better unlinked than wrong; the same row in two crosswalks is no contradiction."""
    table = pd.DataFrame({"student": ["s1", "s2"]})

    assert named(table, ids(("1", "s1", None)), ids(("2", "s1", None), ("3", "s2", None))) == ["s1", "3"]
    assert named(table, ids(("3", "s2", None)), ids(("3", "s2", None))) == ["s1", "3"]


def test_without_a_crosswalk_everybody_stays_who_they_are() -> None:
    """The table comes back as it is."""
    assert named(pd.DataFrame({"student": ["s1", "s2"]})) == ["s1", "s2"]
