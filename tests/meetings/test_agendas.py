"""Protocols placed on the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import unhurried
from workflows.meetings.agendas import Choices, Minutes, Protocol, Silence, Step, total_minutes, turn_at, turns
from workflows.refusal import Refusal

T0 = datetime(2026, 9, 14, 19, tzinfo=UTC)


def step(key: str, least: int, most: int | None = None, *, repeats: str = "", optional: bool = False) -> Step:
    minutes = Minutes(least, most or least)
    return Step(key, key.title(), minutes, "Everyone", Silence.NONE, ("What?",), (), "", repeats, optional)


FRIENDS = Protocol(
    "friends",
    "Friends",
    "To try things out.",
    (),
    (
        step("opening", 5),
        step("presentation", 5, repeats="presenter"),
        step("reflection", 5, 10, repeats="presenter"),
        step("calibration", 10, optional=True),
        step("debrief", 5),
    ),
)


def test_steps_follow_each_other_and_repeat_together() -> None:
    placed = turns(FRIENDS, T0, Choices(minutes={"reflection": 7}, times={"presenter": 2}))
    assert [(turn.step.key, turn.number, f"{turn.starts_at:%H:%M}") for turn in placed] == [
        ("opening", 1, "19:00"),
        ("presentation", 1, "19:05"),
        ("reflection", 1, "19:10"),
        ("presentation", 2, "19:17"),
        ("reflection", 2, "19:22"),
        ("calibration", 1, "19:29"),
        ("debrief", 1, "19:39"),
    ]


def test_an_optional_step_can_be_skipped_and_no_other() -> None:
    assert total_minutes(FRIENDS) == 30
    assert total_minutes(FRIENDS, Choices(skipped=frozenset({"calibration", "debrief"}))) == 20


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (Choices(minutes={"reflection": 11}), "“Reflection” takes 5 to 10 minutes."),
        (Choices(minutes={"opening": 0}), "“Opening” takes 5 to 5 minutes."),
        (Choices(times={"presenter": 0}), "Choose a number from 1 to 12."),
    ],
)
def test_a_choice_the_protocol_does_not_allow(choices: Choices, sentence: str) -> None:
    with pytest.raises(Refusal) as no:
        turns(FRIENDS, T0, choices)
    assert str(no.value) == sentence
    assert no.value.field in {"reflection", "opening", "presenter"}


def test_before_and_after_a_meeting_there_is_no_turn() -> None:
    placed = turns(FRIENDS, T0)
    assert turn_at(placed, T0 - timedelta(microseconds=1)) is None
    assert turn_at(placed, T0) == placed[0]
    assert turn_at(placed, T0 + timedelta(minutes=30)) is None


ranges = some.tuples(some.integers(1, 30), some.integers(0, 30))
protocols = some.lists(
    some.tuples(ranges, some.sampled_from(["", "presenter", "classroom"])), min_size=1, max_size=9
).map(
    lambda drawn: Protocol(
        "made_up",
        "Made up",
        "",
        (),
        tuple(step(f"s{at}", least, least + more, repeats=of) for at, ((least, more), of) in enumerate(drawn)),
    )
)


@unhurried
@given(protocols, some.integers(1, 5), some.integers(1, 5), some.floats(0, 1, exclude_max=True))
def test_every_second_of_a_meeting_belongs_to_one_turn(
    protocol: Protocol, presenters: int, classrooms: int, moment: float
) -> None:
    choices = Choices(
        minutes={each.key: each.minutes.most for each in protocol.steps[::2]},
        times={"presenter": presenters, "classroom": classrooms},
    )
    placed = turns(protocol, T0, choices)
    minutes = total_minutes(protocol, choices)
    now = T0 + timedelta(seconds=int(moment * minutes * 60))
    assert [turn for turn in placed if turn.starts_at <= now < turn.ends_at] == [turn_at(placed, now)]
    assert placed[0].starts_at == T0
    assert placed[-1].ends_at == T0 + timedelta(minutes=minutes)
    assert [turn.ends_at for turn in placed[:-1]] == [turn.starts_at for turn in placed[1:]]
    assert len({(turn.step.key, turn.number) for turn in placed}) == len(placed)
