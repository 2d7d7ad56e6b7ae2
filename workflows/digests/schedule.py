"""When digests come: a school's to its leadership team, a team's part to the team, a preview before the first one.

Planning every school again costs a handful of queries, however many schools there are: only what is new or has moved
is written.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import posts
from workflows.digests import archive
from workflows.posts import Kind, Planned
from workflows.rules.calendar import DaysOff, is_day_off
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import instant, local
from workflows.store.brightspots import DigestRules
from workflows.store.posts import HELD, Post, State
from workflows.store.tables import DayOff, School, Team

HORIZON_DAYS = 14
KINDS = (Kind.DIGEST_WEEKLY, Kind.DIGEST_TEAM, Kind.DIGEST_PREVIEW)
DAY = timedelta(days=1)

Closed = dict[int, list[DaysOff]]


@dataclass(frozen=True)
class Timetable:
    """Everything that planning needs to know, read at once."""

    rules: dict[int, DigestRules]
    teams: dict[int, list[Team]]
    closed: Closed
    planned: dict[str, Post]


def plan(session: Session, *, now: datetime) -> None:
    """Plan every school's digests of the coming days; the heartbeat asks for this."""
    if schools := session.scalars(select(School).where(School.ilt_channel.is_not(None))).all():
        table = _timetable(session, now)
        for school in schools:
            _plan(session, school, table, now=now)


def plan_school(session: Session, school_id: int, *, now: datetime) -> None:
    """Plan one school's digests anew: its time was just chosen, or it was held and goes on."""
    hold(session, school_id)
    table = _timetable(session, now)
    school = session.get_one(School, school_id)
    _plan(session, school, table, now=now)
    _plan_preview(session, school, table, now=now)


def hold(session: Session, school_id: int) -> None:
    """Keep back what is planned for a school."""
    posts.cancel(session, _about(school_id), why=HELD)


def next_at(session: Session, school_id: int) -> datetime | None:
    """When a school's next digest comes."""
    coming = posts.upcoming(session, _about(school_id))
    return coming[0].due_at if coming else None


def _timetable(session: Session, now: datetime) -> Timetable:
    teams: dict[int, list[Team]] = defaultdict(list)
    for team in session.scalars(select(Team)):
        teams[team.school_id].append(team)
    closed: Closed = defaultdict(list)
    for row in session.scalars(select(DayOff)):
        closed[row.team_id].append(DaysOff(row.first_on, row.last_on, row.why))
    ahead = select(Post).where(Post.kind.in_(KINDS), Post.planned_for > now - 2 * DAY)
    return Timetable(
        {rules.school_id: rules for rules in session.scalars(select(DigestRules))},
        teams, closed, {post.key: post for post in session.scalars(ahead)},
    )  # fmt: skip


def _plan(session: Session, school: School, table: Timetable, *, now: datetime) -> None:
    rules = table.rules.get(school.id)
    if school.digest_at is None or (rules and rules.held_at):
        return
    wanted = (each for on in _days(school, now) for each in _on(school, on, rules, table))
    moved = (each for each in wanted if each.due_at > now and _has_moved(each, table.planned.get(each.key)))
    posts.plan_all(session, moved, now=now)


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


def _has_moved(wanted: Planned, known: Post | None) -> bool:
    if known is None:
        return True
    revived = known.state == State.CANCELLED and known.why == HELD
    return revived or (known.state == State.PLANNED and known.planned_for != wanted.due_at)


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
