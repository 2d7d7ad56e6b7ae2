"""Who works together: teams, teachers, and the days on which school is closed. They come to be in `setup.py`."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import people, posts
from workflows.posts import Kind, NotNeeded, Planned
from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff
from workflows.rules.wall_time import zone_names
from workflows.store.tables import Teacher, Team

MOST_MEMBERS = 12


def ask_to_join(session: Session, channel: str, *, by: str, now: datetime) -> tuple[Team, bool]:
    """Somebody wants to be in a channel's team: its facilitator is asked. Gives the team, and whether they are in it.

    Whoever facilitates the team, as a coach does, needs nobody's leave.

    Raises
    ------
    Refusal
        When the channel has no team, or the team is full.
    """
    team = in_channel(session, channel)
    if team is None:
        raise Refusal("This channel has no team yet. Type /cycle start to set it up.")
    people.require(session, people.Act.ASK_TO_JOIN, by=by)
    if is_member(team, by):
        return team, True
    _check_room(team)
    if people.allowed(session, people.Act.RUN_TEAM, by, team=team):
        _take_in(session, team, by)
        return team, True
    posts.plan_all(session, _asking(session, team, by, now), now=now)
    return team, False


def accept(session: Session, team_id: int, person: str, *, by: str, now: datetime) -> Team:
    """The facilitator takes somebody in who asked.

    Raises
    ------
    Refusal
        When somebody else decides, the team is full, or the person can't be in a team.
    """
    team = session.get(Team, team_id)
    if team is None:
        raise Refusal("This team doesn't exist any more.")
    people.require(session, people.Act.RUN_TEAM, by=by, team=team)
    if people.kind_of(session, person) not in people.ALIVE:
        raise Refusal("They aren't in this workspace any more.")
    if not is_member(team, person):
        _check_room(team)
        _take_in(session, team, person)
    return team


def joining_facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Who wants to be in which team.

    Raises
    ------
    NotNeeded
        When they are in it by now, or gone.
    """
    team, who = session.get_one(Team, known["team"]), known["who"]
    if is_member(team, who) or people.kind_of(session, who) not in people.ALIVE:
        raise NotNeeded("they are in it, or gone")
    return {"language": team.language, "team": team.name, "team_id": team.id, "who": who}


def left_facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Who has left, and how many promises were let go with them."""
    team = session.get_one(Team, known["team"])
    return {"language": team.language, "team": team.name, "who": known["who"], "let_go": known["let_go"]}


def _check_room(team: Team) -> None:
    if len(team.members) >= MOST_MEMBERS:
        raise Refusal("{team} is full: a team has at most {most} members.", team=team.name, most=MOST_MEMBERS)


def _take_in(session: Session, team: Team, person: str) -> None:
    team.members.append(people.expect(session, person, zone=team.zone, language=team.language))


def _asking(session: Session, team: Team, who: str, now: datetime) -> list[Planned]:
    """One question to each who is named to facilitate; in the channel, to any member, where nobody is."""
    asked = people.facilitators(session, team) or [team.channel]
    key, facts = f"team:{team.id}:joins:{who}:{now:%Y-%m-%d}", {"team": team.id, "who": who}
    return [Planned(each, Kind.TEAM_JOIN, f"{key}:{each}", f"team:{team.id}", now, facts) for each in asked]


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


def met(session: Session, slack_id: str, team: Team) -> Teacher:
    """A person; one whom we haven't met counts as living where the team does."""
    return teacher(session, slack_id) or remember(session, slack_id, zone=team.zone, language=team.language)


def breaks_of(team: Team) -> tuple[DaysOff, ...]:
    """The days off of a team: its school's, and what it skips itself; the first first."""
    of_school = (
        tuple(DaysOff(row.first_on, row.last_on, row.why) for row in team.school.days_off) if team.school else ()
    )
    return tuple(sorted({*of_school, *own_breaks(team)}, key=lambda each: (each.first_on, each.last_on, each.why)))


def own_breaks(team: Team) -> tuple[DaysOff, ...]:
    """The days that a team takes off beside its school's."""
    return tuple(DaysOff(row.first_on, row.last_on, row.why) for row in team.days_off)


def zone_of(team: Team) -> ZoneInfo:
    """The zone a team lives in."""
    return ZoneInfo(team.zone)
