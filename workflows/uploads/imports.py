"""Imported files: in force, replaced by newer ones, undone. One transaction each; the Parquet file is there before it.

The figures that digests read are always those of the imported files in the order they came, the later one's word
counting where two hold the same test, grade, year and window. `refresh` works them out anew after every change.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows import people, posts, rosters
from workflows.jobs.files import ImportedTable
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.rosters import entries
from workflows.rules.cells import CELL, Cell, cell
from workflows.store import audit
from workflows.store.tables import School
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Figure, Upload
from workflows.uploads import figures, stages
from workflows.uploads.stages import STANDING, Move

YEAR_ENDS = (6, 30)  # the last day of a school year, where nobody says otherwise
MOST_SHOWN = 12

Answer = Mapping[str, Any]


def imported(session: Session, upload_id: int, worker: str, brought: ImportedTable, *, now: datetime) -> None:
    """A worker has written the Parquet file: everything that shows it appears in this one transaction.

    Raises
    ------
    TakenOver
        When another worker has it by now.
    Refusal
        When the same file was imported meanwhile.
    """
    school = _locked(session, session.get_one(Upload, upload_id).school_id)
    upload = stages.held(session, upload_id, worker)
    refuse_twice(session, school.id, str(upload.content_hash))
    told = {**(upload.understood or {}), "cells": list(brought.cells)}
    upload.understood = {**told, "changes": changes(session, upload, brought.cells)}
    upload.figures, upload.imported_at = [dict(row) for row in brought.figures], now
    upload.kept_until_on = kept_until(school, now.date())
    stages.move(upload, Move.IMPORT)
    entries.keep(session, upload, brought.teachers)
    session.flush()
    refresh(session, school.id, now=now)
    settle(session, upload, now)
    noted(session, upload, upload.uploader, f"{upload.kind} imported", now)


def undo(session: Session, upload_id: int, *, by: str, now: datetime) -> Upload:
    """Take an import back: its figures go, what it had replaced is in force again. The sweep removes its file.

    Raises
    ------
    Refusal
        When somebody asks who doesn't keep the school's data, or there is nothing left to take back.
    """
    _locked(session, for_steward(session, upload_id, by).school_id)
    upload = for_steward(session, upload_id, by)
    stages.move(upload, Move.UNDO)
    upload.figures = upload.understood = upload.stored_as = None
    session.flush()
    refresh(session, upload.school_id, now=now)
    upload.settled_at = now  # bright spots are looked for anew
    noted(session, upload, by, "import undone", now)
    return upload


def for_steward(session: Session, upload_id: int, by: str) -> Upload:
    """An upload, locked, for somebody who keeps its school's data. Raises ``Refusal`` for everybody else."""
    upload = session.get(Upload, upload_id, with_for_update=True)
    if upload is None:
        raise Refusal("This file isn't here any more.")
    people.require(session, people.Act.KEEP_DATA, by=by, school=session.get_one(School, upload.school_id))
    return upload


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
        stages.move_if_possible(upload, Move.REPLACE if held and held <= covered else Move.RESTORE)
        covered |= held
    latest = _standing(session, school_id, "roster")
    for upload in latest:
        stages.move_if_possible(upload, Move.RESTORE if upload is latest[-1] else Move.REPLACE)
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


def standing(session: Session, school_id: int) -> list[Upload]:
    """What was imported for a school, by whomever, and can still be taken back, the newest first."""
    rows = select(Upload).where(Upload.school_id == school_id, Upload.state.in_(STANDING))
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
    stages.let_go(upload, now)
    stage = str(upload.state)
    told = {"upload": upload.id, "stage": stage, "round": upload.round}
    key = f"upload:{upload.id}:{stage}:{upload.round}"
    kind = Kind(f"upload:{stage}")
    posts.plan(session, Planned(upload.uploader, kind, key, f"upload:{upload.id}", now, told), now=now)


def noted(session: Session, upload: Upload, by: str, act: str, now: datetime) -> None:
    """Note who did what with a file."""
    audit.note(session, by, act, f"upload {upload.id}", now)


def _locked(session: Session, school_id: int) -> School:
    """One import or undo at a time and school: two that replace each other's figures must not overlap."""
    return session.scalars(select(School).where(School.id == school_id).with_for_update()).one()


def _standing(session: Session, school_id: int, kind: str) -> list[Upload]:
    known = select(Upload).where(Upload.school_id == school_id, Upload.kind == kind)
    states = Upload.state.in_([*STANDING, Stage.EXPIRED])
    return list(session.scalars(known.where(states).order_by(Upload.imported_at, Upload.id)))
