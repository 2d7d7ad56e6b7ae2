"""The heartbeat while the database is away: it says so once, and goes on by itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.heartbeat import Heartbeat
from tests.faults.office import open_office
from tests.postgres import Postgres

PATIENCE_S = 30.0  # the scheduler beats by the machine's own clock
TOLD = ["heartbeat.database_away", "heartbeat.database_back"]


def test_a_database_that_goes_away_is_told_once_whatever_was_tried(postgres: Postgres, tmp_path: Path) -> None:
    """Delivering, taking in, planning and tidying up fail for as long as it lasts; then all of it is done."""

    async def story() -> None:
        async with open_office(postgres.empty(), tmp_path, posts=2) as office:
            heartbeat = office.play.brightcycle.heartbeat
            with capture_logs() as told:
                with postgres.away():
                    assert await _tries(heartbeat) | await _tries(heartbeat) == {False}
                assert await _tries(heartbeat) | await _tries(heartbeat) == {True}

            assert [each["event"] for each in told] == TOLD
            await office.later()
            assert office.all_sent_once()

    asyncio.run(story())


async def _tries(heartbeat: Heartbeat) -> set[bool]:
    return {
        await heartbeat.attempt(each) for each in (heartbeat.take_in, heartbeat.plan, heartbeat.tidy, heartbeat.beat)
    }


def test_the_clockwork_goes_on_through_an_outage(
    postgres: Postgres, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Started without a database, it delivers as soon as there is one; nothing fails into the scheduler's hands."""

    async def story() -> None:
        async with open_office(postgres.empty(), tmp_path) as office:
            heartbeat = office.play.brightcycle.heartbeat
            with capture_logs() as told:
                with postgres.away():
                    heartbeat.start()
                    await _until(lambda: bool(told))
                await _until(lambda: bool(office.tokens(office.channels[0])))
                await heartbeat.stop()
            assert [each["event"] for each in told] == TOLD
            assert office.all_sent_once()

    asyncio.run(story())
    assert [each.getMessage() for each in caplog.records if each.name.startswith("apscheduler")] == []


async def _until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not happened():
            await asyncio.sleep(0.01)
