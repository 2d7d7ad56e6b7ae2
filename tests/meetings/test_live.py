"""A running meeting, folded from what people pressed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from tests.meetings.test_agendas import FRIENDS, SHIPPED
from tests.rules.strategies import unhurried
from workflows.meetings.agendas import fit, minutes_of
from workflows.meetings.live import Act, Done, Position, drift, fold

T0 = datetime(2026, 9, 15, 12, 15, tzinfo=UTC)
(DATA,) = fit(SHIPPED["examining_data"], 70)
(WIDE,) = fit(FRIENDS, 40)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def after(*acts: tuple[Act, float], agenda: tuple = DATA) -> Position:  # type: ignore[type-arg]
    position = fold(agenda, [Done(Act.START, T0), *(Done(act, at(minutes)) for act, minutes in acts)])
    assert position is not None
    return position


def test_before_it_is_started_a_meeting_stands_nowhere() -> None:
    assert fold(DATA, []) is None
    assert fold(DATA, [Done(Act.NEXT, T0)]) is None


def test_next_moves_one_turn_and_early_is_ahead_of_the_plan() -> None:
    here = after((Act.NEXT, 4))
    assert (here.place, here.left(at(4)), here.ends_at) == (1, timedelta(minutes=10), at(14))
    assert drift(DATA, here, at(4)) == timedelta(minutes=-1)


def test_a_turn_that_runs_over_shows_in_the_drift() -> None:
    here = after()
    assert here.left(at(8)) == timedelta(minutes=-3)
    assert drift(DATA, here, at(8)) == timedelta(minutes=3)


def test_a_pause_stops_the_clock() -> None:
    paused = after((Act.PAUSE, 2))
    assert paused.left(at(30)) == timedelta(minutes=3)
    on = after((Act.PAUSE, 2), (Act.RESUME, 12))
    assert (on.ends_at, drift(DATA, on, at(12))) == (at(15), timedelta(minutes=10))


def test_two_minutes_more_are_taken_from_what_is_left() -> None:
    longer = after((Act.MORE, 1), agenda=WIDE)
    assert longer.minutes[0] == 7
    assert sum(longer.minutes) == minutes_of(WIDE)
    assert drift(WIDE, longer, at(1)) == timedelta(0)
    assert drift(DATA, after((Act.MORE, 1)), at(1)) == timedelta(minutes=2)


def test_going_back_gives_what_was_left_and_two_minutes_at_least() -> None:
    assert after((Act.NEXT, 2), (Act.BACK, 3)).left(at(3)) == timedelta(minutes=3)
    assert after((Act.NEXT, 5), (Act.BACK, 6)).left(at(6)) == timedelta(minutes=2)
    assert after((Act.BACK, 1)).place == 0


def test_what_was_skipped_is_known_and_the_last_next_ends_it() -> None:
    here = after((Act.SKIP, 1), *((Act.NEXT, 2 + place) for place in range(8)))
    assert (here.skipped, here.ended_at) == (frozenset({0}), at(9))
    assert after((Act.END, 3), (Act.NEXT, 4)).place == 0


@unhurried
@given(some.lists(some.tuples(some.sampled_from(list(Act)), some.floats(0, 20)), max_size=40))
def test_whatever_is_pressed_time_neither_vanishes_nor_doubles(acts: list[tuple[Act, float]]) -> None:
    """What was spent on turns, and in pauses, is the time since the start."""
    clock, done, pauses, paused_at = T0, [Done(Act.START, T0)], timedelta(0), None
    for act, minutes in acts:
        clock += timedelta(minutes=minutes)
        before = fold(DATA, done)
        done.append(Done(act, clock))
        here = fold(DATA, done)
        assert before is not None
        assert here is not None
        if before.ended_at:
            assert here == before
            continue
        if here.paused_at and not before.paused_at:
            paused_at = clock
        if before.paused_at and not here.paused_at and paused_at:
            pauses += clock - paused_at
    here = fold(DATA, done)
    assert here is not None
    assert 0 <= here.place < len(DATA)
    until = here.ended_at or here.paused_at or clock
    current = timedelta(0) if here.ended_at else until - here.began_at
    assert sum(here.spent, timedelta(0)) + current + pauses == until - T0
