"""Who works together: teams, teachers, and the days on which school is closed. They come to be in `setup.py`."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff
from workflows.rules.wall_time import zone_names
from workflows.store.tables import Teacher, Team

MOST_MEMBERS = 12


def join(session: Session, channel: str, *, by: str) -> Team:
    """Somebody of the channel becomes a member of its team; joining again changes nothing.

    Raises
    ------
    Refusal
        When the channel has no team, or the team is full.
    """
    team = in_channel(session, channel)
    if team is None:
        raise Refusal("This channel has no team yet. Type /cycle start to set it up.")
    if is_member(team, by):
        return team
    if len(team.members) >= MOST_MEMBERS:
        raise Refusal("{team} is full: a team has at most {most} members.", team=team.name, most=MOST_MEMBERS)
    person = teacher(session, by) or remember(session, by, zone=team.zone, language=team.language)
    team.members.append(person)
    return team


def is_member(team: Team, slack_id: str) -> bool:
    """Whether somebody belongs to a team."""
    return any(each.slack_id == slack_id for each in team.members)


def only_members(team: Team, by: str, *, starter: str = "") -> None:
    """Let somebody go on who belongs to the team, or who started the cycle in question (a coach may).

    Raises
    ------
    Refusal
        When neither is so; it says how to join.
    """
    if by != starter and not is_member(team, by):
        raise Refusal("This is for members of {team}. If you work with them, type /cycle join first.", team=team.name)


def in_channel(session: Session, channel: str) -> Team | None:
    """The team of a channel, if it has one."""
    return session.scalar(select(Team).where(Team.channel == channel))


def teacher(session: Session, slack_id: str) -> Teacher | None:
    """A person we have met before."""
    return session.scalar(select(Teacher).where(Teacher.slack_id == slack_id))


def remember(session: Session, slack_id: str, *, zone: str, language: str) -> Teacher:
    """Meet a person, or learn their zone and language anew; an unknown zone counts as UTC."""
    known = teacher(session, slack_id) or _meet(session, slack_id)
    known.zone = zone if zone in zone_names() else "UTC"
    known.language = language
    session.flush()
    return known


def breaks_of(team: Team) -> tuple[DaysOff, ...]:
    """The days off of a team's school, the first first."""
    return tuple(DaysOff(row.first_on, row.last_on, row.why) for row in team.days_off)


def zone_of(team: Team) -> ZoneInfo:
    """The zone a team lives in."""
    return ZoneInfo(team.zone)


def _meet(session: Session, slack_id: str) -> Teacher:
    try:
        with session.begin_nested():
            met = Teacher(slack_id=slack_id)
            session.add(met)
    except IntegrityError:
        # Somebody else met them at the same moment.
        return session.scalars(select(Teacher).where(Teacher.slack_id == slack_id)).one()
    return met
