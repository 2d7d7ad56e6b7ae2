"""Home: everybody finds what waits for them, and does there whatever a command does."""

import pytest

from bot.playground.world.state import Channel
from tests.coach import Coach
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import commitments_of
from tests.stories.test_commitments import commits


def home(teacher: Teacher) -> str:
    """Open Home, and read it."""
    teacher.stage.acts(teacher.person.opens_home())
    screen = teacher.person.home
    assert screen is not None
    return screen.text


def published(slack: Slack) -> int:
    """How often a Home was published."""
    return sum(call.method == "views.publish" for call in slack.calls)


def test_a_stranger_finds_how_to_begin(ana: Teacher) -> None:
    """Nothing waits, and one sentence says what to do."""
    shown = home(ana)
    assert "Nothing waits for you." in shown
    assert "`/cycle join` asks to be in it and `/cycle start` sets one up" in shown


def test_a_teacher_finds_question_promise_and_team(ben: Teacher, cycle: Channel, clock: Clock) -> None:
    """And answers there: the question goes when it is answered, the promise when it is kept."""
    commits(ben)
    clock.passes(until="2026-09-17 09:00")
    shown = home(ben)
    assert "2 things wait for you." in shown
    assert "Grade 5 Math asks this week's question" in shown.replace("*", "")
    assert "week 1 of 5, Analyze" in shown

    ben.clicks("Write a reflection")
    ben.submits(text="It went well.")
    ben.clicks("commitment.done")

    assert "Nothing waits for you." in ben.person.home.text  # type: ignore[union-attr]


def test_home_follows_by_itself_and_only_when_something_changed(
    ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """The week's question appears on a Home that is open; hours without news publish nothing."""
    clock.passes(until="2026-09-15 07:30")
    home(ben)
    before = published(slack)
    clock.passes(until="2026-09-15 07:46")
    assert "asks this week's question" in ben.person.home.text  # type: ignore[union-attr]
    assert published(slack) == before + 1

    clock.passes(until="2026-09-15 12:00")
    home(ben)
    home(ben)
    assert published(slack) == before + 1


@pytest.mark.parametrize("button", ["Make a promise", "Plan a meeting", "Change the team"])
def test_buttons_do_what_commands_do(button: str, ana: Teacher, cycle: Channel) -> None:
    """In the team's channel, wherever it is clicked."""
    home(ana)
    ana.clicks(button)
    assert ana.has_modal


def test_a_promise_is_made_from_home(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """It belongs to the team whose button it was."""
    home(ana)
    ana.clicks("Make a promise")
    assert ana.submits(text="Try exit tickets.", due_on="2026-09-17") == {}

    assert commitments_of(slack) == [("Try exit tickets.", "open")]
    assert "Try exit tickets." in ana.person.home.text  # type: ignore[union-attr]


def test_where_we_are_is_shown_in_a_modal(ana: Teacher, cycle: Channel) -> None:
    """With its buttons, which work there, too."""
    home(ana)
    ana.clicks("Where we are")
    assert "Week 1 of 5" in ana.screen.text
    ana.clicks("Pause")
    assert "paused" in ana.person.home.text  # type: ignore[union-attr]


def test_a_lead_finds_her_school_and_an_admin_her_tasks(dana: Coach) -> None:
    """And the reminder that one admin is one too few."""
    shown = home(dana.teacher)
    assert "Lakeside Elementary" in shown
    for each in ("Set the school up", "See the next digest", "Give a file", "Files and rosters", "Who does what"):
        assert each in shown


def test_an_admin_says_who_does_what(dana: Coach, slack: Slack) -> None:
    """The new steward sees the files; the same hand takes it back; the last admin stays."""
    eve = slack.teacher("Eve Moss", dana.teacher.home)
    assert "Give a file" not in home(eve)
    home(dana.teacher)
    dana.teacher.clicks("Who does what")
    assert dana.teacher.submits(person=eve.id, role="steward", school="1") == {}
    assert "Give a file" in home(eve)

    dana.teacher.clicks("Who does what")
    assert dana.teacher.submits(person=eve.id, role="steward", school="1", what="take") == {}
    assert "Give a file" not in home(eve)

    dana.teacher.clicks("Who does what")
    assert dana.teacher.submits(person=dana.teacher.id, role="admin") == {}
    dana.teacher.clicks("Who does what")
    said = dana.teacher.submits(person=dana.teacher.id, role="admin", what="take")
    assert said == {"person": "Somebody has to be an admin. Please name another one first."}


def test_a_team_names_who_facilitates_it(ana: Teacher, ben: Teacher, cycle: Channel) -> None:
    """From then on only she does, until nobody is named any more."""
    home(ana)
    ana.clicks("Who facilitates")
    assert ana.submits(facilitators=[ana.id]) == {}
    ben.types("/cycle")
    ben.clicks("Pause")
    assert ben.last == "This is for the facilitator of Grade 5 Math. @Ana Ruiz can help."

    home(ana)
    ana.clicks("Who facilitates")
    assert ana.submits(facilitators=[]) == {}
    ben.types("/cycle")
    ben.clicks("Pause")
    assert "Paused" in ben.last


@pytest.mark.parametrize("words", ["help", "hola", "¿?"])
def test_whoever_writes_to_the_bot_is_answered(words: str, ben: Teacher, slack: Slack) -> None:
    """A short menu instead of silence, and one answer, not an echo of itself."""
    event = {"type": "message", "channel_type": "im", "channel": "D0BEN", "user": ben.id, "text": words}
    slack.does(slack.workspace.tells(event))
    assert "Hello! I keep teacher teams' inquiry cycles going." in ben.last
    assert ben.last.count("Hello!") == 1


def test_a_mention_is_answered_for_whoever_made_it(ana: Teacher, ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """In the channel, and only for them."""
    slack.does(slack.workspace.tells({"type": "app_mention", "user": ben.id, "channel": cycle.id, "text": "hi"}))
    assert "Hello!" in ben.last
    assert not any("Hello!" in each for each in ana.sees)


def test_the_shortcut_shows_the_desk(ben: Teacher, cycle: Channel) -> None:
    """Wherever somebody is in Slack."""
    ben.stage.acts(ben.person.shortcut("home.waiting"))
    assert "Nothing waits for you." in ben.screen.text
