"""The page's side of the stand-in's server: the document, its parts, what people do on it, and what it hears."""

import asyncio
import contextlib
import json
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.playground.grammar.shapes import Json
from bot.playground.page.behind import backstage
from bot.playground.page.doing import DEEDS, Hand
from bot.playground.page.feed import Bookmarks
from bot.playground.page.host import Host
from bot.playground.page.sight import Sight, Where, people_of
from bot.playground.page.stream import Feed, Tab, as_event
from bot.playground.page.words import LANGUAGES, words_in
from bot.playground.people.person import Person
from bot.playground.standin import StandIn
from bot.playground.world.state import Team
from bot.playground.world.world import World

ASSETS = Path(__file__).parent / "assets"
MOST_BYTES = 64 << 20
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
}  # fmt: skip
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Page:
    """The page of one stand-in: who reads how far, and which tabs are open."""

    stand_in: StandIn
    host: Host
    language: str = "en"
    marks: Bookmarks = field(default_factory=Bookmarks)
    tabs: list[Tab] = field(default_factory=list)
    chores: set[asyncio.Task[None]] = field(default_factory=set)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    beginning: asyncio.Lock = field(default_factory=asyncio.Lock)

    def open(self) -> None:
        """Be at the stand-in's address."""
        self.stand_in.pages |= {"": self._answer, "page": self._answer, "favicon.ico": self._answer}

    @property
    def world(self) -> World:
        """All that the stand-in knows."""
        return self.stand_in.world

    @property
    def team(self) -> Team:
        """The workspace that the page shows: the first there is."""
        for team in self.world.teams.values():
            return team
        raise LookupError("There is no workspace yet.")

    def begin_again(self) -> None:
        """Everything is new: forget who had read what, and have every tab look again."""
        self.marks = Bookmarks()
        self.offered.clear()
        self.stir("reload")

    def close(self) -> None:
        """Hear no more from any tab."""
        for tab in self.tabs:
            tab.close()

    def stir(self, what: str, user_id: str = "") -> None:
        """Have a part drawn anew in every tab, or in one person's."""
        for tab in self.tabs:
            if user_id in ("", tab.user_id):
                tab.stir(what)

    async def _answer(self, _world: World, request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return web.Response(status=403, text="This page answers itself alone.")
        routes: Mapping[str, Answer] = {
            "GET ": self._document, "GET parts": self._parts, "GET events": self._events, "GET behind": self._behind,
            "GET payload": self._payload, "GET sample": self._sample, "GET file": self._file, "POST act": self._act,
            "POST upload": self._upload, "POST travel": self._travel, "POST start": self._start,
        }  # fmt: skip
        name = request.path.removeprefix("/").removeprefix("page").strip("/")
        if name.startswith("assets/"):
            return _asset(name.removeprefix("assets/"))
        answer = routes.get(f"{request.method} {name}")
        if answer is None:
            return web.Response(status=404, text="There is nothing here.")
        async with self.beginning:  # while everything begins again, there is nobody to be
            pass
        try:
            return await answer(request)
        except (LookupError, ValueError) as failure:
            return _json({"trouble": str(failure)}, 400)

    async def _document(self, request: web.BaseRequest) -> web.StreamResponse:
        seen = len(self.world.log)
        return web.Response(text=self._sight(request).page(seen), content_type="text/html", headers=HEADERS)

    async def _parts(self, request: web.BaseRequest) -> web.StreamResponse:
        seen, sight = len(self.world.log), self._sight(request)
        return _json({"seen": seen, "where": sight.where.as_query(), "parts": sight.parts(), "clock": sight.clock()})

    async def _events(self, request: web.BaseRequest) -> web.StreamResponse:
        sight = self._sight(request)
        tab = Tab(request.query.get("tab", ""), sight.where.user.id)
        since = request.headers.get("Last-Event-ID") or request.query.get("since") or "0"
        feed = Feed(sight, tab, int(since), sight.clock()["text"], partial(_has_gone, request))
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        for earlier in self.tabs:
            if earlier.id == tab.id:
                earlier.close()
        self.tabs.append(tab)
        self.world.watchers.append(tab.woken.set)
        try:
            with contextlib.suppress(ConnectionError):  # whoever listened has gone
                await response.prepare(request)
                await response.write(b": open\n\n")
                while batch := await feed.next_batch():
                    await response.write(as_event(batch, feed.seen))
        finally:
            self.tabs.remove(tab)
            self.world.watchers.remove(tab.woken.set)
        return response

    async def _behind(self, request: web.BaseRequest) -> web.StreamResponse:
        return _json({"html": await backstage(self._sight(request))})

    async def _payload(self, request: web.BaseRequest) -> web.StreamResponse:
        hand = self._hand(request.query["as"])
        wanted = {"channel": request.query["channel"], "ts": request.query["ts"]}
        shown = hand.payload(wanted)
        message = self.team.channels[wanted["channel"]].by_ts.get(wanted["ts"])
        why = await self.host.why(message) if message else ""
        blocks = json.dumps({"blocks": shown.get("blocks", [])}, ensure_ascii=False, indent=2)
        return _json({"payload": json.dumps(shown, ensure_ascii=False, indent=2), "blocks": blocks, "why": why})

    async def _sample(self, request: web.BaseRequest) -> web.StreamResponse:
        return _download(request.query["name"], self.host.samples[request.query["name"]])

    async def _file(self, request: web.BaseRequest) -> web.StreamResponse:
        stored = self.world.files[request.query["id"]]
        return _download(stored.name, stored.content)

    async def _act(self, request: web.BaseRequest) -> web.StreamResponse:
        wanted = await _read(request)
        hand, deed = self._hand(str(wanted["as"])), DEEDS[str(wanted["kind"])]
        outcome = await deed(hand, wanted)
        if wanted["kind"] in ("submit", "close", "act"):
            self.stir("forms", hand.person.id)
        self._later(self.host.settled())
        return _json(asdict(outcome))

    async def _upload(self, request: web.BaseRequest) -> web.StreamResponse:
        hand, name = self._hand(request.query["as"]), request.query["name"]
        sample = request.query.get("sample")
        content = self.host.samples[name] if sample else await _bytes(request)
        channel = self.team.channels[request.query["channel"]] if request.query.get("channel") else None
        stored = await hand.person.uploads(content, name, channel)
        self._later(self.host.settled())
        return _json({"id": stored.id, "name": stored.name, "size": len(stored.content)})

    async def _travel(self, request: web.BaseRequest) -> web.StreamResponse:
        wanted = await _read(request)
        person = self._hand(str(wanted["as"])).person
        words, zone = words_in(str(wanted.get("language", self.language))), ZoneInfo(person.user.tz)
        at = await self._goal(str(wanted["to"]), zone)
        if at is None:
            return _json({"trouble": words("nothing_planned")})
        if at <= self.world.now():
            return _json({"trouble": words("only_forward")})
        await self.host.travel_to(at)
        return _json({})

    async def _goal(self, to: str, zone: ZoneInfo) -> datetime | None:
        now = self.world.now()
        if to == "next":
            return await self.host.next_at()
        if to in _STEPS:
            # A week later the clock on the wall shows the same, also when clocks change in between.
            return (now.astimezone(zone) + _STEPS[to]) if to == "week" else now + _STEPS[to]
        return datetime.fromisoformat(to).replace(tzinfo=zone)

    async def _start(self, request: web.BaseRequest) -> web.StreamResponse:
        wanted = await _read(request)
        async with self.beginning:
            await self.host.start_with(str(wanted["key"]))
        self.begin_again()
        return _json({})

    def _sight(self, request: web.BaseRequest) -> Sight:
        asked, people = request.query, people_of(self.team)
        user = next((each for each in people if each.id == asked.get("as")), people[0])
        language = asked.get("lang") or self.language
        self.world.direct(self.team, [user.id])  # the app can always be written to
        mine = [each for each in self.team.channels.values() if user.id in each.members and not each.archived]
        named = [each for each in mine if each.id == asked.get("in")]
        rooms = sorted((each for each in mine if each.name), key=lambda each: each.name)
        channel = next(iter(named or rooms or mine), None)
        at_home = asked.get("view") == "home"
        if channel is not None and not at_home:
            self.marks.mark(user, channel)
        where = Where(user, channel, asked.get("thread", ""), at_home, language if language in LANGUAGES else "en")
        return Sight(self.world, self.team, self.host, self.marks, where)

    def _hand(self, user_id: str) -> Hand:
        person = Person(self.world, self.team, self.team.users[user_id], self.stand_in.road)
        return Hand(person, self.host.app, self.offered)

    def _later(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            with contextlib.suppress(asyncio.CancelledError):
                await work

        task = asyncio.create_task(run())
        self.chores.add(task)
        task.add_done_callback(self.chores.discard)


def _has_gone(request: web.BaseRequest) -> bool:
    return request.transport is None or request.transport.is_closing()


_STEPS = {"hour": timedelta(hours=1), "week": timedelta(days=7)}


def _asset(name: str) -> web.StreamResponse:
    path = ASSETS / name
    if "/" in name or not path.is_file():
        return web.Response(status=404, text="There is nothing here.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return web.Response(body=path.read_bytes(), content_type=kind, headers={**HEADERS, "Cache-Control": "no-cache"})


def _download(name: str, content: bytes) -> web.StreamResponse:
    quoted = name.replace('"', "")
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{quoted}"'}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)


async def _read(request: web.BaseRequest) -> Json:
    if request.content_type != "application/json":
        raise ValueError("JSON, please.")  # a foreign page can't send it without asking first
    wanted = json.loads(await request.read())
    if not isinstance(wanted, dict):
        raise ValueError("An object, please.")
    return wanted


async def _bytes(request: web.BaseRequest) -> bytes:
    parts, size = [], 0
    async for part in request.content.iter_any():
        size += len(part)
        if size > MOST_BYTES:
            raise ValueError("This file is too large to play with.")
        parts.append(part)
    return b"".join(parts)


def _json(body: Json, status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(body=text, status=status, headers=HEADERS, content_type="application/json", charset="utf-8")
