"""A protocol meeting is scheduled once; then every step is posted when its turn comes."""

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import contents

STEPS = ["08:15", "08:20", "08:30", "08:40", "08:45", "08:55", "09:00", "09:10", "09:20"]


def schedules(teacher: Teacher, on: str = "2026-09-15", at: str = "08:15") -> dict[str, str]:
    """Fill in “Schedule a meeting”."""
    teacher.types("/protocol schedule")
    return teacher.submits(on=on, at=at, facilitator=teacher.id)


def test_the_steps_come_on_time(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A reminder a quarter of an hour ahead, nine steps, and a last question."""
    ana.types("/protocol schedule")
    assert ana.submits(on="2026-09-15", at="08:15", facilitator=ana.id, recorder=ben.id) == {}
    assert "Scheduled: Examining data, tomorrow, 8:15 AM." in ana.last

    clock.passes(until="2026-09-15 12:00")
    told = [time for time in slack.times_of("#grade-5") if time.startswith("Tue")]
    assert told == [f"Tue 09-15 {time}" for time in ["07:45", "08:00", *STEPS, "09:25"]]
    reminder, first, *_ = slack.shown_in("#grade-5")[2:]
    assert "In 15 minutes: Examining data" in reminder
    assert "Facilitator: @Ana Ruiz · *Recorder*: @Ben Cho" in reminder.replace("*Facilitator*", "Facilitator")
    assert "1/9 · Opening · 5 min" in first
    assert "Until 8:20 AM" in first
    assert "[ Make a commitment ]" in slack.shown_in("#grade-5")[-1]


def test_the_form_proposes_the_teams_own_time(ana: Teacher, cycle: Channel) -> None:
    """The next meeting day that is still to come, at the usual hour."""
    ana.types("/protocol schedule")
    assert ana.screen.values["on"]["on"]["selected_date"] == "2026-09-15"
    assert ana.screen.values["at"]["at"]["selected_time"] == "08:15"


def test_what_is_planned_can_be_seen_and_called_off(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Anybody of the team may call a meeting off; then none of its steps is posted."""
    schedules(ana)
    ben.types("/protocol list")
    assert "tomorrow, 8:15 AM · Examining data" in ben.last
    ben.clicks("Call it off")
    none = "No meeting is scheduled. `/protocol schedule` plans one."
    assert ben.person.has_before_her[-1] == f"Called off. I won't post its steps.\n{none}"

    ben.types("/protocol")
    assert ben.last == none
    clock.passes(until="2026-09-15 12:00")
    assert len(slack.said_in("#grade-5")) == 2


def test_a_meeting_called_off_can_be_scheduled_again(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The same hour is free again, and everything is said as planned."""
    schedules(ana)
    ana.types("/protocol list")
    ana.clicks("Call it off")
    assert schedules(ana) == {}

    clock.passes(until="2026-09-15 12:00")
    assert len(slack.times_of("#grade-5")) == 2 + 1 + len(STEPS) + 1


def test_two_meetings_never_overlap(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """Their steps would mix in the channel."""
    assert schedules(ana) == {}
    before = contents(slack)
    assert schedules(ana) == {"at": "Your team already meets at that time."}
    assert schedules(ana, at="09:00") == {"at": "Your team already meets at that time."}
    assert contents(slack) == before
    assert schedules(ana, at="09:30") == {}


def test_no_meeting_while_the_cycle_is_paused(ana: Teacher, cycle: Channel) -> None:
    """Nobody is left waiting for steps that wouldn't come."""
    ana.types("/cycle")
    ana.clicks("Pause")
    ana.types("/protocol schedule")
    assert "Your cycle is paused, so I wouldn't post the steps." in ana.screen.text


def test_without_a_cycle_there_is_nothing_to_meet_about(ana: Teacher, team: Channel) -> None:
    """The modal says what to do first."""
    ana.types("/protocol schedule")
    assert "Your team has no cycle at the moment. Type /cycle start to begin one." in ana.screen.text


def test_after_an_outage_the_past_steps_are_left_out(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A reminder for a meeting that has begun helps nobody; the step that is on now does."""
    schedules(ana)
    clock.stands_still_until("2026-09-15 08:47")
    clock.passes(until="2026-09-15 08:50")
    said = slack.said_in("#grade-5")[1:]
    assert [each.partition(":")[0] for each in said] == ["Week 1 of 5", "Step 5 of 9"]


def test_a_meeting_after_the_clocks_changed(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Scheduled in summer time, held in winter time, at the same hour on the wall."""
    ana.types("/cycle")
    ana.clicks("Cancel the cycle")
    ana.types("/cycle start")
    ana.submits(question="I wonder…", weeks="6", starts_on="2026-10-13")
    assert schedules(ana, on="2026-11-03") == {}
    clock.passes(until="2026-11-03 08:16")
    assert slack.times_of("#grade-5")[-2:] == ["Tue 11-03 08:00", "Tue 11-03 08:15"]
