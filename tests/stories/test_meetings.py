"""A meeting that somebody can run: planned, started, moved on, ended; one message, and a thread."""

from bot.playground.world.state import Channel
from tests.meeting_room import Room, plans
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import contents


def test_a_team_that_never_used_a_protocol_holds_a_meeting(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Invitation, reminder, Start, a step, two minutes more, a pause, a note, and the summary."""
    room = Room(slack, clock)
    assert plans(ana, recorder=ben.id, timekeeper=ben.id, bring="The fall results, by group") == {}
    assert "Planned: Examining data, tomorrow, 8:15 AM. The channel gets an invitation." in ana.last
    clock.passes(seconds=3)
    invitation = slack.shown_in("#grade-5")[-1]
    assert "You meet tomorrow, 8:15 AM: Examining data" in invitation
    assert "*Facilitator:* @Ana Ruiz · *Recorder:* @Ben Cho · *Timekeeper:* @Ben Cho" in invitation
    assert "> The fall results, by group" in invitation

    clock.passes(until="2026-09-15 08:15")
    assert slack.times_of("#grade-5")[-1] == "Tue 09-15 08:00"
    assert "[ Start ]" in slack.shown_in("#grade-5")[-1]
    room.presses(ben, "Start")
    assert "Examining data · step 1 of 9" in room.message
    assert "*Now:* Opening, 5 min left, until 8:20 AM" in room.message
    assert "*Next:* Gathering facts" in room.message
    assert room.thread == ["08:15 1/9 · Opening · 5 min"]

    clock.passes(minutes=4)
    assert "Opening, 1 min left" in room.message
    room.presses(ana, "Next")
    assert "Examining data · step 2 of 9" in room.message
    assert "10 min left, until 8:29 AM · first in silence, then aloud" in room.message
    assert "1 min ahead of the plan" in room.message
    room.presses(ana, "+2 min")
    assert "12 min left, until 8:31 AM" in room.message
    room.presses(ana, "Pause")
    clock.passes(minutes=5)
    assert "paused with 12 min left" in room.message
    room.presses(ana, "Resume")
    assert "12 min left, until 8:36 AM" in room.message
    assert "6 min behind the plan" in room.message

    ben.clicks("Write it down")
    assert ben.submits(facts="Half of all students met the benchmark.\nIn fractions it was a third.") == {}
    assert any("Written down: 2." in each for each in ben.sees)
    assert "2 written down" in room.message

    room.presses(ana, "End now")
    summary = slack.shown_in("#grade-5")[-1]
    assert "Well done: Examining data" in summary
    assert "There: @Ben Cho, @Ana Ruiz" in summary
    assert "> Half of all students met the benchmark.\n> In fractions it was a third." in summary
    assert "Not reached: Evidence-based inferences; Strengths; " in summary
    assert "The meeting is over." in room.message


def test_the_timekeeper_is_reminded_at_half_time_and_before_the_end(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """In the thread, so that the channel stays quiet; when nobody moves on, once more when time is up."""
    plans(ana, timekeeper=ben.id)
    clock.passes(until="2026-09-15 08:15")
    Room(slack, clock).presses(ana, "Start", "Next")
    clock.passes(until="2026-09-15 08:31")
    assert Room(slack, clock).thread == [
        "08:15 1/9 · Opening · 5 min",
        "08:15 2/9 · Gathering facts · 10 min · first in silence, then aloud",
        "08:20 @Ben Cho: half the time for Gathering facts is gone, so now aloud.",
        "08:24 @Ben Cho: about a minute left for Gathering facts.",
        "08:25 @Ben Cho: time is up for Gathering facts. Next: Evidence-based inferences.",
    ]
    assert "Gathering facts, time is up" in Room(slack, clock).message


def test_two_who_press_next_at_once_move_one_step(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """The second press comes from a button that shows an older step; its presser hears where they are."""
    plans(ana)
    clock.passes(until="2026-09-15 08:15")
    ana.clicks("Start")
    channel = slack.workspace.team.named("#grade-5")
    buttons = next(each for each in channel.top_level[-1].blocks if each["type"] == "actions")["elements"]
    stale = buttons[0]["value"]
    ana.clicks("Next")
    slack.does(slack.forge.interaction(pressed(slack, ben, channel, stale)))
    assert "Somebody was quicker: you are at Gathering facts now." in ben.last
    assert "step 2 of 9" in Room(slack, clock).message


def pressed(slack: Slack, who: Teacher, channel: Channel, value: str) -> dict:  # type: ignore[type-arg]
    """A press of Next by somebody whose screen hasn't been drawn anew."""
    message = channel.top_level[-1]
    return {
        "type": "block_actions",
        "user": {"id": who.id, "team_id": channel.team_id},
        "team": {"id": channel.team_id, "domain": "lakeside"},
        "channel": {"id": channel.id, "name": channel.name},
        "container": {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": False},
        "message": {"ts": message.ts},
        "trigger_id": "111.222.stale",
        "response_url": slack.stage.play.slack.world.response_url(
            slack.workspace.team, who.person.user, channel.id, message.ts
        ),
        "actions": [
            {"type": "button", "action_id": "meeting.next", "block_id": "x", "value": value, "action_ts": "1.0"}
        ],
    }


def test_nobody_starts_it_and_it_is_asked_once(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Five minutes late; then it counts as not held and nobody is told off."""
    plans(ana)
    clock.passes(until="2026-09-16 12:00")
    late = [each for each in slack.said_in("#grade-5") if "five minutes ago" in each]
    assert late == ["Examining data was to begin five minutes ago. Start it, move it, or call it off?"]
    assert "Tue 09-15 08:20" in slack.times_of("#grade-5")
    ana.clicks("Start")
    assert "This meeting is over." in ana.last
    ana.types("/protocol history")
    assert ana.last == "No meeting was held yet."


def test_nobody_ends_it_and_it_ends_itself(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A quarter of an hour after its slot; what was written is in the summary."""
    plans(ana)
    room = Room(slack, clock)
    room.starts(ana, at="2026-09-15 08:20")
    room.writes(ana, norm="One voice at a time")
    clock.passes(until="2026-09-15 09:44")
    assert "[ Write it down ]" in Room(slack, clock).message
    clock.passes(until="2026-09-15 12:00")
    assert slack.times_of("#grade-5")[-1] == "Tue 09-15 09:45"
    assert "The meeting is over." in Room(slack, clock).message
    ana.types("/protocol history one voice")
    assert "Found in 1 of your meetings" in ana.last
    assert "> One voice at a time" in ana.last


def test_by_itself_it_begins_and_moves_on(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Chosen at planning: on time, step by step, to the end."""
    plans(ana, begins="itself")
    clock.passes(until="2026-09-15 12:00")
    steps = [line for line in Room(slack, clock).thread if "/9 ·" in line]
    assert [line.split(" ")[0] for line in steps] == [
        "08:15", "08:20", "08:30", "08:40", "08:45", "08:55", "09:00", "09:10", "09:20",
    ]  # fmt: skip
    assert slack.times_of("#grade-5")[-1] == "Tue 09-15 09:25"


def test_what_is_planned_can_be_seen_moved_and_called_off(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Each time the channel hears, and the invitation says how it is now."""
    plans(ana)
    clock.passes(seconds=3)
    ben.clicks("I'll be there")
    ana.clicks("I can't")
    invitation = slack.shown_in("#grade-5")[-1]
    assert "There: @Ben Cho · Can't: @Ana Ruiz" in invitation
    ben.clicks("Move")
    assert ben.submits(on="2026-09-17", at="10:00") == {}
    assert (
        slack.said_in("#grade-5")[-1].startswith("@Ben Cho moved Examining data: it is now Thursday")
        or "moved Examining data" in slack.said_in("#grade-5")[-1]
    )
    clock.passes(until="2026-09-15 12:00")
    assert not [each for each in slack.said_in("#grade-5") if "starts soon" in each]
    ben.types("/protocol list")
    ben.clicks("Call off")
    assert any(
        "Called off. The channel hears of it.\nNo meeting is planned." in each for each in ben.person.has_before_her
    )
    clock.passes(seconds=2)
    assert "@Ben Cho called off Examining data" in slack.said_in("#grade-5")[-1]
    clock.passes(until="2026-09-17 12:00")
    assert not [each for each in slack.said_in("#grade-5") if "starts soon" in each]


def test_the_form_proposes_the_teams_own_time_length_and_roles(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock
) -> None:
    """The next meeting day, as long as last time, and whoever had a role longest ago."""
    ana.types("/protocol schedule")
    values = ana.screen.values
    assert values["on"]["on"]["selected_date"] == "2026-09-15"
    assert values["at"]["at"]["selected_time"] == "08:15"
    assert values["protocol"]["protocol"]["selected_option"]["value"] == "examining_data"
    ana.closes()
    plans(ana, minutes="75", facilitator=ana.id, recorder=ben.id)
    clock.passes(until="2026-09-15 08:15")
    ana.clicks("Start")
    ana.clicks("End now")
    ben.types("/protocol schedule")
    assert ben.screen.values["minutes"]["minutes"]["selected_option"]["value"] == "75"
    ben.submits(on="2026-09-22")
    assert ben.screen.values["facilitator"]["facilitator"]["selected_user"] == ben.id
    assert ben.screen.values["recorder"]["recorder"]["selected_user"] == ana.id


def test_two_meetings_never_overlap(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """They would mix in the channel."""
    assert plans(ana) == {}
    before = contents(slack)
    occupied = "Your team already meets at that time."
    assert occupied in plans(ana).values()
    assert occupied in plans(ana, at="09:00").values()
    assert contents(slack) == before
    assert plans(ana, at="09:30") == {}


def test_a_team_without_a_cycle_may_meet(ana: Teacher, team: Channel, clock: Clock, slack: Slack) -> None:
    """Meetings outside a cycle are allowed."""
    assert plans(ana) == {}
    clock.passes(until="2026-09-15 08:16")
    ana.clicks("Start")
    assert "step 1 of 9" in Room(slack, clock).message


def test_a_meeting_after_the_clocks_changed(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Planned in summer time, held in winter time, at the same hour on the wall."""
    assert plans(ana, on="2026-11-03", begins="itself") == {}
    clock.passes(until="2026-11-03 08:16")
    assert slack.times_of("#grade-5")[-3:] == ["Tue 11-03 08:00", "Tue 11-03 08:15", "Tue 11-03 08:15"]


def test_after_an_outage_it_is_where_it_should_be(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A meeting that runs by itself skips what nobody can use any more."""
    plans(ana, begins="itself")
    clock.stands_still_until("2026-09-15 08:47")
    clock.passes(until="2026-09-15 08:48")
    assert "Problems of practice, 7 min left, until 8:55 AM" in Room(slack, clock).message
    assert [line for line in Room(slack, clock).thread if "/9 ·" in line][-1].startswith(
        "08:47 5/9 · Problems of practice"
    )
