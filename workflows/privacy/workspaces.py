"""Deletion by the whole: a team, an upload, a workspace; and how long scores are kept. Each leaves a certificate."""

import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.privacy.audit import certify
from workflows.refusal import Refusal
from workflows.store.engine import workspace_of
from workflows.store.tables import School, Team, Workspace
from workflows.store.uploads import Upload
from workflows.uploads import imports
from workflows.uploads.retention import HELD


def forget_team(session: Session, team_id: int, *, by: str, now: datetime) -> None:
    """Delete a team with its cycles, meetings, reflections and commitments."""
    team = session.get(Team, team_id)
    if team is None:
        raise Refusal("There is no team with this number.")
    session.delete(team)
    certify(session, "team deleted", f"team {team_id}", by, now)


def forget_upload(session: Session, upload_id: int, *, by: str, now: datetime) -> None:
    """Delete what one file left: figures, roster, what was understood; the sweep takes its Parquet file."""
    upload = session.get(Upload, upload_id)
    if upload is None:
        raise Refusal("There is no upload with this number.")
    school = upload.school_id
    session.delete(upload)
    session.flush()
    imports.refresh(session, school, now=now)
    certify(session, "upload deleted", f"upload {upload_id}", by, now)


def forget_workspace(session: Session, *, by: str, now: datetime) -> None:
    """Delete a workspace and every row of it; only the audit log stays. The caller removes its files."""
    own = workspace_of(session)
    certify(session, "workspace deleted", f"workspace {own}", by, now)
    session.flush()
    session.execute(delete(Workspace).where(Workspace.id == own))


def remove_files(scores_at: Path, workspace_id: int) -> None:
    """Remove every file of a workspace: scores, rosters, crosswalks, and what waits sealed."""
    shutil.rmtree(scores_at / str(workspace_id), ignore_errors=True)
    for path in (scores_at / HELD).glob(f"{workspace_id}-*"):
        path.unlink(missing_ok=True)


def keep_scores(session: Session, days: int, *, by: str, now: datetime) -> None:
    """Set how many days after the school year's end scores are kept; those imported already follow."""
    if not 0 <= days <= 3 * 365:
        raise Refusal("Scores can be kept for 0 to 1095 days after the end of the school year.")
    for school in session.scalars(select(School)):
        school.keep_days = days
        for upload in session.scalars(select(Upload).where(Upload.school_id == school.id)):
            if upload.imported_at and upload.kept_until_on:
                upload.kept_until_on = imports.kept_until(school, upload.imported_at.date())
    certify(session, "retention set", f"{days} days after the school year", by, now)
