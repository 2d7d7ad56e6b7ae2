"""The migrations make exactly what the models say, on both databases, from nothing and again."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.migrating import make_ready, migrate
from bot.settings import BadSettings
from tests.postgres import Postgres
from workflows.store import mail, tables
from workflows.store.base import Base
from workflows.store.engine import Database, open_engine

assert mail
assert tables


def test_migrations_equal_the_models(migrated: Database) -> None:
    """Tables, columns, types, indexes and constraints."""
    with migrated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(migrated: Database) -> None:
    """A start after a start."""
    before = _shape(migrated)
    migrate(migrated.engine)
    make_ready(migrated.engine)
    assert _shape(migrated) == before


def test_serve_migrates_an_empty_sqlite(tmp_path: Path) -> None:
    """A newcomer has nothing to do."""
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
    make_ready(engine)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM workspace")) == 0
    engine.dispose()


def test_serve_leaves_an_empty_postgresql_to_the_command(postgres: Postgres) -> None:
    """One sentence that says what to run; nothing is made."""
    engine = open_engine(postgres.empty())
    with pytest.raises(BadSettings, match="Please run: python -m bot migrate"):
        make_ready(engine)
    migrate(engine)
    make_ready(engine)
    engine.dispose()


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """An older version must not write into it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'newer.db'}")
    make_ready(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadSettings, match="made by a newer version"):
        make_ready(engine)
    engine.dispose()


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    """Tables that aren't ours stay alone."""
    engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(BadSettings, match="tables that are not Brightcycle's"):
        make_ready(engine)
    engine.dispose()


def _shape(database: Database) -> Any:  # noqa: ANN401 - whatever the database says about itself
    looked = inspect(database.engine)
    return {name: [column["name"] for column in looked.get_columns(name)] for name in looked.get_table_names()}
