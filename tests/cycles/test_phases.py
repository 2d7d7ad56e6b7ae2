"""Phases and how they share a cycle's weeks."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import lengths, unhurried
from workflows.cycles.phases import (
    ALLOTMENT,
    Phase,
    allotments,
    check_allotment,
    phase_of,
    phases_lived,
    read_allotment,
    weeks_in,
    write_allotment,
)
from workflows.refusal import Refusal


@pytest.mark.parametrize(("weeks", "initials"), [(4, "adir"), (5, "adiir"), (6, "adiiir")])
def test_phases_by_length(weeks: int, initials: str) -> None:
    assert "".join(phase_of(week, ALLOTMENT[weeks])[0] for week in range(1, weeks + 1)) == initials


@pytest.mark.parametrize("week", [0, 6])
def test_a_week_outside_the_cycle_has_no_phase(week: int) -> None:
    with pytest.raises(ValueError, match=f"week {week} of 5"):
        phase_of(week, ALLOTMENT[5])


@pytest.mark.parametrize(("ready", "initials"), [(None, "adddr"), (1, "adiir"), (3, "adiir"), (4, "addir")])
def test_implement_waits_for_its_team(ready: int | None, initials: str) -> None:
    assert "".join(phase[0] for phase in phases_lived(ALLOTMENT[5], ready)) == initials


def test_every_way_to_share_the_weeks_begins_with_the_usual_one() -> None:
    assert [len(allotments(weeks)) for weeks in (4, 5, 6)] == [1, 4, 10]
    assert all(allotments(weeks)[0] == ALLOTMENT[weeks] for weeks in ALLOTMENT)


def test_every_phase_keeps_a_week_and_all_of_them_make_the_cycle() -> None:
    assert check_allotment((1, 2, 1, 1), 5) == (1, 2, 1, 1)
    with pytest.raises(Refusal, match="Every phase keeps at least one week"):
        check_allotment((0, 2, 2, 1), 5)
    with pytest.raises(Refusal, match="These phases make 6 weeks, and your cycle has 5"):
        check_allotment((1, 2, 2, 1), 5)


@unhurried
@given(lengths.flatmap(lambda weeks: some.sampled_from(allotments(weeks))))
def test_any_way_keeps_length_order_and_every_phase(allotment: tuple[int, int, int, int]) -> None:
    length = sum(allotment)
    phases = [phase_of(week, allotment) for week in range(1, length + 1)]
    assert sorted(phases, key=list(Phase).index) == phases
    assert set(phases) == set(Phase)
    assert [week for phase in Phase for week in weeks_in(phase, allotment)] == list(range(1, length + 1))
    assert read_allotment(write_allotment(allotment), length) == allotment
