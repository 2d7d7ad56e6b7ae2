"""Which posts stand in Slack and have to be edited, because something they tell was taken back or changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.store.posts import Post, State

SETTLED = (State.SENT, State.SKIPPED, State.CANCELLED, State.FAILED)


@dataclass(frozen=True)
class ToEdit:
    """Something posted that was taken back since, or a part of it: where it stands, and how to write it anew."""

    kind: str
    facts: dict[str, Any]
    channel: str
    ts: str


def posted(session: Session, keys: Sequence[str]) -> tuple[list[ToEdit], bool]:
    """Which of these posts stand in Slack, and whether none of them is still under way."""
    written = session.scalars(select(Post).where(Post.key.in_(keys)).order_by(Post.id)).all()
    there = [ToEdit(post.kind, dict(post.facts) | {"key": post.key}, str(post.sent_to), str(post.ts))
             for post in written if post.state == State.SENT and post.ts]  # fmt: skip
    return there, all(post.state in SETTLED for post in written)
