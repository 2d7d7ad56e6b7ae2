"""Imports of one school side by side; `tests/faults/test_killed_imports.py` has those that die on the way."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.demo.exports import map_growth_export
from handlers.workers.uploads import Intake
from tests.coach import Coach, figures, uploads
from tests.people import Loop, Slack, Stage


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
        deps = stage.play.brightcycle.deps
        with deps.db.everywhere() as session:
            session.execute(text("UPDATE upload SET state = 'confirmed', confirmed = '{}'"))

        async def both() -> list[int]:
            return await asyncio.gather(*(Intake(deps, name).beat() for name in ("one", "two")))

        assert sum(dana.slack.does(both())) == 2
        assert sorted(each.state for each in uploads(stage)) == ["imported", "replaced"]
        assert len({(each.grade, each.window) for each in figures(stage)}) == len(figures(stage)) == 8
        dana.waits()
        dana.clicks("Undo this import")
        assert sorted(each.state for each in uploads(stage)) == ["imported", "undone"]
        assert len(figures(stage)) == 8
    finally:
        stage.close()
