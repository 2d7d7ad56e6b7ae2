"""Protocols fitted into the time a team has."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import unhurried
from workflows.meetings.agendas import (
    Choices,
    fit,
    from_rows,
    longest,
    minutes_of,
    optional_steps,
    shortest,
    to_rows,
    whole,
)
from workflows.meetings.protocol_files import read_protocol
from workflows.meetings.protocols import Protocol
from workflows.refusal import Refusal

FOLDER = Path(__file__).parents[2] / "templates" / "protocols"
SHIPPED = {path.stem: read_protocol(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
FRIENDS, WORK, ROUNDS = (SHIPPED[key] for key in ("critical_friends", "analyzing_student_work", "learning_rounds"))


def presenters(count: int) -> Choices:
    return Choices(times={"presenter": count, "classroom": count})


@pytest.mark.parametrize(
    ("key", "times", "least", "most"),
    [
        ("determining_student_learning_needs", 1, 195, 300),
        ("school_implementation_plan", 1, 245, 345),
        ("collaborative_instructional_design", 1, 80, 80),
        ("critical_friends", 1, 35, 40),
        ("critical_friends", 3, 85, 100),
        ("examining_data", 1, 70, 70),
        ("analyzing_student_work", 2, 55 + 2 * 25, 65 + 2 * 25),
        ("learning_rounds", 1, 85, 125),
        ("learning_rounds", 4, 75 + 4 * 10 + 3 * 5, 105 + 4 * 20 + 3 * 5),
        ("tuning", 1, 63, 63),
        ("consultancy", 1, 45, 50),
        ("atlas_looking_at_data", 1, 50, 50),
    ],
)
def test_each_protocol_takes_what_its_source_says(key: str, times: int, least: int, most: int) -> None:
    protocol = SHIPPED[key]
    assert (shortest(protocol, presenters(times)), longest(protocol, presenters(times))) == (least, most)


def test_without_a_rubric_there_is_no_calibration() -> None:
    without = Choices(times={"presenter": 2}, left_out=optional_steps(WORK))
    assert (shortest(WORK, without), longest(WORK, without)) == (85, 95)
    assert optional_steps(ROUNDS) == frozenset()


def test_steps_repeat_together_for_each_presenter() -> None:
    (agenda,) = fit(FRIENDS, 90, presenters(2))
    assert [f"{turn.step} {turn.number} {turn.part}".strip() for turn in agenda] == [
        "opening 1", "presentation 1", "clarifying 1", "friends 1 plus", "friends 1 delta", "friends 1 share",
        "reflection 1", "presentation 2", "clarifying 2", "friends 2 plus", "friends 2 delta", "friends 2 share",
        "reflection 2", "debrief 1",
    ]  # fmt: skip
    assert [turn.minutes for turn in agenda if turn.step == "friends"] == [4, 3, 3, 4, 3, 3]


def test_a_hallway_lies_between_two_classrooms_and_nowhere_else() -> None:
    (agenda,) = fit(ROUNDS, 240, presenters(3))
    assert [turn.step for turn in agenda] == [
        "opening", "visit", "hallway", "visit", "hallway", "visit", "final",
    ]  # fmt: skip


def test_a_range_stretches_as_far_as_the_slot_allows() -> None:
    (tight,), (wide,) = fit(FRIENDS, 60, presenters(2)), fit(FRIENDS, 68, presenters(2))
    assert [turn.minutes for turn in tight if turn.step == "reflection"] == [5, 5]
    assert [turn.minutes for turn in wide if turn.step == "reflection"] == [9, 9]


def test_a_long_protocol_becomes_three_or_four_sittings() -> None:
    needs, plan = SHIPPED["determining_student_learning_needs"], SHIPPED["school_implementation_plan"]
    assert [minutes_of(each) for each in fit(needs, 90)] == [90, 90, 70]
    assert [[turn.step for turn in each] for each in fit(needs, 60)] == [
        ["opening", "calibrate"], ["record"], ["subgroups", "sort"], ["discussion", "debrief"],
    ]  # fmt: skip
    assert len(fit(plan, 90)) == 3
    assert {turn.step for turn in fit(plan, 90)[1]} == {"refine"}


@pytest.mark.parametrize(
    ("protocol", "slot", "choices", "sentence"),
    [
        (FRIENDS, 60, presenters(3), "This takes at least 85 minutes, 25 more than you have."),
        (ROUNDS, 40, presenters(1), "This takes at least 85 minutes, 45 more than you have."),
        (FRIENDS, 60, presenters(0), "Choose a number from 1 to 12."),
        (FRIENDS, 60, presenters(13), "Choose a number from 1 to 12."),
        (FRIENDS, 14, presenters(1), "21 more than you have."),
        (FRIENDS, 481, presenters(1), "A meeting lasts 15 to 480 minutes."),
    ],
)
def test_what_does_not_fit_is_said_with_the_minutes_that_lack(
    protocol: Protocol, slot: int, choices: Choices, sentence: str
) -> None:
    with pytest.raises(Refusal) as no:
        whole(protocol, slot, choices)
    assert sentence in str(no.value)
    assert no.value.field


def test_a_turn_that_is_longer_than_the_slot_is_named() -> None:
    with pytest.raises(Refusal, match="“Final debrief” alone takes 45 minutes"):
        fit(ROUNDS, 44)


@unhurried
@given(some.sampled_from(sorted(SHIPPED)), some.integers(1, 12), some.integers(15, 480), some.booleans())
def test_every_minute_of_a_plan_belongs_to_one_turn(key: str, times: int, slot: int, bare: bool) -> None:
    """Totals match, ranges hold, and dividing loses nothing and doubles nothing."""
    protocol = SHIPPED[key]
    choices = Choices({"presenter": times, "classroom": times}, optional_steps(protocol) if bare else frozenset())
    try:
        sittings = fit(protocol, slot, choices)
    except Refusal:
        return
    everything = [turn for agenda in sittings for turn in agenda]
    undivided = fit(protocol, 480, choices)
    assert all(minutes_of(agenda) <= slot for agenda in sittings)
    assert [(turn.step, turn.number, turn.part) for turn in everything] == [
        (turn.step, turn.number, turn.part) for agenda in undivided for turn in agenda
    ]
    assert shortest(protocol, choices) <= minutes_of(everything) <= longest(protocol, choices)
    if len(sittings) == 1:
        assert minutes_of(everything) == min(max(slot, shortest(protocol, choices)), longest(protocol, choices))
    for step in protocol.steps:
        for number in range(1, times + 1):
            whole_step = [turn.minutes for turn in everything if (turn.step, turn.number) == (step.key, number)]
            assert not whole_step or step.minutes.least <= sum(whole_step) <= step.minutes.most
    assert all(from_rows(to_rows(agenda)) == agenda for agenda in sittings)
