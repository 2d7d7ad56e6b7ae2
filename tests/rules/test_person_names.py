"""One name in many spellings, and two names that only look alike to a computer."""

import unicodedata

import pytest

from workflows.rules.names import spelled, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's", "St. Mary\u2019s"), ("Cañada", unicodedata.normalize("NFD", "CAÑADA")),
        ("Adams\u00a0 Elementary", "adams elementary"),
        ("Łukasz", "Lukasz"), ("Jørgen Straße", "Jorgen STRASSE"), ("O’Neil", "ONeil"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Accents, apostrophes, case, spaces."""
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(("one", "other"), [("王芳", "李雷"), ("Ким Анна", "محمد علي"), ("East", "West"), ("ア", "イ")])
def test_two_names_stay_two(one: str, other: str) -> None:
    """Nothing is left out of a name in another script."""
    assert spelled(one) != spelled(other)
    assert words_of(one)
    assert words_of(one) != words_of(other)


def test_signs_are_no_words() -> None:
    """An emoji is nobody."""
    assert words_of("🎉 !") == frozenset()
    assert words_of("García-López, Ana") == {"garcia", "lopez", "ana"}
