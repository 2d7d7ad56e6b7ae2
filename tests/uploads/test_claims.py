"""Who reads which file next: workspaces take turns, on both databases."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from tests.people import T0
from tests.workflows.conftest import db, elsewhere, here, migrated, sqlite_url
from workflows.store import upload_claims
from workflows.store.engine import Database
from workflows.store.tables import School
from workflows.store.upload_claims import TakenUpload
from workflows.store.uploads import Upload

__all__ = ["db", "elsewhere", "here", "migrated", "sqlite_url"]  # fixtures
LEASE = timedelta(minutes=2)


def given_files(db: Database, workspace: int, many: int) -> list[int]:
    """Somebody gives files; their numbers."""
    with db.begin(workspace) as session:
        school = School(name="Lakeside", zone="America/New_York", language="en")
        session.add(school)
        session.flush()
        rows = [Upload(school_id=school.id, uploader="U1", state="received", received_at=T0) for _ in range(many)]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def takes(db: Database, worker: str, **later: float) -> TakenUpload | None:
    """A worker takes what comes next."""
    with db.engine.begin() as connection:
        return upload_claims.take(connection, worker=worker, now=T0 + timedelta(**later), lease=LEASE)


def number(taken: TakenUpload | None) -> int | None:
    """Which upload that is."""
    return taken.id if taken else None


def changed(db: Database, upload: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """An upload as a worker leaves it."""
    with db.engine.begin() as connection:
        connection.execute(update(Upload).where(Upload.id == upload).values(taken_by=None, **values))


def test_a_workspace_with_many_files_leaves_room_for_another(db: Database, here: int, elsewhere: int) -> None:
    """One file of each at a time; whoever was served longest ago comes first."""
    many, (one,) = given_files(db, here, 3), given_files(db, elsewhere, 1)

    assert number(takes(db, "a")) == many[0]
    assert number(takes(db, "b")) == one  # not the second of the first workspace
    assert takes(db, "c") is None

    changed(db, many[0], state="understood", lease_until=None, settled_at=T0)
    (another,) = given_files_again(db, elsewhere)
    changed(db, one, state="understood", lease_until=None, settled_at=T0 + timedelta(seconds=1))
    assert number(takes(db, "a")) == many[1]
    assert number(takes(db, "b")) == another


def given_files_again(db: Database, workspace: int) -> list[int]:
    """One more file for the same school."""
    with db.begin(workspace) as session:
        first = session.query(Upload).first()
        assert first is not None
        row = Upload(school_id=first.school_id, uploader="U1", state="received", received_at=T0)
        session.add(row)
        session.flush()
        return [row.id]


def test_what_failed_before_comes_last(db: Database, here: int) -> None:
    """A download that hung is tried again later and holds up nothing meanwhile."""
    first, second = given_files(db, here, 2)
    taken = takes(db, "a")
    assert taken is not None
    with db.engine.begin() as connection:
        upload_claims.postpone(connection, taken, worker="a", until=T0 + timedelta(minutes=1), attempts=1)

    assert number(takes(db, "a")) == second
    changed(db, second, state="received", lease_until=None, attempts=0)
    assert number(takes(db, "a", minutes=3)) == second
    changed(db, second, state="understood", lease_until=None)
    assert number(takes(db, "a", minutes=6)) == first


def test_a_worker_that_went_away_holds_its_workspace_only_while_its_lease_lasts(db: Database, here: int) -> None:
    """Two minutes later its file, or another one of the same workspace, goes on."""
    first, second = given_files(db, here, 2)
    assert number(takes(db, "gone")) == first
    assert takes(db, "next", minutes=1) is None

    assert number(takes(db, "next", minutes=3)) == second  # has not failed yet
