"""The databases of the fault tests: a fresh SQLite file, and a fresh database on a real PostgreSQL."""

import shutil
from pathlib import Path

import pytest

from tests.postgres import Postgres


@pytest.fixture
def sqlite_url(empty_database: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite file."""
    return f"sqlite:///{shutil.copy(empty_database, tmp_path / 'bot.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_url
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty()
