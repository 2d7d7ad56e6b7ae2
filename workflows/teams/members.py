"""Who works together: teams, teachers, and the days on which school is closed. They come to be in `setup.py`."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import people
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


def in_channel(session: Session, channel: str) -> Team | None:
    """The team of a channel, if it has one."""
    return session.scalar(select(Team).where(Team.channel == channel))


def teacher(session: Session, slack_id: str) -> Teacher | None:
    """A person we have met before."""
    return people.known(session, slack_id)


def remember(session: Session, slack_id: str, *, zone: str, language: str) -> Teacher:
    """A person who counts as living in this zone until Slack tells theirs."""
    return people.expect(session, slack_id, zone=zone if zone in zone_names() else "", language=language)


def breaks_of(team: Team) -> tuple[DaysOff, ...]:
    """The days off of a team's school, the first first."""
    return tuple(DaysOff(row.first_on, row.last_on, row.why) for row in team.days_off)


def zone_of(team: Team) -> ZoneInfo:
    """The zone a team lives in."""
    return ZoneInfo(team.zone)
