"""The four phases of a cycle and how many weeks each gets."""

from enum import StrEnum
from functools import cache

from workflows.refusal import Refusal

Allotment = tuple[int, int, int, int]


class Phase(StrEnum):
    """What a team is busy with, in order."""

    ANALYZE = "analyze"
    DESIGN = "design"
    IMPLEMENT = "implement"
    REFINE = "refine"


ALLOTMENT: dict[int, Allotment] = {4: (1, 1, 1, 1), 5: (1, 1, 2, 1), 6: (1, 1, 3, 1)}
"""Weeks for analyze, design, implement and refine, by the length of the cycle."""


def phase_of(week_number: int, allotment: Allotment) -> Phase:
    """Name the phase of a week (the first is 1); raises ValueError for a week outside the cycle."""
    order = [phase for phase, weeks in zip(Phase, allotment, strict=True) for _ in range(weeks)]
    if not 1 <= week_number <= len(order):
        raise ValueError(f"week {week_number} of {len(order)}")
    return order[week_number - 1]


@cache  # asked for every phase of every cycle whenever coming days are planned
def weeks_in(phase: Phase, allotment: Allotment) -> tuple[int, ...]:
    """List the numbers of the weeks a phase takes."""
    return tuple(number for number in range(1, sum(allotment) + 1) if phase_of(number, allotment) is phase)


def shift(allotment: Allotment, phase: Phase, by_weeks: int) -> Allotment:
    """Move the end of a phase by some weeks: it gains them from the phase after it, or gives them up to it.

    The cycle keeps its length. Raises Refusal when a phase would be left without a week.
    """
    if phase is Phase.REFINE:
        raise Refusal("The last phase ends with the cycle. Move the end of an earlier phase.", field="phase")
    at = list(Phase).index(phase)
    analyze, design, implement, refine = (
        weeks + (by_weeks if place == at else -by_weeks if place == at + 1 else 0)
        for place, weeks in enumerate(allotment)
    )
    if min(analyze, design, implement, refine) < 1:
        raise Refusal("Every phase keeps at least one week, so that the team meets in each of them.", field="phase")
    return analyze, design, implement, refine
