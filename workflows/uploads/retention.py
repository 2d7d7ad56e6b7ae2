"""What is kept until when: scores to the end of the school year and some days, waiting files for a day."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.store.audit import BOT
from workflows.store.engine import workspace_of
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload
from workflows.uploads import imports, stages
from workflows.uploads.stages import OPEN, STANDING, Move

WAITS = timedelta(days=1)  # for its uploader's word
HELD = ".held"


def expire(session: Session, *, now: datetime) -> None:
    """Scores whose time is over are given up, figures that digests showed stay; files nobody decided about go too."""
    for upload in session.scalars(select(Upload).where(Upload.kept_until_on < now.date())):
        if upload.state in STANDING:
            stages.move(upload, Move.EXPIRE)
            upload.stored_as, upload.understood = None, {"cells": (upload.understood or {}).get("cells", [])}
            imports.noted(session, upload, BOT, "scores deleted: their time was over", now)
    for upload in session.scalars(select(Upload).where(Upload.state == Stage.UNDERSTOOD)):
        if upload.settled_at and upload.settled_at < now - WAITS:
            stages.move(upload, Move.DISCARD)
            upload.understood = upload.stored_as = None
            imports.noted(session, upload, BOT, "upload discarded: nobody decided", now)


def sweep_waiting(session: Session, scores_at: Path, *, now: datetime) -> None:
    """Remove sealed files of the upload page that nobody waits for any more, or that a killed process left."""
    needed = set(session.scalars(select(Upload.held).where(Upload.state.in_(OPEN))))
    for path in (scores_at / HELD).glob(f"{workspace_of(session)}-*"):
        if path.name not in needed and path.stat().st_mtime < (now - WAITS).timestamp():
            path.unlink(missing_ok=True)
