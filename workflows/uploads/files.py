"""The Parquet files of a workspace: which are in force, and which nobody needs any more."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.jobs.files import InForce
from workflows.store.engine import vault_of, workspace_of
from workflows.store.tables import School, Workspace
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload
from workflows.uploads.stages import STANDING


def files(session: Session, scores_at: Path, kind: str) -> list[Path]:
    """The Parquet files in force of one kind (``scores``, ``roster``, ``crosswalk``), the oldest import first."""
    rows = session.scalars(
        select(Upload).where(Upload.state == Stage.IMPORTED, Upload.stored_as.is_not(None))
        .order_by(Upload.imported_at, Upload.id)
    )  # fmt: skip
    folder = folder_of(session, scores_at)
    if kind == "roster":
        return _rosters(list(rows), folder / "rosters")
    inside = folder if kind == "scores" else folder / f"{kind}s"
    return [inside / f"{row.stored_as}.parquet" for row in rows if row.kind == kind]


def in_force(session: Session, scores_at: Path, upload_id: int) -> InForce:
    """What a school has already, for the review of a file that is about to come."""
    upload = session.get_one(Upload, upload_id)
    theirs = set(session.scalars(select(Upload.stored_as).where(Upload.school_id == upload.school_id)))
    scores, rosters = (
        [path for path in files(session, scores_at, kind) if path.stem in theirs and path.exists()]
        for kind in ("scores", "roster")
    )
    key = session.scalars(select(Workspace.pupil_key_sealed).where(Workspace.id == workspace_of(session))).one()
    return InForce(scores, rosters, vault_of(session).open(key))


def folder_of(session: Session, scores_at: Path) -> Path:
    """Where a workspace's Parquet files are."""
    return scores_at / str(workspace_of(session))


def sweep(session: Session, scores_at: Path) -> int:
    """Remove the Parquet files that no import needs any more, or that a killed worker left; returns how many."""
    session.scalars(select(School.id).with_for_update()).all()  # nobody deletes or imports meanwhile
    being_written = _names(session, [Stage.CONFIRMED])
    needed = being_written | _names(session, STANDING)
    folder = folder_of(session, scores_at)
    gone = [path for path in _found(folder, "*.parquet") if path.stem not in needed]
    gone += [path for path in _found(folder, ".*.part") if path.name.split(".")[1] not in being_written]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _rosters(uploads: Sequence[Upload], folder: Path) -> list[Path]:
    """A school's own roster; where it has none, the ones that came with its score files."""
    own = {upload.school_id for upload in uploads if upload.kind == "roster"}
    wanted = [upload for upload in uploads if upload.kind == "roster" or upload.school_id not in own]
    return [path for upload in wanted if (path := folder / f"{upload.stored_as}.parquet").exists()]


def _names(session: Session, stages: Iterable[Stage]) -> set[str]:
    return {name for name in session.scalars(select(Upload.stored_as).where(Upload.state.in_(stages))) if name}


def _found(folder: Path, pattern: str) -> list[Path]:
    return [path for place in (folder, folder / "rosters", folder / "crosswalks") for path in place.glob(pattern)]
