"""One school, however its name is typed."""

import unicodedata

import pytest

from workflows.rules.school_names import same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's", "st. mary’s "),
        ("Cañada", unicodedata.normalize("NFD", "CAÑADA")),
        ("Lincoln - East", "Lincoln – East"),
        ("O`Neil  Elementary", "O'Neil Elementary"),
    ],
)
def test_a_name_in_other_signs_is_the_same_school(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


def test_schools_of_other_names_are_other_schools() -> None:
    """Accents tell names apart, and so do words."""
    assert len({same_name(each) for each in ("Canada", "Cañada", "East", "East Elementary", "李雷", "王芳")}) == 6
