"""A school's own protocols, as its data steward adds them: reviewed first, then in every team's menu."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workflows import people
from workflows.meetings import scripts
from workflows.meetings.places import place_in
from workflows.meetings.protocols import Protocol, Protocols
from workflows.store.meetings import Script
from workflows.store.tables import School


@dataclass(frozen=True)
class AddProtocol:
    """A protocol's text, as its file holds it."""

    channel: str
    text: str


@dataclass(frozen=True)
class Review:
    """A protocol before it is added; ``replaces`` says whether meetings to come get it instead of one of this key."""

    protocol: Protocol
    school: str
    replaces: bool


def review(session: Session, form: AddProtocol, shipped: Protocols, *, by: str) -> Review:
    """Read a protocol that somebody wants to add.

    Raises
    ------
    Refusal
        When they don't keep the school's data, or the file has a mistake, which is told with its place.
    """
    school = _school(session, form.channel, by)
    protocol = scripts.read_own(form.text)
    return Review(protocol, school.name, protocol.key in scripts.available(session, school.id, shipped))


def add(session: Session, form: AddProtocol, *, by: str, now: datetime) -> Script:
    """Offer a protocol to a school's teams; meetings that are planned keep the version they have."""
    school = _school(session, form.channel, by)
    return scripts.add(session, school.id, form.text, by=by, now=now)


def _school(session: Session, channel: str, by: str) -> School:
    school = place_in(session, channel).school
    people.require(session, people.Act.KEEP_DATA, by=by, school=school)
    return school
