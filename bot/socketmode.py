"""Socket Mode: we call Slack, so that nobody needs a public address. A lost connection is opened anew."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.app import Brightcycle
from bot.settings import Settings

log = structlog.get_logger()
LOOK_EVERY_S = 5.0
CONNECT_WITHIN_S = 20.0


@contextlib.asynccontextmanager
async def hearing(settings: Settings, brightcycle: Brightcycle) -> AsyncIterator[None]:
    """Hear Slack through a connection of our own, if there is an app token; Slack may be away when we start."""
    if settings.slack_app_token is None:
        yield
        return
    handler = AsyncSocketModeHandler(brightcycle.bolt, settings.slack_app_token.get_secret_value())
    watch = asyncio.create_task(_stay_connected(handler.client))
    try:
        yield
    finally:
        watch.cancel()
        await handler.close_async()  # type: ignore[no-untyped-call]


async def _stay_connected(client: SocketModeClient) -> None:
    """Look often whether we are connected.

    The client reconnects by itself, but to the address it has, which Slack takes only once: we ask for a new one.
    """
    while True:
        if not await client.is_connected():
            await _connect(client)
        await asyncio.sleep(LOOK_EVERY_S)


async def _connect(client: SocketModeClient) -> None:
    try:
        await asyncio.wait_for(client.connect_to_new_endpoint(force=True), CONNECT_WITHIN_S)
        log.info("socket.connected")
    except SlackApiError as error:
        log.error("socket.refused", error=error.response.get("error"), hint="python -m bot doctor")
    except (OSError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("socket.away", error=type(error).__name__)
