"""The stand-in Slack as one thing: start it, put workspaces in it, point an app at it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import aiohttp
from aiohttp import web

from bot.playground.api.forge import Forge
from bot.playground.api.sending import Road
from bot.playground.api.server import Page, handler
from bot.playground.people import watching
from bot.playground.people.transcript import transcript
from bot.playground.workspaces import Workspace, found_team
from bot.playground.world.mischief import Mischief
from bot.playground.world.records import Ack, ApiCall, Line
from bot.playground.world.world import Rate, World

T = TypeVar("T")
SIGNING_SECRET = "playground-signing-secret"


class StandIn:
    """A Slack of one's own.

    ``now`` tells the stand-in's time; ``signed_at`` the time that signatures carry, which an app compares with its
    own clock (the same as ``now`` unless given). Both give aware instants.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        signed_at: Callable[[], datetime] | None = None,
        signing_secret: str = SIGNING_SECRET,
    ) -> None:
        self.world = World(now, signing_secret)
        self.road = Road(self.world, signed_at or now)
        self.forge = Forge(self.road)
        self.pages: dict[str, Page] = {}
        self._runner: web.ServerRunner | None = None

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes a free one."""
        self._runner = web.ServerRunner(
            web.Server(handler(self.world, self.pages), access_log=None),
            shutdown_timeout=0.2,  # a call that was ordered to hang must not hold up the end
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.world.base_url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening and sending."""
        await self.road.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def workspace(self, team_id: str, name: str = "A school") -> Workspace:
        """Add a workspace in which the app is installed."""
        return Workspace(self.world, found_team(self.world, team_id, name), self.road)

    async def until(self, condition: Callable[[], T], within_seconds: float = 3.0) -> T:
        """Wait until a condition holds, looking again whenever somebody is shown something."""
        return await watching.until(self.world, condition, within_seconds)

    async def settled(self) -> None:
        """Wait until no event is being sent again."""
        await self.road.settled()

    def transcript(self, user_id: str = "") -> list[Line]:
        """List what everybody, or one person, saw and did."""
        return transcript(self.world, user_id)

    def browser(self) -> aiohttp.ClientSession:
        """Open a session for fetching addresses as anybody on the internet might."""
        return aiohttp.ClientSession()

    @property
    def api_url(self) -> str:
        """Give the Web API's address, with the slash the SDK wants."""
        return f"{self.world.base_url}/api/"

    @property
    def signing_secret(self) -> str:
        """Give the secret that requests are signed with."""
        return self.world.signing_secret

    @property
    def app_url(self) -> str:
        """Give the app's address, without /slack/events."""
        return self.road.app_url

    @app_url.setter
    def app_url(self, address: str) -> None:
        self.road.app_url = address.rstrip("/")

    @property
    def calls(self) -> list[ApiCall]:
        """List every API call."""
        return self.world.calls

    @property
    def refused(self) -> list[ApiCall]:
        """List what was refused because the app broke a rule, not because the world is as it is."""
        return self.world.refused

    @property
    def acks(self) -> list[Ack]:
        """List how the app acknowledged everything it was sent."""
        return self.world.acks

    @property
    def mischief(self) -> Mischief:
        """Give the orders to misbehave."""
        return self.world.mischief

    @property
    def rate(self) -> Rate:
        """Give the one-per-second-and-channel rule."""
        return self.world.rate
