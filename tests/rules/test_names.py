"""One person's name, however it is written; and two people's, however alike the letters look to a computer."""

import pytest

from handlers.screens.rosters import guessed
from workflows.rules.names import same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T12", "t12"),
        ("Ruiz, Ana", "Ana Ruiz"),
        ("Ana\u00a0 Ruiz ", "ana ruiz"),
        ("O'Neil, Pat", "Pat O’Neil"),
        ("Muñoz, José", "Jose Munoz"),
        ("García-López, Ana", "Ana Garcia Lopez"),
        ("Łukasz Wiśniewski", "Lukasz Wisniewski"),
        ("Jørgen Straße", "Jorgen Strasse"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one) == same_person(other)


@pytest.mark.parametrize(
    ("one", "other"), [("T12", "T21"), ("王芳", "李雷"), ("Ана", "Ким"), ("Ana Ruiz", "Ruiz Ana"), ("-", "!")]
)
def test_two_people(one: str, other: str) -> None:
    assert same_person(one) != same_person(other)


@pytest.mark.parametrize(
    ("roster", "slack", "is_proposed"),
    [
        ("王芳", "李雷", False),
        ("王芳", "王芳", True),
        ("陈静", "🎉", False),
        ("Ким Анна", "Анна Ким", True),
        ("O'Neil, Pat", "Pat O’Neil", True),
        ("O’Neil, Pat", "Pat ONeil", True),
        ("Łukasz Wiśniewski", "Lukasz Wisniewski", True),
        ("Jørgen Straße", "Jorgen Strasse", True),
        ("Garcia-Lopez, Ana", "Ana Garcia Lopez", True),
    ],
)
def test_who_is_proposed_to_the_steward(roster: str, slack: str, *, is_proposed: bool) -> None:
    assert guessed([{"id": 1, "name": roster, "slack_id": None}], {"U1": slack}) == ({1: "U1"} if is_proposed else {})
