"""When digests come: a school's to its leadership team, a team's part to the team, a preview before the first one.

Planning the coming days of many schools costs a handful of queries, however many they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from workflows import posts
from workflows.digests import archive
from workflows.posts import Kind, Planned, horizons
from workflows.posts.horizons import Subject
from workflows.rules.calendar import DaysOff, is_day_off
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import instant, local
from workflows.store.brightspots import DigestRules
from workflows.store.posts import HELD
from workflows.store.tables import DayOff, School, Team

HORIZON_DAYS = 14
AGAIN_AFTER = timedelta(days=7)
DAY = timedelta(days=1)

Closed = dict[int, list[DaysOff]]


@dataclass(frozen=True)
class Timetable:
    """Everything that planning needs to know, read at once."""

    rules: dict[int, DigestRules]
    teams: dict[int, list[Team]]
    closed: Closed


def extend(session: Session, schools: Collection[int], now: datetime) -> dict[int, datetime]:
    """Plan the coming days of schools' digests, of whatever workspaces; gives when each is to be asked again."""
    wanted = select(School).where(School.id.in_(schools), School.ilt_channel.is_not(None))
    to_plan = session.scalars(wanted.options(joinedload(School.days_off))).unique().all()
    table = _timetable(session, [school.id for school in to_plan])
    coming = [(school.workspace_id, each) for school in to_plan for each in _coming(school, table, now)]
    posts.plan_everywhere(session, coming, now=now)
    return {school.id: now + AGAIN_AFTER for school in to_plan}


def plan_school(session: Session, school_id: int, *, now: datetime) -> None:
    """Plan one school's digests anew: its time was just chosen, or it was held and goes on."""
    hold(session, school_id)
    school, table = session.get_one(School, school_id), _timetable(session, [school_id])
    posts.plan_all(session, _coming(school, table, now), now=now)
    horizons.ask_again(session, Subject.DIGEST, school_id, now + AGAIN_AFTER)
    _plan_preview(session, school, table, now=now)


def hold(session: Session, school_id: int) -> None:
    """Keep back what is planned for a school."""
    posts.cancel(session, _about(school_id), why=HELD)


def next_at(session: Session, school_id: int) -> datetime | None:
    """When a school's next digest comes."""
    coming = posts.upcoming(session, _about(school_id))
    return coming[0].due_at if coming else None


def _timetable(session: Session, schools: Collection[int]) -> Timetable:
    teams: dict[int, list[Team]] = defaultdict(list)
    # The schools are read already, with their calendars.
    for team in session.scalars(select(Team).where(Team.school_id.in_(schools)).options(lazyload(Team.school))):
        teams[team.school_id].append(team)
    closed: Closed = defaultdict(list)
    for team in (each for theirs in teams.values() for each in theirs):
        off = session.get_one(School, team.school_id).days_off
        closed[team.id] += [DaysOff(row.first_on, row.last_on, row.why) for row in off]
    their_days = select(DayOff).join(Team, Team.id == DayOff.team_id).where(Team.school_id.in_(schools))
    for row in session.scalars(their_days):
        closed[row.team_id].append(DaysOff(row.first_on, row.last_on, row.why))
    rules = session.scalars(select(DigestRules).where(DigestRules.school_id.in_(schools)))
    return Timetable({each.school_id: each for each in rules}, teams, closed)


def _coming(school: School, table: Timetable, now: datetime) -> list[Planned]:
    rules = table.rules.get(school.id)
    if school.digest_at is None or (rules and rules.held_at):
        return []
    wanted = (each for on in _days(school, now) for each in _on(school, on, rules, table))
    return [each for each in wanted if each.due_at > now]


def _days(school: School, now: datetime) -> Iterator[date]:
    today = local(now, ZoneInfo(school.zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(HORIZON_DAYS))
    return (on for on in days if on.weekday() == school.digest_weekday)


def _on(school: School, on: date, rules: DigestRules | None, table: Timetable) -> Iterator[Planned]:
    """What comes on a day: the school's digest unless all of its teams are off, each team's part unless it is off."""
    members = table.teams.get(school.id, [])
    open_teams = [team for team in members if not is_day_off(on, table.closed.get(team.id, ()))]
    if open_teams or not members:
        yield _planned(school, on, Kind.DIGEST_WEEKLY, str(school.ilt_channel), {"key": f"digest:{school.id}:{on}"})
    for team in open_teams if rules and rules.to_teams else ():
        known = {"key": f"digest:team:{team.id}:{on}", "team": team.id}
        yield _planned(school, on, Kind.DIGEST_TEAM, team.channel, known)


def _planned(school: School, on: date, kind: Kind, channel: str, known: dict[str, Any]) -> Planned:
    assert school.digest_at is not None
    due_at = instant(on, school.digest_at, ZoneInfo(school.zone))
    facts = {"school": school.id, **known}
    return Planned(channel, kind, known["key"], _about(school.id), due_at, facts, school.zone)


def _plan_preview(session: Session, school: School, table: Timetable, *, now: datetime) -> None:
    """On the day before the first digest, or at once when that is past: once, to the person who set it up."""
    rules = table.rules.get(school.id)
    first_at = next_at(session, school.id)
    if rules is None or first_at is None or archive.last_written_at(session, school.id, None) is not None:
        return
    zone = ZoneInfo(school.zone)
    due_at = next_civil(max(now, first_at - DAY), zone, ())
    key, known = f"preview:{school.id}", {"school": school.id, "key": f"preview:{school.id}"}
    preview = Planned(rules.lead, Kind.DIGEST_PREVIEW, key, f"preview:{school.id}", due_at, known, school.zone)
    posts.plan(session, preview, now=now)


def _about(school_id: int) -> str:
    return f"digest:{school_id}"
