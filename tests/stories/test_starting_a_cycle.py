"""A team starts its cycle: the first time the same modal sets the team up."""

from bot.playground.world.state import Channel
from tests.fixtures import TEAM
from tests.people import Clock, Slack, Teacher


def test_the_first_time_the_same_modal_sets_the_team_up(ana: Teacher, ben: Teacher, slack: Slack) -> None:
    """Team, then question: two screens, and the channel hears about it."""
    ana.types("/cycle start")
    assert ana.screen.title == "Set up your team"
    assert ana.submits(**TEAM, members=[ana.id, ben.id]) == {}
    assert ana.screen.title == "Start a cycle"

    assert ana.submits(question="I wonder how exit tickets…", weeks="5") == {}

    assert not ana.has_modal
    assert slack.said_in("#grade-5") == ["New cycle for Grade 5 Math: I wonder how exit tickets…"]


def test_a_team_starts_a_cycle(ana: Teacher, team: Channel, slack: Slack) -> None:
    """A facilitator names a question and the channel hears about it."""
    ana.types("/cycle start")

    assert ana.submits(question="Exit tickets", weeks="7") == {"weeks": "A cycle lasts 4 to 6 weeks."}
    assert ana.submits(question="I wonder how exit tickets…", weeks="5") == {}

    assert slack.said_in("#grade-5") == ["New cycle for Grade 5 Math: I wonder how exit tickets…"]
    assert "Your cycle is planned. I'll tell the channel today, 8:00 AM." in ana.sees


def test_whoever_types_cycle_sees_where_the_team_stands(ben: Teacher, cycle: Channel, clock: Clock) -> None:
    """Week, phase and the next message, with buttons."""
    ben.types("/cycle")
    assert "Week 1 of 5 · Analyze" in ben.last
    assert "Next message: tomorrow, 7:45 AM." in ben.last

    clock.passes(until="2026-09-28 12:00")
    ben.types("/cycle")
    assert "Week 3 of 5 · Design" in ben.last
    assert "Before Implement: what stands in the way, which thinking skills" in ben.last


def test_a_channel_without_a_team_offers_to_begin(ben: Teacher) -> None:
    """The bare command shows the one thing to do."""
    ben.types("/cycle")
    assert "No team lives in this channel yet." in ben.last

    ben.clicks("Start a cycle")
    assert ben.screen.title == "Set up your team"


def test_one_cycle_at_a_time(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """Nobody fills in a form in vain: the modal says at once that a cycle is under way."""
    ana.types("/cycle start")
    assert "Your team already has a cycle running. Close it first." in ana.screen.text
    assert ana.screen.inputs == []


def test_two_people_who_set_the_team_up_at_once(ana: Teacher, ben: Teacher) -> None:
    """The second is told kindly what happened and how to go on."""
    ana.types("/cycle start")
    ben.types("/cycle start")
    assert ana.submits(**TEAM, members=[ana.id]) == {}

    said = ben.submits(**TEAM, members=[ben.id])
    assert said == {"name": "Somebody has just set up this channel's team. Close this form and type /cycle start."}


def test_a_new_colleague_joins(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Buttons are for members; anybody in the channel can become one when a member agrees."""
    eva = slack.teacher("Eva Lind", cycle)
    eva.types("/cycle")
    assert "type `/cycle join`" in eva.last
    assert "Pause" not in eva.last

    eva.types("/cycle join")
    clock.passes(seconds=2)
    ana.clicks("Take them in")
    assert slack.said_in("#grade-5")[-1] == "@Eva Lind is in Grade 5 Math now."
    eva.types("/cycle")
    assert "[ Pause ]" in eva.last


def test_the_proposed_first_day_is_a_school_day(ana: Teacher, team: Channel, clock: Clock) -> None:
    """Monday 12 October is off, so the form proposes the Tuesday."""
    clock.passes(until="2026-10-09 12:00")
    ana.types("/cycle start")
    assert ana.screen.values["starts_on"]["starts_on"]["selected_date"] == "2026-10-13"


def test_the_bot_has_not_been_invited_yet(slack: Slack, clock: Clock) -> None:
    """Its team is told, nothing is lost, and once it is invited the channel hears the news."""
    silent = slack.channel("grade-6", bot=False)
    kim = slack.teacher("Kim Park", silent)
    kim.types("/cycle start")
    kim.submits(**TEAM, members=[kim.id])
    kim.submits(question="I wonder how…", weeks="4")

    uninvited = "I'm not in #grade-6 yet, so I can't write there. Please type there `/invite @Brightcycle`."
    assert any(uninvited in each for each in kim.sees)
    assert slack.said_in("#grade-6") == []

    clock.passes(hours=1)
    slack.does(slack.workspace.invites_bot(silent))
    clock.passes(minutes=1)
    assert slack.said_in("#grade-6") == ["New cycle for Grade 5 Math: I wonder how…"]


def test_a_direct_message_has_no_team(ana: Teacher, slack: Slack) -> None:
    """A team is known by its channel."""
    direct = slack.stage.play.slack.world.direct(slack.workspace.team, [ana.id])
    ana.types("/cycle start", in_=direct)
    assert ana.last == "Please do this in your team's channel, so that I know which team you mean."
    assert not ana.has_modal
