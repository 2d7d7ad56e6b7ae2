"""Who teaches whom: rosters as teachers confirm them, before any number about a classroom is shown.

The school's data steward says who is who in Slack. Each teacher is asked by direct message and
answers in counts and classes, never with a student's name.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import people, posts
from workflows.posts import Kind, NotNeeded, Planned
from workflows.refusal import Refusal
from workflows.rosters import entries
from workflows.rules.quiet_hours import next_civil
from workflows.store import audit
from workflows.store.engine import vault_of
from workflows.store.renewals import RosterRenewal
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import School, Teacher
from workflows.store.uploads import Upload

MOST_ASKED = 3
PORTION = 100  # of teachers in one transaction, so that nobody else waits for long
REPLACED = "This roster was replaced or isn't yours any more. If it is, you will be asked again."


@dataclass(frozen=True)
class Correct:
    """What a teacher says is wrong with their roster: how many, and which classes; no names."""

    missing: int = 0
    moved: int = 0
    not_mine: list[str] = field(default_factory=list)


def of_steward(session: Session, person: str) -> list[dict[str, Any]]:
    """Everybody on the rosters of the schools whose data this person keeps: who is linked, asked, done."""
    theirs = people.schools_of(session, person, people.Role.STEWARD)
    rows = session.scalars(select(RosterTeacher).where(RosterTeacher.school_id.in_(theirs)).order_by(RosterTeacher.id))
    return [_told(session, row) for row in rows]


def link(session: Session, chosen: Mapping[int, str], *, by: str, now: datetime) -> int:
    """The steward says who is who; each newly linked teacher is asked to look at their roster. Gives how many."""
    linked: dict[int, list[RosterTeacher]] = defaultdict(list)
    for row_id, slack_id in chosen.items():
        row = _of_this_steward(session, row_id, by)
        if row.slack_id == slack_id:
            continue
        row.slack_id, row.linked_by, row.confirmed_at, row.asked = slack_id, by, None, 0
        _audit(session, row, by, "roster linked", now)
        linked[row.school_id].append(row)
    for school_id, rows in linked.items():
        ask(session, rows, now)
        entries.note(session, school_id, rows)
    return sum(map(len, linked.values()))


def remind(session: Session, *, by: str, before: datetime, now: datetime) -> int:
    """Ask once more who hasn't answered; nobody is asked more than three times for one roster.

    Asks a portion of those who were last asked before an instant; gives how many, 0 when everybody has been.
    """
    theirs = people.schools_of(session, by, people.Role.STEWARD)
    waiting = (
        select(RosterTeacher)
        .where(
            RosterTeacher.school_id.in_(theirs), RosterTeacher.slack_id.is_not(None), RosterTeacher.asked < MOST_ASKED,
            RosterTeacher.confirmed_at.is_(None), RosterTeacher.corrected_at.is_(None), RosterTeacher.asked_at < before,
        )
        .order_by(RosterTeacher.id)
        .limit(PORTION)
    )  # fmt: skip
    rows = session.scalars(waiting).all()
    by_school: dict[int, list[RosterTeacher]] = defaultdict(list)
    for row in rows:
        by_school[row.school_id].append(row)
    for some in by_school.values():
        ask(session, some, now)
    return len(rows)


def confirm(session: Session, row_id: int, stamp: str, *, by: str, now: datetime) -> None:
    """A teacher says that their roster is right, as they saw it."""
    row = _own(session, row_id, by)
    if stamp != entries.stamp(row.classes):
        raise Refusal(REPLACED)
    row.confirmed_at, row.corrected_at, row.correction = now, None, None
    entries.note(session, row.school_id, [row])
    _audit(session, row, by, "roster confirmed", now)


def correct(session: Session, row_id: int, form: Correct, *, by: str, now: datetime) -> None:
    """A teacher says what is wrong; the steward hears it and uploads a better roster, which is asked about anew."""
    row = _own(session, row_id, by)
    if form.missing < 0 or form.moved < 0 or max(form.missing, form.moved) > 500:
        raise Refusal("Please give a number of students between 0 and 500.", field="missing")
    sections = {each["section"] for each in row.classes}
    strange = [each for each in form.not_mine if each not in sections]
    if strange or not (form.missing or form.moved or form.not_mine):
        raise Refusal("Please say what is wrong: how many students, or which classes.", field="missing")
    row.confirmed_at, row.corrected_at = None, now
    row.correction = {"missing": form.missing, "moved": form.moved, "not_mine": form.not_mine}
    entries.note(session, row.school_id, [row])
    _audit(session, row, by, "roster corrected", now)
    steward = _steward(session, row)
    key = f"roster:{row.id}:corrected:{now.isoformat()}"
    told = {"teacher": row.id, "reader": steward}
    posts.plan(session, Planned(steward, Kind.ROSTER_CORRECTED, key, _about(row), now, told), now=now)


def shown_to(session: Session, row_id: int, *, by: str) -> dict[str, Any]:
    """A teacher's own part of the roster, for the form that corrects it."""
    return _told(session, _own(session, row_id, by))


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a teacher is asked, or the steward is told, about one teacher's part of a roster.

    Raises
    ------
    NotNeeded
        When the roster is gone, the link was changed, or the teacher has answered.
    """
    row = session.get(RosterTeacher, known["teacher"])
    if row is None or ("asked" in known and (row.slack_id != known["reader"] or row.confirmed_at)):
        raise NotNeeded("the roster has moved on")
    reader = session.scalar(select(Teacher).where(Teacher.slack_id == known["reader"]))
    school = session.get_one(School, row.school_id)
    language = reader.language if reader else school.language
    return {**_told(session, row), "language": language, "school": school.name}


def ask(session: Session, rows: Sequence[RosterTeacher], now: datetime) -> None:
    """Ask teachers of one school to look at their part of a roster, each in their own hours."""
    if not rows:
        return
    there = select(Teacher.slack_id, Teacher.zone).where(Teacher.slack_id.in_([row.slack_id for row in rows]))
    zones = {slack_id: zone for slack_id, zone in session.execute(there)}
    of_school = session.get_one(School, rows[0].school_id).zone
    posts.plan_all(session, [_question(row, zones.get(str(row.slack_id), of_school), now) for row in rows], now=now)


def _question(row: RosterTeacher, zone: str, now: datetime) -> Planned:
    row.asked, row.asked_at = row.asked + 1, now
    slack_id = str(row.slack_id)
    key = f"roster:{row.id}:{row.upload_id}:{slack_id}:{now.isoformat()}"
    facts = {"teacher": row.id, "reader": slack_id, "asked": row.asked}
    return Planned(slack_id, Kind.ROSTER_ASK, key, _about(row), next_civil(now, ZoneInfo(zone), ()), facts, zone)


def _told(session: Session, row: RosterTeacher) -> dict[str, Any]:
    return {
        "id": row.id, "name": vault_of(session).open(row.name_sealed), "slack_id": row.slack_id,
        "classes": row.classes, "students": row.students, "correction": row.correction,
        "waiting": bool(row.slack_id and not row.confirmed_at and not row.corrected_at),
        "confirmed": row.confirmed_at is not None, "stamp": entries.stamp(row.classes),
    }  # fmt: skip


def _own(session: Session, row_id: int, by: str) -> RosterTeacher:
    row = session.get(RosterTeacher, row_id, with_for_update=True)
    if row is None or row.slack_id != by:
        raise Refusal(REPLACED)
    if session.scalar(select(RosterRenewal.id).where(RosterRenewal.school_id == row.school_id)):
        raise Refusal("A newer roster is just coming in. Please look again in a minute.")
    return row


def _of_this_steward(session: Session, row_id: int, by: str) -> RosterTeacher:
    row = session.get(RosterTeacher, row_id, with_for_update=True)
    if row is None:
        raise Refusal(REPLACED)
    people.require(session, people.Act.KEEP_DATA, by=by, school=session.get_one(School, row.school_id))
    return row


def _steward(session: Session, row: RosterTeacher) -> str:
    """Who hears of a correction: the uploader while they keep the school's data, else whoever does."""
    uploader = session.get_one(Upload, row.upload_id).uploader
    stewards = people.holders(session, people.Role.STEWARD, school=session.get_one(School, row.school_id))
    return uploader if uploader in stewards or not stewards else stewards[0]


def _about(row: RosterTeacher) -> str:
    return f"roster:{row.upload_id}"


def _audit(session: Session, row: RosterTeacher, by: str, act: str, now: datetime) -> None:
    audit.note(session, by, act, f"roster teacher {row.id}", now)
