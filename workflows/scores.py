"""Score files on their way in: received, read and understood by a worker, corrected and confirmed by a person.

Nothing of a file is stored before its uploader confirms what was understood. Student ids are keyed hashes from the
moment the file is read; names and birthdates are not even loaded. What happens then is in `workflows/imports.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import imports
from workflows.posts import NotNeeded
from workflows.refusal import Refusal
from workflows.store.engine import vault_of
from workflows.store.rosters import Correction
from workflows.store.tables import School, Teacher, Upload
from workflows.store.uploads import MOST_ATTEMPTS, Stage

NAME_MOST = 80
DECIDED = "This file was already imported or discarded."
OLD_READING = "I have read this file again since. Please use the newer message."


@dataclass(frozen=True)
class ReceiveUpload:
    """A file somebody gave in a modal, in the channel of a leadership team."""

    channel: str
    file: str


@dataclass(frozen=True)
class Reading:
    """What a worker found a file to be, as `workflows/ingest.py` tells it."""

    understood: Mapping[str, Any]
    hash: str
    signature: str
    hints: Mapping[str, Any]
    stored_as: str


def receive(session: Session, form: ReceiveUpload, *, by: str, now: datetime) -> Upload:
    """Take note of a file in Slack; a worker will read it."""
    school_id = school_of(session, form.channel).id
    same = select(Upload).where(Upload.slack_file == form.file, Upload.state.in_([Stage.RECEIVED, Stage.UNDERSTOOD]))
    if session.scalar(same):
        raise Refusal("I have this file already and will write to you about it.")
    return _received(session, Upload(school_id=school_id, slack_file=form.file), by=by, now=now)


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


def parquet_files(session: Session, scores_at: Path) -> list[Path]:
    """The Parquet files of all imported scores of the workspace, the oldest import first.

    Where two hold the same source, grade, subject, year and window, the later one's word counts
    (`workflows/kept.py: current_scores`).
    """
    return imports.files(session, scores_at, "scores")


def remembered(session: Session) -> dict[str, dict[str, Any]]:
    """What uploaders corrected before, by the signature of the headers."""
    return {row.signature: row.hints for row in session.scalars(select(Correction))}


def understood(session: Session, upload_id: int, name: str, reading: Reading, *, now: datetime) -> None:
    """A worker has read the file: the uploader is shown what was understood of it.

    Raises
    ------
    Refusal
        When these very bytes are imported already.
    """
    upload = imports.waiting(session, upload_id, Stage.RECEIVED)
    imports.refuse_twice(session, upload.school_id, reading.hash)
    upload.state, upload.content_hash, upload.signature = Stage.UNDERSTOOD, reading.hash, reading.signature
    upload.stored_as, upload.kind = reading.stored_as, reading.understood["kind"]
    upload.name_sealed = vault_of(session).seal(name[-NAME_MOST:])
    upload.confirmed = {**(upload.confirmed or {}), "hints": dict(reading.hints)}
    changes = imports.changes(session, upload, reading.understood["cells"])
    upload.understood = {**reading.understood, "changes": changes}
    imports.settle(session, upload, now)


def refuse(session: Session, upload_id: int, sentence: str, told: Mapping[str, Any], *, now: datetime) -> None:
    """A worker could not read or import the file: the uploader is told why, and nothing of it is kept."""
    upload = session.get_one(Upload, upload_id, with_for_update=True)
    upload.state, upload.refusal = Stage.REFUSED, sentence
    upload.understood, upload.stored_as = {"facts": dict(told)}, None
    imports.settle(session, upload, now)
    imports.audit(session, upload, upload.uploader, "upload refused", now)


def given_up(attempts: int) -> bool:
    """Whether a file has ended its reader too often to be tried again."""
    return attempts > MOST_ATTEMPTS


def correct(
    session: Session, upload_id: int, round_: int, hints: Mapping[str, Any], *, by: str, now: datetime
) -> Upload:
    """The uploader says which column is what: a worker reads the file again that way."""
    upload = _open(session, upload_id, round_, by)
    upload.state, upload.lease_until, upload.attempts = Stage.RECEIVED, None, 0
    upload.round += 1
    upload.confirmed = {"hints": dict(hints), "corrected": True}
    imports.audit(session, upload, by, "columns corrected", now)
    return upload


def confirm(session: Session, upload_id: int, round_: int, *, cut: int | None, by: str, now: datetime) -> Upload:
    """The uploader says that the file was understood right: a worker imports it, and the corrections are remembered."""
    upload = _open(session, upload_id, round_, by)
    imports.refuse_twice(session, upload.school_id, str(upload.content_hash))
    upload.state, upload.lease_until, upload.attempts = Stage.CONFIRMED, None, 0
    upload.confirmed = {**(upload.confirmed or {}), "percentile_cut": cut}
    upload.understood = {**(upload.understood or {}), "examples": []}
    if upload.confirmed.get("corrected"):
        _remember(session, upload, by, now)
    imports.audit(session, upload, by, "upload confirmed", now)
    return upload


def discard(session: Session, upload_id: int, round_: int, *, by: str, now: datetime) -> Upload:
    """The uploader doesn't want the file imported: what was understood of it goes too."""
    upload = _open(session, upload_id, round_, by)
    upload.state, upload.understood, upload.stored_as = Stage.DISCARDED, None, None
    imports.audit(session, upload, by, "upload discarded", now)
    return upload


def under_review(session: Session, upload_id: int, round_: int, *, by: str) -> dict[str, Any]:
    """What the form for corrections shows: the columns to choose from, and how they are read now."""
    upload = _open(session, upload_id, round_, by)
    return {**(upload.understood or {}), "hints": (upload.confirmed or {}).get("hints", {}), "upload": upload.id}


def file_deleted(session: Session, upload_id: int, *, now: datetime) -> None:
    """Slack has deleted its copy of an uploaded file."""
    upload = session.get_one(Upload, upload_id)
    upload.file_gone = True
    imports.audit(session, upload, upload.uploader, "file deleted from Slack", now)


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the uploader is told about their file."""
    upload = session.get(Upload, known["upload"])
    if upload is None or upload.state != known["stage"] or upload.round != known["round"]:
        raise NotNeeded("the upload has moved on")
    teacher = session.scalar(select(Teacher).where(Teacher.slack_id == upload.uploader))
    name = vault_of(session).open(upload.name_sealed) if upload.name_sealed else ""
    return {
        "language": teacher.language if teacher else "en", "upload": upload.id, "round": upload.round, "name": name,
        "stage": upload.state, "understood": upload.understood or {}, "refusal": upload.refusal or "",
        "in_slack": bool(upload.slack_file and not upload.file_gone), "kind": upload.kind or "",
        "kept_until_on": upload.kept_until_on,
    }  # fmt: skip


def told(session: Session, upload: Upload) -> dict[str, Any]:
    """An imported file in a line: what it is, when it came, until when it is kept."""
    understood = upload.understood or {}
    return {
        "id": upload.id, "title": understood.get("title", ""), "usable": understood.get("usable_rows", 0),
        "name": vault_of(session).open(upload.name_sealed) if upload.name_sealed else "", "kind": upload.kind,
        "imported_on": upload.imported_at.date() if upload.imported_at else None,
        "kept_until_on": upload.kept_until_on, "replaced": upload.state == Stage.REPLACED,
    }  # fmt: skip


def _received(session: Session, upload: Upload, *, by: str, now: datetime) -> Upload:
    upload.uploader, upload.state, upload.received_at = by, Stage.RECEIVED, now
    session.add(upload)
    session.flush()
    imports.audit(session, upload, by, "upload received", now)
    return upload


def _open(session: Session, upload_id: int, round_: int, by: str) -> Upload:
    upload = session.get(Upload, upload_id, with_for_update=True)
    if upload is None or upload.uploader != by:
        raise Refusal("Only the person who uploaded a file can decide about it.")
    if upload.state != Stage.UNDERSTOOD:
        raise Refusal(OLD_READING if upload.state == Stage.RECEIVED else DECIDED)
    if upload.round != round_:
        raise Refusal(OLD_READING)
    return upload


def _remember(session: Session, upload: Upload, by: str, now: datetime) -> None:
    known = session.scalar(select(Correction).where(Correction.signature == upload.signature))
    row = known or Correction(signature=str(upload.signature))
    row.hints, row.said_by, row.said_at = dict((upload.confirmed or {})["hints"]), by, now
    session.add(row)
