"""Both databases, empty and migrated; every workflow test runs on each."""

import shutil
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.migrating import migrate
from tests.people import T0
from workflows import workspaces
from workflows.store.base import Base
from workflows.store.engine import Database
from workflows.store.tables import Team
from workflows.store.vault import Vault
from workflows.teams import setup

VAULT = Vault("a secret for the workflow tests")


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty SQLite file."""
    return f"sqlite:///{tmp_path_factory.mktemp('workflows') / 'bot.db'}"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[Database]:
    """A migrated database of each kind."""
    address = sqlite_url if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(address, VAULT)
    migrate(database.engine)
    yield database
    database.close()


@pytest.fixture
def db(migrated: Database, empty_database: Path) -> Database:
    """The same database, without a row; what the bot itself could not do, for it may not empty the audit log."""
    if migrated.engine.dialect.name == "sqlite":
        migrated.close()
        shutil.copy(empty_database, str(migrated.engine.url.database))
        return migrated
    with migrated.engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return migrated


@pytest.fixture
def here(db: Database) -> int:
    """A workspace."""
    return installed(db, "T1")


@pytest.fixture
def elsewhere(db: Database, here: int) -> int:
    """Another workspace on the same database."""
    return installed(db, "T2")


def installed(db: Database, slack_id: str) -> int:
    """Install the bot in a workspace; gives its own id."""
    told = workspaces.Installation(slack_id, "A school", f"B{slack_id}", f"xoxb-{slack_id}", ["chat:write"], "U1")
    with db.everywhere() as session:
        return workspaces.install(session, told, now=T0)


def a_team(db: Database, workspace: int, channel: str = "C1") -> Team:
    """Set a team up: Tuesdays at 08:15, members U1 and U2."""
    form = setup.SetUpTeam(
        channel=channel, language="en", name="Grade 5", school="Lakeside", grade="5", subject="Math",
        members=["U1", "U2"], zone="America/New_York", weekday=1, at=time(8, 15), days_off="2026-10-12 Holiday",
    )  # fmt: skip
    with db.begin(workspace) as session:
        return setup.set_up(session, form, by="U1", now=T0)
