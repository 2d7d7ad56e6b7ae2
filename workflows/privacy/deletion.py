"""Students and teachers deleted on request, out of the stored tables as well. Each deletion leaves a certificate.

New files are written first, then one transaction makes them count, then the caller sweeps the old ones away: killed in
between, either everything or nothing was deleted. A certificate says how much went, never who a student was.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.frames import stored
from workflows.privacy.audit import certify
from workflows.privacy.meetings import forget_in_meetings
from workflows.refusal import Refusal
from workflows.rosters import entries
from workflows.store.engine import vault_of, workspace_of
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import School, Teacher, Workspace
from workflows.store.uploads import Upload
from workflows.store.vault import hide_under
from workflows.uploads import files, imports
from workflows.uploads.stages import STANDING

FOLDERS = ("", "rosters", "crosswalks")
Rewrite = Callable[[Path, Path], int]


def forget_student(session: Session, scores_at: Path, student_id: str, *, by: str, now: datetime) -> dict[str, int]:
    """Delete every row of one student, under all their ids that a crosswalk links; gives rows and files changed."""
    workspace = session.get_one(Workspace, workspace_of(session))
    hide = hide_under(vault_of(session).open(workspace.pupil_key_sealed))
    crosswalks = files.files(session, scores_at, "crosswalk")
    hidden = stored.everybody_linked(hide(student_id.strip()), crosswalks)
    done = _rewrite(session, scores_at, lambda source, target: stored.without_student(source, target, hidden), now)
    certify(session, "student deleted", f"{done['rows']} rows in {done['files']} files", by, now)
    return done


def forget_teacher(session: Session, scores_at: Path, teacher: str, *, by: str, now: datetime) -> dict[str, int]:
    """Delete a teacher, by Slack id or roster key: their roster, their name beside scores, everything theirs."""
    rows = session.scalars(
        select(RosterTeacher).where((RosterTeacher.slack_id == teacher) | (RosterTeacher.teacher_key == teacher))
    ).all()
    person = session.scalar(select(Teacher).where(Teacher.slack_id == teacher))
    if not rows and person is None:
        raise Refusal("Nobody here has this Slack id or roster key.")
    done, keys = {"rows": 0, "files": 0}, {row.teacher_key for row in rows}
    entries.forget(session, keys)
    for row in [*rows, *([person] if person else [])]:
        session.delete(row)
    if person:
        forget_in_meetings(session, person.slack_id)
    session.flush()
    for key in keys:
        more = _rewrite(session, scores_at, _leave_out(key), now)
        done = {name: done[name] + more[name] for name in done}
    certify(session, "teacher deleted", f"{done['rows']} rows in {done['files']} files", by, now)
    return done


def _leave_out(key: str) -> Rewrite:
    return lambda source, target: stored.without_teacher(source, target, key)


def _rewrite(session: Session, scores_at: Path, rewrite: Rewrite, now: datetime) -> dict[str, int]:
    """Give every stored table a successor without somebody, under a new name; figures are worked out anew."""
    schools = session.scalars(select(School.id).with_for_update()).all()
    done = {"rows": 0, "files": 0}
    for upload in session.scalars(select(Upload).where(Upload.state.in_(STANDING))):
        fresh = secrets.token_hex(32)
        rows = _successors(files.folder_of(session, scores_at), str(upload.stored_as), fresh, rewrite)
        if not rows:
            continue
        upload.stored_as = fresh
        done = {"rows": done["rows"] + rows, "files": done["files"] + 1}
        _count_again(upload, files.folder_of(session, scores_at))
    for school in schools:
        imports.refresh(session, school, now=now)
    return done


def _successors(folder: Path, stored_as: str, fresh: str, rewrite: Rewrite) -> int:
    """Rewrite an upload's tables; one that holds nobody to leave out is linked under the new name, if another does."""
    pairs = [(folder / place / f"{stored_as}.parquet", folder / place / f"{fresh}.parquet") for place in FOLDERS]
    there = [(source, target) for source, target in pairs if source.exists()]
    rows = sum(rewrite(source, target) for source, target in there)
    for source, target in there:
        if rows and not target.exists():
            target.hardlink_to(source)
    return rows


def _count_again(upload: Upload, folder: Path) -> None:
    path = folder / f"{upload.stored_as}.parquet"
    if upload.kind == "scores" and path.exists():
        upload.figures = stored.figures_of(path, (upload.confirmed or {}).get("percentile_cut"))
