"""Could it be about one adult? Asked at the bound, below it and above it."""

import pytest

from workflows.rules.privacy import could_be_one_adult


@pytest.mark.parametrize(("teachers", "could"), [(0, True), (1, True), (2, True), (3, False), (4, False)])
def test_of_three_teachers_nobody_is_meant(teachers: int, could: bool) -> None:
    assert could_be_one_adult(teachers) is could
    assert could_be_one_adult(teachers, students=500) is could


@pytest.mark.parametrize(
    ("students", "could"), [(0, True), (12, True), (59, True), (60, True), (61, False), (300, False)]
)
def test_where_no_source_names_teachers_students_are_counted_in_full_classes(students: int, could: bool) -> None:
    assert could_be_one_adult(None, students=students) is could
