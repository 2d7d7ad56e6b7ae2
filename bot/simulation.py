"""Brightcycle and a stand-in Slack in one process, on a clock turned by hand: what the demo and the stories play in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
from workflows.store import claims

PLAN_AGAIN_AFTER = timedelta(days=7)  # half of what is planned ahead
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

    async def settle(self) -> None:
        """Wait until every door has finished, take files in, then deliver what is due at this very moment."""
        await self.brightcycle.listeners.until_quiet()
        await self.brightcycle.heartbeat.take_in()
        await self.brightcycle.heartbeat.beat()

    async def turn_to(self, at: datetime) -> None:
        """Let time pass: every post leaves at its own moment, as it would on a clock that runs by itself."""
        await self.settle()
        while self.clock.now() < at:
            soon = min(at, await self._planned_until())
            while (due_at := await self._next()) is not None and due_at <= soon:
                self.clock.turn_to(due_at)
                await self.settle()
            self.clock.turn_to(soon)
        await self.settle()

    async def _planned_until(self) -> datetime:
        """Plan as often as a heartbeat that beats by itself, or as seldom as will do; gives when to plan again."""
        now = self.clock.now()
        if self.planned_at is None or now >= self.planned_at + PLAN_EVERY:
            await self.brightcycle.heartbeat.plan()
            self.planned_at = now
            return now + PLAN_AGAIN_AFTER
        return self.planned_at + PLAN_EVERY

    async def _next(self) -> datetime | None:
        deps = self.brightcycle.deps
        with deps.db.engine.begin() as connection:
            return claims.next_ready_at(connection)


@asynccontextmanager
async def open_simulation(
    starts_at: datetime, folder: Path, database_url: str = "", *, lease: timedelta = LEASE, **settings_too: object
) -> AsyncIterator[Simulation]:
    """Set the stage: an empty database, a workspace that has just installed the bot, the clock at ``starts_at``."""
    clock = HandClock(starts_at)
    slack = StandIn(clock.now)
    await slack.start()
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
    try:
        async with (
            open_brightcycle(settings, clock, lease=lease) as brightcycle,
            _listening(settings, brightcycle) as address,
        ):
            migrate(brightcycle.deps.db.engine)
            await recognise(settings, brightcycle)
            slack.app_url = address
            async with socketmode.hearing(settings, brightcycle):
                yield Simulation(brightcycle, slack, workspace, clock, settings)
    finally:
        await slack.stop()


@asynccontextmanager
async def _listening(settings: Settings, brightcycle: Brightcycle) -> AsyncIterator[str]:
    server = uvicorn.Server(configured(web(settings, brightcycle), "127.0.0.1", 0))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
