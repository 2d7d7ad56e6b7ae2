"""A stand-in Slack with a small Bolt app in front of it, on one clock that tests turn by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Person, StandIn, Workspace
from bot.playground.world.state import Channel

T0 = datetime(2026, 9, 14, 8, 0, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    at: datetime = T0

    def now(self) -> datetime:
        """Tell the time."""
        return self.at

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


class SignatureClock:
    """The SDK's verifier, told our time."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def now(self) -> float:
        """Tell the time in seconds."""
        return self.clock.at.timestamp()


@dataclass
class Stage:
    """One workspace with two teachers in one channel, the SDK's client, and a Bolt app to write listeners for."""

    slack: StandIn
    clock: Clock
    school: Workspace
    ana: Person
    ben: Person
    channel: Channel
    client: AsyncWebClient
    bolt: AsyncApp
    received: list[dict[str, str]] = field(default_factory=list)


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Set the stage and clear it away."""
    clock = Clock()
    slack = StandIn(clock.now)
    await slack.start()
    school = slack.workspace("T1", "Maple School")
    ana = school.person("Ana Ruiz")
    ben = school.person("Ben O'Neil", tz="America/Los_Angeles")
    channel = school.channel("grade-5", members=[ana, ben])
    client = AsyncWebClient(school.token, base_url=slack.api_url)
    bolt = AsyncApp(client=client, request_verification_enabled=False)
    scene = Stage(slack, clock, school, ana, ben, channel, client, bolt)
    runner = await _serve(scene)
    try:
        yield scene
    finally:
        await runner.cleanup()
        await slack.stop()


async def _serve(scene: Stage) -> web.ServerRunner:
    clock = SignatureClock(scene.clock)
    verifier = SignatureVerifier(scene.slack.signing_secret, clock)  # type: ignore[arg-type]

    async def receive(request: web.BaseRequest) -> web.StreamResponse:
        body = (await request.read()).decode()
        scene.received.append(dict(request.headers))
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        asked = AsyncBoltRequest(body=body, headers={name: [value] for name, value in request.headers.items()})
        said = await scene.bolt.async_dispatch(asked)
        return web.Response(status=said.status, text=said.body, content_type="application/json")

    runner = web.ServerRunner(web.Server(receive))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scene.slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


def play(scenario: Callable[[Stage], Awaitable[None]]) -> None:
    """Run one scenario on a fresh stage."""

    async def run() -> None:
        async with stage() as scene:
            await scenario(scene)

    asyncio.run(run())


async def refusal(call: Awaitable[Any]) -> str:
    """Give the error name a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])
