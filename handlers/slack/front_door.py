"""Where Slack's requests come in: nothing of a body is read before the headers claim a fresh signature, and nothing of
it is understood before the signature holds."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.slack import signature

log = structlog.get_logger()
MOST_BYTES = 1 << 20  # Slack's largest, a form with long answers, has a tenth of it
WHOLE_WITHIN_S = 3.0  # Slack sends a body at once, and gives us three seconds for everything


class Unproven(Exception):
    """A request that isn't Slack's own, as far as we can tell; answered with an HTTP status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class FrontDoor:
    """The paths that Slack calls, and the two that an installing admin's browser does."""

    def __init__(
        self, app: AsyncApp, signing_secret: str, now: Callable[[], datetime], whole_within_s: float = WHOLE_WITHIN_S
    ) -> None:
        self._app, self._secret, self._now, self._whole_within_s = app, signing_secret, now, whole_within_s

    def routes(self) -> list[Route]:
        """The paths; those of OAuth answer 404 where one token serves one workspace."""
        return [
            Route("/slack/events", self.events, methods=["POST"]),
            Route("/slack/install", self.install, methods=["GET"]),
            Route("/slack/oauth_redirect", self.install, methods=["GET"]),
        ]

    async def events(self, request: Request) -> Response:
        """A command, a click, a form or an event."""
        try:
            understood = to_async_bolt_request(request, await self._proven(request))
        except Unproven as refusal:
            return _refused(refusal.status)
        except (ValueError, RecursionError):  # truly signed, but neither a form nor JSON
            return _refused(400)
        return to_starlette_response(await self._app.async_dispatch(understood))

    async def install(self, request: Request) -> Response:
        """An admin's browser, on its way to Slack or back."""
        flow = self._app.oauth_flow
        if flow is None:
            return _refused(404)
        visit = to_async_bolt_request(request, b"")
        handled = flow.handle_installation if request.url.path == flow.install_path else flow.handle_callback
        answer = await handled(visit)
        if answer.status == 401:  # a link that is no good; there is nothing to sign in to
            answer.status = 400
        return to_starlette_response(answer)

    async def _proven(self, request: Request) -> bytes:
        """The body of a request that is Slack's own."""
        claim = signature.claim(request.headers, self._now())
        if claim is None:
            raise Unproven(401)
        try:
            body = await asyncio.wait_for(_read(request), self._whole_within_s)
        except (TimeoutError, ClientDisconnect):
            raise Unproven(408) from None
        if not claim.holds(self._secret, body):
            raise Unproven(401)
        return body


async def _read(request: Request) -> bytes:
    if _announced(request) > MOST_BYTES:
        raise Unproven(413)
    pieces, size = [], 0
    async for piece in request.stream():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise Unproven(413)
    return b"".join(pieces)


def _announced(request: Request) -> int:
    size = request.headers.get("content-length", "0")
    return int(size) if len(size) <= len(str(MOST_BYTES)) and size.isascii() and size.isdigit() else MOST_BYTES + 1


def _refused(status: int) -> Response:
    """The connection ends with the answer, so that what may still come of the body is never read."""
    log.info("request.refused", status=status)
    return JSONResponse({"error": "invalid request"}, status, headers={"Connection": "close"})
