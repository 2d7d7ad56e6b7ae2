"""An import is all or nothing, whatever happens in the middle of it."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.playground.exports import map_growth_export
from handlers.intake import Intake
from tests.coach import Coach, figures, uploads
from tests.people import Loop, Slack, Stage

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.long
def test_a_worker_killed_at_any_step_leaves_all_or_nothing(dana: Coach, stage: Stage, tmp_path: Path) -> None:
    """A process dies at its 1st, 2nd, … step; either nothing shows or everything does, and the next one completes."""
    runs = killed_imports(dana, stage, tmp_path)
    assert len(runs) > 20
    all_or_nothing(runs)


def all_or_nothing(runs: list[dict[str, Any]]) -> None:
    """Whatever step a process died at, everything or nothing shows, and the next process completes it."""
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


def killed_imports(dana: Coach, stage: Stage, tmp_path: Path, *, every: int = 1) -> list[dict[str, Any]]:
    """Have a file confirmed, then imported by processes that die at each step, or at every third, …"""
    dana.gives(map_growth_export(seed=5, pupils_a_grade=20))
    house = stage.play.brightcycle.house
    with house.db.everywhere() as session:
        session.execute(text("UPDATE upload SET state = 'confirmed', confirmed = '{}'"))
    assert [each.state for each in uploads(stage)] == ["confirmed"]
    url = house.db.engine.url.render_as_string(hide_password=False)
    house.db.close()  # SQLite writes its log into the file, and PostgreSQL lets the database be copied
    place = tmp_path / "killed"
    place.mkdir()
    command = [sys.executable, "-m", "tests.faults.killed_imports", str(place), stage.play.slack.api_url]
    done = subprocess.run(
        [*command, stage.play.clock.now().isoformat(), url, str(every)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_imports_of_one_school_take_turns(
    kind: str, loop: Loop, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Two workers import two files of the same test side by side: one is replaced, and no figure is there twice."""
    url = request.getfixturevalue("postgres").empty() if kind == "postgresql" else ""
    stage = Stage.opened(loop, tmp_path, database_url=url)
    try:
        dana = Coach.at(Slack(stage))
        dana.gives(map_growth_export(seed=1, pupils_a_grade=20), "one.csv")
        dana.gives(map_growth_export(seed=2, pupils_a_grade=20), "two.csv")
        house = stage.play.brightcycle.house
        with house.db.everywhere() as session:
            session.execute(text("UPDATE upload SET state = 'confirmed', confirmed = '{}'"))

        async def both() -> list[int]:
            return await asyncio.gather(*(Intake(house, name).beat() for name in ("one", "two")))

        assert sum(dana.slack.does(both())) == 2
        assert sorted(each.state for each in uploads(stage)) == ["imported", "replaced"]
        assert len({(each.grade, each.window) for each in figures(stage)}) == len(figures(stage)) == 8
        dana.waits()
        dana.clicks("Undo this import")
        assert sorted(each.state for each in uploads(stage)) == ["imported", "undone"]
        assert len(figures(stage)) == 8
    finally:
        stage.close()
