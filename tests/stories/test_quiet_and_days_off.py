"""Nothing is posted in the reader's quiet hours or on a day off."""

from zoneinfo import ZoneInfo

from bot.playground.world.state import Channel
from tests.fixtures import TEAM
from tests.people import Clock, Slack, Teacher


def test_a_cycle_started_in_the_evening_is_announced_in_the_morning(
    ana: Teacher, team: Channel, clock: Clock, slack: Slack
) -> None:
    """The facilitator is told when the channel will hear."""
    clock.passes(until="2026-09-18 19:30")
    ana.types("/cycle start")
    ana.submits(question="I wonder…", weeks="5")
    assert "I'll tell the channel Sep 21, 2026, 7:00 AM." in ana.last
    assert slack.said_in("#grade-5") == []

    clock.passes(until="2026-09-21 07:00")
    assert slack.times_of("#grade-5") == ["Mon 09-21 07:00"]


def test_a_week_off_does_not_count_and_is_silent(ana: Teacher, ben: Teacher, clock: Clock, slack: Slack) -> None:
    """Five school weeks around a week of holidays take six; single days off move the question."""
    ana.types("/cycle start")
    days_off = "2026-09-21 to 2026-09-25 Fall break\n2026-09-29 Teacher training"
    ana.submits(**{**TEAM, "days_off": days_off}, members=[ana.id, ben.id])
    ana.submits(question="I wonder…", weeks="4")
    clock.passes(until="2026-09-22 12:00")
    ben.types("/cycle")
    assert "School is closed this week, so it doesn't count." in ben.last

    clock.passes(until="2026-10-30 12:00")
    assert slack.times_of("#grade-5") == [
        "Mon 09-14 08:00", "Tue 09-15 07:45", "Fri 09-18 15:00", "Wed 09-30 07:45", "Fri 10-02 15:00",
        "Tue 10-06 07:45", "Fri 10-09 15:00", "Tue 10-13 07:45", "Fri 10-16 15:30",
    ]  # fmt: skip


def test_a_teacher_elsewhere_is_written_to_at_her_own_hours(
    ana: Teacher, clock: Clock, slack: Slack, team: Channel
) -> None:
    """What is due at 15:30 is due at 15:30 where she is."""
    zone = ZoneInfo("America/Los_Angeles")
    liu = slack.teacher("Liu Wei", team, tz="America/Los_Angeles")
    liu.types("/cycle join")
    clock.passes(seconds=2)
    ana.clicks("Take them in")
    liu.types("/commit")
    liu.submits(text="Call home.", due_on="2026-09-17")
    clock.passes(until="2026-10-02 12:00")

    lines = [line for line in slack.transcript() if line.kind == "message" and line.where == "DM Liu Wei"]
    assert [f"{line.at.astimezone(zone):%a %m-%d %H:%M}" for line in lines] == [
        "Wed 09-16 07:30", "Thu 09-17 15:30", "Mon 09-21 15:30", "Wed 09-23 15:30",
    ]  # fmt: skip


def test_follow_ups_skip_days_off(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Due on the Friday before Indigenous Peoples' Day: Monday is not a school day, so it doesn't count."""
    ben.types("/commit")
    ben.submits(text="Try it.", due_on="2026-10-09")
    clock.passes(until="2026-10-23 12:00")
    lines = [line.local[:20] for line in slack.transcript() if line.kind == "message" and line.where == "DM Ben Cho"]
    assert lines == ["Thu 2026-10-08 07:30", "Fri 2026-10-09 15:30", "Wed 2026-10-14 15:30", "Fri 2026-10-16 15:30"]


def test_after_an_outage_in_the_night_nobody_is_woken(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Tuesday's question, still useful, waits for Wednesday morning."""
    clock.stands_still_until("2026-09-15 22:00")
    clock.passes(until="2026-09-16 12:00")
    assert slack.times_of("#grade-5")[-1] == "Wed 09-16 07:00"


def test_after_an_outage_that_ends_on_a_day_off_the_news_waits(
    ana: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Friday's summary, missed, doesn't come on the Monday on which school is closed."""
    clock.passes(until="2026-10-06 09:00")
    ana.clicks("Write a reflection")
    ana.submits(text="The sentence starters helped.")
    clock.stands_still_until("2026-10-12 09:00")
    clock.passes(until="2026-10-13 12:00")
    assert slack.times_of("#grade-5")[-2:] == ["Tue 10-13 07:00", "Tue 10-13 07:45"]
