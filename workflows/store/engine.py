"""The database: one engine, and sessions that see a single workspace.

SQLite runs in WAL mode with ``BEGIN IMMEDIATE`` (a deferred BEGIN fails when two transactions read and then write) and
full synchronisation: a post marked as taken must survive a power cut, or it would be sent twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, Integer, bindparam, create_engine, event, make_url
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    ORMExecuteState,
    Session,
    UOWTransaction,
    sessionmaker,
    with_loader_criteria,
)

from workflows.store.base import Owned
from workflows.store.vault import Vault

LOCK_WAIT_S = 30
_READING_WHAT_IS_LEFT: ContextVar[bool] = ContextVar("reading_what_is_left", default=False)
# A query is told its workspace by name. Were the value in the condition, every query would take a sixth longer.
_OWNER = bindparam("the_workspace", type_=Integer, required=True)
_OWN_ROWS = with_loader_criteria(Owned, lambda table: table.workspace_id == _OWNER, include_aliases=True)


class DatabaseGone(Exception):
    """The file of an SQLite database has vanished, or another one is in its place: what we wrote would be lost."""


class Database:
    """Opens transactions: ``begin(workspace_id)`` for the work, ``everywhere()`` for the heartbeat's own rows."""

    def __init__(self, url: str, vault: Vault, *, connections: int = 12) -> None:
        self.vault = vault
        self.engine = open_engine(url, connections)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        event.listen(self._sessions, "do_orm_execute", _only_own_rows)
        event.listen(self._sessions, "before_flush", _stamp_owner)

    @contextmanager
    def begin(self, workspace_id: int) -> Iterator[Session]:
        """One transaction that reads and writes the rows of one workspace."""
        with self._sessions.begin() as session:
            session.info.update(workspace_id=workspace_id, vault=self.vault)
            yield session

    @contextmanager
    def everywhere(self) -> Iterator[Session]:
        """One transaction across workspaces, for sign-in and housekeeping. New rows must name their workspace."""
        with self._sessions.begin() as session:
            session.info.update(workspace_id=None, vault=self.vault)
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def workspace_of(session: Session) -> int:
    """The workspace this session works for."""
    return int(session.info["workspace_id"])


def vault_of(session: Session) -> Vault:
    """The vault that seals what this session stores."""
    vault: Vault = session.info["vault"]
    return vault


def open_engine(url: str, connections: int = 2) -> Engine:
    """An engine for PostgreSQL or SQLite, set up as this project needs it."""
    # Without hide_parameters an error in a log would quote the values of the row.
    shared: dict[str, Any] = {"pool_size": connections, "max_overflow": 4, "hide_parameters": True}
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, **shared, pool_pre_ping=True)
    engine = create_engine(url, **shared, connect_args={"timeout": LOCK_WAIT_S})
    if file := engine.url.database:
        _watch_file(engine, Path(file))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _watch_file(engine: Engine, file: Path) -> None:
    """Refuse a file that isn't the one this engine began with: SQLite itself would write into the void."""
    first: list[tuple[int, int]] = []

    def look(*_event: object) -> None:
        if first and first[0] != _identity(file):
            raise DatabaseGone(f"The database file {file} has vanished, or another one is in its place.")

    def remember(*_event: object) -> None:
        first[:] = first or [_identity(file)]

    def look_unless_for_what_is_left(*_event: object) -> None:
        if not _READING_WHAT_IS_LEFT.get():
            look()

    event.listen(engine, "do_connect", look)  # before SQLite makes an empty file
    event.listen(engine, "connect", remember)
    event.listen(engine, "begin", look_unless_for_what_is_left)  # what is refused here stays open for what is left


def _identity(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


@contextmanager
def reading_what_is_left() -> Iterator[None]:
    """Use connections to a file that is gone, to tell those about it whom it names."""
    reset = _READING_WHAT_IS_LEFT.set(True)
    try:
        yield
    finally:
        _READING_WHAT_IS_LEFT.reset(reset)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever driver the URL names
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={LOCK_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _only_own_rows(execution: ORMExecuteState) -> None:
    workspace_id = execution.session.info["workspace_id"]
    if workspace_id is None:
        return
    if not execution.is_select:
        execution.statement = execution.statement.options(_rows_of(workspace_id))
        return
    if not execution.is_column_load:
        execution.statement = execution.statement.options(_OWN_ROWS)
    # Also when a row is read anew: the rows that were read along with it bring the condition back.
    execution.parameters = {**cast(dict[str, Any], execution.parameters or {}), _OWNER.key: workspace_id}


@lru_cache(1_000)  # making one takes a quarter of a query's time
def _rows_of(workspace_id: int) -> LoaderCriteriaOption:
    """The condition with its value in it: with an UPDATE or DELETE, SQLAlchemy asks it which objects are meant."""
    return with_loader_criteria(Owned, lambda table: table.workspace_id == workspace_id, include_aliases=True)


def _stamp_owner(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    workspace_id = session.info["workspace_id"]
    for row in session.new | session.dirty | session.deleted:
        if not isinstance(row, Owned) or workspace_id is None:
            continue
        if row.workspace_id is None:
            row.workspace_id = workspace_id
        if row.workspace_id != workspace_id:
            raise PermissionError(f"{type(row).__name__} belongs to another workspace")
