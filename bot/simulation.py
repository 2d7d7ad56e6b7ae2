"""Brightcycle and a stand-in Slack in one process, on a clock turned by hand: what the demo and the stories play in."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn

from bot import socketmode
from bot.app import Brightcycle, open_brightcycle, recognise
from bot.clock import HandClock
from bot.heartbeat import PLAN_EVERY
from bot.migrating import migrate
from bot.playground.standin import StandIn
from bot.playground.workspaces import Workspace
from bot.server import configured
from bot.settings import GivenSettings, Settings
from bot.web import web
from handlers.delivery.loop import LEASE
from handlers.install import SCOPES
from workflows.meetings import running
from workflows.store import claims

PLAN_AGAIN_AFTER = timedelta(days=7)  # half of what is planned ahead
LOOK_AGAIN_AFTER = timedelta(days=1)
TEAM_ID = "T0BRIGHT"


@dataclass
class Simulation:
    """A stage: the product, its Slack, one workspace, and the clock's hands."""

    brightcycle: Brightcycle
    slack: StandIn
    workspace: Workspace
    clock: HandClock
    settings: Settings
    planned_at: datetime | None = None
    looked_at: datetime | None = None

    async def settle(self) -> None:
        """Wait until every door has finished, take files in, then deliver what is due at this very moment."""
        await self.brightcycle.listeners.until_quiet()
        await self.brightcycle.heartbeat.take_in()
        await self.brightcycle.heartbeat.keep_meetings()
        await self.brightcycle.heartbeat.beat()
        await self.brightcycle.heartbeat.keep_homes()

    async def turn_to(self, at: datetime) -> None:
        """Let time pass: every post leaves at its own moment, as it would on a clock that runs by itself."""
        await self.settle()
        while self.clock.now() < at:
            soon = min(at, await self._planned_until(), await self._looked_until())
            while (due_at := await self._next()) is not None and due_at <= soon:
                self.clock.turn_to(due_at)
                await self.settle()
            self.clock.turn_to(soon)
        await self.settle()

    async def next_at(self) -> datetime | None:
        """When the next planned post may leave."""
        await self._planned_until()
        return await self._next()

    async def goes_on(self, at: datetime) -> None:
        """Let the clock go on by a moment and deliver what has come due; files aren't waited for."""
        self.clock.turn_to(at)
        await self._planned_until()
        await self.brightcycle.heartbeat.beat()

    async def _planned_until(self) -> datetime:
        """Plan as often as a heartbeat that beats by itself, or as seldom as will do; gives when to plan again."""
        now = self.clock.now()
        if self.planned_at is None or now >= self.planned_at + PLAN_EVERY:
            await self.brightcycle.heartbeat.plan()
            self.planned_at = now
            return now + PLAN_AGAIN_AFTER
        return self.planned_at + PLAN_EVERY

    async def _looked_until(self) -> datetime:
        """Ask Slack about people once a day; gives when to ask again."""
        now = self.clock.now()
        if self.looked_at is None or now >= self.looked_at + LOOK_AGAIN_AFTER:
            await self.brightcycle.heartbeat.look_again()
            self.looked_at = now
        return self.looked_at + LOOK_AGAIN_AFTER

    async def _next(self) -> datetime | None:
        deps = self.brightcycle.deps
        with deps.db.engine.begin() as connection:
            moments = (claims.next_ready_at(connection), running.next_due_at(connection))
        return min((each for each in moments if each is not None), default=None)


@asynccontextmanager
async def open_simulation(
    starts_at: datetime, folder: Path, database_url: str = "", *, lease: timedelta = LEASE, **settings_too: object
) -> AsyncIterator[Simulation]:
    """Set the stage: an empty database, a workspace that has just installed the bot, the clock at ``starts_at``."""
    clock = HandClock(starts_at)
    slack = stand_in(clock)
    await slack.start()
    try:
        async with open_in(slack, clock, folder, database_url, lease=lease, **settings_too) as play:
            yield play
    finally:
        await slack.stop()


def stand_in(clock: HandClock) -> StandIn:
    """A stand-in Slack on a clock turned by hand."""
    return StandIn(clock.now)


@asynccontextmanager
async def open_in(
    slack: StandIn,
    clock: HandClock,
    folder: Path,
    database_url: str = "",
    *,
    lease: timedelta = LEASE,
    **settings_too: object,
) -> AsyncIterator[Simulation]:
    """Install the bot in a new workspace of a stand-in that is already listening."""
    workspace = slack.workspace(TEAM_ID, "Lakeside Schools")
    workspace.team.scopes = list(SCOPES)  # what we ask for and no more
    settings = GivenSettings.model_validate(
        {
            "slack_bot_token": workspace.token,
            "slack_signing_secret": slack.signing_secret,
            "slack_api_url": slack.api_url,
            "secret_key": "a secret for the simulation only",
            "public_url": "https://brightcycle.example",
            **settings_too,
            "database_url": database_url or f"sqlite:///{folder / 'bot.db'}",
            "data_url": str(folder / "scores"),
        }
    )
    async with (
        open_brightcycle(settings, clock, lease=lease) as brightcycle,
        _listening(settings, brightcycle) as address,
    ):
        migrate(brightcycle.deps.db.engine)
        await recognise(settings, brightcycle)
        slack.app_url = address
        async with socketmode.hearing(settings, brightcycle):
            yield Simulation(brightcycle, slack, workspace, clock, settings)


class _Guest(uvicorn.Server):
    """A web server in somebody else's process: Ctrl-C is for the host to hear."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


@asynccontextmanager
async def _listening(settings: Settings, brightcycle: Brightcycle) -> AsyncIterator[str]:
    server = _Guest(configured(web(settings, brightcycle), "127.0.0.1", 0))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
