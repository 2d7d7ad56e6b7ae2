"""`serve` and `worker`: everything is opened, beats and answers until it is told to stop."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import aiohttp
import structlog
import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

from bot import connections, socketmode
from bot.app import Brightcycle, open_brightcycle, recognise
from bot.clock import SystemClock
from bot.heartbeat import DEAD_AFTER_S
from bot.settings import BadSettings, Settings
from bot.web import signs, web
from handlers.delivery.loop import LEASE

log = structlog.get_logger()
RETRY_S = 5.0
EXIT_WITHIN_S = 10
# Python's own 5 ms is how long a door waits for its turn while a worker thread computes; an ack can't wait that often.
SWITCH_S = 0.0005


async def serve(settings: Settings) -> None:
    """Answer Slack, beat, and deliver, until told to stop."""
    sys.setswitchinterval(SWITCH_S)
    # The web server listens to the signals itself, and raises them again when it is done: those are heard here.
    _told_to_stop()
    async with open_brightcycle(settings, SystemClock()) as brightcycle, _beating(settings, brightcycle):
        connections.allow_many_files()
        server = uvicorn.Server(configured(web(settings, brightcycle), "0.0.0.0", settings.port))
        async with socketmode.hearing(settings, brightcycle):
            await server.serve()


async def work(settings: Settings, *, lease: timedelta = LEASE, health_port: int = 0) -> None:
    """Beat and deliver only, until told to stop; whether all is well can be asked on a port of its own."""
    told = _told_to_stop()
    async with open_brightcycle(settings, SystemClock(), lease=lease) as brightcycle, _beating(settings, brightcycle):
        if health_port:
            await uvicorn.Server(configured(signs(settings, brightcycle), "0.0.0.0", health_port)).serve()
        else:
            await told.wait()


def configured(app: Starlette, host: str, port: int) -> uvicorn.Config:
    """How we listen: with limits, and without telling what we are made of."""
    return uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, server_header=False, ws="none", lifespan="off",
        http=cast(Any, connections.protocol()), h11_max_incomplete_event_size=connections.MOST_OF_A_HEAD,
        timeout_graceful_shutdown=EXIT_WITHIN_S,
    )  # fmt: skip


def _told_to_stop() -> asyncio.Event:
    """Hear SIGTERM and Ctrl-C instead of dying of them: what is being sent is recorded first."""
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
            refusal = error.response.get("error")
            log.error("slack.refuses_token", error=refusal, hint="python -m bot doctor")
            brightcycle.readiness.waits_for = f"Slack, which refuses SLACK_BOT_TOKEN: {refusal}"
        except (OSError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("slack.away", error=type(error).__name__)
            brightcycle.readiness.waits_for = "Slack, which does not answer"
        await asyncio.sleep(RETRY_S)


async def _watch(brightcycle: Brightcycle) -> None:
    """A heartbeat that stopped for good ends the process, so that its supervisor starts it anew."""
    while brightcycle.heartbeat.silent_for_s() < DEAD_AFTER_S:
        await asyncio.sleep(1)
    log.error("heartbeat.dead", silent_s=round(brightcycle.heartbeat.silent_for_s()))
    os._exit(70)


def check_port(settings: Settings) -> None:
    """Refuse a port that is taken before anything else is made."""
    import socket

    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", settings.port)) == 0:
            raise BadSettings(f"Port {settings.port} is taken by another program. Choose another PORT.")
