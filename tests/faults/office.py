"""A small post office on a clock turned by hand: one workspace, some channels with due posts, and two workers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

import handlers
from bot.playground.people.person import Person
from bot.playground.world.state import Channel
from bot.simulation import Simulation, open_simulation
from handlers.delivery.loop import Delivery
from handlers.delivery.writing import Letters
from handlers.slack import web_client
from tests.compiling import compiled_once
from tests.faults.mailbag import fill_workspace
from tests.people import Loop
from workflows.store.posts import Post, State
from workflows.store.tables import Workspace

NOW = datetime(2026, 9, 14, 16, 0, tzinfo=UTC)  # Monday noon in New York
LEASE = timedelta(seconds=6)  # so that a client gives up after a second, and hanging tests stay short
WORKSPACE = 1


@dataclass(frozen=True)
class Office:
    """Two workers on one database, the Slack they send to, and the person who installed the bot."""

    play: Simulation
    first: Delivery
    second: Delivery
    installer: Person
    channels: list[Channel]

    async def later(self, by: timedelta = LEASE + timedelta(seconds=1)) -> None:
        """Let time pass, by default until every lease has ended, and let the first worker send what is due."""
        self.play.clock.turn_to(self.play.clock.now() + by)
        await self.first.beat()

    def tokens(self, channel: Channel) -> list[str]:
        """The tokens of the messages in a channel that are ours, in the order in which they stand there."""
        known = {each.token for each in self.posts()}
        found = [(each.metadata or {}).get("event_payload", {}).get("id") for each in channel.top_level]
        return [each for each in found if each in known]

    def posts(self) -> list[Post]:
        """Every post of a cycle, in the order in which its channel should see it."""
        with self.play.brightcycle.deps.db.begin(WORKSPACE) as session:
            query = select(Post).where(Post.kind == "cycle:prompt").order_by(Post.lane_id, Post.due_at, Post.id)
            return list(session.scalars(query))

    def states(self) -> list[str]:
        """Where every post stands."""
        return [each.state for each in self.posts()]

    def change(self, **values: object) -> None:
        """Change every post of a cycle, as planning might have."""
        with self.play.brightcycle.deps.db.begin(WORKSPACE) as session:
            session.execute(update(Post).where(Post.kind == "cycle:prompt").values(**values))

    def notices(self) -> list[str]:
        """What the installer was told in their direct messages."""
        mailbox = self.play.slack.world.direct(self.play.workspace.team, [self.installer.id])
        return [each.text for each in mailbox.top_level]

    def all_sent_once(self) -> bool:
        """Whether each post is in its channel exactly once, in order, and known to be sent."""
        wanted = [each.token for each in self.posts()]
        found = [token for channel in self.channels for token in self.tokens(channel)]
        return found == wanted and set(self.states()) <= {State.SENT}


Story = Callable[[Office], Awaitable[None]]


def played(loop: Loop, story: Story, database_url: str, folder: Path, *, channels: int = 1, posts: int = 1) -> None:
    """Play a story in an office of its own, which closes while the next one begins."""
    curtain = AsyncExitStack()

    async def whole() -> None:
        opening = open_office(compiled_once(database_url), folder, channels=channels, posts=posts)
        await story(await curtain.enter_async_context(opening))

    try:
        loop.run(whole())
    finally:
        loop.finishes_later(curtain.aclose())


@asynccontextmanager
async def open_office(database_url: str, folder: Path, *, channels: int = 1, posts: int = 1) -> AsyncIterator[Office]:
    """Open one with so many channels and due posts in each."""
    async with open_simulation(NOW, folder, database_url, lease=LEASE) as play:
        installer = play.workspace.person("Ira Stone")
        places = [play.workspace.channel(f"grade-{number}", members=[installer]) for number in range(channels)]
        deps = play.brightcycle.deps
        with deps.db.everywhere() as session:
            session.execute(update(Workspace).values(installer=installer.id))
        fill_workspace(deps.db, WORKSPACE, [each.id for each in places], posts)
        async with web_client.open_session(deps.clock.awake_s, play.slack.api_url, LEASE.total_seconds() / 6) as http:

            def worker(name: str) -> Delivery:
                letters = Letters(deps.db, deps.words, handlers.letters(deps))
                return Delivery(
                    deps.db, deps.pool, deps.clock, name, letters,
                    lambda key: web_client.client(http, deps.db.vault.open(key), play.slack.api_url), LEASE,
                )  # fmt: skip

            yield Office(play, worker("first"), worker("second"), installer, places)
