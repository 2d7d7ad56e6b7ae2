"""Socket Mode: the app calls Slack, and what happens is sent down that connection instead of over signed HTTP."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web

from bot.playground.grammar.shapes import Json

# What an envelope is called, by what the app would have been sent over HTTP.
COMMAND, INTERACTION, EVENT = "slash_commands", "interactive", "events_api"


@dataclass
class Sockets:
    """The connections an app holds open, and the envelopes it hasn't acknowledged yet."""

    opened: list[web.WebSocketResponse] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def until_open(self) -> None:
        """Wait until the app is connected."""
        while not self.opened:
            self.arrived.clear()
            await self.arrived.wait()

    def ticket(self) -> str:
        """Give the right to open one connection."""
        fresh = f"ticket-{next(self.numbers)}"
        self.tickets.add(fresh)
        return fresh

    async def send(self, body: bytes, headers: dict[str, str]) -> Json:
        """Send an envelope down the newest connection; gives what it was acknowledged with."""
        envelope_id = f"envelope-{next(self.numbers)}"
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.waiting[envelope_id] = acknowledged
        try:
            await self.opened[-1].send_str(json.dumps(_envelope(envelope_id, body, headers), ensure_ascii=False))
            return await acknowledged
        finally:
            del self.waiting[envelope_id]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Close every connection, as Slack does every few hours; the app is expected to come back."""
        closing = tuple(self.opened)
        self.opened.clear()  # at once: who waits for a connection, or sends down the newest, means none of these
        for each in closing:
            await each.send_json({"type": "disconnect", "reason": reason})
            await each.close()


async def link(sockets: Sockets, request: web.BaseRequest) -> web.StreamResponse:
    """Hold one connection, until either side closes it."""
    ticket = request.query.get("ticket", "")
    if ticket not in sockets.tickets:
        return web.Response(status=403, text="this address was used, or never given")
    sockets.tickets.discard(ticket)
    connection = web.WebSocketResponse()
    await connection.prepare(request)
    await connection.send_json({"type": "hello", "num_connections": len(sockets.opened) + 1})
    sockets.opened.append(connection)
    sockets.arrived.set()
    try:
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                _acknowledge(sockets, json.loads(message.data))
    finally:
        if connection in sockets.opened:
            sockets.opened.remove(connection)
    return connection


def _acknowledge(sockets: Sockets, said: Json) -> None:
    waiting = sockets.waiting.get(str(said.get("envelope_id", "")))
    if waiting is not None and not waiting.done():
        waiting.set_result(said.get("payload") or {})


def _envelope(envelope_id: str, body: bytes, headers: dict[str, str]) -> Json:
    kind, payload = _payload(body, headers["Content-Type"])
    return {
        "envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": kind != EVENT,
        "retry_attempt": int(headers.get("X-Slack-Retry-Num", 0)),
        "retry_reason": headers.get("X-Slack-Retry-Reason", ""),
    }  # fmt: skip


def _payload(body: bytes, content_type: str) -> tuple[str, Json]:
    if content_type.startswith("application/json"):
        return EVENT, json.loads(body)
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return (INTERACTION, json.loads(fields["payload"])) if "payload" in fields else (COMMAND, fields)
