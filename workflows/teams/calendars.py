"""On which days school is closed for the readers of a message, whoever they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflows.rules.calendar import Breaks, DaysOff, in_both
from workflows.store.tables import DayOff, Membership, School, SchoolDayOff, Teacher, Team


def closed_for(session: Session, readers: Collection[str]) -> dict[str, Breaks]:
    """The days off of some readers, by the channel or the person a message goes to.

    A team's channel has its team's days off; for a teacher, and for a leadership team, school is closed when it is
    closed for all of their teams. Somebody without a team has weekends only, as everybody has, and isn't named here
    unless they are away.
    """
    own = select(Team.channel, Team.id).where(Team.channel.in_(readers))
    led = select(School.ilt_channel, Team.id).join(Team, Team.school_id == School.id)
    taught = (
        select(Teacher.slack_id, Membership.team_id)
        .join(Membership, Membership.teacher_id == Teacher.id)
        .where(Teacher.slack_id.in_(readers))
    )
    teams = _teams(session, own, led.where(School.ilt_channel.in_(readers)), taught)
    breaks = _breaks(session, {team for theirs in teams.values() for team in theirs})
    closed = {reader: _common([breaks[team] for team in theirs]) for reader, theirs in teams.items()}
    for reader, away in _away(session, readers).items():
        closed[reader] = (*closed.get(reader, ()), away)
    return closed


def _away(session: Session, readers: Collection[str]) -> dict[str, DaysOff]:
    """Who is away, and when: to them, these are days off like any other."""
    rows = session.execute(
        select(Teacher.slack_id, Teacher.away_from, Teacher.away_until).where(
            Teacher.slack_id.in_(readers), Teacher.away_until.is_not(None)
        )
    )
    return {person: DaysOff(first_on or last_on, last_on, "away") for person, first_on, last_on in rows if last_on}


def _teams(session: Session, *statements: Select[Any, int]) -> dict[str, set[int]]:
    teams: dict[str, set[int]] = defaultdict(set)
    for statement in statements:
        for reader, team in session.execute(statement).all():
            teams[str(reader)].add(team)
    return teams


def _breaks(session: Session, teams: Iterable[int]) -> dict[int, list[DaysOff]]:
    breaks: dict[int, list[DaysOff]] = {team: [] for team in teams}
    for row in session.scalars(select(DayOff).where(DayOff.team_id.in_(breaks)).order_by(DayOff.first_on)):
        breaks[row.team_id].append(DaysOff(row.first_on, row.last_on, row.why))
    of_schools = select(Team.id, SchoolDayOff).join(SchoolDayOff, SchoolDayOff.school_id == Team.school_id)
    for team, off in session.execute(of_schools.where(Team.id.in_(breaks)).order_by(SchoolDayOff.first_on)):
        breaks[team].append(DaysOff(off.first_on, off.last_on, off.why))
    return breaks


def _common(breaks: Sequence[Breaks]) -> Breaks:
    return reduce(in_both, breaks)
