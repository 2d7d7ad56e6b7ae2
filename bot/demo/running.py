"""The school that runs behind the page: its clock goes on by itself, can be turned forward, and can begin again."""

import asyncio
import contextlib
import itertools
import shutil
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.checks import manifest
from bot.clock import HandClock
from bot.demo import prepared as prepared
from bot.demo.tour import load_tour
from bot.playground.control import reset
from bot.playground.page.host import App, Coming, Start, Stop
from bot.playground.standin import StandIn
from bot.playground.world.state import Message
from bot.simulation import Simulation, open_in
from workflows.store.posts import Lane, Post, State

TICK = timedelta(seconds=1)
EMPTY, PREPARED = Start("empty", "start_fresh"), Start("prepared", "undo_fresh")
MOST = 100
PREPARING_S = 60.0


class Running:
    """A simulation whose clock ticks; the page's host."""

    def __init__(self, slack: StandIn, folder: Path, language: str) -> None:
        self.app = App.of_manifest(manifest.read(manifest.MANIFEST.read_text("utf-8")))
        self.samples: Mapping[str, bytes] = prepared.samples()
        self.starts: Sequence[Start] = (EMPTY, PREPARED)
        self.can_travel = True
        self._slack, self._folder, self._language = slack, folder, language
        self._stack = AsyncExitStack()
        self._play: Simulation | None = None
        self._school: prepared.School | None = None
        self._turn, self._files = asyncio.Lock(), asyncio.Lock()
        self._numbers = itertools.count()
        self._ticking: asyncio.Task[None] | None = None

    @property
    def play(self) -> Simulation:
        """What is being played; raises RuntimeError before the first start."""
        if self._play is None:
            raise RuntimeError("nothing has begun yet")
        return self._play

    async def start_with(self, key: str) -> None:
        """Begin again, with an empty school or with the prepared one."""
        await self.stop()
        reset(self._slack, {})
        clock = HandClock(prepared.BEGINS_AT if key == PREPARED.key else prepared.NOW_AT)
        self._slack.world.now = self._slack.road.signed_at = clock.now
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        self._play = await self._stack.enter_async_context(open_in(self._slack, clock, folder))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        self._school = prepared.people(self.play, self._language)
        if key == PREPARED.key:
            await self._prepare(self._school)
        await self.play.next_at()  # plans what is ahead
        self._ticking = asyncio.create_task(self._tick())

    async def _prepare(self, school: prepared.School) -> None:
        """Nobody waits for an answer yet: a slow machine may take its time, where Slack would give up."""
        road = self._slack.road
        patience, road.patience_seconds = road.patience_seconds, PREPARING_S
        try:
            await prepared.prepare(self.play, school)
        finally:
            road.patience_seconds = patience

    async def stop(self) -> None:
        """End what is played, and leave nothing of it."""
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
            self._ticking = None
        async with self._turn, self._files:
            await self._stack.aclose()
            self._stack = AsyncExitStack()

    async def settled(self) -> None:
        """Deliver at once what an act has planned for this moment, and read the files it brought."""
        play = self.play
        await play.brightcycle.listeners.until_quiet()
        async with self._turn:
            await play.brightcycle.heartbeat.beat()
        await self._read_files()

    async def travel_to(self, at: datetime) -> None:
        """Let time pass; every post leaves at its own moment."""
        async with self._turn, self._files:
            await self.play.turn_to(at)

    async def next_at(self) -> datetime | None:
        """When the next planned post leaves."""
        return await self.play.next_at()

    async def coming(self) -> Sequence[Coming]:
        """What is planned, by channel and kind."""
        play = self.play
        with play.brightcycle.deps.db.everywhere() as session:
            wanted = select(Post.due_at, Post.kind, Lane.channel).join(Lane).where(Post.state == State.PLANNED)
            rows = session.execute(wanted.order_by(Post.due_at).limit(MOST)).all()
        return [Coming(row.due_at, self._place(row.channel), row.kind) for row in rows]

    async def why(self, message: Message) -> str:
        """The rule behind a post: its kind, its occurrence, and when it was planned for."""
        token = ((message.metadata or {}).get("event_payload") or {}).get("id")
        with self.play.brightcycle.deps.db.everywhere() as session:
            post = session.scalar(select(Post).where(Post.token == token)) if token else None
            if post is None:
                return ""
            moved = "" if post.due_at == post.planned_for else f", moved to {post.due_at:%Y-%m-%d %H:%M} UTC"
            return f"{post.kind} · {post.key} · planned for {post.planned_for:%Y-%m-%d %H:%M} UTC{moved}"

    def tour(self, language: str) -> Sequence[Stop]:
        """The six stops, in the visitor's language."""
        return load_tour(language).stops

    def role_of(self, user_id: str, language: str) -> str:
        """Who somebody is in this school."""
        key = self._school.roles.get(user_id) if self._school else None
        return load_tour(language).roles[key] if key else ""

    def _place(self, some_id: str) -> str:
        team = self.play.workspace.team
        if some_id in team.users:
            return team.users[some_id].real_name
        channel = team.channels.get(some_id)
        return f"#{channel.name}" if channel and channel.name else ""

    async def _read_files(self) -> None:
        if self._files.locked():
            return  # whoever reads looks again before it ends
        async with self._files:
            heartbeat = self.play.brightcycle.heartbeat
            while await heartbeat.take_in():
                async with self._turn:
                    await heartbeat.beat()

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        since = loop.time()
        reading: asyncio.Task[None] | None = None
        while True:
            await asyncio.sleep(TICK.total_seconds())
            passed, since = loop.time() - since, loop.time()
            async with self._turn:
                await self.play.goes_on(self.play.clock.now() + timedelta(seconds=passed))
            if reading is None or reading.done():
                reading = asyncio.create_task(self._read_files())
