"""The database's file vanishes from under a running bot: it is noticed, told, and nothing is written into the void."""

import shutil
import sqlite3
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import update

from tests.people import Clock, Slack, Stage, Teacher
from workflows.store.tables import Workspace


async def readyz(stage: Stage) -> tuple[int, str]:
    """What a supervisor hears."""
    async with ClientSession() as session, session.get(f"{stage.play.slack.app_url}/readyz") as answer:
        return answer.status, await answer.text()


def test_a_file_that_is_gone_is_noticed_and_told_and_comes_back_with_everything(
    ana: Teacher, ben: Teacher, team: object, slack: Slack, stage: Stage, clock: Clock
) -> None:
    """Moved away, the installer hears of it once; whoever asks for something hears that nothing was saved."""
    deps = stage.play.brightcycle.deps
    file = Path(str(deps.db.engine.url.database))
    with deps.db.everywhere() as session:
        session.execute(update(Workspace).values(installer=ben.id))

    away = file.rename(file.with_name("away.db"))
    for _beat in range(3):
        stage.loop.run(stage.play.brightcycle.heartbeat.attempt(stage.play.brightcycle.heartbeat.beat))
    status, text = stage.loop.run(readyz(stage))
    assert status == 503
    assert "has vanished, or another one is in its place. Put it back and restart." in text
    assert [each.startswith("The file of my database has vanished") for each in ben.sees] == [True]
    stage.loop.run(ana.person.types("/cycle start", in_=ana.home))
    stage.loop.run(stage.play.brightcycle.listeners.until_quiet())
    assert "nothing was saved" in ana.person.sees[-1]
    assert not file.exists()

    away.rename(file)
    assert stage.loop.run(readyz(stage)) == (200, "ready\n")


def test_another_file_in_its_place_is_not_written_to(slack: Slack, stage: Stage, empty_database: Path) -> None:
    """A copy put there while it runs is for the next start."""
    file = Path(str(stage.play.brightcycle.deps.db.engine.url.database))
    away = file.rename(file.with_name("away.db"))
    shutil.copy(empty_database, file)
    assert stage.loop.run(readyz(stage))[0] == 503
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT count(*) FROM answered").fetchone() == (0,)
    file.unlink()
    away.rename(file)
