"""Every school week asks one question, on the morning of the meeting day; answers are named or anonymous."""

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher
from tests.stories.stored import reflections_of

PROMPT_AT = "2026-09-15 07:45"


def test_a_question_a_week_through_the_change_of_clocks(
    ana: Teacher, team: Channel, clock: Clock, slack: Slack
) -> None:
    """Tuesdays at 07:45 on the team's clocks, before and after 1 November; then the cycle's last day."""
    clock.passes(until="2026-10-13 07:00")
    ana.types("/cycle start")
    ana.submits(question="I wonder…", weeks="6", starts_on="2026-10-13")
    clock.passes(until="2026-11-30 12:00")

    assert slack.times_of("#grade-5") == [
        "Tue 10-13 07:00", "Tue 10-13 07:45", "Fri 10-16 15:00", "Tue 10-20 07:45", "Fri 10-23 15:00",
        "Tue 10-27 07:45", "Tue 11-03 07:45", "Tue 11-10 07:45", "Fri 11-13 15:00", "Tue 11-17 07:45",
        "Fri 11-20 15:30",
    ]  # fmt: skip


def test_each_phase_asks_its_own(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Analyze, design, implement twice, refine; Implement begins because somebody said why not to wait."""
    ana.types("/cycle")
    ana.clicks("Begin all the same")
    assert ana.submits(why="We tried it last spring.") == {}
    clock.passes(until="2026-10-16 12:00")
    prompts = [shown for shown in slack.shown_in("#grade-5") if "Write a reflection" in shown]
    phases = [each.splitlines()[1].partition(":")[0] for each in prompts]
    assert phases == ["Analyze", "Design", "Implement", "Implement", "Refine"]
    assert len({each.splitlines()[2] for each in prompts}) == 5


def test_a_named_reflection(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Before it is sent, the form says who will see it; afterwards only the writer is thanked."""
    clock.passes(until=PROMPT_AT)
    ana.clicks("Write a reflection")
    assert "Your team's channel reads it in the summary at the end of the phase" in ana.screen.text
    assert ana.submits(text="Exit tickets showed me who was lost.", signed="named") == {}

    assert ana.last == "Thank you. Your reflection is kept; you can change it until the phase ends."
    assert reflections_of(slack) == [("Exit tickets showed me who was lost.", ana.id)]
    assert not any("who was lost" in said for said in slack.shown_in("#grade-5"))


def test_a_signed_reflection_is_taken_back(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Until the phase ends; then the team has read it."""
    clock.passes(until=PROMPT_AT)
    ben.clicks("Write a reflection")
    ben.submits(text="I was too quick.", signed="named")
    ben.clicks("Write a reflection")
    ben.clicks("Take my answer back")
    assert reflections_of(slack) == []

    ben.closes()
    clock.passes(until="2026-09-18 15:00")
    ben.clicks("Write a reflection")
    assert "This phase is over and your team has read what was written." in ben.screen.text


def test_a_likely_student_name_is_asked_about(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Once; nothing is lost, and sent again it passes, because it may be nobody's name."""
    clock.passes(until=PROMPT_AT)
    ben.clicks("Write a reflection")
    assert ben.submits(text="My student Maria Lopez explained it to us.", signed="named") == {}
    assert "Is “Maria Lopez” the name of a student?" in ben.screen.text
    assert reflections_of(slack) == []
    assert ben.submits(text="A student explained it to us.") == {}
    assert reflections_of(slack) == [("A student explained it to us.", ben.id)]


def test_an_anonymous_reflection_names_nobody(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """What is kept can't be traced to a person by whoever reads the database."""
    clock.passes(until=PROMPT_AT)
    ben.clicks("Write a reflection")
    assert ben.submits(text="I felt alone with it.", signed="anonymous") == {}
    assert reflections_of(slack) == [("I felt alone with it.", None)]


def test_a_reflection_can_be_changed(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The form shows what was written and how it was signed, so that correcting a word puts no name by it."""
    clock.passes(until=PROMPT_AT)
    ben.clicks("Write a reflection")
    ben.submits(text="I felt alone with it.", signed="named")

    ben.clicks("Write a reflection")
    assert ben.screen.values["text"]["text"]["value"] == "I felt alone with it."
    assert ben.submits(text="I felt alone with it at first.") == {}
    assert reflections_of(slack) == [("I felt alone with it at first.", ben.id)]


def test_an_anonymous_reflection_is_changed_and_taken_back_with_its_code_only(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """The form says so before it is sent; the code is shown once, and only its writer has it."""
    clock.passes(until=PROMPT_AT)
    ben.clicks("Write a reflection")
    assert "Without your name, not even our database can tell." in str(ben.screen)
    assert ben.submits(text="I felt alone with it.", signed="anonymous") == {}
    code = next(line for line in ben.screen.text.splitlines() if line[5:6] == "-" and len(line) == 11)
    ben.closes()

    ben.clicks("Write a reflection")
    assert not ben.screen.values["text"]["text"]["value"]
    ben.clicks("I have a code")
    assert ben.submits(code="WRONG-CODES", text="Not mine.") == {"code": "No answer to this question has this code."}
    assert ben.submits(code=code.lower(), text="I felt alone with it at first.", signed="anonymous") == {}
    assert reflections_of(slack) == [("I felt alone with it at first.", None)]

    ben.clicks("Write a reflection")
    ben.clicks("I have a code")
    ben.chooses("code", code)
    ben.clicks("Take my answer back")
    assert "Nothing of it is kept." in ben.screen.text
    assert reflections_of(slack) == []


def test_two_teachers_answer_the_same_prompt(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Each has one answer."""
    clock.passes(until=PROMPT_AT)
    for teacher, text in ((ana, "One."), (ben, "Two.")):
        teacher.clicks("Write a reflection")
        teacher.submits(text=text)
    assert reflections_of(slack) == [("One.", ana.id), ("Two.", ben.id)]


def test_at_the_phases_end_the_team_reads_what_it_wrote(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """With their names; an answer without one is kept back where a colleague could tell whose it is."""
    clock.passes(until=PROMPT_AT)
    ana.clicks("Write a reflection")
    ana.submits(text="<!channel> I saw who was *lost*.", signed="named")
    ben.clicks("Write a reflection")
    ben.submits(text="I felt alone.", signed="anonymous")

    clock.passes(until="2026-09-22 12:00")
    assert slack.times_of("#grade-5")[2:] == ["Fri 09-18 15:00", "Tue 09-22 07:45"]
    words = slack.shown_in("#grade-5")[2]
    assert "> <!channel> I saw who was *lost*.\n@Ana Ruiz" in words
    assert "1 answer without a name is kept back: fewer than three people could have written it." in words
    assert not any("I felt alone." in shown for shown in slack.shown_in("#grade-5"))


def test_three_answers_without_a_name_are_read_by_their_team(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Then each of them could be anybody's of three."""
    eva = slack.teacher("Eva Lind", cycle)
    eva.types("/cycle join")
    clock.passes(until=PROMPT_AT)
    for teacher, text in ((ana, "One."), (ben, "Two."), (eva, "Three.")):
        teacher.clicks("Write a reflection")
        teacher.submits(text=text, signed="anonymous")
    clock.passes(until="2026-09-18 16:00")
    words = slack.shown_in("#grade-5")[-1]
    assert [words.count(f"> {text}\na member of the team") for text in ("One.", "Two.", "Three.")] == [1, 1, 1]


def test_after_the_cycle_closed_a_form_still_open_is_refused(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """What was typed stays in the modal, with a sentence by it; nothing is stored."""
    clock.passes(until=PROMPT_AT)
    ben.clicks("Write a reflection")
    ana.types("/cycle")
    ana.clicks("Close")

    closed = "This cycle is closed, so its reflections are complete. Thank you!"
    assert ben.submits(text="Too late?") == {"text": closed}
    ben.closes()
    ben.clicks("Write a reflection")
    assert closed in ben.screen.text
    assert reflections_of(slack) == []


def test_in_a_pause_an_asked_question_can_still_be_answered(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Pausing keeps the bot quiet, not the people."""
    clock.passes(until=PROMPT_AT)
    ana.types("/cycle")
    ana.clicks("Pause")
    ben.clicks("Write a reflection")
    assert ben.submits(text="A thought from the pause.") == {}
    assert reflections_of(slack) == [("A thought from the pause.", ben.id)]


def test_only_members_answer_for_the_team(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A guest in the channel is told how to join."""
    eva = slack.teacher("Eva Lind", cycle)
    clock.passes(until=PROMPT_AT)
    eva.clicks("Write a reflection")
    assert "This is for members of Grade 5 Math." in eva.screen.text
    assert "/cycle join" in eva.screen.text


def test_a_prompt_missed_in_an_outage_is_still_sent_within_its_week(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """The first week's question comes a day late; had the week been over, it would have been skipped."""
    clock.stands_still_until("2026-09-16 09:00")
    assert slack.times_of("#grade-5")[-1] == "Wed 09-16 09:00"

    clock.stands_still_until("2026-09-25 19:00")
    clock.passes(until="2026-09-29 08:00")
    assert slack.times_of("#grade-5")[-1] == "Tue 09-29 07:45"
    assert sum("Week" in said for said in slack.said_in("#grade-5")) == 2
