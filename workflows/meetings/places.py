"""Who meets: a team in its channel, or a school's leadership team in the school's."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import people, teams
from workflows.people import Act
from workflows.refusal import Refusal
from workflows.rules.calendar import Breaks
from workflows.store.tables import Meeting, School, Team


@dataclass(frozen=True)
class Place:
    """A group that meets: its channel, its hours, its language, and the team unless it is a leadership team."""

    channel: str
    school: School
    team: Team | None

    @property
    def name(self) -> str:
        """What the group is called."""
        return self.team.name if self.team else self.school.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone it lives in."""
        return ZoneInfo(self.team.zone if self.team else self.school.zone)

    @property
    def language(self) -> str:
        """The language its channel reads."""
        return self.team.language if self.team else self.school.language

    @property
    def breaks(self) -> Breaks:
        """The days on which it doesn't meet."""
        return teams.breaks_of(self.team) if self.team else ()

    @property
    def people(self) -> tuple[str, ...]:
        """Its members by Slack id; a leadership team's are whoever is in its channel, so nobody is listed."""
        return tuple(each.slack_id for each in self.team.members) if self.team else ()


def place_in(session: Session, channel: str) -> Place:
    """The group of a channel.

    Raises
    ------
    Refusal
        When neither a team nor a leadership team lives there.
    """
    team = teams.in_channel(session, channel)
    if team is not None:
        return Place(channel, team.school, team)
    school = session.scalar(select(School).where(School.ilt_channel == channel))
    if school is None:
        raise Refusal("This channel has no team yet. Type /cycle start to set it up.")
    return Place(channel, school, None)


def place_of(meeting: Meeting) -> Place:
    """The group that a meeting belongs to."""
    channel = meeting.team.channel if meeting.team else meeting.school.ilt_channel
    return Place(channel or "", meeting.school, meeting.team)


def takes_part(session: Session, place: Place, by: str) -> None:
    """Let somebody go on who belongs to the group; a leadership team is whoever is in its channel.

    Raises
    ------
    Refusal
        For everybody else.
    """
    if place.team:
        people.require(session, Act.TAKE_PART, by=by, team=place.team)
    else:
        people.admit(session, Act.TAKE_PART, by)


def plans(session: Session, place: Place, by: str) -> None:
    """Let somebody go on who facilitates the team, or leads the school. Raises ``Refusal`` for everybody else."""
    if place.team:
        people.require(session, Act.RUN_TEAM, by=by, team=place.team)
    else:
        people.require(session, Act.LEAD_SCHOOL, by=by, school=place.school)


def runs(session: Session, meeting: Meeting, by: str) -> None:
    """Let somebody go on who has a role in this very meeting, or who may plan it. Raises ``Refusal`` for others."""
    place = place_of(meeting)
    if by in meeting.roles.values():
        takes_part(session, place, by)
    else:
        plans(session, place, by)
