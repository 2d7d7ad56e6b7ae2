"""The script a meeting keeps, as it was when the meeting was planned, and a school's own protocols."""

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.meetings.protocol_files import LONGEST_FILE, read_protocol
from workflows.meetings.protocols import Protocol, Protocols
from workflows.refusal import Refusal
from workflows.rules.toml_tables import FileMistake
from workflows.store.meetings import Script
from workflows.store.tables import Meeting


def available(session: Session, school_id: int, shipped: Protocols) -> dict[str, Protocol]:
    """The protocols a school can choose from: the shipped ones, and its own, which go before one of the same key."""
    own = session.scalars(
        select(Script).where(Script.school_id == school_id, Script.retired_at.is_(None)).order_by(Script.id)
    )
    return {**shipped, **{script.key: read_protocol(script.text) for script in own}}


def keep(session: Session, protocol: Protocol, *, now: datetime) -> Script:
    """The stored script with a protocol's text, stored now if it wasn't before."""
    digest = hashlib.sha256(protocol.text.encode()).hexdigest()
    kept = session.scalar(select(Script).where(Script.digest == digest).order_by(Script.id).limit(1))
    if kept is None:
        kept = Script(key=protocol.key, digest=digest, text=protocol.text, added_at=now)
        session.add(kept)
        session.flush()
    return kept


def script_of(session: Session, meeting: Meeting, shipped: Protocols) -> Protocol:
    """The protocol a meeting was planned with; one from before scripts were kept reads the shipped file."""
    script = session.get(Script, meeting.script_id) if meeting.script_id else None
    return read_protocol(script.text) if script else shipped[meeting.protocol]


def read_own(text: str) -> Protocol:
    """Read a protocol that somebody gives us.

    Raises
    ------
    Refusal
        With the sentence that says what to mend, and where.
    """
    if len(text) > LONGEST_FILE:
        raise Refusal("A protocol has at most {most} characters.", field="text", most=LONGEST_FILE)
    try:
        return read_protocol(text)
    except FileMistake as mistake:
        raise Refusal("This protocol has a mistake. {mistake}", field="text", mistake=str(mistake)) from None


def add(session: Session, school_id: int, text: str, *, by: str, now: datetime) -> Script:
    """A school's own protocol, or a new version of one; meetings that are planned keep the version they have."""
    protocol = read_own(text)
    mine = select(Script).where(Script.school_id == school_id, Script.key == protocol.key)
    for older in session.scalars(mine.where(Script.retired_at.is_(None))):
        older.retired_at = now
    version = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    digest = hashlib.sha256(text.encode()).hexdigest()
    script = Script(
        school_id=school_id, key=protocol.key, version=version + 1, digest=digest, text=text, added_by=by, added_at=now
    )
    session.add(script)
    session.flush()
    return script


def retire(session: Session, school_id: int, key: str, *, now: datetime) -> None:
    """A school no longer offers a protocol of its own."""
    for script in session.scalars(
        select(Script).where(Script.school_id == school_id, Script.key == key, Script.retired_at.is_(None))
    ):
        script.retired_at = now


def of_school(session: Session, school_id: int) -> list[Script]:
    """A school's own protocols that it offers now."""
    own = select(Script).where(Script.school_id == school_id, Script.retired_at.is_(None))
    return list(session.scalars(own.order_by(Script.key)))
