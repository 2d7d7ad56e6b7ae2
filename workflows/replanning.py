"""A team changes as teams do: people come and go, the meeting moves, it snows. What is planned moves along."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import commitments, cycles, digests, meetings, membership, people, posts, schools, teams
from workflows.meetings import Protocols
from workflows.posts import Kind, Planned
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import local
from workflows.schools import SetCalendar
from workflows.store.tables import Meeting, School, Team
from workflows.teams import setup
from workflows.teams.setup import ChangeTeam


def change(session: Session, form: ChangeTeam, protocols: Protocols, *, by: str, now: datetime) -> Team:
    """Change a team; whatever it has planned moves along, and the channel hears when its week is another one.

    Raises
    ------
    Refusal
        When somebody asks who doesn't facilitate the team, or an answer doesn't fit.
    """
    team = changeable(session, form.channel, by=by)
    before, members = _rhythm(team), list(team.members)
    setup.fill_in(session, team, form, today=now.date())
    session.flush()
    membership.ended(session, team, [each for each in members if each not in team.members], now=now)
    if _rhythm(team) != before:
        called_off = _move_along(session, team, protocols, now=now)
        _tell(session, team, called_off, by=by, now=now)
    return team


def change_calendar(
    session: Session, form: SetCalendar, protocols: Protocols, *, by: str, now: datetime
) -> tuple[School, int]:
    """Change a school's calendar; each team's plans move along, and each channel hears once. Gives how many moved.

    Raises
    ------
    Refusal
        When somebody asks who doesn't lead the school, or a line can't be read.
    """
    theirs = list(session.scalars(select(Team).where(Team.school_id == form.school).order_by(Team.id)))
    before = [_rhythm(team) for team in theirs]
    school = schools.set_days_off(session, form, by=by, now=now)
    session.refresh(school, ["days_off"])
    moved = [team for team, rhythm in zip(theirs, before, strict=True) if _rhythm(team) != rhythm]
    for team in moved:
        _tell(session, team, _move_along(session, team, protocols, now=now), by=by, now=now)
    return school, len(moved)


def changeable(session: Session, channel: str, *, by: str) -> Team:
    """The team of a channel, for somebody who may change it.

    Raises
    ------
    Refusal
        When there is none, or they don't facilitate it.
    """
    team = cycles.team_of(session, channel)
    people.require(session, people.Act.RUN_TEAM, by=by, team=team)
    return team


def as_it_is(session: Session, channel: str, *, by: str) -> ChangeTeam:
    """A team as somebody who may change it would fill in its form now."""
    return setup.as_filled_in(changeable(session, channel, by=by))


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """How a team's week looks now: when it meets, which days off are to come, which meetings were called off."""
    team = session.get_one(Team, known["team"])
    today = local(now, teams.zone_of(team)).date()
    off = session.scalars(select(Meeting).where(Meeting.id.in_(known["called_off"])).order_by(Meeting.meets_on))
    return {
        "language": team.language, "team": team.name, "by": known["by"],
        "meets_on": next_weekday(today, team.meeting_weekday), "meets_at": team.meeting_at,
        "days_off": [each for each in teams.breaks_of(team) if each.last_on >= today],
        "called_off": [each.meets_on for each in off],
    }  # fmt: skip


def next_weekday(today: date, weekday: int) -> date:
    """A date that falls on a weekday, for its name: today or within the week."""
    return date.fromordinal(today.toordinal() + (weekday - today.weekday()) % 7)


def _rhythm(team: Team) -> object:
    """What decides when something is said."""
    return team.zone, team.meeting_weekday, team.meeting_at, teams.breaks_of(team)


def _move_along(session: Session, team: Team, protocols: Protocols, *, now: datetime) -> list[Meeting]:
    """Everything planned follows the team's new week; gives the meetings that now fall on a day off."""
    cycle, called_off = cycles.open_cycle(session, team), []
    if cycle:
        cycles.plan_anew(session, cycle, now=now)
        called_off = meetings.move_along(session, cycle, now=now)
    commitments.move_along(session, team, now=now)
    if team.school.ilt_channel:
        digests.plan_school(session, team.school_id, now=now)
    return called_off


def _tell(session: Session, team: Team, called_off: Sequence[Meeting], *, by: str, now: datetime) -> None:
    due_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    facts = {"team": team.id, "by": by, "called_off": [each.id for each in called_off]}
    key = f"team:{team.id}:changed:{now:%Y-%m-%dT%H:%M:%S}"
    news = Planned(team.channel, Kind.TEAM_CHANGED, key, f"team:{team.id}", due_at, facts, team.zone)
    posts.plan(session, news, now=now)
