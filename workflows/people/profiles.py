"""What Slack tells about a person, kept beside their id: zone, language, what they are. Their name stays in Slack."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.people.roles import Kind
from workflows.rules.wall_time import zone_names
from workflows.store.tables import Teacher

FRESH_FOR = timedelta(hours=20)  # Slack tells of every change; this is for those we missed
NOWHERE, FALLBACK_LANGUAGE = "UTC", "en"


@dataclass(frozen=True)
class Profile:
    """A person as Slack describes them now; ``zone`` is empty where Slack doesn't know it."""

    slack_id: str
    zone: str
    language: str
    kind: Kind
    owner: bool


def known(session: Session, slack_id: str) -> Teacher | None:
    """A person we have met before."""
    return session.scalar(select(Teacher).where(Teacher.slack_id == slack_id))


def learn(session: Session, profile: Profile, *, now: datetime) -> Teacher:
    """Keep what Slack tells about a person, met for the first time or again."""
    person = known(session, profile.slack_id) or expect(session, profile.slack_id)
    if profile.zone in zone_names():
        person.zone = profile.zone
    person.language, person.kind, person.owner, person.looked_at = profile.language, profile.kind, profile.owner, now
    session.flush()
    return person


def expect(session: Session, slack_id: str, *, zone: str = "", language: str = "") -> Teacher:
    """Somebody of whom Slack hasn't told anything yet: they count as living where their team does."""
    met = known(session, slack_id)
    if met is None:
        return _meet(session, slack_id, zone or NOWHERE, language or FALLBACK_LANGUAGE)
    if met.looked_at is None and zone:
        met.zone, met.language = zone, language or met.language
    return met


def is_fresh(person: Teacher, now: datetime) -> bool:
    """Whether Slack needn't be asked about somebody now."""
    return person.looked_at is not None and now - person.looked_at < FRESH_FOR


def _meet(session: Session, slack_id: str, zone: str, language: str) -> Teacher:
    try:
        with session.begin_nested():
            met = Teacher(slack_id=slack_id, zone=zone, language=language)
            session.add(met)
    except IntegrityError:
        # Somebody else met them at the same moment.
        return session.scalars(select(Teacher).where(Teacher.slack_id == slack_id)).one()
    return met
