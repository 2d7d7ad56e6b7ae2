"""Reflections that the weekly digest may quote, because whoever wrote them said so; edited when that is taken back.

A quote is offered once, in a week without other news, and never before its own team has read it. Without a name it is
quoted only where three people or more could have written it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import Session

from workflows import people
from workflows.posts.edits import ToEdit, posted
from workflows.reflections import summaries
from workflows.rules.privacy import could_be_one_adult
from workflows.store.brightspots import Issue, Quotation
from workflows.store.engine import vault_of
from workflows.store.tables import Cycle, Membership, Reflection, School, Teacher, Team

NO, NAMED, NAMELESS = "no", "named", "nameless"
WAYS = (NO, NAMELESS, NAMED)
MOST_QUOTES = 2
FRESH_FOR = timedelta(days=28)  # older words are about another question


def may_be_quoted(session: Session, school: School) -> list[str]:
    """The ways in which a school's digest could quote a teacher; none where no leadership team reads it."""
    if school.ilt_channel is None:
        return []
    theirs = select(func.count(func.distinct(Membership.teacher_id))).join(Team, Team.id == Membership.team_id)
    # Only who can speak could have said it: no bots, nobody who is gone.
    theirs = theirs.join(Teacher, Teacher.id == Membership.teacher_id).where(Teacher.kind.in_(people.ALIVE))
    many = session.scalar(theirs.where(Team.school_id == school.id)) or 0
    return [way for way in WAYS if way != NAMELESS or not could_be_one_adult(many)]


def offered(session: Session, school: School, now: datetime) -> list[int]:
    """The reflections that a school's digest quotes next: new, allowed, read by their team, and not quoted before."""
    ways = may_be_quoted(session, school)
    before = select(Quotation.reflection_id).join(Issue, Issue.id == Quotation.issue_id)
    before = before.where(Issue.key.startswith(f"digest:{school.id}:"), Quotation.reflection_id.is_not(None))
    rows = session.execute(
        select(Reflection, Cycle)
        .join(Cycle, Cycle.id == Reflection.cycle_id)
        .join(Team, Team.id == Cycle.team_id)
        .where(Team.school_id == school.id, _is_quotable(), Reflection.quotable.in_(ways))
        .where(Reflection.written_at > now - FRESH_FOR, Reflection.id.not_in(before))
        .order_by(Reflection.author_mark)  # in no order that tells who wrote when
    )
    ids = (row.id for row, cycle in rows if summaries.was_read(session, cycle, row))
    return list(islice(ids, MOST_QUOTES))


def told(session: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Quotes as they may be shown now: their words, and who wrote them where that may be said."""
    rows = session.execute(
        select(Reflection, Teacher.slack_id)
        .join(Teacher, Teacher.id == Reflection.teacher_id, isouter=True)
        .where(Reflection.id.in_(ids), _is_quotable())
        .order_by(Reflection.author_mark)
    )
    return [
        {"text": vault_of(session).open(row.text_sealed), "by": who if row.quotable == NAMED else ""}
        for row, who in rows
    ]


def note(session: Session, issue: Issue, ids: Sequence[int]) -> None:
    """Remember what a digest quotes, and as of when."""
    rows = session.scalars(select(Reflection).where(Reflection.id.in_(ids)))
    session.add_all(Quotation(issue_id=issue.id, reflection_id=row.id, written_at=row.written_at) for row in rows)


def outdated(connection: Connection) -> list[tuple[int, int]]:
    """Digests that quote what was taken back, changed or deleted since: every workspace and issue."""
    return [(row.workspace_id, row.issue_id) for row in connection.execute(OUTDATED)]


def to_edit(session: Session, issue_id: int) -> tuple[list[ToEdit], bool]:
    """Where a digest stands that quotes otherwise than it may, and whether that is all there will ever be."""
    return posted(session, [session.get_one(Issue, issue_id).key])


def edited(session: Session, issue_id: int) -> None:
    """A digest quotes again what it may, and nothing else."""
    rows = session.execute(
        select(Quotation, Reflection)
        .join(Reflection, Reflection.id == Quotation.reflection_id, isouter=True)
        .where(Quotation.issue_id == issue_id, _is_outdated())
    )
    for quotation, reflection in rows:
        if reflection is None or reflection.quotable == NO or not _is_known(reflection):
            session.delete(quotation)
        else:
            quotation.written_at = reflection.written_at


def _is_quotable() -> ColumnElement[bool]:
    """Allowed; with a name only while there is somebody whose name it is."""
    return or_(Reflection.quotable == NAMELESS, and_(Reflection.quotable == NAMED, Reflection.teacher_id.is_not(None)))


def _is_outdated() -> ColumnElement[bool]:
    """A quotation, joined with its reflection, whose words aren't those that may be quoted now."""
    return or_(Reflection.id.is_(None), ~_is_quotable(), Reflection.written_at != Quotation.written_at)


def _is_known(reflection: Reflection) -> bool:
    return reflection.quotable == NAMELESS or reflection.teacher_id is not None


# Every heartbeat asks this, so it is made once.
OUTDATED = (
    select(Quotation.workspace_id, Quotation.issue_id)
    .distinct()
    .join(Reflection, Reflection.id == Quotation.reflection_id, isouter=True)
    .where(_is_outdated())
    .order_by(Quotation.issue_id)
)
