"""Requests that Slack would never send: bad signatures, replays, foreign workspaces, anything at all."""

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from bot.playground.api import signing
from bot.playground.api.sending import FORM, JSON, Road
from bot.playground.grammar.shapes import Json
from bot.playground.world.records import Ack


@dataclass(frozen=True)
class Forge:
    """A forger on the road to the app."""

    road: Road

    async def badly_signed(self, body: bytes, content_type: str = FORM) -> Ack:
        """Send a body signed with another secret."""
        at = int(self.road.signed_at().timestamp())
        return await self.road.raw("forged", body, signing.headers("not-the-secret", at, body, content_type))

    async def unsigned(self, body: bytes, content_type: str = FORM) -> Ack:
        """Send a body without any signature."""
        return await self.road.raw("forged", body, {"Content-Type": content_type})

    async def replayed(self, body: bytes, content_type: str = FORM, *, age: timedelta = timedelta(minutes=6)) -> Ack:
        """Send a body with a true signature of some time ago."""
        at = int((self.road.signed_at() - age).timestamp())
        secret = self.road.world.signing_secret
        return await self.road.raw("replayed", body, signing.headers(secret, at, body, content_type))

    async def command(self, **fields: str) -> Ack:
        """Send any fields as a truly signed command, such as another workspace's ids."""
        return await self._signed("command", urlencode(fields).encode(), FORM)

    async def interaction(self, payload: Json) -> Ack:
        """Send any payload as a truly signed interaction."""
        return await self._signed("interaction", urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def event(self, payload: Json) -> Ack:
        """Send any payload as a truly signed event."""
        return await self._signed("event", json.dumps(payload).encode(), JSON)

    async def _signed(self, kind: str, body: bytes, content_type: str) -> Ack:
        return await self.road.raw(kind, body, self.road.signed(body, content_type))
