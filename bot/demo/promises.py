"""Check, after a play, that every promise about messages was kept: each once, on time, in civil hours, in order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.playground.world.records import Line
from bot.simulation import Simulation
from workflows.rules.calendar import DaysOff, is_day_off
from workflows.rules.quiet_hours import is_quiet
from workflows.rules.wall_time import local
from workflows.store.posts import Lane, Post, State
from workflows.store.tables import DayOff

GRACE = timedelta(seconds=30)  # a queue of one message a second may hold a message up a little


@dataclass(frozen=True)
class Report:
    """What people saw, and which promises were kept or broken."""

    lines: list[Line]
    sent: int
    answered: int
    kept: int
    broken: list[str]


@dataclass(frozen=True)
class _Sent:
    post: Post
    channel: str


def examine(play: Simulation) -> Report:
    """Compare what was planned with what the stand-in Slack really holds."""
    posts = _posts(play)
    arrived = Counter(_tokens(play))
    checks = [*_each(posts, arrived, _breaks(play), play), *_doors(play)]
    return Report(
        lines=play.slack.transcript(),
        sent=sum(arrived.values()),
        answered=len(play.slack.acks),
        kept=sum(not broken for broken, _ in checks),
        broken=[sentence for broken, sentence in checks if broken],
    )


def _each(
    sent: list[_Sent], arrived: Counter[str], breaks: tuple[DaysOff, ...], play: Simulation
) -> Iterator[tuple[bool, str]]:
    now = play.clock.now()
    for each in sent:
        post, name = each.post, each.post.key
        wanted = post.state == State.SENT
        yield wanted and arrived[post.token] == 0, f"{name} was lost"
        yield arrived[post.token] > 1, f"{name} arrived {arrived[post.token]} times"
        overdue = post.state == State.PLANNED and post.due_at < now - GRACE
        yield (
            overdue or post.state in (State.FAILED, State.IN_DOUBT, State.TAKEN),
            f"{name} is {post.state}: {post.why}",
        )
        if wanted and post.sent_at:
            yield post.sent_at - post.due_at > GRACE, f"{name} came late, at {post.sent_at}"
            here = local(post.sent_at, ZoneInfo(post.zone or "America/New_York"))
            yield post.zone is not None and is_quiet(here.time()), f"{name} came in quiet hours, at {here}"
            team_wide = not post.kind.startswith(("upload", "admin", "digest"))
            yield team_wide and is_day_off(here.date(), breaks), f"{name} came on a day off, {here.date()}"


def _doors(play: Simulation) -> Iterator[tuple[bool, str]]:
    for ack in play.slack.acks:
        yield not ack.ok, f"a {ack.kind} was answered with {ack.status}"
        yield ack.seconds > 3, f"a {ack.kind} was answered after {ack.seconds:.1f} s"
    for call in play.slack.refused:
        yield True, f"Slack refused {call.method}: {call.error} {' '.join(call.messages)}"


def _posts(play: Simulation) -> list[_Sent]:
    with play.brightcycle.deps.db.everywhere() as session:
        rows = session.execute(select(Post, Lane.channel).join(Lane, Lane.id == Post.lane_id).order_by(Post.due_at))
        return [_Sent(post, channel) for post, channel in rows]


def _breaks(play: Simulation) -> tuple[DaysOff, ...]:
    with play.brightcycle.deps.db.everywhere() as session:
        return tuple(DaysOff(row.first_on, row.last_on, row.why) for row in session.scalars(select(DayOff)))


def _tokens(play: Simulation) -> Iterator[str]:
    for call in play.slack.calls:
        if call.method == "chat.postMessage" and not call.error:
            metadata: dict[str, Any] = call.args.get("metadata") or {}
            if isinstance(metadata, dict) and "event_payload" in metadata:
                yield metadata["event_payload"]["id"]
