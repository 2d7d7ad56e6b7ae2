"""Links to the private upload page: for one person, one school, one file, one hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workflows import people
from workflows.refusal import Refusal
from workflows.store import audit
from workflows.store.engine import vault_of
from workflows.store.rosters import UploadLink
from workflows.store.tables import School, Teacher
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload
from workflows.uploads import decisions

LIVES = timedelta(hours=1)
SILENT_AT_MOST = timedelta(minutes=1)  # whoever was receiving is gone then, and the link may be used again
TELLS_FOR = timedelta(days=1)  # as long as a file waits for its uploader's word


class State(StrEnum):
    """What a link is good for now."""

    READY = "ready"
    RECEIVING = "receiving"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True)
class Link:
    """A link as its page shows it."""

    state: State
    school: str = ""
    person: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What has become of the file that came by a link; ``sample`` are its first rows as they were read, ids hidden."""

    stage: Stage
    name: str
    refusal: str
    facts: dict[str, Any]
    sample: list[dict[str, str]]


def make(session: Session, channel: str, *, by: str, now: datetime) -> int:
    """Make a link for somebody in a leadership team's channel; gives its number, which the door signs."""
    school = decisions.school_of(session, channel)
    people.require(session, people.Act.KEEP_DATA, by=by, school=school)
    link = UploadLink(school_id=school.id, person=by, expires_at=now + LIVES)
    session.add(link)
    session.flush()
    audit.note(session, by, "upload link made", f"link {link.id}", now)
    return link.id


def look(session: Session, link_id: int, *, now: datetime) -> Link:
    """What a link is good for, and whose it is."""
    link = session.get(UploadLink, link_id)
    if link is None:
        return Link(State.OVER)
    school = session.get_one(School, link.school_id)
    language = session.scalar(select(Teacher.language).where(Teacher.slack_id == link.person)) or school.language
    return Link(_state(link, now), school.name, link.person, language)


def claim(session: Session, link_id: int, *, now: datetime) -> None:
    """Begin to receive a file; of two who try at once only one may.

    Raises
    ------
    Refusal
        When the link is receiving a file at this moment, or isn't good any more.
    """
    free = or_(UploadLink.receiving_at.is_(None), UploadLink.receiving_at <= now - SILENT_AT_MOST)
    good = (UploadLink.id == link_id, UploadLink.used_at.is_(None), UploadLink.expires_at > now, free)
    if session.scalar(update(UploadLink).where(*good).values(receiving_at=now).returning(UploadLink.id)) is None:
        raise _refusal(look(session, link_id, now=now).state)


def goes_on(session: Session, link_id: int, *, now: datetime) -> None:
    """The file is still arriving."""
    session.get_one(UploadLink, link_id).receiving_at = now


def give_back(session: Session, link_id: int, *, now: datetime) -> None:
    """The file didn't arrive whole: until the hour is over the link may be used again."""
    session.get_one(UploadLink, link_id).receiving_at = None


def take(session: Session, link_id: int, held: str, name: str, *, now: datetime) -> None:
    """The file lies on disk, sealed: a worker will read it."""
    link = session.get_one(UploadLink, link_id)
    upload = decisions.receive_held(session, link.school_id, held, name, by=link.person, now=now)
    link.used_at, link.receiving_at, link.upload_id = now, None, upload.id


def outcome(session: Session, link_id: int, *, now: datetime) -> Outcome | None:
    """What has become of the file that came by a link; None when none came, or that is more than a day ago."""
    link = session.get(UploadLink, link_id)
    if link is None or link.used_at is None or link.used_at < now - TELLS_FOR or link.upload_id is None:
        return None
    upload = session.get_one(Upload, link.upload_id)
    understood = upload.understood or {}
    return Outcome(
        stage=Stage(upload.state),
        name=vault_of(session).open(upload.name_sealed) if upload.name_sealed else "",
        refusal=upload.refusal or "",
        facts=understood.get("facts", {}),
        sample=understood.get("examples", []) if upload.state == Stage.UNDERSTOOD else [],
    )


def _state(link: UploadLink, now: datetime) -> State:
    if link.used_at is not None:
        return State.USED if link.upload_id and link.used_at >= now - TELLS_FOR else State.OVER
    if link.receiving_at is not None and link.receiving_at > now - SILENT_AT_MOST:
        return State.RECEIVING
    return State.READY if link.expires_at > now else State.OVER


def _refusal(state: State) -> Refusal:
    if state is State.RECEIVING:
        return Refusal("This link is receiving a file now. If that one has stopped, try again in a minute.")
    return Refusal("This link was used already or is too old. Type /brightspots files in Slack for another.")
