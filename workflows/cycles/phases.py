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
    order = _order(allotment)
    if not 1 <= week_number <= len(order):
        raise ValueError(f"week {week_number} of {len(order)}")
    return order[week_number - 1]


def phases_lived(allotment: Allotment, implement_from: int | None) -> tuple[Phase, ...]:
    """The phase of every week as it goes in truth: Design lasts until Implement may begin.

    ``implement_from`` is the first week in which the team is ready for it; None: not yet.
    """
    return tuple(
        Phase.DESIGN if phase is Phase.IMPLEMENT and (implement_from is None or number < implement_from) else phase
        for number, phase in enumerate(_order(allotment), start=1)
    )


@cache  # asked for every phase of every cycle whenever coming days are planned
def weeks_in(phase: Phase, allotment: Allotment) -> tuple[int, ...]:
    """List the numbers of the weeks a phase takes."""
    return tuple(number for number in range(1, sum(allotment) + 1) if phase_of(number, allotment) is phase)


def allotments(weeks: int) -> tuple[Allotment, ...]:
    """Every way to share so many weeks among the phases, the usual one first."""
    most = range(1, weeks)
    shared = [
        (analyze, design, implement, weeks - analyze - design - implement)
        for analyze in most
        for design in most
        for implement in most
        if analyze + design + implement < weeks
    ]
    return tuple(sorted(shared, key=lambda each: each != ALLOTMENT.get(weeks)))


def read_allotment(text: str, weeks: int) -> Allotment:
    """Read an allotment as it is stored; the usual one for an empty text."""
    if not text:
        return ALLOTMENT[weeks]
    analyze, design, implement, refine = map(int, text.split("/"))
    return analyze, design, implement, refine


def write_allotment(allotment: Allotment) -> str:
    """An allotment as it is stored: empty when it is the usual one for that many weeks."""
    usual = ALLOTMENT.get(sum(allotment)) == allotment
    return "" if usual else "/".join(map(str, allotment))


def check_allotment(allotment: Allotment, weeks: int) -> Allotment:
    """Accept weeks for each phase that make up the whole cycle; raises Refusal otherwise."""
    if min(allotment) < 1:
        raise Refusal("Every phase keeps at least one week, so that the team meets in each of them.", field="allotment")
    if sum(allotment) != weeks:
        raise Refusal(
            "These phases make {given} weeks, and your cycle has {weeks}.",
            field="allotment",
            given=sum(allotment),
            weeks=weeks,
        )
    return allotment


def _order(allotment: Allotment) -> list[Phase]:
    return [phase for phase, weeks in zip(Phase, allotment, strict=True) for _ in range(weeks)]
