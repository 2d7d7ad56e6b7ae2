"""Phases and how they share a cycle's weeks."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import lengths, unhurried
from workflows.cycles.phases import ALLOTMENT, Phase, phase_of, shift, weeks_in
from workflows.refusal import Refusal


@pytest.mark.parametrize(("weeks", "initials"), [(4, "adir"), (5, "adiir"), (6, "adiiir")])
def test_phases_by_length(weeks: int, initials: str) -> None:
    assert "".join(phase_of(week, ALLOTMENT[weeks])[0] for week in range(1, weeks + 1)) == initials


@pytest.mark.parametrize("week", [0, 6])
def test_a_week_outside_the_cycle_has_no_phase(week: int) -> None:
    with pytest.raises(ValueError, match=f"week {week} of 5"):
        phase_of(week, ALLOTMENT[5])


def test_a_boundary_moves() -> None:
    assert shift(ALLOTMENT[6], Phase.DESIGN, 1) == (1, 2, 2, 1)
    assert shift(ALLOTMENT[6], Phase.IMPLEMENT, -1) == (1, 1, 2, 2)


def test_every_phase_keeps_a_week() -> None:
    with pytest.raises(Refusal, match="Every phase keeps at least one week"):
        shift(ALLOTMENT[4], Phase.ANALYZE, 1)
    with pytest.raises(Refusal, match="ends with the cycle"):
        shift(ALLOTMENT[6], Phase.REFINE, 1)


@unhurried
@given(lengths, some.lists(some.tuples(some.sampled_from(Phase), some.integers(-3, 3)), max_size=6))
def test_shifting_keeps_length_order_and_every_phase(length: int, shifts: list[tuple[Phase, int]]) -> None:
    allotment = ALLOTMENT[length]
    for phase, by_weeks in shifts:
        with suppress(Refusal):
            allotment = shift(allotment, phase, by_weeks)
    phases = [phase_of(week, allotment) for week in range(1, length + 1)]
    assert sorted(phases, key=list(Phase).index) == phases
    assert set(phases) == set(Phase)
    assert [week for phase in Phase for week in weeks_in(phase, allotment)] == list(range(1, length + 1))
