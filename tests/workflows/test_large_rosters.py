"""A roster of thousands comes in without keeping anybody else waiting: no transaction lasts a second."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from tests.people import T0
from workflows import rosters
from workflows.jobs.files import ImportedTable
from workflows.store.engine import Database
from workflows.store.posts import Post
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import School
from workflows.store.uploads import Upload
from workflows.uploads import imports

TEACHERS = 3_000
LONGEST_S = 1.0


@contextmanager
def transactions(db: Database) -> Iterator[list[float]]:
    """How long each transaction lasted, in seconds."""
    lasted: list[float] = []
    began: dict[int, float] = {}

    def begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
        began[id(connection)] = time.perf_counter()

    def end(connection: Any) -> None:  # noqa: ANN401
        lasted.append(time.perf_counter() - began.pop(id(connection)))

    event.listen(db.engine, "begin", begin)
    event.listen(db.engine, "commit", end)
    yield lasted
    event.remove(db.engine, "begin", begin)
    event.remove(db.engine, "commit", end)


def table(students: int) -> ImportedTable:
    """A roster of very many teachers."""
    return ImportedTable(teachers=[
        {"key": f"T{n:05d}", "name": f"Teacher {n}", "year": 2027, "students": students,
         "classes": [{"section": f"{n}A", "subject": "math", "students": students}]}
        for n in range(TEACHERS)
    ])  # fmt: skip


def comes_in(db: Database, workspace: int, students: int, content: str) -> None:
    """A worker imports a roster, and goes on with it until it is all there."""
    with db.begin(workspace) as session:
        school = session.scalar(select(School)) or School(name="Lakeside", zone="UTC", language="en")
        session.add(school)
        session.flush()
        upload = Upload(
            school_id=school.id, uploader="U1", state="confirmed", taken_by="w", kind="roster", content_hash=content,
            received_at=T0, stored_as=content,
        )  # fmt: skip
        session.add(upload)
        session.flush()
        upload_id = upload.id
    with db.begin(workspace) as session:
        imports.imported(session, upload_id, "w", table(students), now=T0)
    goes_on(db)


def goes_on(db: Database) -> None:
    """Portion after portion, as a worker does."""
    while True:
        with db.engine.begin() as connection:
            due = rosters.due(connection)
        if due is None:
            return
        with db.begin(due[0]) as session:
            rosters.renew(session, due[1], now=T0)


@pytest.mark.long
def test_three_thousand_teachers_come_in_portions(db: Database, here: int) -> None:
    """Imported, linked, replaced by a newer roster about which everybody is asked, reminded, undone."""
    with transactions(db) as lasted:
        comes_in(db, here, 20, "a" * 64)
    first = list(lasted)
    with db.begin(here) as session:
        rows = session.scalars(select(RosterTeacher)).all()
        assert len(rows) == TEACHERS
        for row in rows:
            row.slack_id, row.linked_by = f"U{row.id:08d}", "U1"
    with transactions(db) as lasted:
        comes_in(db, here, 21, "b" * 64)
        later, portion = T0 + timedelta(days=1), 1
        while portion:
            with db.begin(here) as session:
                portion = rosters.remind(session, by="U1", before=later, now=later)
        with db.begin(here) as session:
            upload = session.scalars(select(Upload.id).order_by(Upload.id.desc())).first()
            imports.undo(session, int(upload or 0), by="U1", now=later)
        goes_on(db)

    with db.begin(here) as session:
        assert {row.students for row in session.scalars(select(RosterTeacher))} == {20}
        assert session.scalar(select(func.count()).select_from(Post)) == 3 * TEACHERS + 2
    assert max(first + lasted) < LONGEST_S, sorted(first + lasted)[-5:]
