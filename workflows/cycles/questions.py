"""Which question a team is asked in a week: the next one of its phase, or one of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import teams
from workflows.cycles import schedule
from workflows.cycles.phases import Phase
from workflows.refusal import Refusal
from workflows.rules.calendar import meeting_day, week_of
from workflows.rules.texts import readable
from workflows.rules.wall_time import local
from workflows.store.cycle_records import OwnQuestion
from workflows.store.engine import vault_of
from workflows.store.tables import Cycle

LONGEST_OWN = 300


@dataclass(frozen=True)
class Prompted:
    """Which question a week asks: the phase's, ``place`` weeks after its first; or the team's ``own``."""

    week: int
    phase: Phase
    place: int
    own: str = ""


def prompted(session: Session, cycle: Cycle, on: date) -> Prompted | None:
    """Which question is asked on a day; None when school is closed that week or the cycle hasn't that day."""
    weeks = schedule.school_weeks_of(session, cycle)
    week = week_of(weeks, on)
    if week is None:
        return None
    phases = schedule.phases_asked(cycle, weeks)
    phase = phases[week.number - 1]
    before = phases[: week.number - 1].count(phase)
    place = before + sum(each is phase for each in _asked_earlier(session, cycle))
    return Prompted(week.number, phase, place, own(session, cycle).get(week.number, ""))


def own(session: Session, cycle: Cycle) -> dict[int, str]:
    """The questions of a team's own, by week."""
    rows = session.scalars(select(OwnQuestion).where(OwnQuestion.cycle_id == cycle.id))
    return {row.week: vault_of(session).open(row.text_sealed) for row in rows}


def ask(session: Session, cycle: Cycle, week: int, text: str, *, by: str) -> None:
    """Ask a question of the team's own in a week; an empty one gives the week's usual question back.

    Raises
    ------
    Refusal
        When it is too long.
    """
    words = readable(text)
    if len(words) > LONGEST_OWN:
        raise Refusal("Please use at most {most} characters.", field="own", most=LONGEST_OWN)
    row = session.scalar(select(OwnQuestion).where(OwnQuestion.cycle_id == cycle.id, OwnQuestion.week == week))
    if not words:
        if row is not None:
            session.delete(row)
        return
    row = row or OwnQuestion(cycle_id=cycle.id, week=week)
    row.text_sealed, row.asked_by = vault_of(session).seal(words), by
    session.add(row)


def _asked_earlier(session: Session, cycle: Cycle) -> Iterator[Phase]:
    """The phases that the team was asked about in its cycles before this one."""
    if not cycle.earlier:
        return
    before = session.scalars(select(Cycle).where(Cycle.team_id == cycle.team_id, Cycle.id < cycle.id))
    for each in before:
        weeks = schedule.school_weeks_of(session, each)
        ended_on = local(each.closed_at, teams.zone_of(each.team)).date() if each.closed_at else date.max
        for week, phase in zip(weeks, schedule.phases_asked(each, weeks), strict=True):
            if meeting_day(week, each.team.meeting_weekday) <= ended_on:
                yield phase
