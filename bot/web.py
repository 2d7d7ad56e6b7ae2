"""The paths we serve: Slack's requests, the upload page, and what a supervisor wants to know."""

import hmac
from collections.abc import MutableMapping
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import Brightcycle
from bot.heartbeat import ILL_AFTER_S
from bot.settings import Settings
from handlers import meetings, upload_page
from handlers.slack.front_door import FrontDoor
from workflows.store.engine import DatabaseGone

# On every page; one that says more about itself, as the upload page does, keeps what it says.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'",
}


def web(settings: Settings, brightcycle: Brightcycle) -> Starlette:
    """Everything that `serve` answers."""
    front_door = FrontDoor(
        brightcycle.bolt, settings.slack_signing_secret.get_secret_value(), brightcycle.deps.clock.now
    )
    pages = [*upload_page.routes(brightcycle.deps), *meetings.routes(brightcycle.deps)]
    routes = [*front_door.routes(), *Signs(settings, brightcycle).routes(), *pages]
    return Starlette(routes=routes, middleware=[Middleware(Careful)])


def signs(settings: Settings, brightcycle: Brightcycle) -> Starlette:
    """What `worker` answers: whether it is well, and nothing else."""
    return Starlette(routes=Signs(settings, brightcycle).routes(), middleware=[Middleware(Careful)])


class Signs:
    """Signs of life for supervisors."""

    def __init__(self, settings: Settings, brightcycle: Brightcycle) -> None:
        self._brightcycle = brightcycle
        self._metrics_token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""

    def routes(self) -> list[Route]:
        """Their paths."""
        return [
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", self.metrics),
        ]

    async def healthz(self, _request: Request) -> Response:
        """Whether the heartbeat beats; if not, start the process anew."""
        silent_s = self._brightcycle.heartbeat.silent_for_s()
        return PlainTextResponse(f"silent for {silent_s:.0f} s\n", 200 if silent_s < ILL_AFTER_S else 503)

    async def readyz(self, _request: Request) -> Response:
        """Whether people can be answered; if not, send them elsewhere for now."""
        try:
            await self._brightcycle.deps.in_pool(_ask_database, self._brightcycle)
        except DatabaseGone as gone:
            return PlainTextResponse(f"{gone} Put it back and restart.\n", 503)
        except SQLAlchemyError:
            return PlainTextResponse("the database does not answer\n", 503)
        if waits_for := self._brightcycle.readiness.waits_for:
            return PlainTextResponse(f"waiting for {waits_for}\n", 503)
        return PlainTextResponse("ready\n")

    async def metrics(self, request: Request) -> Response:
        """Figures, for whoever has METRICS_TOKEN; without one set there are none to have."""
        asked = request.headers.get("authorization", "").encode()
        if not self._metrics_token or not hmac.compare_digest(asked, f"Bearer {self._metrics_token}".encode()):
            return PlainTextResponse("not found\n", 404)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class Careful:
    """Puts the headers that keep browsers careful on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, with the headers."""

        async def carefully(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, carefully)


def _ask_database(brightcycle: Brightcycle) -> None:
    with brightcycle.deps.db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
