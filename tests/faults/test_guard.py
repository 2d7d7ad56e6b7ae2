"""The guard: a request whose lease is no longer fresh at the moment of writing never reaches Slack."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.playground.standin import StandIn
from handlers.slack import web_client as ours
from handlers.slack.web_client import TooLate, leaving_before

T0 = datetime(2026, 9, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize("passed", [0, 1], ids=["late at the connection", "paused between connection and writing"])
def test_nothing_leaves_once_the_lease_is_no_longer_fresh(passed: int) -> None:
    """Whichever look finds the clock moved on, Slack sees no request."""

    async def play() -> None:
        looks: Iterator[float] = iter([1.0] * passed + [99.0] * 9)
        stand_in = StandIn(lambda: T0)
        await stand_in.start()
        school = stand_in.workspace("T1")
        ana = school.person("Ana Ruiz")
        channel = school.channel("grade-5", members=[ana])
        async with ours.open_session(lambda: next(looks), stand_in.api_url) as session:
            client = ours.client(session, school.token, stand_in.api_url)
            with leaving_before(10.0), pytest.raises((TooLate, aiohttp.ClientError)):
                await client.chat_postMessage(channel=channel.id, text="too late")
        assert stand_in.calls == []
        assert school.said_in("#grade-5") == []
        await stand_in.stop()

    asyncio.run(play())


def test_what_is_fresh_leaves() -> None:
    """The guard stands in nobody else's way."""

    async def play() -> None:
        stand_in = StandIn(lambda: T0)
        await stand_in.start()
        school = stand_in.workspace("T1")
        channel = school.channel("grade-5", members=[school.person("Ana Ruiz")])
        async with ours.open_session(lambda: 1.0, stand_in.api_url) as session:
            with leaving_before(10.0):
                await ours.client(session, school.token, stand_in.api_url).chat_postMessage(
                    channel=channel.id, text="hi"
                )
        assert school.said_in("#grade-5") == ["hi"]
        await stand_in.stop()

    asyncio.run(play())
