"""Who may send what, decided by the database.

A worker *takes* the first due post of every free lane: the post gets a lease, the lane is closed until it ends.
Whoever comes at the same moment gets other lanes (``SKIP LOCKED``; on SQLite ``BEGIN IMMEDIATE`` lets one in).
A post whose lease ran out stays the first of its lane and is handed out again *in doubt*: it may have been sent.
The worker then *settles* what became of each post. A settlement counts only while the lease is still the worker's own.

Taking waits for nobody's lock and settling locks lanes in one order, so that workers never wait for each other in a
circle. Lanes are locked without their keys (``FOR NO KEY UPDATE``), so that planning a post never waits for delivery.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from workflows.store.claim_statements import (
    FREE_LANES,
    LANE,
    OPEN_LANE,
    READY_AT,
    READY_BEFORE,
    SETTLE_POST,
    take_first_of,
    taken_by,
)
from workflows.store.posts import State
from workflows.store.tables import Workspace

GAP = timedelta(seconds=1)  # Slack takes about one message a second and channel
FIRST_RETRY, LAST_RETRY = timedelta(minutes=10), timedelta(days=1)  # in between, as long as it has lasted so far


@dataclass(frozen=True)
class Taken:
    """A post that is ours to send until ``lease_until``, with the sealed token its workspace has now."""

    id: int
    token: str
    workspace_id: int
    lane_id: int
    channel: str
    kind: str
    about: str
    facts: dict[str, Any]
    zone: str | None
    due_at: datetime
    useful_until: datetime | None
    attempts: int
    first_taken_at: datetime | None
    lease_until: datetime
    in_doubt: bool
    key_sealed: str = field(repr=False)


class Stops(StrEnum):
    """How much takes no messages any more."""

    LANE = "lane"
    WORKSPACE = "workspace"


@dataclass(frozen=True)
class Settled:
    """What became of a taken post at the instant ``at``.

    ``due_at`` moves it to another moment; ``cools`` makes its whole workspace wait as long as its lane. A post that
    could not be looked up keeps the state ``taken``: it is looked up when its lane may send again.
    """

    post: Taken
    state: State
    at: datetime
    why: str | None = None
    ts: str | None = None
    sent_to: str | None = None
    due_at: datetime | None = None
    lane_waits: timedelta = GAP
    cools: bool = False
    stops: Stops | None = None


def take(connection: Connection, *, worker: str, now: datetime, lease: timedelta, most: int) -> list[Taken]:
    """Take the first due post of up to ``most`` free lanes and close those lanes until the lease ends."""
    lanes = {lane.id: lane for lane in connection.execute(FREE_LANES, {"now": now, "most": most})}
    if not lanes:
        return []
    lease_until = now + lease
    heads = connection.execute(take_first_of(lanes, now).values(taken_by=worker, lease_until=lease_until)).all()
    held = [head.lane_id for head in heads]
    connection.execute(update(LANE).where(LANE.c.id.in_(held)).values(next_ok_at=lease_until))
    return [_taken(head, lanes[head.lane_id], now) for head in heads]


def settle(connection: Connection, settled: Sequence[Settled], *, worker: str) -> int:
    """Record what became of taken posts and open their lanes again; returns how many were still ours to settle."""
    leases = {each.post.id: each.post.lease_until for each in settled}
    if not leases:
        return 0
    ours = {row.id for row in connection.execute(taken_by(worker, leases)) if row.lease_until == leases[row.id]}
    kept = [each for each in settled if each.post.id in ours]
    if kept:
        connection.execute(SETTLE_POST, [_post_values(each) for each in kept])
        connection.execute(
            OPEN_LANE,
            [
                {
                    "the_lane": each.post.lane_id,
                    "ok_at": each.at + each.lane_waits,
                    "arrived": each.state == State.SENT,
                }
                for each in kept
            ],
        )
    for each in kept:
        if each.cools:
            cool(connection, each.post.workspace_id, until=each.at + each.lane_waits)
    return len(kept)


def stop_lanes(connection: Connection, lanes: Iterable[int], *, why: str, now: datetime) -> list[int]:
    """Slack takes nothing for these lanes now: try again later and later, at most a day apart.

    Most such refusals pass (posting was limited, the messages tab was off), and Slack tells of few of them. Gives the
    lanes that were open until now.
    """
    rows = connection.execute(select(LANE.c.id, LANE.c.stopped_at).where(LANE.c.id.in_(list(lanes)))).all()
    for row in rows:
        stopped_at = row.stopped_at or now
        waits = min(max(now - stopped_at, FIRST_RETRY), LAST_RETRY)
        connection.execute(
            update(LANE)
            .where(LANE.c.id == row.id)
            .values(stopped_at=stopped_at, stopped_why=why, next_ok_at=now + waits)
        )
    return [row.id for row in rows if row.stopped_at is None]


def stop_workspace(connection: Connection, workspace_id: int, *, why: str, now: datetime) -> None:
    """Send nothing more to a workspace until it is installed again."""
    connection.execute(
        update(Workspace)
        .where(Workspace.id == workspace_id, Workspace.stopped_at.is_(None))
        .values(stopped_at=now, stopped_why=why)
    )


def cool(connection: Connection, workspace_id: int, *, until: datetime) -> None:
    """Slack asked this workspace to slow down."""
    connection.execute(update(Workspace).where(Workspace.id == workspace_id).values(cooling_until=until))


def next_ready_at(connection: Connection, *, before: datetime | None = None) -> datetime | None:
    """When the next post of an open lane may leave, if that is due ``before`` an instant; None when nothing is."""
    statement = READY_BEFORE if before else READY_AT
    soonest: datetime | None = connection.scalar(statement, {"before": before} if before else {})
    return soonest


def _taken(head: Row[Any], lane: Row[Any], now: datetime) -> Taken:
    return Taken(
        id=head.id,
        token=head.token,
        workspace_id=head.workspace_id,
        lane_id=head.lane_id,
        channel=lane.channel,
        kind=head.kind,
        about=head.about,
        facts=head.facts,
        zone=head.zone,
        due_at=head.due_at,
        useful_until=head.useful_until,
        attempts=head.attempts,
        first_taken_at=head.first_taken_at,
        lease_until=head.lease_until,
        # What was taken before, and is not planned anew since, somebody has left behind.
        in_doubt=head.first_taken_at != now,
        key_sealed=lane.token_sealed,
    )


def _post_values(each: Settled) -> dict[str, object]:
    return {
        "the_post": each.post.id,
        "the_state": each.state,
        "the_why": each.why,
        "the_ts": each.ts,
        "the_place": each.sent_to,
        "the_moment": each.at if each.state == State.SENT else None,
        "the_due": each.due_at,
        "the_lease": each.at if each.state == State.TAKEN else None,
        "again": each.state == State.PLANNED,
    }
