"""What a team decides in each phase is written down by any member, posted once, kept in every version."""

import pytest

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher
from tests.stories.forged import submits_past_slack

FOUND = {"priority": "Explaining a solution in writing", "barrier": "We rarely ask for reasons", "skills": ["writing"]}
PLAN = {
    "practices": "Exit tickets", "if_we": "ask for a reason", "students_will": "give one", "shown_by": "the tickets",
    "evidence": ["student_work"], "agreements": "Tuesdays, five minutes", "together": ["yes"],
}  # fmt: skip
KEPT = {"fate_1": "adapt", "why_1": "It takes too long", "saw": "Longer reasons", "what_next": "I wonder who is left…"}


def decides(teacher: Teacher, button: str, **answers: object) -> None:
    """Write down what the team decided, from the list of what stands where."""
    teacher.types("/cycle")
    teacher.clicks(button)
    assert teacher.submits(**answers) == {}


def test_a_decision_is_posted_once_and_kept_in_every_version(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Whoever changes it sees what stands there; the channel isn't told again."""
    decides(ben, "What we found", **FOUND)
    clock.passes(seconds=2)
    posted = slack.shown_in("#grade-5")[-1]
    assert "To get better at: Explaining a solution in writing" in posted
    assert "Written down by @Ben Cho." in posted

    ana.types("/cycle")
    assert "✓ What we found" in ana.last
    ana.clicks("✓ What we found")
    assert ana.screen.values["barrier"]["barrier"]["value"] == "We rarely ask for reasons"
    assert ana.submits(outcome="8 of 10 give a reason", outcome_on="2026-10-09") == {}
    assert ana.last.startswith("Saved as version 2.")
    assert sum("wrote down" in said for said in slack.said_in("#grade-5")) == 1


def test_two_people_write_at_once(ana: Teacher, ben: Teacher, cycle: Channel) -> None:
    """The second sees what the first wrote, above their own words, and sends again."""
    for teacher in (ana, ben):
        teacher.types("/cycle")
        teacher.clicks("What we found")
    assert ana.submits(priority="Reading charts") == {}
    assert ben.submits(priority="Explaining in writing") == {}
    assert "@Ana Ruiz saved this while you were writing" in ben.screen.text
    assert "To get better at: Reading charts" in ben.screen.text
    assert ben.screen.values["priority"]["priority"]["value"] == "Explaining in writing"
    assert ben.submits() == {}
    assert ben.last.startswith("Saved as version 2.")


def test_implement_waits_for_the_six_ingredients(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """They tick themselves from what is written down; the week's question follows."""
    clock.passes(until="2026-09-25 16:00")
    assert "Implement waits until this is there, too: what stands in the way" in slack.shown_in("#grade-5")[-1]
    decides(ana, "What we found", **FOUND)
    decides(ben, "What we will try", **PLAN)
    ben.types("/cycle")
    assert "Before Implement" not in ben.last
    clock.passes(until="2026-09-29 08:00")
    assert "Implement: what happens when we try it?" in slack.shown_in("#grade-5")[-1]
    assert "A first try" in slack.said_in("#grade-5")[-1]


def test_the_closing_quotes_the_team_and_the_next_cycle_begins_with_it(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Problem, practice, evidence and decision in under ten lines, in the team's own words."""
    decides(ana, "What we found", **FOUND)
    decides(ben, "What we will try", **PLAN)
    clock.passes(until="2026-10-15 12:00")
    decides(ana, "What we keep", **KEPT)
    clock.passes(until="2026-10-16 16:00")
    closing = slack.shown_in("#grade-5")[-1]
    assert closing.splitlines()[1:-2] == [
        "You asked: I wonder how exit tickets…",
        "You set out to help students get better at: Explaining a solution in writing",
        "In the way was: We rarely ask for reasons",
        "You saw: Longer reasons",
        "Adapt: Exit tickets (It takes too long)",
        "Next: I wonder who is left…",
    ]
    ben.clicks("Start the next from this")
    assert "Your team already has a cycle running. Close it first." in ben.screen.text
    ben.closes()
    ben.clicks("Make a practice card")
    assert "A draft is kept for: “Exit tickets”. Only your team can see it" in ben.last
    ben.clicks("Close the cycle")
    ben.clicks("Start the next from this")
    assert ben.screen.values["question"]["question"]["value"] == "I wonder who is left…"


@pytest.mark.parametrize(
    ("button", "answers", "complaint"),
    [
        ("What we found", {"priority": "One\nTwo"}, {"priority": "One priority, in one line: a team that works on one "
         "thing at a time sees sooner what helps."}),
        ("What we found", {"priority": "One", "outcome_on": "2026-12-01"},
         {"outcome_on": "Your cycle runs from Monday, September 14 to Friday, October 16. Choose a day in it."}),
        ("What we found", {"priority": "One", "barrier": "x" * 3001},
         {"barrier": "Please use at most 1000 characters."}),
        ("What we will try", {**PLAN, "practices": "One\nTwo\nThree"}, {"practices": "One or two practices, no more: "
         "with three, nobody could tell which of them helped. What can wait?"}),
        ("What we will try", {**PLAN, "if_we": " "}, {"if_we": "Please fill this in."}),
        ("What we will try", {**PLAN, "evidence": ["surveys"]}, {"evidence": "Choose at least one of assessment data, "
         "student work or learning rounds. Interviews and surveys come on top of it."}),
    ],
)  # fmt: skip
def test_what_does_not_fit_gets_a_sentence_and_changes_nothing(
    ana: Teacher, cycle: Channel, slack: Slack, button: str, answers: dict[str, object], complaint: dict[str, str]
) -> None:
    """The form stays open with everything in it."""
    ana.types("/cycle")
    ana.clicks(button)
    fits_slack = {name: value for name, value in answers.items() if name != "barrier"}
    said = ana.submits(**fits_slack) if "barrier" not in answers else submits_past_slack(ana, **answers)
    assert said == complaint
    assert len(slack.said_in("#grade-5")) == 1


def test_hostile_words_are_only_words(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """No mention in them comes alive."""
    decides(ana, "What we found", priority="<!channel> <@U0EVIL> *bold*")
    clock.passes(seconds=2)
    assert "To get better at: <!channel> <@U0EVIL> *bold*" in slack.shown_in("#grade-5")[-1]


def test_after_closing_and_for_guests_nothing_is_written(
    ana: Teacher, ben: Teacher, cycle: Channel, slack: Slack
) -> None:
    """A form still open is answered with a sentence; sent twice, it is one version."""
    ben.types("/cycle")
    ben.clicks("What we found")
    ana.types("/cycle")
    ana.clicks("Close")
    over = "This cycle is over, so what it decided stays as it is. Your next cycle can begin with it."
    assert ben.submits(priority="Too late?") == {"priority": over}
    eva = slack.teacher("Eva Lind", cycle)
    eva.types("/cycle")
    assert "[ What we found ]" not in eva.last
