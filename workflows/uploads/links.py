"""Links to the private upload page: for one person, one school, one file, one hour."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from workflows import people
from workflows.refusal import Refusal
from workflows.store import audit
from workflows.store.rosters import UploadLink
from workflows.store.tables import School
from workflows.uploads import decisions

LIVES = timedelta(hours=1)
TOO_OLD = "This link was used already or is too old. Type /brightspots files in Slack for another."


def make(session: Session, channel: str, *, by: str, now: datetime) -> int:
    """Make a link for somebody in a leadership team's channel; gives its number, which the door signs."""
    school = decisions.school_of(session, channel)
    people.require(session, people.Act.KEEP_DATA, by=by, school=school)
    link = UploadLink(school_id=school.id, person=by, expires_at=now + LIVES)
    session.add(link)
    session.flush()
    audit.note(session, by, "upload link made", f"link {link.id}", now)
    return link.id


def look(session: Session, link_id: int, *, now: datetime) -> tuple[str, str]:
    """The school and the person a link is for, while it is good. Raises ``Refusal`` when it isn't any more."""
    link = session.get(UploadLink, link_id)
    if link is None or link.used_at or link.expires_at <= now:
        raise Refusal(TOO_OLD)
    return session.get_one(School, link.school_id).name, link.person


def claim(session: Session, link_id: int, *, now: datetime) -> None:
    """Use a link; of two who try at once only one may. Raises ``Refusal`` when it isn't good any more."""
    good = (UploadLink.id == link_id, UploadLink.used_at.is_(None), UploadLink.expires_at > now)
    if session.scalar(update(UploadLink).where(*good).values(used_at=now).returning(UploadLink.id)) is None:
        raise Refusal(TOO_OLD)


def give_back(session: Session, link_id: int, *, now: datetime) -> None:
    """The file didn't arrive whole: until the hour is over the link may be used again."""
    session.get_one(UploadLink, link_id).used_at = None


def take(session: Session, link_id: int, held: str, name: str, *, now: datetime) -> None:
    """The file lies on disk, sealed: a worker will read it."""
    link = session.get_one(UploadLink, link_id)
    decisions.receive_held(session, link.school_id, held, name, by=link.person, now=now)
