"""A cycle can be paused, resumed, closed and cancelled; everybody hears who did it."""

from bot.playground.world.state import Channel
from tests.meeting_room import plans
from tests.people import Clock, Slack, Teacher


def test_a_pause_is_quiet_and_resuming_goes_on(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Nothing is posted in between; what was held comes back, this week's question included."""
    ana.types("/cycle")
    ana.clicks("Pause")
    clock.passes(until="2026-09-23 12:00")
    assert slack.said_in("#grade-5")[1:] == [
        "@Ana Ruiz paused the cycle of Grade 5 Math. I'm quiet until somebody resumes it."
    ]
    ben.types("/cycle")
    assert "Paused: I'm quiet until somebody resumes it." in ben.last

    ben.clicks("Resume")
    assert ben.person.has_before_her[-2].startswith("Running again.")
    assert "[ Pause ]" in ben.person.has_before_her[-2]
    clock.passes(until="2026-09-29 12:00")
    assert [each.partition(":")[0] for each in slack.said_in("#grade-5")[2:]] == [
        "Week 2 of 5", "@Ben Cho resumed the cycle of Grade 5 Math.", "A phase ends", "Week 3 of 5",
    ]  # fmt: skip


def test_resuming_on_a_day_off_waits_for_a_school_day(ana: Teacher, team: Channel, clock: Clock, slack: Slack) -> None:
    """Veterans Day is a Wednesday; the week's question comes on Thursday morning."""
    clock.passes(until="2026-11-02 08:00")
    ana.types("/cycle start")
    ana.submits(question="I wonder…", weeks="4", starts_on="2026-11-02")
    ana.types("/cycle")
    ana.clicks("Pause")
    clock.passes(until="2026-11-11 10:00")
    ana.types("/cycle")
    ana.clicks("Resume")
    clock.passes(until="2026-11-12 12:00")
    assert slack.times_of("#grade-5")[2:] == ["Thu 11-12 07:00", "Thu 11-12 07:00"]


def test_closing_ends_it_and_the_next_can_start(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """What was planned is taken back; the next cycle begins one prompt further on."""
    clock.passes(until="2026-09-15 08:00")
    first = slack.said_in("#grade-5")[-1]
    ana.types("/cycle")
    ana.clicks("Close")
    assert any(each.startswith("Closed. Thank you for the work") for each in ana.sees)
    clock.passes(until="2026-09-21 08:00")
    assert slack.said_in("#grade-5")[2:] == [
        "@Ana Ruiz closed the cycle of Grade 5 Math. Thank you for the work you did together."
    ]

    ana.types("/cycle start")
    assert ana.submits(question="I wonder what comes next…", weeks="4") == {}
    clock.passes(until="2026-09-22 08:00")
    assert "Week 1 of 4" in slack.said_in("#grade-5")[-1]
    assert slack.said_in("#grade-5")[-1].partition(": ")[2] != first.partition(": ")[2]


def test_the_last_day_counts_for_the_team_and_offers_to_close(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Counts of the team, never of a person; anybody of the team may close."""
    clock.passes(until="2026-09-15 08:00")
    ben.clicks("Write a reflection")
    ben.submits(text="So many were lost.")
    clock.passes(until="2026-10-16 16:00")
    closing = slack.shown_in("#grade-5")[-1]
    assert "Together: 1 reflection." in closing
    assert "What do you keep, what do you adapt, what do you drop, and why?" in closing

    ben.clicks("Close the cycle")
    ana.clicks("Close the cycle")
    assert ana.last == "This cycle is closed. Start a new one to go on."
    assert slack.said_in("#grade-5")[-1].startswith("@Ben Cho closed the cycle")


def test_cancelling_takes_everything_back(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Meetings included."""
    plans(ana)
    ana.types("/cycle")
    ana.clicks("Cancel the cycle")
    clock.passes(until="2026-10-30 12:00")
    assert slack.said_in("#grade-5")[1:] == [
        "@Ana Ruiz cancelled the cycle of Grade 5 Math. Nothing more will be posted for it."
    ]


def test_a_guest_cannot_move_it(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The closing message's button is there for everybody to see, but it is the team's."""
    eva = slack.teacher("Eva Lind", cycle)
    clock.passes(until="2026-10-16 16:00")
    eva.clicks("Close the cycle")
    assert eva.last == "This is for members of Grade 5 Math. If you work with them, type /cycle join first."


def test_after_the_weeks_are_over_the_status_says_so(ana: Teacher, cycle: Channel, clock: Clock) -> None:
    """A cycle nobody closed isn't in a week any more."""
    clock.passes(until="2026-10-20 12:00")
    ana.types("/cycle")
    assert "Your 5 weeks ended on Friday, October 16. Close the cycle" in ana.last
