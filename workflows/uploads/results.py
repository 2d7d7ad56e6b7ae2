"""What came of reading a file: told by a worker, kept on the upload's row, shown to its uploader and to nobody else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.jobs.files import FileReading
from workflows.posts import NotNeeded
from workflows.store.engine import vault_of
from workflows.store.rosters import Correction
from workflows.store.tables import Teacher
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload
from workflows.uploads import imports, stages
from workflows.uploads.stages import Move

NAME_MOST = 80


def remembered(session: Session) -> dict[str, dict[str, Any]]:
    """What uploaders corrected before, by the signature of the headers."""
    return {row.signature: row.hints for row in session.scalars(select(Correction))}


def understood(
    session: Session, upload_id: int, worker: str, name: str, reading: FileReading, *, now: datetime
) -> None:
    """A worker has read the file: the uploader is shown what was understood of it.

    Raises
    ------
    TakenOver
        When another worker has it by now.
    Refusal
        When these very bytes are imported already.
    """
    upload = stages.held(session, upload_id, worker)
    imports.refuse_twice(session, upload.school_id, reading.hash)
    stages.move(upload, Move.READ)
    upload.content_hash, upload.signature = reading.hash, reading.signature
    upload.stored_as, upload.kind = reading.stored_as, reading.understood["kind"]
    upload.name_sealed = vault_of(session).seal(name[-NAME_MOST:])
    upload.confirmed = {**(upload.confirmed or {}), "hints": dict(reading.hints)}
    changes = imports.changes(session, upload, reading.understood["cells"])
    upload.understood = {**reading.understood, "changes": changes}
    imports.settle(session, upload, now)


def refuse(
    session: Session, upload_id: int, worker: str, sentence: str, told: Mapping[str, Any], *, now: datetime
) -> None:
    """A worker could not read or import the file: the uploader is told why, and nothing of it is kept.

    Raises
    ------
    TakenOver
        When another worker has it by now: one that was away too long can't refuse what is imported meanwhile.
    """
    upload = stages.held(session, upload_id, worker)
    stages.move(upload, Move.REFUSE)
    upload.refusal, upload.understood, upload.stored_as = sentence, {"facts": dict(told)}, None
    imports.settle(session, upload, now)
    imports.noted(session, upload, upload.uploader, "upload refused", now)


def file_deleted(session: Session, upload_id: int, *, now: datetime) -> None:
    """Slack has deleted its copy of an uploaded file."""
    upload = session.get_one(Upload, upload_id)
    upload.file_gone = True
    imports.noted(session, upload, upload.uploader, "file deleted from Slack", now)


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
        "kept_until_on": upload.kept_until_on, "by_page": upload.held is not None,
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
