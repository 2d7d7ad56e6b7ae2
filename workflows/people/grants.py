"""Roles given and taken; each change leaves a line in the audit log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflows.people.roles import Kind, Role
from workflows.refusal import Refusal
from workflows.store.engine import workspace_of
from workflows.store.people import Grant
from workflows.store.tables import Membership, School, Teacher, Team, Workspace
from workflows.store.uploads import AuditEntry


def give(
    session: Session,
    person: str,
    role: Role,
    *,
    team: Team | None = None,
    school: School | None = None,
    by: str,
    now: datetime,
) -> Grant:
    """Give somebody a role; given again, it stays as it is.

    Raises
    ------
    Refusal
        For a guest, a visitor, a bot or somebody who is deactivated.
    """
    if kind_of(session, person) is not Kind.PERSON:
        raise Refusal("Only somebody with an account of their own in this workspace can take this on.", field="person")
    held = session.scalar(_same(person, role, team, school))
    if held is not None:
        return held
    grant = Grant(
        person=person, role=role, team_id=team.id if team else None, school_id=school.id if school else None,
        given_by=by, given_at=now,
    )  # fmt: skip
    session.add(grant)
    session.flush()
    _note(session, f"role given: {role}", grant, by, now)
    return grant


def take(
    session: Session,
    person: str,
    role: Role,
    *,
    team: Team | None = None,
    school: School | None = None,
    by: str,
    now: datetime,
) -> None:
    """Take a role back; whoever doesn't hold it loses nothing."""
    held = session.scalar(_same(person, role, team, school))
    if held is not None:
        _note(session, f"role taken: {role}", held, by, now)
        session.delete(held)
        session.flush()


def holders(session: Session, role: Role, *, team: Team | None = None, school: School | None = None) -> list[str]:
    """Who holds a role and is still there, the longest first.

    Without any admin, the workspace's own owners and admins stand in, as far as we have met them.
    """
    given = list(session.scalars(_where(role, team, school).with_only_columns(Grant.person).order_by(Grant.id)))
    if role is Role.ADMIN:
        installer = session.get_one(Workspace, workspace_of(session)).installer
        given = [*([installer] if installer and installer not in given else []), *given]
        return present(session, given) or list(
            session.scalars(
                select(Teacher.slack_id).where(Teacher.owner, Teacher.kind == Kind.PERSON).order_by(Teacher.id)
            )
        )
    return present(session, given)


def schools_of(session: Session, person: str, role: Role) -> list[int]:
    """The schools for which somebody holds a role."""
    theirs = select(Grant.school_id).where(Grant.person == person, Grant.role == role, Grant.school_id.is_not(None))
    return [each for each in session.scalars(theirs) if each is not None]


def facilitators(session: Session, team: Team) -> list[str]:
    """Who was named to facilitate a team, members of it first; coaches from outside may be among them."""
    named = holders(session, Role.FACILITATOR, team=team)
    inside = members(session, team)
    return sorted(named, key=lambda person: person not in inside)


def members(session: Session, team: Team) -> list[str]:
    """A team's members who are still there."""
    theirs = select(Teacher.slack_id).join(Membership).where(Membership.team_id == team.id, Teacher.kind.in_(ALIVE))
    return list(session.scalars(theirs.order_by(Teacher.id)))


ALIVE = (Kind.PERSON, Kind.GUEST)


def present(session: Session, people: Sequence[str]) -> list[str]:
    """Those of some people who can still be reached: not deactivated, no bot."""
    absent = set(
        session.scalars(select(Teacher.slack_id).where(Teacher.slack_id.in_(people), Teacher.kind.not_in(ALIVE)))
    )
    return [each for each in people if each not in absent]


def kind_of(session: Session, person: str) -> Kind:
    """What somebody is in Slack, as far as we know; a person until Slack says otherwise."""
    known = session.scalar(select(Teacher.kind).where(Teacher.slack_id == person))
    return Kind(known) if known else Kind.PERSON


def _where(role: Role, team: Team | None, school: School | None) -> Select[Grant]:
    rows = select(Grant).where(Grant.role == role)
    if team is not None:
        rows = rows.where(Grant.team_id == team.id)
    return rows.where(Grant.school_id == school.id) if school is not None else rows


def _same(person: str, role: Role, team: Team | None, school: School | None) -> Select[Grant]:
    same_place = (
        Grant.team_id.is_(None) if team is None else Grant.team_id == team.id,
        Grant.school_id.is_(None) if school is None else Grant.school_id == school.id,
    )
    return select(Grant).where(Grant.person == person, Grant.role == role, *same_place)


def _note(session: Session, act: str, grant: Grant, by: str, now: datetime) -> None:
    session.add(AuditEntry(at=now, actor=by, act=act, about=f"grant {grant.id}"))
