"""People move, leave, are deactivated and come back: nobody gets a message they shouldn't, nobody gone counts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.playground.world.state import Channel, User
from tests.coach import Coach
from tests.fixtures import TEAM
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import commitments_of
from tests.stories.test_commitments import commits

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
REMINDED = ["09-16 07:30", "09-17 15:30", "09-21 15:30", "09-23 15:30"]


def received(slack: Slack, teacher: Teacher, zone: ZoneInfo = LOS_ANGELES) -> list[str]:
    """When somebody was written to directly, on a clock of theirs, and how each message begins."""
    channels = slack.workspace.team.channels.values()
    direct = [each for each in channels if each.kind == "im" and teacher.id in each.members]
    return [
        f"{datetime.fromtimestamp(each.stamp / 1e6, UTC).astimezone(zone):%m-%d %H:%M}"
        for channel in direct
        for each in channel.top_level
    ]


def test_somebody_moves_west(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """What was planned for him keeps its hour on his new clock; his language follows, too."""
    commits(ben)
    slack.does(slack.workspace.changes(ben.person, tz="America/Los_Angeles", locale="es-MX"))
    clock.passes(until="2026-09-24 22:00")

    assert received(slack, ben) == REMINDED
    ben.types("/commit list")
    assert "Tus compromisos" in ben.last


def test_a_move_that_slack_told_nobody_about(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """An event may get lost: whoever wasn't looked up for a day is looked up again."""
    commits(ben)
    ben.person.user.tz = "America/Los_Angeles"
    clock.passes(until="2026-09-24 22:00")

    assert received(slack, ben) == REMINDED


def test_slack_cant_tell_who_somebody_is(ana: Teacher, ben: Teacher, slack: Slack, clock: Clock) -> None:
    """Until it can, the team's clock counts, and never UTC; the form proposes no zone nobody lives in."""
    slack.mischief.order("429", "users.info", times=7)
    ana.types("/cycle start")
    assert "UTC" not in ana.screen.text
    assert ana.submits(**TEAM, members=[ana.id, ben.id], zone="America/New_York") == {}
    ana.submits(question="I wonder…", weeks="5", starts_on="2026-09-14")
    commits(ben)
    clock.passes(until="2026-09-24 22:00")

    assert received(slack, ben, ZoneInfo("America/New_York")) == REMINDED


@pytest.mark.parametrize("how", ["taken out", "leaves the channel", "deactivated", "deactivated unheard"])
def test_whoever_is_gone_is_asked_nothing(
    how: str, ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Their promises are let go, the team hears how many, and nobody writes to them any more."""
    commits(ben)
    if how == "taken out":
        ana.types("/cycle team")
        assert ana.submits(members=[ana.id]) == {}
    elif how == "leaves the channel":
        slack.does(slack.workspace.leaves(ben.person, cycle))
    elif how == "deactivated":
        slack.does(slack.workspace.changes(ben.person, deleted=True))
    else:
        ben.person.user.deleted = True
    clock.passes(until="2026-09-25 18:00")

    assert received(slack, ben) == []
    assert [state for _text, state in commitments_of(slack)] == ["dropped"]
    told = [each for each in slack.said_in("#grade-5") if "isn't in Grade 5 Math any more" in each]
    assert told == [
        "@Ben Cho isn't in Grade 5 Math any more. One promise of theirs is let go; whoever wants to take it up can make"
        " it their own with `/commit`."
    ]
    slack.refused.clear()


def test_somebody_comes_back(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Reactivated, they aren't in the team by themselves; taken in again, they are written to as before."""
    slack.does(slack.workspace.changes(ben.person, deleted=True))
    slack.does(slack.workspace.changes(ben.person, deleted=False))
    ben.types("/cycle join")
    clock.passes(seconds=2)
    ana.clicks("Take them in")
    commits(ben)
    clock.passes(until="2026-09-24 22:00")

    assert received(slack, ben, ZoneInfo("America/New_York")) == REMINDED


def test_joining_asks_the_facilitator(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A stranger's tap on their own question changes nothing; a member's takes them in."""
    eva = slack.teacher("Eva Moss", cycle)
    eva.types("/cycle join")
    assert "I have asked the members of Grade 5 Math" in eva.last
    clock.passes(seconds=2)
    eva.clicks("Take them in")
    assert "This is for members of Grade 5 Math" in eva.last

    ben.clicks("Take them in")

    assert slack.said_in("#grade-5")[-1] == "@Eva Moss is in Grade 5 Math now."


@pytest.mark.parametrize("who", ["Slackbot", "the bot itself", "a visitor", "somebody deactivated"])
def test_only_people_of_the_workspace_are_in_a_team(who: str, ana: Teacher, slack: Slack) -> None:
    """The field says why."""
    users = slack.workspace.team.users
    users["USLACKBOT"] = User("USLACKBOT", "slackbot", "Slackbot")
    users["UVISITOR"] = User("UVISITOR", "vi", "Vi Sitor", home="T0ELSE")
    users["UGONE"] = User("UGONE", "gone", "Gone", deleted=True)
    them = {
        "Slackbot": "USLACKBOT", "the bot itself": slack.workspace.bot_id, "a visitor": "UVISITOR",
        "somebody deactivated": "UGONE",
    }[who]  # fmt: skip
    ana.types("/cycle start")

    complaint = ana.submits(**TEAM, members=[ana.id, them])

    assert set(complaint) == {"members"}
    assert "Please choose people" in complaint["members"]


def test_the_gone_dont_hide_who_wrote(grade_5: Channel, ana: Teacher, clock: Clock, slack: Slack) -> None:
    """Two of three are deactivated, and Slack told nobody: what the third writes can't be quoted without a name."""
    Coach.at(slack, school="Lakeside")
    others = [slack.teacher(name, grade_5) for name in ("Ben", "Cem")]
    ana.types("/cycle start")
    assert ana.submits(**TEAM, members=[ana.id, *(each.id for each in others)]) == {}
    ana.submits(question="I wonder…", weeks="5", starts_on="2026-09-14")
    for each in others:
        each.person.user.deleted = True
    clock.passes(until="2026-09-15 09:00")

    ana.clicks("Write a reflection")

    assert "without my name" not in ana.screen.text


def test_a_channel_gets_another_id(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Shared or made private: the week's question comes there, and /cycle knows the team."""
    slack.does(slack.workspace.renumbers(cycle))
    clock.passes(until="2026-09-15 12:00")

    assert len(slack.said_in("#grade-5")) == 2
    ana.types("/cycle")
    assert "Week 1 of 5" in ana.last


@pytest.mark.parametrize("why", ["restricted_action", "restricted_action_read_only_channel", "not_in_channel"])
def test_a_refusal_passes(why: str, ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Tried again later and later; meanwhile /cycle tells the truth, and afterwards everything goes on by itself."""
    cycle.refuses = why
    clock.passes(until="2026-09-15 12:00")
    ana.types("/cycle")
    assert f"Slack takes no messages from me here at the moment (`{why}`)" in ana.last
    assert "Next message" not in ana.last

    cycle.refuses = ""
    clock.passes(until="2026-09-17 12:00")

    assert len(slack.said_in("#grade-5")) == 2
    ana.types("/cycle")
    assert "Next message" in ana.last
    slack.refused.clear()


def test_a_sign_of_life_tries_at_once(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Somebody types in the channel: what waited comes right then."""
    cycle.refuses = "restricted_action"
    clock.passes(until="2026-09-15 12:00")
    cycle.refuses = ""
    clock.passes(until="2026-09-15 12:01")
    assert len(slack.said_in("#grade-5")) == 1

    ana.types("/cycle")
    clock.passes(seconds=5)

    assert len(slack.said_in("#grade-5")) == 2
    slack.refused.clear()


def test_the_installer_is_gone(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Trouble is told to somebody who is there."""
    ana.person.user.deleted = True
    slack.does(slack.workspace.removes_bot(cycle))
    clock.passes(until="2026-09-20 12:00")

    assert any("I can't write to #grade-5" in each for each in ben.sees)
    slack.refused.clear()
