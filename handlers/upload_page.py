"""The private upload page: for files too large for Slack, or that a district keeps off Slack.

A link is asked for in Slack, signed, good for one file and one hour. The file is streamed to disk in sealed pieces and
read by a worker like any other; the page then shows its first rows as they were read, which never go to Slack, and the
talk about the file goes on there.
"""

import html
import secrets
from functools import partial
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import unquote

import structlog
from cryptography.fernet import InvalidToken
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from handlers.screens import upload_page as screens
from handlers.screens import uploads as upload_screens
from handlers.screens.words import LANGUAGES, Voice
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from handlers.workers.files import held_at
from handlers.workers.receiving import Receiving
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.uploads import links
from workflows.uploads.links import Link, State

log = structlog.get_logger()
NO_LINK = (0, 0)
OVER = Link(State.OVER)


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("upload.page")(give_link)
    app.action("upload.open")(follow)


def routes(deps: Dependencies) -> list[Route]:
    """The paths of the page."""
    receiving = Receiving(deps)
    return [
        Route("/upload/{token}", partial(show, deps), methods=["GET"]),
        Route("/upload/{token}", partial(take, receiving), methods=["POST"]),
        Route("/upload/{token}/outcome", partial(tell, deps), methods=["GET"]),
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
    shown = upload_screens.upload_link(await visit.voice(), f"{deps.public_url.rstrip('/')}/upload/{token}")
    await respond(shown.text, blocks=shown.blocks, replace_original=False)


async def follow(ack: AsyncAck) -> None:
    """Slack tells that the page was opened; the browser has it already."""
    await ack()


async def show(deps: Dependencies, request: Request) -> Response:
    """The page: the form, or what has become of the link or its file."""
    workspace_id, number = _read(deps, request)
    link = await _link(deps, workspace_id, number)
    nonce = secrets.token_urlsafe(16)
    words = screens.words(_voice(deps, request, link), link, most_mb=deps.upload_most_mb)
    page = Template((deps.formats_at.parent / "pages" / "upload.html").read_text("utf-8"))
    filled = page.substitute({name: html.escape(word) for name, word in (words | {"nonce": nonce}).items()})
    is_good = link.state is not State.OVER
    return HTMLResponse(filled, 200 if is_good else 410, headers=_headers(nonce))


async def take(receiving: Receiving, request: Request) -> Response:
    """The file."""
    deps = receiving.deps
    workspace_id, number = _read(deps, request)
    voice = _voice(deps, request, await _link(deps, workspace_id, number))
    try:
        await deps.in_transaction(workspace_id, links.claim, number, now=deps.clock.now())
    except Refusal as refusal:
        return JSONResponse({"says": voice.sentence(refusal)}, 410)
    held = f"{workspace_id}-{secrets.token_hex(16)}"
    name = readable(Path(unquote(request.headers.get("x-file-name", ""))).name) or "upload"
    try:
        await receiving.receive(request, workspace_id, number, held_at(deps.scores_at, held))
        await deps.in_transaction(workspace_id, links.take, number, held, name, now=deps.clock.now())
    except Exception as error:  # noqa: BLE001 - whatever it was, the link must be given back
        held_at(deps.scores_at, held).unlink(missing_ok=True)
        await deps.in_transaction(workspace_id, links.give_back, number, now=deps.clock.now())
        return _failed(voice, error)
    return JSONResponse({"says": voice.plain("upload_page.received", name=name)})


async def tell(deps: Dependencies, request: Request) -> Response:
    """What has become of the file, for the page that waits."""
    workspace_id, number = _read(deps, request)
    outcome = await deps.in_transaction(workspace_id, links.outcome, number, now=deps.clock.now()) if number else None
    if outcome is None:
        return JSONResponse({}, 410, headers={"Cache-Control": "no-store"})
    voice = _voice(deps, request, await _link(deps, workspace_id, number))
    return JSONResponse(screens.outcome(voice, outcome), headers={"Cache-Control": "no-store"})


def _failed(voice: Voice, error: Exception) -> Response:
    if isinstance(error, Refusal):
        return JSONResponse({"says": voice.sentence(error)}, 413)
    if not isinstance(error, ClientDisconnect):
        log.error("upload_page.failed", error=type(error).__name__)
    return JSONResponse({"says": voice.plain("upload_page.failed")}, 500)


async def _link(deps: Dependencies, workspace_id: int, number: int) -> Link:
    if not number:
        return OVER
    return await deps.in_transaction(workspace_id, links.look, number, now=deps.clock.now())


def _read(deps: Dependencies, request: Request) -> tuple[int, int]:
    """The workspace and link of a signed token; of one that we didn't sign, a link that isn't there."""
    try:
        what, workspace_id, link = deps.db.vault.open(request.path_params["token"]).split()
        return (int(workspace_id), int(link)) if what == "upload" else NO_LINK
    except (InvalidToken, ValueError):
        return NO_LINK


def _voice(deps: Dependencies, request: Request, link: Link) -> Voice:
    """The language of whose link it is; for anybody else, what their browser asks for."""
    asked: list[Any] = [each.strip()[:2].lower() for each in request.headers.get("accept-language", "").split(",")]
    return deps.words.in_language(link.language or next((each for each in asked if each in LANGUAGES), "en"))


def _headers(nonce: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
        "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
