"""Sends the app what Slack sends, signed, and keeps how it was acknowledged."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

import aiohttp

from bot.playground.api import signing
from bot.playground.grammar.shapes import Json
from bot.playground.world.mischief import Trick
from bot.playground.world.records import Ack
from bot.playground.world.world import World

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass
class Road:
    """The road to the app: its address, Slack's patience, and the pauses before an event is sent again.

    ``signed_at`` is the clock that signatures carry; the app compares it with its own.
    """

    world: World
    signed_at: Callable[[], datetime]
    app_url: str = ""
    patience_seconds: float = 3.0
    retry_delays_seconds: Sequence[float] = (0.0, 60.0, 300.0)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    session: aiohttp.ClientSession | None = None
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def form(self, kind: str, fields: dict[str, str]) -> Ack:
        """Send a command."""
        return await self._twice_if_ordered(kind, urlencode(fields).encode(), FORM)

    async def interaction(self, payload: Json) -> Ack:
        """Send an interaction: JSON in a form."""
        body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
        return await self._twice_if_ordered(payload["type"], body, FORM)

    async def event(self, payload: Json) -> Ack:
        """Send an event; when the app fails or is slow, send it again in the background."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        kind = f"event:{payload['event']['type']}"
        first = await self._twice_if_ordered(kind, body, JSON)
        if not first.ok:
            task = asyncio.create_task(self._again(kind, body, first))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
        return first

    async def raw(self, kind: str, body: bytes, headers: dict[str, str]) -> Ack:
        """Send exactly these bytes and headers, and keep how the app answered."""
        started = asyncio.get_running_loop().time()
        status, text = await self._exchange(body, headers)
        taken = asyncio.get_running_loop().time() - started
        attempt = int(headers.get("X-Slack-Retry-Num", 0))
        ack = Ack(kind, status, text, taken, _read(text), attempt)
        self.world.acks.append(ack)
        return ack

    async def settled(self) -> None:
        """Wait until no event is being sent again."""
        while self.under_way:
            await asyncio.gather(*self.under_way)

    async def close(self) -> None:
        """Give up on whatever is to be sent again."""
        waiting = tuple(self.under_way)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        if self.session is not None:
            await self.session.close()
            self.session = None

    def signed(self, body: bytes, content_type: str) -> dict[str, str]:
        """Write the headers of a request signed now."""
        return signing.headers(self.world.signing_secret, int(self.signed_at().timestamp()), body, content_type)

    async def _twice_if_ordered(self, kind: str, body: bytes, content_type: str) -> Ack:
        orders = self.world.mischief
        order = orders.pick(f"app:{kind}") if orders.orders else None
        first = await self.raw(kind, body, self.signed(body, content_type))
        if order is not None and order.trick is Trick.TWICE:
            await self.raw(kind, body, self.signed(body, content_type))
        return first

    async def _again(self, kind: str, body: bytes, first: Ack) -> None:
        last = first
        for number, delay in enumerate(self.retry_delays_seconds, start=1):
            await self.sleep(delay)
            reason = "http_timeout" if last.status == 0 else "http_error"
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            last = await self.raw(kind, body, {**self.signed(body, JSON), **headers})
            if last.ok:
                return

    async def _exchange(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        if self.world.sockets.opened:
            return await self._down_the_socket(body, headers)
        if self.session is None:
            # Slack sends as much at once as people do; the default would queue beyond a hundred.
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        patience = aiohttp.ClientTimeout(total=self.patience_seconds)
        address = f"{self.app_url}/slack/events"
        try:
            async with self.session.post(address, data=body, headers=headers, timeout=patience) as response:
                return response.status, await response.text()
        except TimeoutError:
            return 0, "operation_timeout"
        except aiohttp.ClientError as failure:
            return 0, f"could not reach the app: {failure}"

    async def _down_the_socket(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        try:
            said = await asyncio.wait_for(self.world.sockets.send(body, headers), self.patience_seconds)
        except TimeoutError:
            return 0, "operation_timeout"
        return 200, json.dumps(said) if said else ""


def _read(text: str) -> Json:
    try:
        decoded = json.loads(text)
    except ValueError:
        return {}
    return decoded if isinstance(decoded, dict) else {}
