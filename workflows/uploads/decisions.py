"""Score files on their way in: received, read and understood by a worker, corrected and confirmed by a person.

Nothing of a file is stored before its uploader confirms what was understood. Student ids are keyed hashes from the
moment the file is read; names and birthdates are not even loaded. What happens then is in `imports.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import people
from workflows.refusal import Refusal
from workflows.store.engine import vault_of
from workflows.store.rosters import Correction
from workflows.store.tables import School
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload
from workflows.uploads import imports, stages
from workflows.uploads.results import NAME_MOST
from workflows.uploads.stages import Move

OLD_READING = "I have read this file again since. Please use the newer message."


@dataclass(frozen=True)
class ReceiveUpload:
    """A file somebody gave in a modal, in the channel of a leadership team."""

    channel: str
    file: str


def receive(session: Session, form: ReceiveUpload, *, by: str, now: datetime) -> Upload:
    """Take note of a file in Slack; a worker will read it."""
    school = school_of(session, form.channel)
    people.require(session, people.Act.KEEP_DATA, by=by, school=school)
    same = select(Upload).where(Upload.slack_file == form.file, Upload.state.in_([Stage.RECEIVED, Stage.UNDERSTOOD]))
    if session.scalar(same):
        raise Refusal("I have this file already and will write to you about it.")
    return _received(session, Upload(school_id=school.id, slack_file=form.file), by=by, now=now)


def receive_held(session: Session, school_id: int, held: str, name: str, *, by: str, now: datetime) -> Upload:
    """Take note of a file from the upload page, which lies sealed on disk under ``held``."""
    sealed = vault_of(session).seal(name[-NAME_MOST:])
    return _received(session, Upload(school_id=school_id, held=held, name_sealed=sealed), by=by, now=now)


def school_of(session: Session, channel: str) -> School:
    """The school whose leadership team works in a channel.

    Raises
    ------
    Refusal
        When the channel isn't a leadership team's.
    """
    school = session.scalar(select(School).where(School.ilt_channel == channel))
    if school is None:
        raise Refusal("Score files go into the leadership team's channel. Type /brightspots setup there first.")
    return school


def correct(
    session: Session, upload_id: int, round_: int, hints: Mapping[str, Any], *, by: str, now: datetime
) -> Upload:
    """The uploader says which column is what: a worker reads the file again that way."""
    upload = _open(session, upload_id, round_, Move.CORRECT, by)
    stages.for_a_worker(upload)
    upload.round += 1
    upload.confirmed = {"hints": dict(hints), "corrected": True}
    imports.noted(session, upload, by, "columns corrected", now)
    return upload


def confirm(session: Session, upload_id: int, round_: int, *, cut: int | None, by: str, now: datetime) -> Upload:
    """The uploader says that the file was understood right: a worker imports it, and the corrections are remembered."""
    upload = _open(session, upload_id, round_, Move.CONFIRM, by)
    imports.refuse_twice(session, upload.school_id, str(upload.content_hash))
    stages.for_a_worker(upload)
    upload.confirmed = {**(upload.confirmed or {}), "percentile_cut": cut}
    upload.understood = {**(upload.understood or {}), "examples": []}
    if upload.confirmed.get("corrected") or upload.understood.get("guessed"):
        _remember(session, upload, by, now)
    imports.noted(session, upload, by, "upload confirmed", now)
    return upload


def discard(session: Session, upload_id: int, round_: int, *, by: str, now: datetime) -> Upload:
    """The uploader doesn't want the file imported: what was understood of it goes too."""
    upload = _open(session, upload_id, round_, Move.DISCARD, by)
    upload.understood = upload.stored_as = None
    imports.noted(session, upload, by, "upload discarded", now)
    return upload


def under_review(session: Session, upload_id: int, round_: int, *, by: str) -> dict[str, Any]:
    """What the form for corrections shows: the columns to choose from, and how they are read now."""
    upload = _shown(session, upload_id, round_, by)
    return {**(upload.understood or {}), "hints": (upload.confirmed or {}).get("hints", {}), "upload": upload.id}


def _received(session: Session, upload: Upload, *, by: str, now: datetime) -> Upload:
    upload.uploader, upload.state, upload.received_at = by, Stage.RECEIVED, now
    session.add(upload)
    session.flush()
    imports.noted(session, upload, by, "upload received", now)
    return upload


def _open(session: Session, upload_id: int, round_: int, step: Move, by: str) -> Upload:
    """An upload after a person's decision, which counts for the reading that they were shown."""
    upload = _shown(session, upload_id, round_, by)
    stages.move(upload, step)
    return upload


def _shown(session: Session, upload_id: int, round_: int, by: str) -> Upload:
    upload = imports.for_steward(session, upload_id, by)
    if (Stage(upload.state), Move.CORRECT) not in stages.MOVES:
        stages.move(upload, Move.CORRECT)  # says why not
    if upload.round != round_:
        raise Refusal(OLD_READING)
    return upload


def _remember(session: Session, upload: Upload, by: str, now: datetime) -> None:
    known = session.scalar(select(Correction).where(Correction.signature == upload.signature))
    row = known or Correction(signature=str(upload.signature))
    hints, found = (upload.confirmed or {})["hints"], upload.understood or {}
    columns = {**(found["columns"] if found.get("guessed") else {}), **hints.get("columns", {})}
    row.hints, row.said_by, row.said_at = {**hints, "columns": columns}, by, now
    session.add(row)
