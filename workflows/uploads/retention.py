"""What is kept until when: scores to the end of the school year and some days, waiting files for a day."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.store.engine import workspace_of
from workflows.store.upload_claims import FOR_A_WORKER, Stage
from workflows.store.uploads import AuditEntry, Upload
from workflows.uploads import imports

WAITS = timedelta(days=1)  # for its uploader's word
BOT = "brightcycle"
HELD = ".held"


def expire(session: Session, *, now: datetime) -> None:
    """Scores whose time is over are given up, figures that digests showed stay; files nobody decided about go too."""
    for upload in session.scalars(select(Upload).where(Upload.kept_until_on < now.date())):
        if upload.state in imports.STANDING:
            upload.state, upload.stored_as = Stage.EXPIRED, None
            upload.understood = {"cells": (upload.understood or {}).get("cells", [])}
            _audit(session, upload, "scores deleted: their time was over", now)
    for upload in session.scalars(select(Upload).where(Upload.state == Stage.UNDERSTOOD)):
        if upload.settled_at and upload.settled_at < now - WAITS:
            upload.state, upload.understood, upload.stored_as = Stage.DISCARDED, None, None
            _audit(session, upload, "upload discarded: nobody decided", now)


def sweep_waiting(session: Session, scores_at: Path, *, now: datetime) -> None:
    """Remove sealed files of the upload page that nobody waits for any more, or that a killed process left."""
    open_stages = [*FOR_A_WORKER, Stage.UNDERSTOOD]
    needed = set(session.scalars(select(Upload.held).where(Upload.state.in_(open_stages))))
    for path in (scores_at / HELD).glob(f"{workspace_of(session)}-*"):
        if path.name not in needed and path.stat().st_mtime < (now - WAITS).timestamp():
            path.unlink(missing_ok=True)


def _audit(session: Session, upload: Upload, act: str, now: datetime) -> None:
    session.add(AuditEntry(at=now, actor=BOT, act=act, about=f"upload {upload.id}"))
