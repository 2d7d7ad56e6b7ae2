"""Rosters of thousands, promises of thousands: nobody else is kept waiting, for no transaction lasts a second."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from handlers.workers import portions
from tests.people import T0
from tests.workflows.conftest import a_team
from workflows import commitments, posts, rosters, teams
from workflows.commitments.asking import questions
from workflows.jobs.files import ImportedTable
from workflows.people import Role
from workflows.store.engine import Database
from workflows.store.people import Grant
from workflows.store.posts import Post
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import Commitment, DayOff, School, Team
from workflows.store.uploads import Upload
from workflows.uploads import imports

# All of them where one transaction keeps everybody else out; fewer where it locks only its own rows.
TEACHERS, PROMISES = {"sqlite": 3_000, "postgresql": 300}, {"sqlite": 5_600, "postgresql": 560}
SNOW_DAY = date(2026, 9, 23)
LONGEST_S = 1.0


@contextmanager
def transactions(db: Database) -> Iterator[list[float]]:
    """What each transaction took, in seconds of our processor: a machine that is busy otherwise makes no difference."""
    lasted: list[float] = []
    began: dict[int, float] = {}

    def begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
        began[id(connection)] = time.thread_time()

    def end(connection: Any) -> None:  # noqa: ANN401
        lasted.append(time.thread_time() - began.pop(id(connection)))

    event.listen(db.engine, "begin", begin)
    event.listen(db.engine, "commit", end)
    yield lasted
    event.remove(db.engine, "begin", begin)
    event.remove(db.engine, "commit", end)


def table(teachers: int, students: int) -> ImportedTable:
    """A roster of very many teachers."""
    return ImportedTable(teachers=[
        {"key": f"T{n:05d}", "name": f"Teacher {n}", "year": 2027, "students": students,
         "classes": [{"section": f"{n}A", "subject": "math", "students": students}]}
        for n in range(teachers)
    ])  # fmt: skip


def comes_in(db: Database, workspace: int, students: int, content: str) -> None:
    """A worker imports a roster, and goes on with it until it is all there."""
    with db.begin(workspace) as session:
        school = session.scalar(select(School)) or School(name="Lakeside", zone="UTC", language="en")
        session.add(school)
        session.flush()
        session.add(Grant(person="U1", role=Role.STEWARD, school_id=school.id, given_by="U1", given_at=T0))
        upload = Upload(
            school_id=school.id, uploader="U1", state="confirmed", taken_by="w", kind="roster", content_hash=content,
            received_at=T0, stored_as=content,
        )  # fmt: skip
        session.add(upload)
        session.flush()
        upload_id = upload.id
    with db.begin(workspace) as session:
        imports.imported(session, upload_id, "w", table(TEACHERS[db.engine.dialect.name], students), now=T0)
    goes_on(db)


def goes_on(db: Database) -> None:
    """Portion after portion, as a worker does."""
    for due, go_on in portions.WORK:
        while True:
            with db.engine.begin() as connection:
                found = due(connection)
            if found is None:
                break
            with db.begin(found[0]) as session:
                go_on(session, found[1], now=T0)


@pytest.mark.long
def test_three_thousand_teachers_come_in_portions(db: Database, here: int) -> None:
    """Imported, linked, replaced by a newer roster about which everybody is asked, reminded, undone."""
    teachers = TEACHERS[db.engine.dialect.name]
    with transactions(db) as lasted:
        comes_in(db, here, 20, "a" * 64)
    first = list(lasted)
    with db.begin(here) as session:
        rows = session.scalars(select(RosterTeacher)).all()
        assert len(rows) == teachers
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
        assert session.scalar(select(func.count()).select_from(Post)) == 3 * teachers + 2
    assert max(first + lasted) < LONGEST_S, sorted(first + lasted)[-5:]


def promised(db: Database, workspace: int, team_id: int) -> None:
    """Very many open promises for the same day, each with its questions."""
    promises = PROMISES[db.engine.dialect.name]
    for first in range(0, promises, 400):
        with db.begin(workspace) as session:
            team = session.get_one(Team, team_id)
            teacher = teams.teacher(session, "U1") or teams.remember(session, "U1", zone=team.zone, language="en")
            made = [
                Commitment(team_id=team.id, teacher=teacher, text_sealed="x", due_on=SNOW_DAY, made_at=T0)
                for _ in range(first, min(first + 400, promises))
            ]
            session.add_all(made)
            session.flush()
            breaks = teams.breaks_of(team)
            posts.plan_all(session, [each for some in made for each in questions(some, breaks, T0)], now=T0)


@pytest.mark.long
def test_thousands_of_promises_move_to_a_school_day_in_portions(db: Database, here: int) -> None:
    """It snows on the day on which everybody is to be asked: each is asked on the next one."""
    team_id = a_team(db, here).id
    promised(db, here, team_id)
    with transactions(db) as lasted:
        with db.begin(here) as session:
            session.add(DayOff(team_id=team_id, first_on=SNOW_DAY, last_on=SNOW_DAY, why="Snow"))
            session.flush()
            commitments.move_along(session, session.get_one(Team, team_id), now=T0)
        goes_on(db)

    with db.begin(here) as session:
        asked = select(Post.due_at, func.count()).where(Post.kind == "commitment:check-in").group_by(Post.due_at)
        planned = {due_at.date(): many for due_at, many in session.execute(asked.where(Post.state == "planned"))}
    assert planned == {SNOW_DAY + timedelta(days=1): PROMISES[db.engine.dialect.name]}
    assert max(lasted) < LONGEST_S, sorted(lasted)[-5:]
