"""The private upload page: for files too large for Slack, or that a district keeps off Slack.

A link is asked for in Slack, signed, good once and for an hour. The file is streamed to disk in sealed pieces and read
by a worker like any other; the talk about it goes on in Slack.
"""

import contextlib
import html
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from string import Template
from typing import Any, TypeVar
from urllib.parse import unquote

import structlog
from cryptography.fernet import InvalidToken
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from handlers.screens import uploads as screens
from handlers.screens.words import Voice
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from handlers.workers.files import held_at
from workflows import teams
from workflows.refusal import Refusal
from workflows.store import sealed_files
from workflows.uploads import links

log = structlog.get_logger()
PIECE = 1 << 20
NO_LINK = (0, 0)
WORDS = ("title", "file", "send", "progress", "noscript", "private", "failed")
Result = TypeVar("Result")


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("upload.page")(give_link)
    app.action("upload.open")(follow)


def routes(deps: Dependencies) -> list[Route]:
    """The paths of the page."""
    return [
        Route("/upload/{token}", partial(show, deps), methods=["GET"]),
        Route("/upload/{token}", partial(take, deps), methods=["POST"]),
    ]


async def give_link(ack: AsyncAck, respond: AsyncRespond, visit: Visit) -> None:
    """Somebody wants to give a file without Slack."""
    await ack()
    await offer_page(respond, visit)


async def offer_page(respond: AsyncRespond, visit: Visit) -> None:
    """Whisper a link to the page."""
    deps = visit.deps
    if not deps.public_url:
        raise Refusal("The private upload page isn't set up. Please ask your admin to set PUBLIC_URL.")
    link = await visit.ask(links.make, visit.channel, by=visit.person, now=visit.now)
    token = deps.db.vault.seal(f"upload {visit.workspace_id} {link}")
    shown = screens.upload_link(await visit.voice(), f"{deps.public_url.rstrip('/')}/upload/{token}")
    await respond(shown.text, blocks=shown.blocks, replace_original=False)


async def follow(ack: AsyncAck) -> None:
    """Slack tells that the page was opened; the browser has it already."""
    await ack()


async def show(deps: Dependencies, request: Request) -> Response:
    """The page."""
    try:
        workspace_id, link = _read(deps, request)
        school, person = await _work(deps, workspace_id, links.look, link)
    except Refusal as refusal:
        return HTMLResponse(f"<p>{html.escape(str(refusal))}</p>", 410, headers=_headers(""))
    voice = await deps.in_pool(_voice, deps, workspace_id, person)
    nonce = secrets.token_urlsafe(16)
    words = {name: voice.plain(f"upload_page.{name}") for name in WORDS}
    words["intro"] = voice.plain("upload_page.intro", school=school, most=deps.upload_most_mb)
    words |= {"language": voice.language, "nonce": nonce}
    page = Template((deps.formats_at.parent / "pages" / "upload.html").read_text("utf-8"))
    filled = page.substitute({name: html.escape(word) for name, word in words.items()})
    return HTMLResponse(filled, headers=_headers(nonce))


async def take(deps: Dependencies, request: Request) -> Response:
    """The file."""
    try:
        workspace_id, link = _read(deps, request)
        _, person = await _work(deps, workspace_id, links.look, link)
        await _work(deps, workspace_id, links.claim, link)
    except Refusal as refusal:
        return JSONResponse({"says": str(refusal)}, 410)
    voice = await deps.in_pool(_voice, deps, workspace_id, person)
    name = f"{workspace_id}-{secrets.token_hex(16)}"
    try:
        await _keep(deps, request, held_at(deps.scores_at, name))
        called = unquote(request.headers.get("x-file-name", "")) or "upload"
        await _work(deps, workspace_id, links.take, link, name, Path(called).name)
    except (Refusal, ClientDisconnect, OSError) as error:
        held_at(deps.scores_at, name).unlink(missing_ok=True)
        await _work(deps, workspace_id, links.give_back, link)
        log.info("upload_page.failed", error=type(error).__name__)
        says = voice.sentence(error) if isinstance(error, Refusal) else voice.plain("upload_page.failed")
        return JSONResponse({"says": says}, 413 if isinstance(error, Refusal) else 500)
    return JSONResponse({"says": voice.plain("upload_page.received")})


async def _keep(deps: Dependencies, request: Request, path: Path) -> None:
    """Stream the file to disk, sealed piece by piece; never more of it in memory than a piece."""
    most = deps.upload_most_mb << 20
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file, contextlib.closing(_Pieces(file, deps)) as pieces:
        received = 0
        async for chunk in request.stream():
            received += len(chunk)
            if received > most:
                raise Refusal("This file is larger than {most} MB.", most=deps.upload_most_mb)
            await pieces.add(chunk)
        if not received:
            raise Refusal("This file is empty.")
        await pieces.flush()


class _Pieces:
    """Gathers what arrives into pieces worth sealing."""

    def __init__(self, file: Any, deps: Dependencies) -> None:  # noqa: ANN401 - an open binary file
        self._file, self._house, self._waiting = file, deps, bytearray()

    async def add(self, chunk: bytes) -> None:
        """Take what arrived."""
        self._waiting += chunk
        if len(self._waiting) >= PIECE:
            await self.flush()

    async def flush(self) -> None:
        """Seal and write what waits."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        if piece:
            self._file.write(await self._house.in_pool(sealed_files.seal_piece, self._house.db.vault, piece))

    def close(self) -> None:
        """Forget what waits."""
        self._waiting.clear()


def _read(deps: Dependencies, request: Request) -> tuple[int, int]:
    """The workspace and link of a signed token; of one that we didn't sign, a link that isn't there."""
    try:
        _, workspace_id, link = deps.db.vault.open(request.path_params["token"]).split()
    except (InvalidToken, ValueError):
        return NO_LINK
    return int(workspace_id), int(link)


async def _work(deps: Dependencies, workspace_id: int, verb: Callable[..., Result], *args: object) -> Result:
    return await deps.in_pool(partial(_in_transaction, deps, workspace_id, verb, *args))


def _in_transaction(deps: Dependencies, workspace_id: int, verb: Callable[..., Result], *args: object) -> Result:
    with deps.db.begin(workspace_id) as session:
        return verb(session, *args, now=deps.clock.now())


def _voice(deps: Dependencies, workspace_id: int, person: str) -> Voice:
    with deps.db.begin(workspace_id) as session:
        known = teams.teacher(session, person)
    return deps.words.in_language(known.language if known else "en")


def _headers(nonce: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
        "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
    }  # fmt: skip
