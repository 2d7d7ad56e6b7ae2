"""Any interleaving of two workers that send, crash, sleep and wake sends each post once, in its channel's order."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Table, delete, insert, select, update

from bot.migrating import migrate
from tests.faults.mailbag import LONG_AGO
from workflows.store import claims
from workflows.store.claims import Settled, Taken
from workflows.store.engine import open_engine
from workflows.store.posts import Lane, Post, State
from workflows.store.tables import Workspace

LEASE = timedelta(seconds=60)
LANES, POSTS = 2, 3
LONGER = LEASE + timedelta(seconds=1)
Step = tuple[str, str] | int
# A worker's doing, or seconds that pass: hardly any, more than the guard allows, or more than the lease.
EVENTS: list[Step] = [
    *((worker, doing) for worker in ("ana", "ben") for doing in ("takes", "sends", "settles", "takes", "sends")),
    ("ana", "crashes"), 1, 31, 61, 61,
]  # fmt: skip
steps = st.lists(st.sampled_from(EVENTS), min_size=12, max_size=40)


@dataclass
class World:
    """A database with due posts, Slack's channels, the time, and what each worker has in hand."""

    engine: Engine
    now = LONG_AGO
    channels: dict[int, list[str]] = field(default_factory=dict)
    taken: dict[str, list[Taken]] = field(default_factory=lambda: {"ana": [], "ben": []})
    done: dict[str, list[Settled]] = field(default_factory=lambda: {"ana": [], "ben": []})

    def takes(self, worker: str) -> None:
        """Take what is due."""
        with self.engine.begin() as connection:
            self.taken[worker] += claims.take(connection, worker=worker, now=self.now, lease=LEASE, most=1)

    def sends(self, worker: str) -> None:
        """Post or adopt the first post in hand, unless the guard says that it is too late."""
        if not self.taken[worker]:
            return
        post = self.taken[worker].pop(0)
        channel = self.channels.setdefault(post.lane_id, [])
        there = post.in_doubt and post.token in channel
        if not there and self.now > post.lease_until - LEASE / 2:
            self.done[worker].append(Settled(post, State.PLANNED, self.now))
            return
        if not there:
            channel.append(post.token)
        self.done[worker].append(Settled(post, State.SENT, self.now, ts="1.0"))

    def settles(self, worker: str) -> None:
        """Record everything that was done; some of it may be somebody else's by now."""
        with self.engine.begin() as connection:
            claims.settle(connection, self.done[worker], worker=worker)
        self.done[worker].clear()

    def crashes(self, worker: str) -> None:
        """Forget everything."""
        self.taken[worker].clear()
        self.done[worker].clear()

    def finish(self) -> None:
        """Let one worker end what is left."""
        for worker in ("ana", "ben"):
            self.settles(worker)
            self.crashes(worker)
        for _round in range(4 * POSTS):
            self.now += LONGER
            for doing in (self.takes, self.takes, self.sends, self.sends, self.settles):
                doing("ana")


def test_any_interleaving_sends_each_post_once(database_url: str) -> None:
    """The guard and the look-up together, whatever happens in between."""
    engine = open_engine(database_url)
    migrate(engine)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def holds(happens: list[Step]) -> None:
        world = World(engine)
        wanted = _fill(engine)
        for step in happens:
            if isinstance(step, int):
                world.now += timedelta(seconds=step)
            else:
                getattr(world, step[1])(step[0])
        world.finish()
        assert world.channels == wanted
        with engine.connect() as connection:
            assert set(connection.scalars(select(Post.state))) == {State.SENT}

    holds()
    engine.dispose()


def test_a_post_that_is_being_changed_is_left_alone(database_url: str) -> None:
    """While somebody cancels a post, nobody takes it; and nobody waits for them."""
    engine = open_engine(database_url)
    migrate(engine)
    _fill(engine)
    if engine.dialect.name == "postgresql":  # on SQLite one transaction excludes the other altogether
        with engine.begin() as ours, engine.begin() as theirs:
            first = ours.scalars(select(Post.id).order_by(Post.lane_id, Post.due_at).limit(1)).one()
            ours.execute(update(_POST).where(_POST.c.id == first).values(state=State.CANCELLED))
            taken = claims.take(theirs, worker="ana", now=LONG_AGO, lease=LEASE, most=10)
            assert len(taken) == LANES - 1
            assert first not in {each.id for each in taken}
    engine.dispose()


_POST = cast(Table, Post.__table__)


def _fill(engine: Engine) -> dict[int, list[str]]:
    """Put due posts into an empty database; gives the tokens each lane should see."""
    with engine.begin() as connection:
        connection.execute(delete(cast(Table, Workspace.__table__)))
        owner = {"id": 1, "slack_id": "T1", "name": "T", "bot_user": "U", "scopes": [], "installed_at": LONG_AGO}
        sealed = {"token_sealed": "x", "pupil_key_sealed": "x"}
        connection.execute(insert(cast(Table, Workspace.__table__)).values(**owner, **sealed))
        lanes = range(1, LANES + 1)
        for lane in lanes:
            values = {"id": lane, "workspace_id": 1, "channel": f"C{lane}", "next_ok_at": LONG_AGO}
            connection.execute(insert(cast(Table, Lane.__table__)).values(**values))
        connection.execute(insert(_POST), [_post(lane, place) for lane in lanes for place in range(POSTS)])
    return {lane: [_token(lane, place) for place in range(POSTS)] for lane in lanes}


def _post(lane: int, place: int) -> dict[str, object]:
    due_at = LONG_AGO - timedelta(minutes=POSTS - place)
    return {
        "workspace_id": 1, "token": _token(lane, place), "lane_id": lane, "kind": "cycle:prompt", "about": "cycle:1",
        "key": _token(lane, place), "facts": {}, "planned_for": due_at, "due_at": due_at, "attempts": 0,
        "state": State.PLANNED,
    }  # fmt: skip


def _token(lane: int, place: int) -> str:
    return f"{lane}-{place}"
