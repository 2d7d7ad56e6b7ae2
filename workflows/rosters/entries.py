"""Who is on a school's roster: every import keeps the listing it brought, and those in force make the roster's rows.

A listing also keeps who was linked and who confirmed, so that undoing a newer roster brings back the older one as it
was.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.orm import Session

from workflows.store.engine import vault_of
from workflows.store.rosters import RosterTeacher
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload

LISTING = "listing"
# key, name (sealed), year, classes, students; once they are known slack_id, linked_by, confirmed_at
Entry = dict[str, Any]


def keep(session: Session, upload: Upload, teachers: Sequence[Mapping[str, Any]]) -> None:
    """Note who an import says teaches whom; names of teachers are sealed."""
    vault = vault_of(session)
    if teachers:
        _write(upload, [{**told, "name": vault.seal(told["name"])} for told in teachers])


def refresh(session: Session, school_id: int, *, most: int) -> tuple[list[RosterTeacher], bool]:
    """Bring up to ``most`` teachers of a school's roster to what its imports say now.

    Gives whoever is linked and must be asked anew, and whether the whole roster is up to date. The school's latest
    roster counts; without any, the teacher columns of its score files together. Whose classes are the same needn't
    confirm again.
    """
    listed = {entry["key"]: (upload_id, entry) for upload_id, entry in _listed(_in_force(session, school_id))}
    there = {row.teacher_key: row for row in session.execute(_stated(school_id))}
    outdated = [key for key, (upload_id, entry) in listed.items() if _state(there.get(key)) != _told(upload_id, entry)]
    gone = [row.id for key, row in there.items() if key not in listed]
    rows = {row.teacher_key: row for row in session.scalars(_of_school(school_id, outdated[:most]))}
    brought = [_brought_up(rows.get(key), school_id, *listed[key]) for key in outdated[:most]]
    session.add_all(row for row, _ in brought)
    session.execute(
        delete(RosterTeacher).where(RosterTeacher.id.in_(gone[:most]), RosterTeacher.school_id == school_id)
    )
    session.flush()
    note(session, school_id, [row for row, _ in brought])
    return [row for row, must_be_asked in brought if must_be_asked], max(len(outdated), len(gone)) <= most


def note(session: Session, school_id: int, rows: Iterable[RosterTeacher]) -> None:
    """Keep who these teachers are and whether they confirmed, with the listings that say so."""
    by_key = {row.teacher_key: row for row in rows}
    for upload in _in_force(session, school_id):
        before = _read(upload)
        entries = [_noted(entry, by_key[entry["key"]]) if entry["key"] in by_key else entry for entry in before]
        if entries != before:
            _write(upload, entries)


def forget(session: Session, keys: set[str]) -> None:
    """Leave teachers out of every listing there is."""
    for upload in session.scalars(select(Upload).where(Upload.understood.is_not(None))):
        entries = _read(upload)
        left = [entry for entry in entries if entry["key"] not in keys]
        if len(left) < len(entries):
            _write(upload, left)


def stamp(classes: Sequence[Mapping[str, Any]]) -> str:
    """What tells one state of a teacher's classes from another, so that nobody confirms what they haven't seen."""
    return hashlib.sha256(json.dumps(classes, sort_keys=True).encode()).hexdigest()[:12]


def _in_force(session: Session, school_id: int) -> list[Upload]:
    imported = select(Upload).where(Upload.school_id == school_id, Upload.state == Stage.IMPORTED)
    listed = [each for each in session.scalars(imported.order_by(Upload.imported_at, Upload.id)) if _read(each)]
    own = [each for each in listed if each.kind == "roster"]
    return own[-1:] or listed


def _listed(uploads: Sequence[Upload]) -> list[tuple[int, Entry]]:
    """Every teacher once, with the upload that names them last; of several score files those of the latest year."""
    entries = [(upload.id, entry) for upload in uploads for entry in _read(upload)]
    latest = max((entry.get("year") or 0 for _, entry in entries), default=0)
    found: dict[str, tuple[int, Entry]] = {}
    for upload_id, entry in entries:
        if (entry.get("year") or latest) == latest:
            before = found.get(entry["key"])
            found[entry["key"]] = (upload_id, _merged(before[1], entry) if before else entry)
    return list(found.values())


def _merged(before: Entry, after: Entry) -> Entry:
    """A teacher in two score files: the classes of both, the later count where both name one."""
    classes = {(each["section"], each["subject"]): each for each in [*before["classes"], *after["classes"]]}
    students = max(before["students"], after["students"])
    is_settled = before.get("confirmed_at") and before.get("slack_id") == after.get("slack_id")
    confirmed_at = after.get("confirmed_at") if is_settled else None
    return {**before, **after, "classes": [*classes.values()], "students": students, "confirmed_at": confirmed_at}


def _state(row: Row[Any] | None) -> object:
    return row and (row.upload_id, row.classes, row.students, row.name_sealed)


def _told(upload_id: int, entry: Entry) -> object:
    return upload_id, entry["classes"], entry["students"], entry["name"]


def _brought_up(
    known: RosterTeacher | None, school_id: int, upload_id: int, entry: Entry
) -> tuple[RosterTeacher, bool]:
    """A teacher's row as the imports say now, and whether they must be asked."""
    row = known or RosterTeacher(school_id=school_id, teacher_key=entry["key"], classes=[], asked=0)
    is_changed = row.classes != entry["classes"]
    row.upload_id, row.classes, row.students = upload_id, entry["classes"], entry["students"]
    row.name_sealed = entry["name"]
    return row, is_changed and _begin_anew(row, entry)


def _begin_anew(row: RosterTeacher, entry: Entry) -> bool:
    """Another state of the classes: only a word given for this very state counts. Whether they must be asked."""
    if row.slack_id is None:
        row.slack_id, row.linked_by = entry.get("slack_id"), entry.get("linked_by")
    confirmed_at = entry.get("confirmed_at") if row.slack_id == entry.get("slack_id") else None
    row.confirmed_at = datetime.fromisoformat(confirmed_at) if confirmed_at else None
    row.corrected_at = row.correction = row.asked_at = None
    row.asked = 0
    return row.slack_id is not None and row.confirmed_at is None


def _noted(entry: Entry, row: RosterTeacher) -> Entry:
    confirmed_at = row.confirmed_at.isoformat() if row.confirmed_at else None
    return {**entry, "slack_id": row.slack_id, "linked_by": row.linked_by, "confirmed_at": confirmed_at}


def _read(upload: Upload) -> list[Entry]:
    return list((upload.understood or {}).get(LISTING, []))


def _write(upload: Upload, entries: Sequence[Entry]) -> None:
    upload.understood = {**(upload.understood or {}), LISTING: list(entries)}


def _of_school(school_id: int, keys: Sequence[str]) -> Select[RosterTeacher]:
    return select(RosterTeacher).where(RosterTeacher.school_id == school_id, RosterTeacher.teacher_key.in_(keys))


def _stated(school_id: int) -> Select[int, str, int, list[dict[str, Any]], int, str]:
    """Every teacher of a roster in columns: thousands of whole rows would take seconds."""
    return select(
        RosterTeacher.id, RosterTeacher.teacher_key, RosterTeacher.upload_id, RosterTeacher.classes,
        RosterTeacher.students, RosterTeacher.name_sealed,
    ).where(RosterTeacher.school_id == school_id)  # fmt: skip
