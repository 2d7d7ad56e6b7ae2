"""A school adds a protocol of its own: reviewed on the screen, versioned, and in every team's menu."""

from collections.abc import Callable
from pathlib import Path

from bot.playground.world.state import Channel
from tests.meeting_room import Room, plans
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import contents

TUNING = Path(__file__).parents[2] / "templates" / "protocols" / "tuning.toml"
OURS = TUNING.read_text("utf-8").replace('key = "tuning"', 'key = "our_way"').replace('"Tuning"', '"Our way"')

Leads = Callable[..., Teacher]


def gives(dana: Teacher, text: str | bytes) -> dict[str, str]:
    """The steward gives a protocol's file."""
    content = text.encode() if isinstance(text, str) else text
    file = dana.uploads(content, "our_way.toml")
    dana.types("/protocol add")
    return dana.submits(file=file)


def test_a_steward_adds_a_protocol(leads: Leads, ana: Teacher, team: Channel, clock: Clock, slack: Slack) -> None:
    """It is shown first; then teams of the school choose it, and a planned meeting keeps its version."""
    dana = leads(school="Lakeside")
    assert gives(dana, OURS) == {}
    assert "Our way" in dana.screen.text
    assert "1. Presentation · 15 min" in dana.screen.text.replace("*", "")
    assert dana.submits() == {}
    assert "Added: `our_way`, version 1." in dana.last
    assert plans(ana, "our_way", minutes="75") == {}

    assert gives(dana, OURS.replace('"Our way"', '"Our better way"')) == {}
    assert "takes the place of the one with the same key" in dana.screen.text
    assert dana.submits() == {}
    assert "version 2" in dana.last
    room = Room(slack, clock)
    room.starts(ana)
    assert "Our way · step 1 of 7" in room.message
    assert plans(ana, "our_way", on="2026-09-16", minutes="75") == {}
    clock.passes(seconds=2)
    assert "Our better way" in room.shown[-1]


def test_a_mistake_is_told_with_its_place(leads: Leads, slack: Slack) -> None:
    """Nothing is added; the steward mends the file and gives it again."""
    dana = leads(school="Lakeside")
    before = contents(slack)
    for wrong, told in (
        (OURS.replace("minutes = 15", "minutes = 0", 1), "steps 1 (presentation): “minutes” must be a whole number"),
        ("Tuning, 60 minutes", "This isn't TOML"),
        (b"\xff\xfe\x00", "This isn't a text file."),
        (OURS + "#" * 110_000, "A protocol has at most 100000 characters."),
    ):
        assert told in gives(dana, wrong)["file"]
        dana.closes()
    assert contents(slack)["script"] == before["script"]


def test_only_a_steward_adds_one(ana: Teacher, team: Channel, slack: Slack) -> None:
    """A teacher hears who can."""
    file = ana.uploads(OURS.encode(), "our_way.toml")
    ana.types("/protocol add")
    assert "Please ask one." in ana.submits(file=file)["file"]
