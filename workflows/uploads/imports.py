"""Imported files: in force, replaced by newer ones, undone. One transaction each; the Parquet file is there before it.

The figures that digests read are always those of the imported files in the order they came, the later one's word
counting where two hold the same test, grade, year and window. `refresh` works them out anew after every change.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows import posts, rosters
from workflows.jobs.files import ImportedTable
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.rosters import entries
from workflows.rules.cells import CELL, Cell, cell
from workflows.store.tables import School
from workflows.store.upload_claims import Stage
from workflows.store.uploads import AuditEntry, Figure, Upload
from workflows.uploads import figures

STANDING = (Stage.IMPORTED, Stage.REPLACED)
YEAR_ENDS = (6, 30)  # the last day of a school year, where nobody says otherwise
MOST_SHOWN = 12

Answer = Mapping[str, Any]


class TakenOver(Exception):
    """Another worker settled this upload first: what this one found is not needed."""


def imported(session: Session, upload_id: int, brought: ImportedTable, *, now: datetime) -> None:
    """A worker has written the Parquet file: everything that shows it appears in this one transaction.

    Raises
    ------
    Refusal
        When the same file was imported meanwhile.
    """
    school = _locked(session, session.get_one(Upload, upload_id).school_id)
    upload = waiting(session, upload_id, Stage.CONFIRMED)
    refuse_twice(session, school.id, str(upload.content_hash))
    told = {**(upload.understood or {}), "cells": list(brought.cells)}
    upload.understood = {**told, "changes": changes(session, upload, brought.cells)}
    upload.figures, upload.imported_at = [dict(row) for row in brought.figures], now
    upload.state, upload.kept_until_on = Stage.IMPORTED, kept_until(school, now.date())
    entries.keep(session, upload, brought.teachers)
    session.flush()
    refresh(session, school.id, now=now)
    settle(session, upload, now)
    audit(session, upload, upload.uploader, f"{upload.kind} imported", now)


def undo(session: Session, upload_id: int, *, by: str, now: datetime) -> Upload:
    """Take an import back: its figures go, what it had replaced is in force again. The sweep removes its file.

    Raises
    ------
    Refusal
        When somebody else imported it, or there is nothing left to take back.
    """
    upload = session.get(Upload, upload_id)
    if upload is None or upload.uploader != by:
        raise Refusal("Only the person who uploaded a file can decide about it.")
    _locked(session, upload.school_id)
    session.refresh(upload, with_for_update=True)
    if upload.state not in STANDING:
        raise Refusal("This import was already undone, or its scores were deleted when their time was over.")
    take_back(session, upload, now=now)
    upload.settled_at = now  # bright spots are looked for anew
    audit(session, upload, by, "import undone", now)
    return upload


def take_back(session: Session, upload: Upload, *, now: datetime) -> None:
    """Everything an import left in the database goes; the row stays to say that there was one."""
    upload.state, upload.figures, upload.understood, upload.stored_as = Stage.UNDONE, None, None, None
    session.flush()
    refresh(session, upload.school_id, now=now)


def refresh(session: Session, school_id: int, *, now: datetime) -> None:
    """Work out a school's figures and roster from its imports, the later one's word counting; note which are replaced.

    Teachers whose part of the roster is another one than they confirmed are asked.
    """
    theirs = select(Upload.id).where(Upload.school_id == school_id)
    session.execute(delete(Figure).where(Figure.upload_id.in_(theirs)))
    schools = figures.by_name(session)
    covered: set[Cell] = set()
    for upload in reversed(_standing(session, school_id, "scores")):
        rows = [row for row in upload.figures or [] if cell(row) not in covered]
        held = {cell(row) for row in upload.figures or []}
        session.add_all(figures.figures(upload, rows, schools))
        if upload.state != Stage.EXPIRED:
            upload.state = Stage.REPLACED if held and held <= covered else Stage.IMPORTED
        covered |= held
    latest = _standing(session, school_id, "roster")
    for upload in latest:
        if upload.state != Stage.EXPIRED:
            upload.state = Stage.IMPORTED if upload is latest[-1] else Stage.REPLACED
    session.flush()
    rosters.renew(session, school_id, now=now)


def share_out(session: Session, *, now: datetime) -> None:
    """A school is new here: what a district's file already says about it becomes its own."""
    uploading = select(Upload.school_id).where(Upload.kind == "scores").distinct().order_by(Upload.school_id)
    for school_id in session.scalars(uploading).all():
        _locked(session, school_id)
        refresh(session, school_id, now=now)


def changes(session: Session, upload: Upload, cells: Sequence[Answer]) -> list[dict[str, Any]]:
    """What importing these cells replaces: for each test, grade and window, how many scores there are and will be."""
    if upload.kind == "roster":
        return []
    coming = {cell(each): each for each in cells}
    known: dict[Cell, tuple[int, datetime]] = {}
    for each in _standing(session, upload.school_id, "scores"):
        if each.id != upload.id and each.imported_at:
            known |= {cell(row): (row["scores"], each.imported_at) for row in (each.understood or {}).get("cells", [])}
    found = [
        {**{name: coming[key][name] for name in CELL}, "before": known[key][0], "after": coming[key]["scores"],
         "on": known[key][1].date().isoformat()}
        for key in coming if key in known
    ]  # fmt: skip
    return sorted(found, key=lambda each: -abs(each["after"] - each["before"]))


def mine(session: Session, school_id: int, person: str) -> list[Upload]:
    """What a person imported for a school and can still take back, the newest first."""
    rows = select(Upload).where(Upload.school_id == school_id, Upload.uploader == person, Upload.state.in_(STANDING))
    return list(session.scalars(rows.order_by(Upload.imported_at.desc(), Upload.id.desc()).limit(MOST_SHOWN)))


def refuse_twice(session: Session, school_id: int, content_hash: str) -> None:
    """Say so when these very bytes are imported already."""
    same = select(Upload.imported_at).where(
        Upload.content_hash == content_hash, Upload.state.in_(STANDING), Upload.school_id == school_id
    )
    imported_at = session.scalar(same.limit(1))
    if imported_at:
        raise Refusal(
            "This very file was imported on {day} already; nothing was imported twice. "
            "To have it read differently, undo that import first: /brightspots files.",
            day=imported_at.date().isoformat(),
        )


def kept_until(school: School, today: date) -> date:
    """The last day of scores imported today: the end of the school year and the school's days after it."""
    ends_on = date(today.year, *YEAR_ENDS)
    ends_on = ends_on if today <= ends_on else date(today.year + 1, *YEAR_ENDS)
    return ends_on + timedelta(days=school.keep_days)


def settle(session: Session, upload: Upload, now: datetime) -> None:
    """A worker is done with an upload for now, and its uploader hears of it."""
    upload.lease_until = upload.taken_by = None
    upload.settled_at = now
    stage = str(upload.state)
    told = {"upload": upload.id, "stage": stage, "round": upload.round}
    key = f"upload:{upload.id}:{stage}:{upload.round}"
    kind = Kind(f"upload:{stage}")
    posts.plan(session, Planned(upload.uploader, kind, key, f"upload:{upload.id}", now, told), now=now)


def waiting(session: Session, upload_id: int, stage: Stage) -> Upload:
    """An upload that still waits for this worker's result."""
    upload = session.get_one(Upload, upload_id, with_for_update=True)
    if upload.state != stage:
        raise TakenOver(f"upload {upload_id} is {upload.state}, not {stage}: another worker was faster")
    return upload


def audit(session: Session, upload: Upload, by: str, act: str, now: datetime) -> None:
    """Note who did what with a file."""
    session.add(AuditEntry(at=now, actor=by, act=act, about=f"upload {upload.id}"))


def _locked(session: Session, school_id: int) -> School:
    """One import or undo at a time and school: two that replace each other's figures must not overlap."""
    return session.scalars(select(School).where(School.id == school_id).with_for_update()).one()


def _standing(session: Session, school_id: int, kind: str) -> list[Upload]:
    known = select(Upload).where(Upload.school_id == school_id, Upload.kind == kind)
    states = Upload.state.in_([*STANDING, Stage.EXPIRED])
    return list(session.scalars(known.where(states).order_by(Upload.imported_at, Upload.id)))
