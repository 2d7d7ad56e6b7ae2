"""Promises to each other: the team sees them, the meeting begins with them, who is stuck says what is in the way."""

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import commitments_of


def promises(teacher: Teacher, text: str = "Try it twice.", **answers: str) -> None:
    """Make a promise."""
    teacher.types("/commit")
    assert teacher.submits(text=text, **answers) == {}


def test_the_team_sees_it_and_it_is_due_at_the_next_meeting(ana: Teacher, ben: Teacher, cycle: Channel) -> None:
    """Unless its teacher says otherwise."""
    promises(ben)
    promises(ben, "Ask for help.", seen_by="Only me")
    ana.types("/commit team")
    assert "> Try it twice.\n@Ben Cho · Due Tuesday, September 15" in ana.last
    assert "Ask for help." not in ana.last
    ben.types("/commit list")
    assert "only you see it" in ben.last


def test_made_by_mistake_it_was_never_made(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """One click, and nobody is asked about it."""
    promises(ben)
    ben.clicks("Take it back")
    clock.passes(until="2026-09-16 12:00")
    assert commitments_of(slack) == []
    assert not any("How did your commitment go?" in line for line in ben.sees)


def test_stuck_asks_what_is_in_the_way_and_a_teammate_hears(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Only somebody of the team; or it goes on the next meeting's agenda."""
    eva = slack.teacher("Eva Lind", cycle)
    promises(ben)
    ben.types("/commit list")
    ben.clicks("I'm stuck")
    assert ben.submits(obstacle="material", helper=eva.id) == {
        "helper": "Choose a teammate: somebody who is in Grade 5 Math with you."
    }
    assert ben.submits(obstacle="material", helper=ana.id, agenda=["yes"]) == {}
    assert "I'm asking @Ana Ruiz whether they can help. It's on the agenda of your next meeting." in ben.last
    clock.passes(minutes=1)
    assert "Material is what is missing. Could you help?" in ana.last
    ben.clicks("Undo")
    assert commitments_of(slack) == [("Try it twice.", "open")]


def test_it_is_handed_over_only_with_a_yes(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Until then it stays whose it is."""
    promises(ben, due_on="2026-09-17")
    ben.types("/commit list")
    ben.chooses("commitment.more", "Hand it over")
    assert ben.submits(to=ana.id) == {}
    clock.passes(minutes=1)
    ben.types("/commit list")
    assert "Try it twice." in ben.last
    ana.clicks("I'll take it over")
    assert "It's yours now." in ana.last
    ben.types("/commit list")
    assert ben.last == "You have no open commitments. `/commit` makes one."
    clock.passes(until="2026-09-17 16:00")
    assert "How did it go?" in ana.last


def test_it_moves_on_and_is_reworded(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """To the next meeting; how often is remembered, for whoever made it."""
    promises(ben)
    ben.types("/commit list")
    ben.chooses("commitment.more", "Change it")
    assert ben.submits(text="Try it once.") == {}
    ben.types("/commit list")
    ben.clicks("Next meeting")
    assert "Due Tuesday, September 22 · moved on once" in ben.last
    clock.passes(until="2026-09-22 16:00")
    assert sum("How did it go?" in line for line in ben.sees) == 1


def test_done_with_a_line_of_evidence_and_a_trend_of_the_team(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock
) -> None:
    """No table of people."""
    promises(ben)
    promises(ana, "Bring tickets.")
    clock.passes(until="2026-09-15 16:00")
    ben.clicks("I did it")
    ben.clicks("Say what you saw")
    assert ben.submits(note="They asked each other for reasons.") == {}
    ana.types("/commit team")
    assert "Tuesday, September 15: 1 of 2" in ana.last


def test_a_message_becomes_a_promise(ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """From its menu, where commands don't reach."""
    message = slack.does(ben.person.says("Let us try sentence starters", cycle))
    slack.does(ben.person.message_shortcut("commitment_from_message", message, cycle))
    assert ben.submits() == {}
    assert commitments_of(slack) == [("Let us try sentence starters", "open")]
