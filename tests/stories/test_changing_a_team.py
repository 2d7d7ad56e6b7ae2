"""A team changes: people come and go, the meeting moves, it snows. What is planned moves along."""

from bot.playground.world.state import Channel
from tests.fixtures import DAYS_OFF
from tests.meeting_room import plans
from tests.people import Clock, Slack, Teacher


def test_the_form_shows_the_team_as_it_is(ana: Teacher, ben: Teacher, team: Channel, slack: Slack) -> None:
    """Sent back as it stands it changes nothing, and the channel hears nothing."""
    ana.types("/cycle team")
    assert ana.screen.title == "Change your team"
    assert ana.screen.values["name"]["name"]["value"] == "Grade 5 Math"
    assert ana.screen.values["members"]["members"]["selected_users"] == [ana.id, ben.id]
    assert ana.screen.values["days_off"]["days_off"]["value"] == DAYS_OFF

    assert ana.submits() == {}
    assert ana.last == "Saved."
    assert slack.said_in("#grade-5") == []


def test_a_new_colleague_and_one_who_left(ana: Teacher, ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """Who is in the team is nobody's news."""
    eva = slack.teacher("Eva Lind", cycle)
    ana.types("/cycle team")
    assert ana.submits(members=[ana.id, eva.id]) == {}

    eva.types("/cycle")
    assert "[ Pause ]" in eva.last
    ben.types("/cycle")
    assert "type `/cycle join`" in ben.last
    assert len(slack.said_in("#grade-5")) == 1


def test_a_snow_day(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The week's question waits for the next school day, the meeting is called off, the commitment asks later."""
    assert plans(ana, on="2026-09-22") == {}
    ben.types("/commit")
    assert ben.submits(text="Try one exit ticket", due_on="2026-09-22") == {}
    clock.passes(until="2026-09-21 16:00")
    ana.types("/cycle team")
    assert ana.submits(days_off=f"{DAYS_OFF}\n2026-09-22 Snow") == {}
    assert slack.shown_in("#grade-5")[-1] == (
        "@Ana Ruiz changed the week of Grade 5 Math: you meet on Tuesdays at 8:15 AM.\n"
        "School is closed then, so this is called off: the meeting on Tuesday, September 22. "
        "`/protocol schedule` finds another day.\n"
        "No school, and nothing from me:\n"
        "• Tuesday, September 22: Snow\n"
        "• Monday, October 12: Indigenous Peoples' Day\n"
        "• Wednesday, November 11: Veterans Day\n"
        "• Wednesday, November 25 to Friday, November 27: Thanksgiving"
    )

    clock.passes(until="2026-09-23 17:00")
    assert slack.times_of("#grade-5")[-2:] == ["Mon 09-21 16:00", "Wed 09-23 07:45"]
    assert [f"{line.at:%m-%d}" for line in slack.transcript() if "[ I did it ]" in line.text] == ["09-23"]


def test_the_meeting_moves_within_the_week(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """This week's question was asked on Tuesday and isn't asked again; the next one comes on Thursday."""
    clock.passes(until="2026-09-15 12:00")
    ana.types("/cycle team")
    assert ana.submits(weekday="Thursday", at="14:00") == {}
    clock.passes(until="2026-09-25 12:00")
    assert slack.times_of("#grade-5")[1:] == [
        "Tue 09-15 07:45", "Tue 09-15 12:00", "Fri 09-18 15:00", "Thu 09-24 07:45",
    ]  # fmt: skip


def test_what_does_not_fit_changes_nothing(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The same kind sentences as at set-up."""
    ana.types("/cycle team")
    assert ana.submits(name=" ") == {"name": "Please fill this in."}
    assert "next friday" in ana.submits(name="Grade 5 Math", days_off="next friday")["days_off"]
    clock.passes(until="2026-09-15 12:00")
    assert len(slack.said_in("#grade-5")) == 2


def test_only_members_change_a_team(cycle: Channel, slack: Slack) -> None:
    """Somebody else is told how to join."""
    eva = slack.teacher("Eva Lind", cycle)
    eva.types("/cycle team")
    assert "type /cycle join first" in eva.screen.text


def test_a_snow_day_declared_later_is_heard_by_what_was_planned_before(
    ana: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Paused in the evening, the news waits for the morning; then it snows, and it waits for the next one."""
    clock.passes(until="2026-09-21 19:00")
    ana.types("/cycle")
    ana.clicks("Pause")
    clock.passes(until="2026-09-21 20:00")
    ana.types("/cycle team")
    assert ana.submits(days_off=f"{DAYS_OFF}\n2026-09-22 Snow") == {}
    clock.passes(until="2026-09-23 12:00")
    assert slack.times_of("#grade-5")[3:] == ["Wed 09-23 07:00", "Wed 09-23 07:00"]
