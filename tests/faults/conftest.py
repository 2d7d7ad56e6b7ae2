"""What the fault tests start from: databases of each kind, and imports that are killed while other tests wait."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.demo.exports import map_growth_export
from tests.coach import Coach, uploads
from tests.faults.arena import ROOT
from tests.faults.office import played
from tests.faults.places import Case
from tests.people import Loop, Slack, Stage
from tests.postgres import FORGETFUL, Postgres, running_postgres

Play = Callable[..., None]
Killed = Future[list[dict[str, Any]]]


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


@pytest.fixture
def play(loop: Loop, sqlite_url: str, tmp_path: Path) -> Play:
    """Run a story in an office of its own; it is about Slack, so one kind of database will do."""
    return partial(played, loop, database_url=sqlite_url, folder=tmp_path)


@pytest.fixture
def play_on_each(loop: Loop, database_url: str, tmp_path: Path) -> Play:
    """Run a story on each kind of database."""
    return partial(played, loop, database_url=database_url, folder=tmp_path)


@pytest.fixture(scope="session")
def killed(loop: Loop, empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """What will have become of an import that is killed at each step on SQLite, and at every third on PostgreSQL.

    One process begets the victims of both, because it takes seconds until it has loaded what they need. It works beside
    the tests that follow, on a server of its own: others take theirs away.
    """
    here, there = tmp_path_factory.mktemp("sqlite"), tmp_path_factory.mktemp("postgresql")
    shutil.copy(empty_database, here / "bot.db")
    with (
        running_postgres(FORGETFUL) as server,
        _confirmed(loop, here, "", every=1) as one,
        _confirmed(loop, there, server.empty(), every=3) as other,
        ThreadPoolExecutor(1) as beside,
    ):
        yield beside.submit(_kill, [one, other])


@contextmanager
def _confirmed(loop: Loop, folder: Path, database_url: str, *, every: int) -> Iterator[Case]:
    """A stage on which a file has been confirmed, and nobody has imported it yet."""
    stage = Stage.opened(loop, folder, database_url=database_url)
    try:
        Coach.at(Slack(stage)).gives(map_growth_export(seed=5, pupils_a_grade=20))
        deps = stage.play.brightcycle.deps
        with deps.db.everywhere() as session:
            session.execute(text("UPDATE upload SET state = 'confirmed', confirmed = '{}'"))
        assert [each.state for each in uploads(stage)] == ["confirmed"]
        url = deps.db.engine.url.render_as_string(hide_password=False)
        deps.db.close()  # SQLite writes its log into the file, and PostgreSQL lets the database be copied
        key = stage.play.settings.secret_key.get_secret_value()
        yield Case(url, stage.play.slack.api_url, key, stage.play.clock.now().isoformat(), str(folder), every)
        assert stage.play.slack.refused == []
    finally:
        stage.close()


def _kill(cases: list[Case]) -> list[dict[str, Any]]:
    """Have the file imported by processes that die at each step."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_imports"],
        cwd=ROOT,
        input=json.dumps([asdict(each) for each in cases]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
