"""Who does what, as people decide it: an admin names leads, stewards and admins, a team names who facilitates it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.people import grants, profiles
from workflows.people.roles import Act, Role
from workflows.people.standing import require
from workflows.refusal import Refusal
from workflows.store.people import Grant
from workflows.store.tables import School, Teacher, Team

GIVE, TAKE = "give", "take"
LONGEST_AWAY = timedelta(days=365)
NAMED_BY_ADMINS = (Role.LEAD, Role.STEWARD, Role.ADMIN)


@dataclass(frozen=True)
class Appoint:
    """An admin gives somebody a role or takes it back; ``school`` is a school's number, empty for an admin's role."""

    person: str
    role: str
    school: str = ""
    what: str = GIVE


@dataclass(frozen=True)
class NameFacilitators:
    """Who facilitates a team; nobody means: any member."""

    channel: str
    facilitators: list[str]


@dataclass(frozen=True)
class SetAway:
    """From when until when somebody is away; no last day means that they are back."""

    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Holder:
    """Somebody's role, and the school it is for."""

    person: str
    role: str
    school: str | None


def appoint(session: Session, form: Appoint, *, by: str, now: datetime) -> Role:
    """Give or take a role; a lead without a school may make one.

    Raises
    ------
    Refusal
        When somebody asks who is no admin, a steward gets no school, or nobody would be an admin any more.
    """
    require(session, Act.ADMINISTER, by=by)
    if form.role not in NAMED_BY_ADMINS:
        raise Refusal("Please choose one of the roles.", field="role")
    role, school = Role(form.role), _school(session, form)
    if form.what == TAKE:
        _check_left(session, form.person, role)
        grants.take(session, form.person, role, school=school, by=by, now=now)
    else:
        grants.give(session, form.person, role, school=school, by=by, now=now)
    return role


def name_facilitators(session: Session, form: NameFacilitators, *, by: str, now: datetime) -> Team:
    """Say who facilitates a team from now on.

    Raises
    ------
    Refusal
        When somebody asks who doesn't facilitate it, or names somebody who can't.
    """
    team = session.scalar(select(Team).where(Team.channel == form.channel))
    if team is None:
        raise Refusal("This team doesn't exist any more.")
    require(session, Act.RUN_TEAM, by=by, team=team)
    for person in grants.facilitators(session, team):
        if person not in form.facilitators:
            grants.take(session, person, Role.FACILITATOR, team=team, by=by, now=now)
    for person in dict.fromkeys(form.facilitators):
        grants.give(session, person, Role.FACILITATOR, team=team, by=by, now=now)
    return team


def set_away(session: Session, form: SetAway, *, by: str, now: datetime) -> Teacher:
    """Somebody is away for some days, both included, or back.

    Raises
    ------
    Refusal
        When the days are the wrong way round, over already, or more than a year.
    """
    person = profiles.expect(session, by)
    first_on = form.first_on or now.date()
    if form.last_on is not None and not first_on <= form.last_on <= first_on + LONGEST_AWAY:
        raise Refusal("The last day can't be before the first, nor a year after it.", field="last_on")
    person.away_from, person.away_until = (first_on, form.last_on) if form.last_on else (None, None)
    return person


def everybody(session: Session) -> list[Holder]:
    """Who leads which school, keeps its data, and who are the admins."""
    rows = session.execute(
        select(Grant.person, Grant.role, School.name)
        .join(School, School.id == Grant.school_id, isouter=True)
        .where(Grant.role.in_(NAMED_BY_ADMINS))
        .order_by(Grant.role, School.name, Grant.id)
    ).all()
    there = set(grants.present(session, [row.person for row in rows]))
    return [Holder(person, role, school) for person, role, school in rows if person in there]


def schools(session: Session) -> dict[str, str]:
    """The workspace's schools, for choosing: number and name."""
    return {str(number): name for number, name in session.execute(select(School.id, School.name).order_by(School.name))}


def _school(session: Session, form: Appoint) -> School | None:
    if form.role == Role.ADMIN:
        return None
    school = session.get(School, int(form.school)) if form.school.isdigit() else None
    if school is None and form.role == Role.STEWARD:
        raise Refusal("Please choose the school whose data they keep.", field="school")
    return school


def _check_left(session: Session, person: str, role: Role) -> None:
    if role is Role.ADMIN and grants.holders(session, Role.ADMIN) == [person]:
        raise Refusal("Somebody has to be an admin. Please name another one first.", field="person")


def named(session: Session, channel: str) -> Sequence[str]:
    """Who facilitates a channel's team by name."""
    team = session.scalar(select(Team).where(Team.channel == channel))
    return grants.facilitators(session, team) if team else []
