"""The leadership team: its channel, its school, and when and how its weekly digest comes."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows import people
from workflows.refusal import Refusal
from workflows.rules.quiet_hours import is_quiet
from workflows.rules.wall_time import zone_names
from workflows.store.brightspots import DigestRules
from workflows.store.school_names import school_named
from workflows.store.tables import School

FRIDAY = 4
LINE, SILENCE = "line", "silence"
TO_TEAMS = ("yes", "no")
LEAST_CONSENT_DAYS, MOST_CONSENT_DAYS = 3, 30


@dataclass(frozen=True)
class SetUpIlt:
    """What a leadership team tells once: its school, when its digest comes, and how.

    ``when_nothing`` is ``line`` or ``silence``; ``to_teams`` is ``yes`` when each team gets its own part; a teacher has
    ``consent_days`` days to answer before silence counts as no.
    """

    channel: str
    language: str
    school: str
    zone: str
    weekday: int
    at: time
    when_nothing: str = "line"
    to_teams: str = "yes"
    consent_days: int = 10


def set_up(session: Session, form: SetUpIlt, *, by: str, now: datetime) -> School:
    """Make a channel the leadership team's; done again, it changes the digest's time.

    Who does it first sees the first digest before anybody else, and may hold it.
    """
    name = form.school.strip()
    _check(form, name)
    school = school_named(session, name) or School(name=name)
    if school.ilt_channel not in (None, form.channel):
        raise Refusal("This school's leadership team already works in another channel.", field="school")
    other = in_channel(session, form.channel)
    _may_set_up(session, school, by)
    if other is not None and other is not school:
        raise Refusal("This channel belongs to the leadership team of {school}.", field="school", school=other.name)
    school.zone, school.language, school.ilt_channel = form.zone, form.language, form.channel
    school.digest_weekday, school.digest_at = form.weekday, form.at
    session.add(school)
    try:
        session.flush()
    except IntegrityError:
        raise Refusal("Somebody set this school up at the same moment. Please send the form again.") from None
    _rule(session, school, form, by)
    _first_roles(session, school, by, now)
    return school


def in_channel(session: Session, channel: str) -> School | None:
    """The school whose leadership team works in a channel."""
    return session.scalar(select(School).where(School.ilt_channel == channel))


def schools(session: Session) -> list[str]:
    """The names of the workspace's schools, for choosing."""
    return list(session.scalars(select(School.name).order_by(School.name)))


def _may_set_up(session: Session, school: School, by: str) -> None:
    """Who leads the school changes it; a new one, or one nobody leads yet, is for leads and admins."""
    led = school.id is not None and people.holders(session, people.Role.LEAD, school=school)
    if led:
        people.require(session, people.Act.LEAD_SCHOOL, by=by, school=school)
    else:
        people.require(session, people.Act.NEW_SCHOOL, by=by)


def _first_roles(session: Session, school: School, by: str, now: datetime) -> None:
    """Somebody has to lead a school and keep its data: until others are named, whoever sets it up."""
    for role in (people.Role.LEAD, people.Role.STEWARD):
        if not people.holders(session, role, school=school):
            people.give(session, by, role, school=school, by=by, now=now)


def _rule(session: Session, school: School, form: SetUpIlt, by: str) -> None:
    known = session.scalar(select(DigestRules).where(DigestRules.school_id == school.id))
    rules = known or DigestRules(school_id=school.id, lead=by)
    rules.when_nothing, rules.to_teams = form.when_nothing, form.to_teams == "yes"
    rules.consent_days = form.consent_days
    session.add(rules)
    session.flush()


def _check(form: SetUpIlt, name: str) -> None:
    if not name:
        raise Refusal("Please name your school.", field="school")
    if form.zone not in zone_names():
        raise Refusal("Please choose a time zone from the list.", field="zone")
    if not 0 <= form.weekday <= FRIDAY or is_quiet(form.at):
        raise Refusal("The digest comes on a school day between 7:00 and 18:00.", field="at")
    if form.when_nothing not in (LINE, SILENCE) or form.to_teams not in TO_TEAMS:
        raise Refusal("Please choose one of the options.", field="when_nothing")
    if not LEAST_CONSENT_DAYS <= form.consent_days <= MOST_CONSENT_DAYS:
        raise Refusal(
            "Teachers get {least} to {most} days to answer.", field="consent_days",
            least=LEAST_CONSENT_DAYS, most=MOST_CONSENT_DAYS,
        )  # fmt: skip
