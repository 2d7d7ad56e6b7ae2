"""Send what is due, each post once.

Round and round: record what became of posts, take the first due post of every free lane, write its words, send it.
What becomes of a post is decided in `sending.py`; who may send it in `workflows/store/claims.py`.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from handlers.delivery.sending import DEACTIVATED, Sender, send
from handlers.delivery.writing import Letters, Written
from handlers.slack.dependencies import Time
from workflows import membership, workspaces
from workflows.store import claims
from workflows.store.claims import Settled, Stops, Taken
from workflows.store.engine import Database
from workflows.store.posts import State

LEASE = timedelta(seconds=60)
ROUND_S = 0.05
AT_ONCE = 100
SHORTEST_NAP_S = 0.01

Result = TypeVar("Result")
log = structlog.get_logger()


@dataclass
class UnderWay:
    """What is being sent. It outlives a beat: when the database goes away, no outcome is forgotten."""

    sending: set[asyncio.Task[Settled | None]] = field(default_factory=set)
    outcomes: list[Settled] = field(default_factory=list)
    beating: bool = False
    closed: bool = False
    last_round_s: float = 0.0


@dataclass(frozen=True)
class Delivery:
    """Takes due posts and sends them. As many processes as you like may run one on the same database."""

    db: Database
    pool: Executor
    clock: Time
    worker: str
    letters: Letters
    client_for: Callable[[str], AsyncWebClient]  # by a workspace's sealed token
    lease: timedelta = LEASE
    under_way: UnderWay = field(default_factory=UnderWay)

    @property
    def last_turn_s(self) -> float:
        """When delivery last looked for work, on the awake clock; `/healthz` worries when that is long ago."""
        return self.under_way.last_round_s

    async def beat(self, patience: timedelta = timedelta(0)) -> int:
        """Send until nothing is due now, nor within ``patience``; returns how many posts were settled.

        Raises
        ------
        sqlalchemy.exc.DBAPIError
            When the database is away. The next beat goes on where this one stopped.
        """
        self.under_way.beating = True
        try:
            return await self._rounds(patience)
        finally:
            self.under_way.beating = False

    async def _rounds(self, patience: timedelta) -> int:
        settled = 0
        while True:
            self.under_way.last_round_s = self.clock.awake_s()
            settled += await self._record()
            if not self.under_way.closed:
                await self._start_sending()
            if self.under_way.sending:
                await self._collect_outcomes()
            elif self.under_way.closed or not await self._wait(patience):
                return settled

    async def finish(self, within_s: float) -> None:
        """Take nothing more, and record what is being sent while a beat still runs."""
        self.under_way.closed = True
        until_s = self.clock.awake_s() + within_s
        while (
            self.under_way.beating or self.under_way.sending or self.under_way.outcomes
        ) and self.clock.awake_s() < until_s:
            await asyncio.sleep(ROUND_S)

    async def _record(self) -> int:
        outcomes = tuple(self.under_way.outcomes)
        count = await self._in_pool(self._settle, outcomes) if outcomes else 0
        del self.under_way.outcomes[: len(outcomes)]
        return count

    async def _start_sending(self) -> None:
        room = AT_ONCE - len(self.under_way.sending)
        if room <= 0:
            return
        # Read before the lease begins: the guard may only err on the safe side.
        fresh_until_s = self.clock.awake_s() + self.lease.total_seconds() / 2
        for post, letter in await self._in_pool(self._take, room):
            self.under_way.sending.add(asyncio.create_task(self._send(post, letter, fresh_until_s)))

    async def _collect_outcomes(self) -> None:
        done, self.under_way.sending = await asyncio.wait(self.under_way.sending, timeout=ROUND_S)
        self.under_way.outcomes += [each for task in done if (each := task.result())]

    def _take(self, most: int) -> list[tuple[Taken, Written]]:
        now = self.clock.now()
        with self.db.engine.begin() as connection:
            taken = claims.take(connection, worker=self.worker, now=now, lease=self.lease, most=most)
        return self.letters.write(taken, now=now)

    async def _send(self, post: Taken, letter: Written, fresh_until_s: float) -> Settled | None:
        try:
            return await send(post, letter, Sender(self.client_for(post.key_sealed), self.clock.now, fresh_until_s))
        except Exception:
            # Nobody knows what happened, so it stays taken and is looked up; the others' messages go on.
            log.exception("post.unclear", kind=post.kind, post=post.id)
            return None

    def _settle(self, outcomes: Sequence[Settled]) -> int:
        troubled = [each for each in outcomes if each.stops or each.state in (State.FAILED, State.IN_DOUBT)]
        with self.db.engine.begin() as connection:
            count = claims.settle(connection, [each for each in outcomes if each not in troubled], worker=self.worker)
        return count + sum(self._settle_and_tell(each) for each in troubled)

    def _settle_and_tell(self, each: Settled) -> int:
        """Settle a post that somebody must hear of, and plan the notice in the same transaction."""
        log.warning("post.troubled", kind=each.post.kind, post=each.post.id, state=each.state, why=each.why)
        with self.db.begin(each.post.workspace_id) as session:
            ours = claims.settle(session.connection(), [each], worker=self.worker)
            if not ours:
                return 0
            if each.stops is Stops.WORKSPACE:
                workspaces.stop(session, why=str(each.why), now=each.at)
            elif each.stops is Stops.LANE:
                workspaces.stop_lane(session, each.post.lane_id, why=str(each.why), now=each.at)
                if each.why in DEACTIVATED:
                    membership.gone(session, each.post.channel, now=each.at)
            else:
                workspaces.notice_post(session, each.post.id, state=each.state, now=each.at)
        return ours

    async def _wait(self, patience: timedelta) -> bool:
        """Wait for the next post if it comes within ``patience``; False when it doesn't."""
        horizon = self.clock.now() + patience
        ready_at = await self._in_pool(self._next_ready_at, horizon)
        if ready_at is None or ready_at > horizon:
            return False
        await self.clock.sleep(max((ready_at - self.clock.now()).total_seconds(), SHORTEST_NAP_S))
        return True

    def _next_ready_at(self, horizon: datetime) -> datetime | None:
        with self.db.engine.begin() as connection:
            return claims.next_ready_at(connection, before=horizon)

    async def _in_pool(self, work: Callable[..., Result], *args: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self.pool, work, *args)
