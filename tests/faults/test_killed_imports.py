"""An import is all or nothing, at whatever step the process that does it is killed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.playground.exports import map_growth_export
from tests.coach import Coach, uploads
from tests.faults.arena import ROOT
from tests.faults.places import Case
from tests.people import Loop, Slack, Stage
from tests.postgres import Postgres

Run = dict[str, Any]


@pytest.fixture(scope="module")
def killed(
    loop: Loop, empty_database: Path, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Run]]:
    """What became of an import that was killed at each step on SQLite, and at every third on PostgreSQL, by database.

    One process begets the victims of both, because it takes seconds until it has loaded what they need.
    """
    here, there = tmp_path_factory.mktemp("sqlite"), tmp_path_factory.mktemp("postgresql")
    shutil.copy(empty_database, here / "bot.db")
    with _confirmed(loop, here, "", every=1) as one, _confirmed(loop, there, postgres.empty(), every=3) as other:
        runs = _kill([one, other])
    return {kind: [run for run in runs if run["kind"] == kind] for kind in ("sqlite", "postgresql")}


@contextmanager
def _confirmed(loop: Loop, folder: Path, database_url: str, *, every: int) -> Iterator[Case]:
    """A stage on which a file has been confirmed, and nobody has imported it yet."""
    stage = Stage.opened(loop, folder, database_url=database_url)
    try:
        Coach.at(Slack(stage)).gives(map_growth_export(seed=5, pupils_a_grade=20))
        house = stage.play.brightcycle.house
        with house.db.everywhere() as session:
            session.execute(text("UPDATE upload SET state = 'confirmed', confirmed = '{}'"))
        assert [each.state for each in uploads(stage)] == ["confirmed"]
        url = house.db.engine.url.render_as_string(hide_password=False)
        house.db.close()  # SQLite writes its log into the file, and PostgreSQL lets the database be copied
        key = stage.play.settings.secret_key.get_secret_value()
        yield Case(url, stage.play.slack.api_url, key, stage.play.clock.now().isoformat(), str(folder), every)
        assert stage.play.slack.refused == []
    finally:
        stage.close()


def _kill(cases: list[Case]) -> list[Run]:
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


@pytest.mark.long
@pytest.mark.parametrize(("kind", "deaths"), [("sqlite", 21), ("postgresql", 10)])
def test_a_worker_killed_at_any_step_leaves_all_or_nothing(
    killed: dict[str, list[Run]], kind: str, deaths: int
) -> None:
    """A process dies at its 1st, 2nd, … step; either nothing shows or everything does, and the next one completes.

    On PostgreSQL a dead process's transaction is rolled back and its locks go.
    """
    runs = killed[kind]
    assert len(runs) >= deaths
    assert {run["code"] for run in runs[:-1]} == {137}
    for run in runs:
        left = run["left"]
        assert (left["state"], left["figures"]) in [("confirmed", 0), ("imported", 8)], run
        assert left["whole"] or left["state"] == "confirmed", run
        assert run["then"] == {"state": "imported", "figures": 8, "whole": True, "files": ["scores.parquet"]}, run
    # The steps reach into every part: before the file, during it, between file and rows, and after.
    assert {(run["left"]["state"], run["left"]["whole"]) for run in runs} == {
        ("confirmed", False), ("confirmed", True), ("imported", True),
    }  # fmt: skip
