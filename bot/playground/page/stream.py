"""Tells each open tab what changes for its person, as it happens: server-sent events."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.playground.grammar.shapes import Json
from bot.playground.page.feed import entry_of, is_shown, whisper_of
from bot.playground.page.sight import Sight
from bot.playground.people.watching import is_visible
from bot.playground.world.records import Seen
from bot.playground.world.state import Channel

LOOK_AT_CLOCK_S = 1.0


@dataclass
class Tab:
    """One open tab: whose it is, and what it should hear of beside the diary.

    ``id`` is the browser's: going elsewhere, a tab listens anew, and its earlier ear is closed.
    """

    id: str
    user_id: str
    closed: bool = False
    stirred: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def stir(self, what: str) -> None:
        """Have a part drawn anew."""
        self.stirred.add(what)
        self.woken.set()

    def close(self) -> None:
        """Hear no more."""
        self.closed = True
        self.woken.set()


@dataclass
class Feed:
    """What one tab has been told, and what it is told next."""

    sight: Sight
    tab: Tab
    seen: int
    clock: str
    has_gone: Callable[[], bool]

    async def next_batch(self) -> list[Json]:
        """Wait until something has changed, and describe it; nothing once the tab listens elsewhere or is gone."""
        while not (self.tab.closed or self.has_gone()):
            batch = list(self._changes())
            if batch:
                return batch
            self.tab.woken.clear()
            try:
                await asyncio.wait_for(self.tab.woken.wait(), LOOK_AT_CLOCK_S)
            except TimeoutError:
                continue
        return []

    def _changes(self) -> Iterator[Json]:
        log, stirred = self.sight.world.log, self.tab.stirred
        self.tab.stirred = set()
        if "reload" in stirred:
            yield {"name": "reload"}
        if len(log) < self.seen:
            return  # everything begins again, and isn't all there yet
        fresh, self.seen = log[self.seen :], len(log)
        team, user = self.sight.team, self.sight.where.user
        mine = [each for each in fresh if is_visible(team, user, each)]
        yield from self._messages(mine)
        yield from self._parts({each.kind for each in mine} | stirred, is_said=any(is_shown(each) for each in mine))
        if fresh or stirred:
            yield {"name": "stirred"}
        yield from self._time()

    def _parts(self, kinds: set[str], *, is_said: bool) -> Iterator[Json]:
        if is_said:
            yield {"name": "part", "id": "channels", "html": self.sight.channels()}
        if kinds & {"forms", "modal"}:
            yield {"name": "forms", "html": self.sight.forms()}
        if self.sight.where.at_home and "home" in kinds:
            yield {"name": "home", "html": str(self.sight.home())}

    def _time(self) -> Iterator[Json]:
        clock = self.sight.clock()
        if clock["text"] != self.clock:
            self.clock = clock["text"]
            yield {"name": "clock", **clock}

    def _messages(self, mine: list[Seen]) -> Iterator[Json]:
        channel = self.sight.where.channel
        if channel is None or self.sight.where.at_home:
            return
        latest = {each.ts or str(place): each for place, each in enumerate(mine) if each.channel_id == channel.id}
        for seen in latest.values():
            if is_shown(seen):
                yield from self._message(channel, seen)
        self.sight.marks.mark(self.sight.where.user, channel)

    def _message(self, channel: Channel, seen: Seen) -> Iterator[Json]:
        if seen.kind in ("delete", "ephemeral_delete"):
            yield {"name": "gone", "ts": seen.ts}
            return
        message = channel.by_ts.get(seen.ts)
        if message is None:
            if seen.reader:
                yield self._shown(whisper_of(seen).ts, "", self.sight.message(whisper_of(seen)))
            return
        entry = entry_of(channel, message)
        yield self._shown(entry.ts, entry.thread_ts if entry.is_reply else "", self.sight.message(entry))
        first = channel.by_ts.get(entry.thread_ts) if entry.is_reply else None
        if first is not None:
            yield self._shown(first.ts, "", self.sight.message(entry_of(channel, first)))

    def _shown(self, ts: str, thread: str, html: str) -> Json:
        return {"name": "message", "ts": ts, "thread": thread, "html": html}


def as_event(batch: list[Json], number: int) -> bytes:
    """Write a batch as one event; ``number`` is where to go on after a broken connection."""
    return f"id: {number}\ndata: {json.dumps(batch, ensure_ascii=False)}\n\n".encode()
