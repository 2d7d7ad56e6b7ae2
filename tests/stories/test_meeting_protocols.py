"""Each protocol, played to its end; and what is special about some of them."""

import pytest

from bot.playground.world.state import Channel
from tests.meeting_room import Room, plans
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import contents, database_of
from workflows.privacy.meetings import forget_in_meetings
from workflows.store.meetings import MeetingNote

STEPS = {
    "determining_student_learning_needs": 7, "school_implementation_plan": 6, "collaborative_instructional_design": 6,
    "critical_friends": 10, "examining_data": 9, "analyzing_student_work": 7, "learning_rounds": 5, "tuning": 7,
    "consultancy": 6, "atlas_looking_at_data": 6,
}  # fmt: skip
ASKED = {
    "critical_friends": ("presenters", 2), "analyzing_student_work": ("presenters", 1),
    "learning_rounds": ("classrooms", "12, B3"),
}  # fmt: skip


@pytest.mark.parametrize("protocol", sorted(STEPS))
def test_a_protocol_is_held_to_its_end(
    protocol: str, ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Every step comes once in the thread, something is written in each, and the summary follows."""
    room, extra = Room(slack, clock), {}
    if protocol in ASKED:
        name, value = ASKED[protocol]
        extra = {name: [ana.id, ben.id][:value] if isinstance(value, int) else value}
    if protocol == "analyzing_student_work":
        extra["optional"] = "with"
    assert plans(ana, protocol, minutes="360", **extra) == {}
    room.starts(ana)
    for _turn in range(30):
        if "The meeting is over." in room.message:
            break
        ben.clicks("Write it down")
        lines = [each for each in ben.screen.inputs if each.element["action_id"] not in ("due_on", "text", "counts")]
        assert ben.submits(**{each.element["action_id"]: "Most of us saw it" for each in lines[:1]}) == {}
        clock.passes(minutes=3)
        room.presses(ana, "Finish" if "[ Finish ]" in room.message else "Next")
    begun = [line.split(" · ")[0].split(" ")[1] for line in room.thread if " · " in line and " min" in line]
    assert list(dict.fromkeys(begun)) == [f"{number}/{STEPS[protocol]}" for number in range(1, STEPS[protocol] + 1)]
    assert "Well done" in room.shown[-1]
    assert "[ Make a commitment ]" in room.shown[-1]


def test_private_notes_are_their_writers_own_until_shared(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """In the silent part of problems of practice; then the team chooses two and no third."""
    room = Room(slack, clock)
    plans(ana)
    room.starts(ana)
    room.presses(ana, "Next", "Next", "Next", "Next")
    assert room.writes(ben, candidates="We rarely ask for explanations") == {}
    assert any("seen by you alone until you share" in each for each in ben.sees)
    ana.clicks("Write it down")
    assert "We rarely ask" not in ana.screen.text
    ana.closes()
    ben.clicks("Write it down")
    assert "> We rarely ask for explanations" in ben.screen.text
    assert "1 so far (1 seen by you alone)" in ben.screen.text
    ben.closes()
    room.presses(ben, "Share my notes")
    ana.clicks("Write it down")
    assert "> We rarely ask for explanations" in ana.screen.text
    assert ana.submits(problems="We rarely ask for explanations\nFew of us read them") == {}
    clock.passes(seconds=2)
    full = "Choose 2 at most. Strike one first, or put this where all ideas are."
    assert room.writes(ben, problems="A third one") == {"problems": full}
    ben.closes()
    room.presses(ana, "End now")
    assert "> We rarely ask for explanations\n> Few of us read them" in room.shown[-1]


def test_two_write_at_once_and_no_word_is_lost(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Both forms were open before either was sent; the recorder tidies, and what came meanwhile stays."""
    room = Room(slack, clock)
    plans(ana)
    room.starts(ana)
    room.presses(ana, "Next")
    ana.clicks("Write it down")
    ben.clicks("Write it down")
    assert ana.submits(facts="One in three") == {}
    assert ben.submits(facts="Half of them\nOne in three at grade level") == {}
    clock.passes(seconds=2)
    room.presses(ana, "End now")
    ana.clicks("Tidy")
    assert ana.submits(line_1="", line_2="Half of them met it") == {}
    ben.clicks("Everything written")
    assert "> One in three at grade level\n> Half of them met it" in ben.screen.text


def test_the_presenter_is_reminded_to_be_silent(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Three rounds, each with its stem, and the presenter only listens."""
    room = Room(slack, clock)
    assert plans(ana, "critical_friends", presenters=[ben.id]) == {}
    room.starts(ana)
    room.presses(ana, "Next", "Next", "Next")
    assert "*Now:* Critical friends: Plus (@Ben Cho), 4 min left" in room.message
    assert room.thread[-1] == "08:15 4/6 · Critical friends: Plus · 4 min · @Ben Cho"
    assert "@Ben Cho, now you only listen and take notes." in room.details[-1]
    ana.clicks("Write it down")
    assert "I noticed … because …" in ana.screen.text
    assert ana.submits(plus="I noticed calm starts because the task was on the board") == {}
    room.presses(ana, "Next")
    assert "*Now:* Critical friends: Delta (@Ben Cho), 3 min left" in room.message


def test_nothing_about_a_classroom_outlives_the_debrief(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Five norms by a tap, notes by room, and at the end only trends that somebody else saw, too."""
    room = Room(slack, clock)
    assert plans(ana, "learning_rounds", minutes="180", classrooms="12, B3") == {}
    room.starts(ana)
    ben.clicks("I agree (0)")
    assert "I agree (1)" in room.message
    assert any("You agreed to this norm." in each for each in ben.sees)
    room.presses(ana, "Next")
    assert "*Now:* Classroom visit (room 12)" in room.message
    assert room.writes(ben, seen="Two students at the window explain aloud") == {}
    room.presses(ben, "Share my notes")
    room.presses(ana, "Next")
    assert room.writes(ana, agreed="Explaining happens in pairs") == {}
    room.presses(ana, "Next", "Next")
    assert room.writes(ana, trends="Students explain to a partner\nMaterials differ") == {}
    room.presses(ben, "Vote on trends")
    ben.clicks("I saw this, too (0)")
    assert "[ I saw this, too (1) ]" in ben.person.has_before_her[-1]
    room.presses(ana, "Finish")
    trends = ("> Materials differ", "> Students explain to a partner")
    assert [line in room.shown[-1] for line in trends].count(True) == 1
    with database_of(slack).everywhere() as session:
        notes = session.query(MeetingNote).all()
        assert [(note.field, note.room) for note in notes] == [("trends", None)]
    assert "B3" not in repr(contents(slack)["meeting"])


def test_a_students_name_is_refused_where_names_are_at_hand(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Determining needs: neither names nor ids nor numbers so small that they name somebody."""
    room = Room(slack, clock)
    assert plans(ana, "determining_student_learning_needs", minutes="240") == {}
    room.starts(ana)
    room.presses(ana, "Next", "Next")
    before = contents(slack)
    ana.clicks("Write it down")
    name = "“Maria Lopez” looks like a student's name. Write about groups instead."
    number = "This looks like a student's number. Write about groups instead."
    few = "So few students could be recognized. Write “fewer than 10” for them."
    assert ana.submits(chart="Maria Lopez has it") == {"chart": name}
    assert ana.submits(chart="Binder of 4711023") == {"chart": number}
    assert ana.submits(chart="", counts="Below: 3") == {"counts": few}
    assert {table: rows for table, rows in contents(slack).items() if table == "meeting_note"} == {
        "meeting_note": before["meeting_note"]
    }
    assert ana.submits(chart="On the wall of the English Learners room", counts="Below: 13, near: 40") == {}


def test_a_plan_is_kept_in_versions(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Each part begins with what was written last, and nothing is overwritten."""
    room = Room(slack, clock)
    assert plans(ana, "school_implementation_plan", minutes="300") == {}
    room.starts(ana)
    room.presses(ana, "Next", "Next", "Next")
    assert "Refine the plan: Focus and outcome" in room.message
    assert room.writes(ana, focus="Everybody explains in writing") == {}
    ben.clicks("Write it down")
    assert ben.screen.values["focus"]["focus"]["value"] == "Everybody explains in writing"
    assert ben.submits(focus="Everybody explains in writing by May") == {}
    clock.passes(seconds=2)
    room.presses(ana, "End now")
    ana.clicks("Everything written")
    assert "> Everybody explains in writing by May" in ana.screen.text
    assert "2 versions" in ana.screen.text
    with database_of(slack).everywhere() as session:
        assert session.query(MeetingNote).filter_by(field="focus").count() == 2


def test_a_long_protocol_goes_on_where_it_stopped(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Three sittings a week apart; what the first didn't reach comes first in the second."""
    room = Room(slack, clock)
    assert plans(ana, "determining_student_learning_needs", minutes="90") == {}
    assert "in 3 sittings" in "\n".join(ana.sees)
    clock.passes(seconds=2)
    assert "2. " in room.shown[-1]
    room.starts(ana)
    room.presses(ana, "Next", "End now")
    assert "Not reached: Record, identify, sort, post" in room.shown[-1]
    assert "You go on" in room.shown[-1]
    room.starts(ana, at="2026-09-22 08:15")
    assert "Record, identify, sort, post" in room.message


def test_after_three_meetings_the_short_form_is_offered(
    ana: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Titles and minutes only; the team chooses."""
    room = Room(slack, clock)
    for day in ("2026-09-15", "2026-09-16", "2026-09-17"):
        assert plans(ana, "consultancy", on=day, minutes="60") == {}
        room.starts(ana, at=f"{day} 08:15")
        room.presses(ana, "End now")
    assert plans(ana, "consultancy", on="2026-09-18", minutes="60", form="brief") == {}
    room.starts(ana, at="2026-09-18 08:15")
    assert "What puzzles you" not in room.message
    assert "*Now:* The dilemma" in room.message


def test_a_promise_made_in_a_meeting_is_remembered(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """It is a commitment like any other; without a day it is asked for one."""
    room = Room(slack, clock)
    assert plans(ana, "consultancy", minutes="60") == {}
    room.starts(ana)
    room.presses(ana, "Next", "Next", "Next", "Next")
    ben.clicks("Write it down")
    assert ben.submits(text="Ask for one sentence before the answer", due_on=None) == {
        "due_on": "By when will you do it? Choose a day."
    }
    assert ben.submits(text="Ask for one sentence before the answer", due_on="2026-09-21") == {}
    ben.types("/commit list")
    assert "> Ask for one sentence before the answer" in ben.last


def test_who_is_forgotten_leaves_no_trace_in_meetings(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Private notes, answers and votes go; what the team wrote stays, without who wrote it."""
    room = Room(slack, clock)
    assert plans(ana, "critical_friends", presenters=[ben.id], recorder=ben.id) == {}
    room.starts(ana)
    ben.clicks("I'm here")
    room.presses(ben, "Next")
    assert room.writes(ben, asked="How to begin calmly") == {}
    room.presses(ana, "End now")
    with database_of(slack).begin(1) as session:
        forget_in_meetings(session, ben.id)
    kept = {table: rows for table, rows in contents(slack).items() if table.startswith(("meeting", "note"))}
    assert ben.id not in repr(kept)
    ana.types("/protocol history calmly")
    assert "> How to begin calmly" in ana.last
