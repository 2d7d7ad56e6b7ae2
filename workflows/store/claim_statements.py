"""The statements behind claims: which lanes are free, which post is the first of each, and how both are settled."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BindParameter, Integer, Table, and_, bindparam, case, func, or_, select, update

from workflows.store.posts import UNDER_WAY, Lane, Post, State
from workflows.store.tables import Workspace

POST = cast(Table, Post.__table__)
LANE = cast(Table, Lane.__table__)


def _free_lanes() -> Any:  # noqa: ANN401 - a Select whose row type says nothing
    now: BindParameter[datetime] = bindparam("now")
    # UNDER_WAY is word for word the condition of the indexes: with bound values SQLite would not recognise it.
    due = select(POST.c.lane_id).where(UNDER_WAY, POST.c.due_at <= now)
    return (
        select(LANE.c.id, LANE.c.channel, Workspace.token_sealed)
        .join(Workspace, Workspace.id == LANE.c.workspace_id)
        .where(
            LANE.c.next_ok_at <= now,
            Workspace.stopped_at.is_(None),
            or_(Workspace.cooling_until.is_(None), Workspace.cooling_until <= now),
            LANE.c.id.in_(due),
        )
        .order_by(LANE.c.next_ok_at)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(of=LANE, skip_locked=True, key_share=True)
    )


def _ready_at() -> Any:  # noqa: ANN401
    ready_at = case((LANE.c.next_ok_at > POST.c.due_at, LANE.c.next_ok_at), else_=POST.c.due_at)
    ready_at = case((Workspace.cooling_until > ready_at, Workspace.cooling_until), else_=ready_at)
    return (
        select(func.min(ready_at))
        .select_from(POST)
        .join(LANE, LANE.c.id == POST.c.lane_id)
        .join(Workspace, Workspace.id == LANE.c.workspace_id)
        .where(UNDER_WAY, Workspace.stopped_at.is_(None))
    )


# These two are asked every second and between, so they are made once: lanes that have something due and may send, the
# longest unused first, ours until the transaction ends; and when the next post of an open lane may leave.
FREE_LANES, READY_AT = _free_lanes(), _ready_at()
READY_BEFORE = READY_AT.where(POST.c.due_at <= bindparam("before"))


def take_first_of(lanes: Iterable[int], now: datetime) -> Any:  # noqa: ANN401
    """Take the first post of each lane, unless it is somebody's for now or is just being planned anew or cancelled."""
    place = func.row_number().over(partition_by=POST.c.lane_id, order_by=(POST.c.due_at, POST.c.id)).label("place")
    queue = select(POST.c.id, place).where(POST.c.lane_id.in_(list(lanes)), UNDER_WAY, POST.c.due_at <= now).subquery()
    ready = or_(POST.c.state == State.PLANNED, and_(POST.c.state == State.TAKEN, POST.c.lease_until <= now))
    heads = (
        select(POST.c.id)
        .join(queue, queue.c.id == POST.c.id)
        .where(queue.c.place == 1, ready, POST.c.due_at <= now)
        .with_for_update(of=POST, skip_locked=True)
    )
    return (
        update(POST)
        .where(POST.c.id.in_(heads))
        .values(
            state=State.TAKEN,
            taken_at=now,
            attempts=POST.c.attempts + 1,
            first_taken_at=func.coalesce(POST.c.first_taken_at, now),
        )
        .returning(*POST.c)
    )


def taken_by(worker: str, posts: Iterable[int]) -> Any:  # noqa: ANN401
    """Those of some posts that a worker still has, locked with their lanes in one order."""
    return (
        select(POST.c.id, POST.c.lease_until)
        .join(LANE, LANE.c.id == POST.c.lane_id)
        .where(POST.c.id.in_(list(posts)), POST.c.state == State.TAKEN, POST.c.taken_by == worker)
        .order_by(LANE.c.id)
        .with_for_update(key_share=True)
    )


SETTLE_POST = (
    update(POST)
    .where(POST.c.id == bindparam("the_post"))
    .values(
        state=bindparam("the_state"),
        why=bindparam("the_why"),
        ts=bindparam("the_ts"),
        sent_to=bindparam("the_place"),
        sent_at=bindparam("the_moment"),
        due_at=func.coalesce(bindparam("the_due"), POST.c.due_at),
        lease_until=bindparam("the_lease"),
        # Back to being planned means that Slack certainly does not have it: a later look-up starts afresh.
        first_taken_at=case((bindparam("again"), None), else_=POST.c.first_taken_at),
    )
)
OPEN_LANE = (
    update(LANE)
    .where(LANE.c.id == bindparam("the_lane"))
    .values(
        next_ok_at=bindparam("ok_at"),
        # What has arrived shows that the place takes messages again.
        stopped_at=case((bindparam("arrived"), None), else_=LANE.c.stopped_at),
        stopped_why=case((bindparam("arrived"), None), else_=LANE.c.stopped_why),
    )
)
