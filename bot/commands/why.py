"""`python -m bot why POST`: the rule, the plan and the fate of one message, for whoever asks why somebody got it."""

from collections.abc import Iterator

from sqlalchemy import Engine, select

from workflows.posts import Kind
from workflows.store.posts import Lane, Post

COLUMNS = (
    Post.id, Post.kind, Post.key, Post.zone, Post.planned_for, Post.due_at, Post.useful_until, Post.state, Post.why,
    Post.attempts, Post.sent_at, Lane.channel,
)  # fmt: skip


def explain(engine: Engine, post: int) -> Iterator[str]:
    """A line for each thing that decided about a message; one line when there is none of this number."""
    with engine.connect() as connection:
        row = connection.execute(select(*COLUMNS).join(Lane, Lane.id == Post.lane_id).where(Post.id == post)).first()
    if row is None:
        yield f"There is no message with the number {post}."
        return
    rule = Kind(row.kind).rule
    yield f"{row.kind} to {row.channel}, planned as {row.key}."
    hours = "between 7:00 and 18:00 on its reader's school days" if rule.hours == "school" else "at any hour"
    yield f"Rule: it may come {hours}" + (f" ({row.zone})." if row.zone else ".")
    if rule.most_a_day:
        then = "it waits for the next school day" if rule.crowded == "waits" else "it is left out"
        yield f"Budget: {then} once its reader has had {rule.most_a_day} direct messages that day."
    spoils = f"; no use after {row.useful_until:%Y-%m-%d %H:%M} UTC" if row.useful_until else ""
    yield f"Plan: {row.planned_for:%Y-%m-%d %H:%M} UTC, now due {row.due_at:%Y-%m-%d %H:%M} UTC{spoils}."
    sent = f" at {row.sent_at:%Y-%m-%d %H:%M} UTC" if row.sent_at else ""
    yield f"State: {row.state}{sent}, taken {row.attempts} times" + (f": {row.why}." if row.why else ".")
