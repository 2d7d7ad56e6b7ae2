"""What somebody is for a team or a school, from what the database holds; and the kind no for everybody else."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.people import grants
from workflows.people.roles import Act, Kind, Role, limited, may
from workflows.refusal import Refusal
from workflows.store.people import Grant
from workflows.store.tables import Membership, School, Teacher, Team


def roles_of(
    session: Session, person: str, *, team: Team | None = None, school: School | None = None
) -> frozenset[Role]:
    """Every role somebody can use, for a team, for a school, and in the workspace."""
    held = {Role.ANYBODY, Role.COLLEAGUE}
    if team is not None:
        held |= _in_team(session, person, team)
    if school is not None:
        theirs = select(Grant.role).where(Grant.person == person, Grant.school_id == school.id)
        held |= {Role(role) for role in session.scalars(theirs)}
    if person in grants.holders(session, Role.ADMIN):
        held.add(Role.ADMIN)
    return limited(grants.kind_of(session, person), held)


def runs(session: Session, person: str, candidates: Sequence[Team]) -> set[int]:
    """Which of some teams somebody may run; asked for all at once, however many they are."""
    if Role.FACILITATOR not in limited(grants.kind_of(session, person), {Role.FACILITATOR}):
        return set()
    ids = [each.id for each in candidates]
    given = session.execute(select(Grant.team_id, Grant.person).where(Grant.team_id.in_(ids))).all()
    inside = (
        select(Membership.team_id, Teacher.slack_id)
        .join(Teacher, Teacher.id == Membership.teacher_id)
        .where(Membership.team_id.in_(ids), Teacher.kind.in_(grants.ALIVE))
    )
    members: dict[int, set[str]] = defaultdict(set)
    named: dict[int, set[str]] = defaultdict(set)
    for team, who in session.execute(inside):
        members[team].add(who)
    for granted, who in given:
        named[granted or 0].add(who)
    return {
        team for team in ids if person in named[team] or (person in members[team] and not named[team] & members[team])
    }


def allowed(session: Session, act: Act, person: str, *, team: Team | None = None, school: School | None = None) -> bool:
    """Whether somebody may do it."""
    return may(act, roles_of(session, person, team=team, school=school) | _elsewhere(session, act, person))


def require(session: Session, act: Act, *, by: str, team: Team | None = None, school: School | None = None) -> None:
    """Let somebody go on who may.

    Raises
    ------
    Refusal
        When they may not; it says who can, and names them where that is possible.
    """
    admit(session, act, by)
    if not allowed(session, act, by, team=team, school=school):
        _REFUSALS[act](session, team, school)


def admit(session: Session, act: Act, by: str) -> None:
    """Let somebody go on who, being what they are in Slack, could hold a role for it; ``require`` looks at theirs.

    Raises
    ------
    Refusal
        For visitors, bots and people who are deactivated; for guests where it isn't about taking part.
    """
    kind = grants.kind_of(session, by)
    if may(act, limited(kind, frozenset(Role))):
        return
    if kind is Kind.GUEST:
        raise Refusal("Guests can take part in a team. This is for people with an account of their own here.")
    raise Refusal("This is for the people of this workspace, and you are visiting from another one.")


def _in_team(session: Session, person: str, team: Team) -> set[Role]:
    inside = grants.members(session, team)
    named = grants.facilitators(session, team)
    roles = {Role.MEMBER} if person in inside else set()
    # A coach from outside facilitates beside the members; only a member who is named does it instead of them.
    if person in named or (roles and not set(named) & set(inside)):
        roles.add(Role.FACILITATOR)
    return roles


def _elsewhere(session: Session, act: Act, person: str) -> frozenset[Role]:
    """Who leads any school may make another."""
    if act is not Act.NEW_SCHOOL:
        return frozenset()
    leads = session.scalar(select(Grant.id).where(Grant.person == person, Grant.role == Role.LEAD).limit(1))
    return limited(grants.kind_of(session, person), {Role.LEAD} if leads else set())


def _not_in_team(session: Session, team: Team | None, school: School | None) -> NoReturn:
    name = team.name if team else ""
    raise Refusal("This is for members of {team}. If you work with them, type /cycle join first.", team=name)


def _not_facilitator(session: Session, team: Team | None, school: School | None) -> NoReturn:
    if team is not None and (named := grants.facilitators(session, team)):
        raise Refusal("This is for the facilitator of {team}.", team=team.name, who=named)
    _not_in_team(session, team, school)


def _not_lead(session: Session, team: Team | None, school: School | None) -> NoReturn:
    leads = grants.holders(session, Role.LEAD, school=school) if school else []
    if school is not None and leads:
        raise Refusal("This is for the leadership team's lead at {school}.", school=school.name, who=leads)
    admins = grants.holders(session, Role.ADMIN)
    raise Refusal("An admin of Brightcycle says who leads a school. Please ask one.", who=admins)


def _not_steward(session: Session, team: Team | None, school: School | None) -> NoReturn:
    stewards = grants.holders(session, Role.STEWARD, school=school) if school else []
    if school is not None and stewards:
        raise Refusal("This is for the data steward of {school}.", school=school.name, who=stewards)
    admins = grants.holders(session, Role.ADMIN)
    raise Refusal("An admin of Brightcycle says who keeps a school's data. Please ask one.", who=admins)


def _not_admin(session: Session, team: Team | None, school: School | None) -> NoReturn:
    raise Refusal("This is for an admin of Brightcycle.", who=grants.holders(session, Role.ADMIN))


_REFUSALS: Mapping[Act, Callable[[Session, Team | None, School | None], NoReturn]] = {
    Act.TAKE_PART: _not_in_team,
    Act.RUN_TEAM: _not_facilitator,
    Act.LEAD_SCHOOL: _not_lead,
    Act.NEW_SCHOOL: _not_lead,
    Act.KEEP_DATA: _not_steward,
    Act.ADMINISTER: _not_admin,
}
