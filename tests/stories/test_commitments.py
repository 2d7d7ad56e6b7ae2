"""What a teacher will do is remembered for them, asked about twice at most, and told to nobody else."""

from bot.playground.world.state import Channel
from tests.meeting_room import plans
from tests.people import ZONE, Clock, Slack, Teacher
from tests.stories.forged import clicks_unseen
from tests.stories.stored import commitments_of


def commits(teacher: Teacher, text: str = "Try exit tickets in two lessons.", due_on: str = "2026-09-17") -> None:
    """Make a commitment."""
    teacher.types("/commit")
    assert teacher.submits(text=text, due_on=due_on) == {}


def told(slack: Slack, teacher: Teacher) -> list[str]:
    """When a teacher was written to directly, on their own clocks, and with which first line."""
    lines = [
        line for line in slack.transcript() if line.kind == "message" and line.where == f"DM {teacher.person.name}"
    ]
    return [f"{line.at.astimezone(ZONE):%a %m-%d %H:%M} {line.text.splitlines()[0]}" for line in lines]


def test_a_commitment_is_remembered(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A reminder the school day before; on the day the question how it went; one click answers it for good."""
    commits(ben)
    assert "I'll remind you the school day before Thursday, September 17" in ben.last

    clock.passes(until="2026-09-17 16:00")
    assert told(slack, ben) == [
        "Wed 09-16 07:30 Your commitment for Grade 5 Math, due Thursday, September 17:",
        "Thu 09-17 15:30 Today you wanted to have done this. How did it go?",
    ]
    ben.clicks("I did it")
    kept = "> Try exit tickets in two lessons.\nDone. Thank you! Bring what you saw to the next meeting."
    assert ben.person.has_before_her[-1].startswith(kept)

    clock.passes(until="2026-10-02 12:00")
    assert len(told(slack, ben)) == 2
    assert commitments_of(slack) == [("Try exit tickets in two lessons.", "done")]


def test_two_follow_ups_at_most_and_the_last_says_so(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Two school days apart, never on a weekend; then the bot is quiet about it."""
    commits(ben)
    clock.passes(until="2026-10-16 12:00")
    assert [each[:15] for each in told(slack, ben)] == [
        "Wed 09-16 07:30", "Thu 09-17 15:30", "Mon 09-21 15:30", "Wed 09-23 15:30",
    ]  # fmt: skip
    assert "This is the last time I ask" in told(slack, ben)[-1]


def test_nobody_is_flooded(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Five commitments for one day: three messages a day at most; a reminder that would come too late doesn't."""
    for number in range(5):
        ben.types("/commit")
        ben.submits(text=f"Try it in lesson {number}.", due_on="2026-09-17")
        if number >= 3:
            assert "Is a fourth realistic?" in ben.screen.text
            assert ben.submits() == {}
    clock.passes(until="2026-09-18 16:00")
    days = [each[:9] for each in told(slack, ben)]
    assert {day: days.count(day) for day in days} == {"Wed 09-16": 3, "Thu 09-17": 3, "Fri 09-18": 2}
    assert ben.sees[-5:] == list(dict.fromkeys(ben.sees[-5:]))


def test_any_answer_ends_the_asking(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Stuck or dropped is an answer, too."""
    commits(ana)
    commits(ben)
    clock.passes(until="2026-09-17 16:00")
    ana.clicks("I'm stuck")
    assert ana.submits(obstacle="time") == {}
    ben.clicks("Drop it")
    assert ben.submits(note="We do something else first.") == {}
    clock.passes(until="2026-10-02 12:00")
    assert len(told(slack, ana)) == 3  # the reminder, the question, and what became of it
    assert [state for _, state in commitments_of(slack)] == ["stuck", "dropped"]


def test_what_is_stuck_stays_in_sight(ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """The list shows it, and one can still say later that it was done."""
    commits(ben)
    ben.types("/commit list")
    ben.clicks("I'm stuck")
    assert ben.submits(obstacle="how") == {}
    ben.types("/commit list")
    assert "stuck: bring it to the next meeting" in ben.last
    ben.clicks("I did it")
    ben.types("/commit list")
    assert ben.last == "You have no open commitments. `/commit` makes one."
    assert commitments_of(slack)[0][1] == "done"


def test_nobody_else_sees_or_answers_it(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The channel never hears whose it is; somebody else's click is refused."""
    commits(ben, text="Ask for help with fractions.")
    clock.passes(until="2026-09-17 16:00")
    assert not any("fractions" in each for each in ana.sees)

    commits(ana, text="Observe Ben.", due_on="2026-09-18")
    ana.types("/commit list")
    clicks_unseen(ana, "commitment.done", "1")
    assert commitments_of(slack)[0][1] == "open"
    assert ana.last == "Only the teacher who made a commitment can check in on it."


def test_after_the_meeting_everybody_is_asked(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock) -> None:
    """The button under the last message opens the same form; the next reminder counts what is done."""
    plans(ana, begins="itself")
    clock.passes(until="2026-09-15 09:26")
    ben.clicks("Make a commitment")
    assert ben.submits(text="One small thing.", due_on="2026-09-18") == {}

    plans(ana, on="2026-09-22")
    clock.passes(until="2026-09-22 08:00")
    assert "Begin with your commitments: 0 of 1 done so far." in ana.last


def test_a_commitment_for_today_is_asked_about_but_not_announced(
    ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """The reminder's time has passed, the check-in's hasn't."""
    commits(ben, due_on="2026-09-14")
    clock.passes(until="2026-09-14 17:00")
    assert [each[:15] for each in told(slack, ben)] == ["Mon 09-14 15:30"]


def test_commitments_are_for_members(cycle: Channel, slack: Slack) -> None:
    """They count for the team."""
    eva = slack.teacher("Eva Lind", cycle)
    eva.types("/commit")
    assert "This is for members of Grade 5 Math." in eva.screen.text


def test_a_question_that_comes_a_week_late_is_not_asked(
    ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """After a long outage nobody is asked about something of ten days ago; the latest question still comes."""
    ben.types("/commit")
    ben.submits(text="Try it.", due_on="2026-09-17")
    clock.stands_still_until("2026-09-29 10:00")
    clock.passes(until="2026-09-30 12:00")
    lines = [line.local[:20] for line in slack.transcript() if line.kind == "message" and line.where == "DM Ben Cho"]
    assert lines == ["Tue 2026-09-29 10:00"]
