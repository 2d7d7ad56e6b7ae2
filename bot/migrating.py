"""Bring a database to the shape this version needs, with Alembic."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.settings import BadSettings
from workflows.store.engine import open_engine

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")


@contextmanager
def reach(url: str) -> Iterator[Engine]:
    """Open a database for a while.

    Raises
    ------
    BadSettings
        With one sentence, when the address is wrong, nobody answers there, or the database refuses the work.
    """
    address = _address(url)
    try:
        if file := file_of(address):
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = open_engine(url)
    except (OSError, ImportError) as error:
        raise BadSettings(_unopened(error)) from None
    try:
        engine.connect().close()
        yield engine
    except (DBAPIError, sqlite3.Error) as error:
        raise BadSettings(_unopened(error)) from None
    finally:
        engine.dispose()


def file_of(address: URL) -> Path | None:
    """The file of an SQLite database; None for a server's, or one in memory."""
    in_file = address.get_backend_name() == "sqlite" and address.database and address.database != ":memory:"
    return Path(str(address.database)) if in_file else None


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # The address itself is never shown: it may hold a password.
        raise BadSettings(
            "DATABASE_URL is no address of a database. "
            "It looks like postgresql://user:password@host/name or sqlite:///data/bot.db."
        ) from None
    if address.drivername not in DRIVERS:
        raise BadSettings(f"DATABASE_URL names {address.drivername}. Use postgresql:// or sqlite:///.")
    return address


def _unopened(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    reason = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    return f"I can't use the database of DATABASE_URL: {reason.rstrip('.')}."


def migrate(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Migrate an empty or older database to this version, whose shape a folder of migrations says.

    Raises
    ------
    BadSettings
        When the database is newer than this version.
    """
    if is_current(engine, migrations):
        return
    with engine.connect() as connection, _rows_kept(connection), connection.begin():
        config = _config(migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _rows_kept(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew and dropping the old one, which deletes the rows that belong to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Only outside of a transaction does this pragma do anything. https://www.sqlite.org/lang_altertable.html#otheralter
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def make_ready(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """What `serve` and `worker` do first: SQLite is migrated, a server's database must be up to date.

    Raises
    ------
    BadSettings
        With one sentence that says what to do.
    """
    if engine.dialect.name == "sqlite":
        migrate(engine, migrations)
    elif not is_current(engine, migrations):
        raise BadSettings("The database is not up to date. Please run: python -m bot migrate")


def is_current(engine: Engine, migrations: Path = MIGRATIONS) -> bool:
    """Whether a database has this version's shape; raises BadSettings when it is newer or somebody else's."""
    current = _current(engine)
    if current == latest_revision(migrations):
        return True
    _refuse_newer(engine, current, migrations)
    return False


def _refuse_newer(engine: Engine, current: str | None, migrations: Path) -> None:
    try:
        ScriptDirectory.from_config(_config(migrations)).get_revision(current) if current else None
    except CommandError:
        raise BadSettings(
            "The database was made by a newer version of Brightcycle. Please run that version, or restore a backup."
        ) from None
    if current is None and inspect(engine).get_table_names():
        raise BadSettings("The database holds tables that are not Brightcycle's. Please use an empty one.")


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def latest_revision(migrations: Path = MIGRATIONS) -> str | None:
    """The revision that a folder of migrations ends with."""
    return ScriptDirectory.from_config(_config(migrations)).get_current_head()


def write_migration(engine: Engine, message: str) -> Path:
    """Write the next migration: from an up-to-date database to what the models say now. Gives the new file."""
    config = _config(MIGRATIONS)
    revision = f"{int(latest_revision() or 0) + 1:04}"
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)
    (file,) = (MIGRATIONS / "versions").glob(f"{revision}_*.py")
    return file


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config
