"""The migrations make exactly what the models say, on both databases, from nothing and again."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text

from bot.migrating import MIGRATIONS, latest_revision, make_ready, migrate
from bot.settings import BadSettings
from tests.postgres import Postgres
from tests.workflows.conftest import VAULT, a_team, installed
from workflows.store.base import Base
from workflows.store.engine import Database, open_engine


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


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9998", "{latest}"


def upgrade() -> None:
    with op.batch_alter_table("workspace") as batch_op:
        batch_op.add_column(sa.Column("motto", sa.String(80), nullable=False, server_default="Onward"))
        batch_op.alter_column("name", existing_type=sa.String(255), nullable=True)
"""


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The migrations of a version to come, which changes the table on which all others hang."""
    folder = Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")))
    (folder / "versions" / "9998_next.py").write_text(NEXT.replace("{latest}", str(latest_revision())))
    return folder


def test_serve_brings_an_older_sqlite_along_with_every_row(tmp_path: Path, next_version: Path) -> None:
    """An operator who updates has nothing to do; going back is refused in one sentence, and changes nothing."""
    database = lived_in(f"sqlite:///{tmp_path / 'older.db'}")
    before = rows_of(database)

    make_ready(database.engine, next_version)

    assert rows_of(database) == before
    assert motto_of(database) == "Onward"
    with database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    with pytest.raises(BadSettings, match="made by a newer version of Brightcycle"):
        make_ready(database.engine)
    make_ready(database.engine, next_version)
    assert rows_of(database) == before
    database.close()


def test_an_older_postgresql_waits_for_the_command(postgres: Postgres, next_version: Path) -> None:
    """`serve` changes nothing there, because other workers may still run the older version; `migrate` does."""
    database = lived_in(postgres.empty())
    before = rows_of(database)

    with pytest.raises(BadSettings, match="Please run: python -m bot migrate"):
        make_ready(database.engine, next_version)
    make_ready(database.engine)

    migrate(database.engine, next_version)
    make_ready(database.engine, next_version)
    assert (rows_of(database), motto_of(database)) == (before, "Onward")
    with pytest.raises(BadSettings, match="made by a newer version of Brightcycle"):
        make_ready(database.engine)
    database.close()


def lived_in(url: str) -> Database:
    """A database of today's shape with a workspace, a school, a team and its teachers."""
    database = Database(url, VAULT)
    migrate(database.engine)
    a_team(database, installed(database, "T1"))
    return database


def rows_of(database: Database) -> dict[str, int]:
    """How many rows each table holds, of those that hold any."""
    with database.engine.connect() as connection:
        counts = {
            each.name: connection.scalar(select(func.count()).select_from(each)) for each in Base.metadata.sorted_tables
        }
    assert {"workspace", "school", "team", "teacher", "day_off"} <= {name for name, count in counts.items() if count}
    return {name: count for name, count in counts.items() if count}


def motto_of(database: Database) -> str:
    """What only the next version knows."""
    with database.engine.connect() as connection:
        return str(connection.execute(text("SELECT motto FROM workspace")).scalar_one())


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


def test_nobody_loses_what_they_could_do_before_there_were_roles(tmp_path: Path) -> None:
    """The installer is an admin; who set the digest up leads the school and keeps its data; so does who uploaded."""
    engine = open_engine(f"sqlite:///{tmp_path / 'older.db'}")
    folder = Path(shutil.copytree(MIGRATIONS, tmp_path / "m", ignore=shutil.ignore_patterns("__pycache__")))
    versions = sorted((folder / "versions").glob("*.py"))
    for path in versions[versions.index(next(each for each in versions if each.name.endswith("_roles.py"))) :]:
        path.unlink()
    migrate(engine, folder)
    values = "'T1', 'A', 'UIN', 'B', '[]', '', '', '2026-09-14 12:00:00'"
    with engine.begin() as connection:
        for statement in (
            f"INSERT INTO workspace (slack_id, name, installer, bot_user, scopes, token_sealed, pupil_key_sealed,"
            f" installed_at) VALUES ({values})",
            "INSERT INTO school (workspace_id, name, zone, language) VALUES (1, 'Lakeside', 'UTC', 'en')",
            "INSERT INTO digest_rules (workspace_id, school_id, lead, when_nothing, to_teams, consent_days)"
            " VALUES (1, 1, 'ULEAD', 'line', 1, 10)",
            "INSERT INTO upload (workspace_id, school_id, uploader, state, round, attempts, file_gone, received_at)"
            " VALUES (1, 1, 'UUP', 'imported', 1, 0, 0, '2026-09-14 12:00:00')",
        ):
            connection.execute(text(statement))
    migrate(engine)
    with engine.begin() as connection:
        held = connection.execute(text("SELECT person, role, school_id FROM role_grant ORDER BY role, person")).all()
    engine.dispose()
    assert [tuple(each) for each in held] == [
        ("UIN", "admin", None), ("ULEAD", "lead", 1), ("ULEAD", "steward", 1), ("UUP", "steward", 1),
    ]  # fmt: skip
