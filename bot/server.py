"""The web side of `serve`: Slack's requests, and what a supervisor wants to know."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.errors import SlackApiError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import socketmode
from bot.app import Brightcycle, open_brightcycle, recognise
from bot.clock import SystemClock
from bot.heartbeat import DEAD_AFTER_S, ILL_AFTER_S
from bot.settings import BadSettings, Settings
from handlers import meetings, upload_page
from handlers.delivery.loop import LEASE

log = structlog.get_logger()
RETRY_S = 5.0
EXIT_WITHIN_S = 10
# Python's own 5 ms is how long a door waits for its turn while a worker thread computes; an ack can't wait that often.
SWITCH_S = 0.0005


def web(brightcycle: Brightcycle) -> Starlette:
    """The paths we serve."""
    slack = AsyncSlackRequestHandler(brightcycle.bolt)

    async def healthz(_request: Request) -> Response:
        silent_s = brightcycle.heartbeat.silent_for_s()
        return PlainTextResponse(f"silent for {silent_s:.0f} s\n", 200 if silent_s < ILL_AFTER_S else 503)

    async def readyz(_request: Request) -> Response:
        try:
            await brightcycle.deps.in_pool(_ask_database, brightcycle)
        except SQLAlchemyError:
            return PlainTextResponse("the database does not answer\n", 503)
        return PlainTextResponse("ready\n")

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[
            Route("/slack/events", slack.handle, methods=["POST"]),
            Route("/slack/install", slack.handle, methods=["GET"]),
            Route("/slack/oauth_redirect", slack.handle, methods=["GET"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            *upload_page.routes(brightcycle.deps),
            *meetings.routes(brightcycle.deps),
        ]
    )


async def serve(settings: Settings) -> None:
    """Answer Slack, beat, and deliver, until told to stop."""
    sys.setswitchinterval(SWITCH_S)
    # The web server listens to the signals itself, and raises them again when it is done: those are heard here.
    _told_to_stop()
    async with open_brightcycle(settings, SystemClock()) as brightcycle, _beating(settings, brightcycle):
        config = uvicorn.Config(
            web(brightcycle), host="0.0.0.0", port=settings.port, log_config=None, access_log=False,
            timeout_graceful_shutdown=EXIT_WITHIN_S,
        )  # fmt: skip
        async with socketmode.hearing(settings, brightcycle):
            await uvicorn.Server(config).serve()


async def work(settings: Settings, *, lease: timedelta = LEASE) -> None:
    """Beat and deliver only, until told to stop."""
    told = _told_to_stop()
    async with open_brightcycle(settings, SystemClock(), lease=lease) as brightcycle, _beating(settings, brightcycle):
        await told.wait()


def _told_to_stop() -> asyncio.Event:
    """Hear SIGTERM and Ctrl-C instead of dying of them: what is in the air is recorded first."""
    told = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    return told


@contextlib.asynccontextmanager
async def _beating(settings: Settings, brightcycle: Brightcycle) -> AsyncIterator[None]:
    # What was loaded stays: collecting garbage among it again and again would hold up a door for 50 ms at a time.
    gc.freeze()
    brightcycle.heartbeat.start()
    chores = [asyncio.create_task(_watch(brightcycle)), asyncio.create_task(_recognise(settings, brightcycle))]
    try:
        yield
    finally:
        for chore in chores:
            chore.cancel()
        await brightcycle.heartbeat.stop()
        await brightcycle.listeners.until_quiet()


async def _recognise(settings: Settings, brightcycle: Brightcycle) -> None:
    """Slack may be away when we start: ask again until it knows us."""
    while True:
        try:
            return await recognise(settings, brightcycle)
        except SlackApiError as error:
            log.error("slack.refuses_token", error=error.response.get("error"), hint="python -m bot doctor")
        except OSError as error:
            log.warning("slack.away", error=type(error).__name__)
        await asyncio.sleep(RETRY_S)


async def _watch(brightcycle: Brightcycle) -> None:
    """A heartbeat that stopped for good ends the process, so that its supervisor starts it anew."""
    while brightcycle.heartbeat.silent_for_s() < DEAD_AFTER_S:
        await asyncio.sleep(1)
    log.error("heartbeat.dead", silent_s=round(brightcycle.heartbeat.silent_for_s()))
    os._exit(70)


def _ask_database(brightcycle: Brightcycle) -> None:
    with brightcycle.deps.db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def check_port(settings: Settings) -> None:
    """Refuse a port that is taken before anything else is made."""
    import socket

    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", settings.port)) == 0:
            raise BadSettings(f"Port {settings.port} is taken by another program. Choose another PORT.")
