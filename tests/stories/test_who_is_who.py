"""The steward says who is who: people are proposed by their names, and she changes what is wrong."""

import pytest

from handlers.screens.rosters import guessed
from tests.coach import Coach, roster
from tests.people import Slack, Teacher


def test_people_who_never_wrote_to_the_bot_are_proposed(slack: Slack, ana: Teacher) -> None:
    """Everybody in the workspace may be meant; whoever two people could be is left open."""
    dana = Coach.at(slack)
    for name in ("Bén Chó", "Cleo Park", "Cleo Park", "Old Timer"):
        slack.teacher(name, ana.home)
    dana.imports(roster(("5A", "Ruiz Ana", 12), ("5B", "Cho Ben", 12), ("5C", "Cleo Park", 12)), "roster.csv")

    dana.clicks("Say who is who")

    top = dana.teacher.person.team.stacks[dana.teacher.id][-1]
    proposed = [each["element"].get("initial_user") for each in top.body["blocks"] if each["type"] == "input"]
    names = {person.id: person.real_name for person in dana.teacher.person.team.users.values()}
    assert [names.get(each) for each in proposed] == ["Ana Ruiz", "Bén Chó", None]


PEOPLE = {"U1": "Ana María Ruiz", "U2": "Ben Cho (he/him)", "U3": "Zoë O'Neil", "U4": "Al Ruiz", "U5": "Ana Ruiz"}


@pytest.mark.parametrize(
    ("name", "called", "is_meant"),
    [
        ("王芳", "李雷", False), ("王芳", "王芳", True), ("Ким Анна", "محمد علي", False), ("陈静", "🎉", False),
        ("O'Neil, Pat", "Pat O’Neil", True), ("Łukasz Wiśniewski", "Lukasz Wisniewski", True),
        ("Jørgen Straße", "Jorgen Strasse", True), ("Garcia-Lopez, Ana", "Ana Garcia Lopez", True),
    ],
)  # fmt: skip
def test_names_in_every_script(name: str, called: str, is_meant: bool) -> None:
    """Two people whose names hold no Latin letter are two people."""
    assert (guessed([{"id": 7, "name": name, "slack_id": None}], {"U1": called}) == {7: "U1"}) == is_meant


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ruiz, Ana", "U5"), ("Ruiz, Ana M.", "U1"), ("Mr. Cho", "U2"), ("CHO, B", "U2"), ("O'Neil, Zoe", "U3"),
        ("Ruiz", None), ("Ruiz, A.", None), ("B.", None), ("Nobody Here", None), ("", None),
    ],
)  # fmt: skip
def test_a_name_on_a_roster_is_one_person_or_nobody(name: str, person: str | None) -> None:
    """The order of names, accents, titles and initials make no difference; two who fit are a doubt."""
    assert guessed([{"id": 7, "name": name, "slack_id": None}], PEOPLE).get(7) == person
