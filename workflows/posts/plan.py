"""Plan what will be said, move it, take it back. Nothing here sends: `handlers/delivery/` does.

A post is written in the same transaction as the decision that causes it, under an occurrence key, so that planning
twice plans once.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence, Set
from datetime import datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflows import people
from workflows.posts.planned import Planned
from workflows.refusal import Refusal
from workflows.rules.wall_time import instant, local
from workflows.store.engine import workspace_of
from workflows.store.posts import HELD, Answered, Lane, Post, State

Address = tuple[int, str]  # a workspace and a channel in it
# Each database's own INSERT, the one that knows ON CONFLICT.
INSERTS: dict[str, Callable[[Any], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def plan(session: Session, planned: Planned, *, now: datetime) -> None:
    """Plan one post. Planned before: it moves only if the rule's time has changed. Held before: it is revived."""
    plan_all(session, (planned,), now=now)


def plan_all(session: Session, planned: Iterable[Planned], *, now: datetime) -> None:
    """Plan several posts, each as ``plan`` does."""
    own = workspace_of(session)
    plan_everywhere(session, [(own, each) for each in planned], now=now)


def plan_everywhere(session: Session, planned: Sequence[tuple[int, Planned]], *, now: datetime) -> None:
    """Plan posts of several workspaces, each with its workspace's id, in a few statements however many there are."""
    if not planned:
        return
    lanes = _lanes(session, {(workspace, each.channel) for workspace, each in planned}, now)
    rows = [_row(workspace, each, lanes[workspace, each.channel]) for workspace, each in planned]
    # On the connection: the session would look at each row as if it might become an object.
    session.connection().execute(_planning(session.get_bind().dialect.name), rows)


def _row(workspace_id: int, planned: Planned, lane_id: int) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id, "token": secrets.token_hex(16), "lane_id": lane_id,
        "kind": planned.kind, "key": planned.key, "about": planned.about, "facts": planned.facts, "zone": planned.zone,
        "planned_for": planned.due_at, "due_at": planned.due_at, "useful_until": planned.spoils_at,
        "state": State.PLANNED, "attempts": 0,
    }  # fmt: skip


@cache  # one cycle plans dozens, and making this statement takes longer than running it
def _planning(dialect: str) -> Any:  # noqa: ANN401 - either database's own INSERT
    fresh = INSERTS[dialect](Post.__table__)
    return fresh.on_conflict_do_update(
        index_elements=["workspace_id", "key"],
        set_={
            "planned_for": fresh.excluded.planned_for,
            "due_at": fresh.excluded.due_at,
            "useful_until": fresh.excluded.useful_until,
            "facts": fresh.excluded.facts,
            "state": State.PLANNED,
            "why": None,
        },
        where=or_(
            and_(Post.state == State.PLANNED, Post.planned_for != fresh.excluded.planned_for),
            and_(Post.state == State.CANCELLED, Post.why == HELD),
        ),
    )


def cancel(session: Session, about: str, *, why: str) -> int:
    """Take back whatever is still planned about a cycle, meeting or commitment; returns how many."""
    done = session.execute(
        update(Post)
        .where(Post.about == about, Post.state == State.PLANNED, Post.workspace_id == workspace_of(session))
        .values(state=State.CANCELLED, why=why)
    )
    return cast(CursorResult[Any], done).rowcount


def upcoming(session: Session, about: str) -> list[Post]:
    """What is still planned about something, the next first."""
    return list(
        session.scalars(select(Post).where(Post.about == about, Post.state == State.PLANNED).order_by(Post.due_at))
    )


def all_about(session: Session, about: str) -> list[Post]:
    """Everything that was ever planned about something, the earliest first."""
    return list(session.scalars(select(Post).where(Post.about == about).order_by(Post.due_at)))


def count_sent(session: Session, channel: str, *, since: datetime) -> int:
    """How many messages a channel, or a person, has had from us since an instant."""
    theirs = select(func.count()).select_from(Post).join(Lane, Lane.id == Post.lane_id).where(Lane.channel == channel)
    return session.scalar(theirs.where(Post.state == State.SENT, Post.sent_at >= since)) or 0


def decide(session: Session, post_id: int, decision: str, *, by: str, now: datetime) -> Post:
    """An admin has looked at a post that was perhaps sent: ``resend`` it or ``drop`` it.

    Raises
    ------
    Refusal
        When the post is not in doubt any more: somebody decided already; when somebody asks who is no admin.
    """
    people.require(session, people.Act.ADMINISTER, by=by)
    post = session.scalar(select(Post).where(Post.id == post_id).with_for_update())
    if post is None or post.state != State.IN_DOUBT:
        raise Refusal("Somebody has already decided about this message.")
    if decision == "resend":
        post.state, post.due_at, post.first_taken_at, post.why = State.PLANNED, now, None, None
    else:
        post.state, post.why = State.SKIPPED, "dropped by an admin"
    return post


def reopen(session: Session, *channels: str, now: datetime) -> None:
    """A sign of life: somebody invited the bot, unarchived a channel, typed or clicked there. Try at once."""
    session.execute(
        update(Lane)
        .where(Lane.channel.in_(channels), Lane.stopped_at.is_not(None), Lane.workspace_id == workspace_of(session))
        .values(next_ok_at=now)
    )


def refused(session: Session, channel: str) -> str | None:
    """Why Slack takes no messages for a channel or a person now; None while it does."""
    return session.scalar(select(Lane.stopped_why).where(Lane.channel == channel, Lane.stopped_at.is_not(None)))


def move_channel(session: Session, old: str, new: str) -> None:
    """Slack has given a channel another id: its queue, and what was posted there, go by the new one."""
    lane = session.scalar(select(Lane).where(Lane.channel == old))
    if lane is None:
        return
    fresh = session.scalar(select(Lane).where(Lane.channel == new))
    if fresh is None:
        lane.channel, lane.stopped_at, lane.stopped_why = new, None, None
    else:
        session.execute(update(Post).where(Post.lane_id == lane.id).values(lane_id=fresh.id))
    there = (Post.sent_to == old, Post.workspace_id == workspace_of(session))
    session.execute(update(Post).where(*there).values(sent_to=new))


def cancel_for(session: Session, channel: str, *, why: str, about: Sequence[str] | None = None) -> int:
    """Take back what is still planned for somebody; ``about`` limits it to some things."""
    theirs = select(Lane.id).where(Lane.channel == channel, Lane.workspace_id == workspace_of(session))
    wanted = [Post.lane_id.in_(theirs), Post.state == State.PLANNED, Post.workspace_id == workspace_of(session)]
    if about is not None:
        wanted.append(Post.about.in_(about))
    done = session.execute(update(Post).where(*wanted).values(state=State.CANCELLED, why=why))
    return cast(CursorResult[Any], done).rowcount


def follow_zone(session: Session, person: str, zone_before: str, zone: str) -> None:
    """Somebody lives by another clock now: what is planned for them keeps its wall time on it."""
    before, after = ZoneInfo(zone_before), ZoneInfo(zone)
    theirs = select(Post).join(Lane, Lane.id == Post.lane_id).where(Lane.channel == person)
    for post in session.scalars(theirs.where(Post.state == State.PLANNED, Post.zone == zone_before)):
        due_here = local(post.due_at, before)
        planned_here = local(post.planned_for, before)
        post.due_at = instant(due_here.date(), due_here.time(), after)
        post.planned_for = instant(planned_here.date(), planned_here.time(), after)
        post.zone = zone


def answer_once(session: Session, key: str, *, now: datetime) -> bool:
    """Note that an event, command or form is being acted on; False when it was before.

    The note is part of the caller's transaction: if that fails, the next delivery is answered afresh.
    """
    noted = insert_of(session)(Answered).values(workspace_id=workspace_of(session), key=key, at=now)
    # Not the row count: PostgreSQL's driver doesn't tell it here.
    return session.scalar(noted.on_conflict_do_nothing().returning(Answered.id)) is not None


def _lanes(session: Session, wanted: Set[Address], now: datetime) -> dict[Address, int]:
    """The lane of each workspace and channel; what has none gets one."""
    known = _known_lanes(session, wanted)
    if missing := wanted - known.keys():
        rows = [{"workspace_id": workspace, "channel": channel, "next_ok_at": now} for workspace, channel in missing]
        session.connection().execute(insert_of(session)(Lane.__table__).on_conflict_do_nothing(), rows)
        known |= _known_lanes(session, missing)
    return known


def _known_lanes(session: Session, wanted: Set[Address]) -> dict[Address, int]:
    workspaces, channels = {each for each, _ in wanted}, {each for _, each in wanted}
    lanes = select(Lane.workspace_id, Lane.channel, Lane.id).where(
        Lane.workspace_id.in_(workspaces), Lane.channel.in_(channels)
    )
    rows = session.execute(lanes).all()
    return {(row.workspace_id, row.channel): row.id for row in rows if (row.workspace_id, row.channel) in wanted}


def insert_of(session: Session) -> Callable[[Any], Any]:
    """The INSERT of the session's database, the one that knows ON CONFLICT."""
    return INSERTS[session.get_bind().dialect.name]
