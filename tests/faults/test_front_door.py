"""Requests that nobody signed: nothing of them is read, nothing is sent anywhere, and they hold nobody up."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import pytest
import uvicorn
from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot import connections
from bot.clock import SystemClock
from bot.playground.api.payloads import command_form
from bot.playground.api.sending import FORM
from bot.playground.world.records import Ack
from bot.playground.world.state import Channel
from handlers.slack import web_client
from handlers.slack.front_door import FrontDoor
from tests.people import Slack, Teacher
from tests.stories.stored import contents

SECRET = "a signing secret"
MEGABYTE = 1 << 20


@asynccontextmanager
async def elsewhere(status: int = 200, **headers: str) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that is not Slack's: its address, and who has asked it."""
    visitors: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        visitors.append(f"{request.path} {request.headers.get('Authorization', '')}")
        return web.Response(status=status, headers=headers)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", visitors
    finally:
        await runner.cleanup()


def typed(ana: Teacher, cycle: Channel, response_url: str) -> bytes:
    """What Slack would send for a command, answered at an address of a forger's choice."""
    person = ana.person
    fields = command_form(person.world, person.team, person.user, cycle, "/cycle join")
    return urlencode(fields | {"response_url": response_url}).encode()


@pytest.mark.parametrize(
    ("timestamp", "signature"),
    [
        ("abc", "v0=" + "0" * 64), ("²³", "v0=" + "0" * 64), ("-1", "v0="), ("1e9", "v0="), ("9" * 5000, "v0=x"),
        ("", ""), ("1789387200", "v0=ä"), ("1789387200", "ü" * 67), ("1789387200", "v0=" + "0" * 64),
    ],
)  # fmt: skip
def test_whatever_the_headers_hold_an_unproven_request_is_a_401_and_its_response_url_is_not_visited(
    ana: Teacher, cycle: Channel, slack: Slack, timestamp: str, signature: str
) -> None:
    before = contents(slack)

    async def forged() -> tuple[Ack, list[str]]:
        async with elsewhere() as (address, visitors):
            headers = {"Content-Type": FORM, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
            return await slack.stage.play.slack.road.raw("forged", typed(ana, cycle, address), headers), visitors

    ack, visitors = slack.does(forged())
    assert (ack.status, visitors) == (401, [])
    assert contents(slack) == before


def test_even_a_signed_body_sends_us_to_slack_only(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """The command is done; its answer goes nowhere else."""

    async def signed() -> tuple[Ack, list[str]]:
        async with elsewhere() as (address, visitors):
            body = typed(ana, cycle, f"{address}/answer")
            ack = await slack.stage.play.slack.road.raw("signed", body, slack.stage.play.slack.road.signed(body, FORM))
            await slack.stage.play.brightcycle.listeners.until_quiet()
            return ack, visitors

    ack, visitors = slack.does(signed())
    assert (ack.status, visitors) == (200, [])


def test_neither_a_redirect_nor_an_address_carries_the_token_away() -> None:
    async def play() -> None:
        async with elsewhere() as (trap, trapped), elsewhere(307, Location=f"{trap}/caught") as (slack, asked):
            async with web_client.open_session(lambda: 0.0, f"{slack}/api/") as session:
                with pytest.raises(web_client.NotSlack):
                    await web_client.client(session, "xoxb-1", f"{slack}/api/").auth_test()
                for address in (trap, "https://slack.com.example/x", "https://hooks.slack.com:8443/x"):
                    with pytest.raises(web_client.NotSlack):
                        await session.get(address, headers={"Authorization": "Bearer xoxb-1"})
            assert (asked, trapped) == (["/api/auth.test Bearer xoxb-1"], [])

    asyncio.run(play())


# How much, and how slowly


@asynccontextmanager
async def listening(
    *, most_waiting: int = 8, head_within_s: float = 5, whole_within_s: float = 5
) -> AsyncIterator[int]:
    """A front door with small limits, and /healthz beside it; gives the port."""
    bolt = AsyncApp(signing_secret=SECRET, token="xoxb-1", request_verification_enabled=False)
    door = FrontDoor(bolt, SECRET, SystemClock().now, whole_within_s)
    app = Starlette(routes=[*door.routes(), Route("/healthz", lambda _request: PlainTextResponse("well"))])
    protocol = connections.protocol(most_waiting, head_within_s)
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", http=protocol)  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


def head(size: str, signature: str = "0" * 64) -> bytes:
    """The head of a request with a fresh signature, true or not."""
    now = int(SystemClock().now().timestamp())
    return (
        f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{size}\r\n"
        f"X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    ).encode()


def proven(body: bytes) -> bytes:
    """A whole request with a true signature."""
    now = int(SystemClock().now().timestamp())
    signature = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    return head(f"Content-Length: {len(body)}", signature) + body


async def status_of(port: int, *pieces: bytes) -> str:
    """What is answered to some bytes: the status, or nothing when the connection just ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        line = await asyncio.wait_for(reader.readline(), 10)
    except ConnectionError:
        return "reset"
    finally:
        writer.transport.abort()
    return line.decode()[9:12]


def played(story: Callable[[int], Awaitable[None]], **limits: float) -> None:
    """Let a story happen at a door with some limits."""

    async def play() -> None:
        async with listening(**limits) as port:  # type: ignore[arg-type]
            await story(port)

    asyncio.run(play())


def test_a_body_is_refused_by_its_size_before_it_is_read() -> None:
    async def story(port: int) -> None:
        assert (
            await status_of(port, b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n")
            == "401"
        )
        for size in ("1048577", "9" * 4000, "20000000"):
            assert await status_of(port, head(f"Content-Length: {size}")) in ("413", "400")
        lump = b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
        assert await status_of(port, head("Transfer-Encoding: chunked"), lump, lump) == "413"

    played(story)


def test_what_is_signed_and_no_json_is_a_400_and_what_is_is_answered() -> None:
    async def story(port: int) -> None:
        for nonsense in (b"{", b"\xff\xfe", b"[" * 100_000):
            assert await status_of(port, proven(nonsense)) == "400"
        challenge = json.dumps({"type": "url_verification", "challenge": "hello"}).encode()
        assert await status_of(port, proven(challenge)) == "200"
        assert await status_of(port, proven(challenge)[:-1] + b" ") == "401"

    played(story)


def test_a_dripping_body_is_given_up() -> None:
    async def story(port: int) -> None:
        assert await status_of(port, head("Content-Length: 1000"), b"x") == "408"

    played(story, whole_within_s=0.05)


def test_half_a_head_ends_the_connection() -> None:
    async def story(port: int) -> None:
        assert await status_of(port) == ""
        assert await status_of(port, b"POST /slack/ev") == ""

    played(story, head_within_s=0.05)


def test_any_number_of_silent_connections_leaves_room_for_health_and_slack() -> None:
    async def story(port: int) -> None:
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _silent in range(60)]
        for _reader, writer in crowd[::3]:
            writer.write(head("Content-Length: 1000"))
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        assert await status_of(port, proven(b'{"type": "url_verification", "challenge": "x"}')) == "200"
        assert await asyncio.wait_for(crowd[1][0].read(), 5) == b"", "the longest silent had to go"
        for _reader, writer in crowd:
            writer.transport.abort()

    played(story, most_waiting=8)
