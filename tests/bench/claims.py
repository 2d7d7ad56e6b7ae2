"""What the database alone allows: taking and settling posts, without words and without HTTP.

``claims_per_second``: one process takes 100 posts, settles them as sent, and so on; lanes open again at once.
``lanes.ratio``: 2 000 channels × 5 posts under the rule of one message a second and channel. The rule's own time is a
second for each message of a channel, five seconds; measured is the time from the first take until the last settlement.
``lanes.shortest_gap_s`` is the shortest time between two messages of a channel.
"""

import secrets
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Engine

from bot.clock import SystemClock
from bot.migrating import migrate
from tests.faults.arena import SECRET_KEY
from tests.faults.mailbag import LONG_AGO, fill_workspace
from tests.postgres import running_postgres
from workflows import workspaces
from workflows.store import claims
from workflows.store.claims import GAP, Settled
from workflows.store.engine import Database
from workflows.store.posts import State
from workflows.store.vault import Vault

CHANNELS, POSTS = 2000, 5
AT_ONCE = 100
LEASE = timedelta(seconds=60)
TIMES = 3


def measure() -> dict[str, float]:
    """Claims per second on both databases, and how closely lanes keep to their rule on PostgreSQL."""
    with running_postgres() as postgres:
        pace = sorted(_pace(postgres.empty()) for _time in range(TIMES))[TIMES // 2]
        lanes = sorted((_lanes(postgres.empty()) for _time in range(TIMES)), key=lambda figures: figures["lanes.ratio"])
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / str(number)}.db" for number in range(TIMES)]
        sqlite_pace = sorted(map(_pace, urls))[TIMES // 2]
    return {
        "claims_per_second": round(pace, 0),
        "claims_per_second_sqlite": round(sqlite_pace, 0),
        **lanes[TIMES // 2],
    }


def _pace(url: str) -> float:
    with _filled(url) as engine:
        started = time.monotonic()
        settled = sum(len(_turn(engine, timedelta(0))) for _turn_number in range(CHANNELS * POSTS // AT_ONCE))
        assert settled == CHANNELS * POSTS
        return settled / (time.monotonic() - started)


def _lanes(url: str) -> dict[str, float]:
    sent: dict[int, list[datetime]] = defaultdict(list)
    with _filled(url) as engine:
        started, left = time.monotonic(), CHANNELS * POSTS
        while left:
            turn = _turn(engine, GAP)
            left -= len(turn)
            for each in turn:
                sent[each.post.lane_id].append(each.at)
            if not turn:
                time.sleep(0.01)
        seconds = time.monotonic() - started
    gaps = [after - before for moments in sent.values() for before, after in pairwise(moments)]
    return {
        "lanes.ratio": round(seconds / (POSTS * GAP.total_seconds()), 3),
        "lanes.seconds": round(seconds, 2),
        "lanes.shortest_gap_s": round(min(gaps).total_seconds(), 3),
    }


def _turn(engine: Engine, waits: timedelta) -> list[Settled]:
    clock = SystemClock()
    with engine.begin() as connection:
        taken = claims.take(connection, worker="bench", now=clock.now(), lease=LEASE, most=AT_ONCE)
    settled = [
        Settled(each, State.SENT, clock.now(), ts="1.0", sent_to=each.channel, lane_waits=waits) for each in taken
    ]
    with engine.begin() as connection:
        claims.settle(connection, settled, worker="bench")
    return settled


@contextmanager
def _filled(url: str) -> Iterator[Engine]:
    database = Database(url, Vault(SECRET_KEY))
    migrate(database.engine)
    with database.everywhere() as session:
        told = workspaces.Installation("T1", "T1", "UBOT", secrets.token_hex(8), [])
        workspace_id = workspaces.install(session, told, now=LONG_AGO)
    fill_workspace(database, workspace_id, [f"C{number}" for number in range(CHANNELS)], POSTS)
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    try:
        yield database.engine
    finally:
        database.close()
