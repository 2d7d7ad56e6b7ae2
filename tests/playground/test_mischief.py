"""What goes wrong on order, told apart by what was stored and what was answered."""

import asyncio
from collections import Counter

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.world.mischief import Mischief
from tests.playground.world import Stage, play


async def raw(scene: Stage, *, seconds: float = 5.0) -> tuple[int, dict[str, str]]:
    """Post once, without the SDK's retries."""
    patience = aiohttp.ClientTimeout(total=seconds)
    with_token = {"Authorization": f"Bearer {scene.school.token}"}
    async with scene.slack.browser() as browser:
        address = f"{scene.slack.api_url}chat.postMessage"
        said = {"channel": scene.channel.id, "text": "x"}
        async with browser.post(address, json=said, headers=with_token, timeout=patience) as response:
            return response.status, dict(response.headers)


def test_rate_limits_and_errors_store_nothing_and_end() -> None:
    """429 carries Retry-After, 500 is no JSON, and after the ordered times all is well."""

    async def scenario(scene: Stage) -> None:
        scene.slack.mischief.order("429", "chat.postMessage", seconds=7)
        scene.slack.mischief.order("500", "chat.postMessage", times=2)
        status, headers = await raw(scene)
        assert (status, headers["Retry-After"]) == (429, "7")
        assert [(await raw(scene))[0] for _ in range(3)] == [500, 500, 200]
        assert len(scene.school.messages_in("#grade-5")) == 1
        assert [each.mischief for each in scene.slack.calls] == ["429", "500", "500", ""]
        assert scene.slack.refused == []

    play(scenario)


def test_a_dropped_call_stores_nothing_and_a_lost_answer_stores() -> None:
    """Both close the connection; only the channel tells them apart."""

    async def scenario(scene: Stage) -> None:
        scene.slack.mischief.order("drop", "chat.postMessage")
        with pytest.raises(aiohttp.ClientError):
            await raw(scene)
        assert scene.school.said_in("#grade-5") == []
        scene.slack.mischief.order("lose_answer", "chat.postMessage")
        with pytest.raises(aiohttp.ClientError):
            await raw(scene)
        assert scene.school.said_in("#grade-5") == ["x"]

    play(scenario)


def test_hanging_stores_before_or_after() -> None:
    """A client that gave up doesn't know whether the message is there."""

    async def scenario(scene: Stage) -> None:
        scene.slack.mischief.order("hang_after", "chat.postMessage", seconds=0.3)
        with pytest.raises(TimeoutError):
            await raw(scene, seconds=0.1)
        assert scene.school.said_in("#grade-5") == ["x"]
        scene.slack.mischief.order("hang_before", "chat.postMessage", seconds=0.1)
        assert (await raw(scene))[0] == 200
        assert scene.school.said_in("#grade-5") == ["x", "x"]

    play(scenario)


def test_the_sdk_meets_the_mischief() -> None:
    """A 500 reaches the SDK's caller as an error; a channel that isn't named is spared."""

    async def scenario(scene: Stage) -> None:
        other = scene.school.channel("other")
        scene.slack.mischief.order("500", "chat.postMessage", channel=scene.channel.id)
        await scene.client.chat_postMessage(channel=other.id, text="x")
        with pytest.raises((SlackApiError, aiohttp.ClientError)):
            await scene.client.chat_postMessage(channel=scene.channel.id, text="x")

    play(scenario)


def test_a_share_is_seeded() -> None:
    """The same seed plays the same tricks; the share is about what was ordered."""

    def tricks(seed: int) -> list[bool]:
        mischief = Mischief(seed)
        mischief.share("500", 0.3, "chat.postMessage")
        return [mischief.pick("chat.postMessage") is not None for _ in range(1000)]

    assert tricks(1) == tricks(1)
    assert tricks(1) != tricks(2)
    assert 250 < Counter(tricks(1))[True] < 350


def test_the_app_hears_some_things_twice() -> None:
    """A command delivered twice carries one and the same trigger_id."""

    async def scenario(scene: Stage) -> None:
        heard = []

        @scene.bolt.command("/cycle")
        async def command(ack: object, body: dict[str, str]) -> None:
            heard.append(body["trigger_id"])
            assert callable(ack)
            await ack("Hello")

        scene.slack.mischief.order("twice", "app:command")
        await scene.ana.types("/cycle", in_=scene.channel)
        await scene.ana.types("/cycle", in_=scene.channel)
        assert len(heard) == 3
        assert len(set(heard)) == 2

    play(scenario)


def test_events_are_sent_again_until_they_are_acknowledged() -> None:
    """An app that fails gets the event at once, after a minute and after five, numbered and with the reason."""

    async def scenario(scene: Stage) -> None:
        pauses: list[float] = []

        async def no_pause(seconds: float) -> None:
            pauses.append(seconds)
            await asyncio.sleep(0)

        failures = 2
        seen: list[str] = []

        @scene.bolt.middleware
        async def failing(body: dict[str, str], next_: object) -> None:
            seen.append(body["event_id"])
            if len(seen) <= failures:
                raise RuntimeError("not yet")
            assert callable(next_)
            await next_()

        @scene.bolt.event("app_home_opened")
        async def opened() -> None:
            seen.append("listened")

        scene.slack.road.sleep = no_pause
        first = await scene.ana.opens_home()
        await scene.slack.settled()
        assert first.status == 500
        assert pauses == [0.0, 60.0]
        assert [each.status for each in scene.slack.acks] == [500, 500, 200]
        numbers = [each.get("X-Slack-Retry-Num") for each in scene.received]
        assert numbers == [None, "1", "2"]
        assert scene.received[1]["X-Slack-Retry-Reason"] == "http_error"
        assert len(set(seen[:3])) == 1

    play(scenario)
