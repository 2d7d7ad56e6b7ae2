"""The schedule: posts, the lanes they travel in, and the inbox that knows what was already answered."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class State(StrEnum):
    """Where a post stands. ``planned`` and ``taken`` are under way, the others are final until a person decides."""

    PLANNED = "planned"
    TAKEN = "taken"
    SENT = "sent"
    SKIPPED = "skipped"  # no longer useful, the reason is kept
    CANCELLED = "cancelled"  # its cycle or meeting was
    FAILED = "failed"  # Slack refuses this message for good
    IN_DOUBT = "in_doubt"  # perhaps sent, and there is no way to look


class Lane(Owned):
    """One channel's queue: the first post leaves first, at most one a second."""

    __tablename__ = "lane"
    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    next_ok_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]  # since when Slack takes nothing for it; tried again at `next_ok_at`
    stopped_why: Mapped[str | None] = mapped_column(String(64))


HELD = "held"  # why a paused cycle's posts are cancelled; resuming revives exactly these
UNDER_WAY = text("state IN ('planned', 'taken')")


class Post(Owned):
    """A message before it is one. Who may send it is decided here, in the database."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_post_under_way", "due_at", "lane_id", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        Index("ix_post_lane", "lane_id", "due_at", "id", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        Index("ix_post_about", "workspace_id", "about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)  # travels as message metadata, so that it can be found
    lane_id: Mapped[int] = mapped_column(ForeignKey("lane.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))  # the occurrence: planning it twice plans it once
    about: Mapped[str] = mapped_column(String(40))  # "cycle:17": what to cancel it with
    facts: Mapped[dict[str, Any]]  # ids and dates only; texts are read when it is sent
    zone: Mapped[str | None] = mapped_column(String(64))  # its readers' zone, for quiet hours; None: any hour will do
    planned_for: Mapped[datetime]  # what the rule says
    due_at: Mapped[datetime]  # the same, unless somebody moved it or it waits for a civil hour
    useful_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(12), default=State.PLANNED)
    why: Mapped[str | None] = mapped_column(String(255))
    attempts: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str | None] = mapped_column(String(64))
    taken_at: Mapped[datetime | None]
    first_taken_at: Mapped[datetime | None]  # where a look-up in the channel's history starts
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    sent_to: Mapped[str | None] = mapped_column(String(32))  # a direct message's channel differs from the person's id
    ts: Mapped[str | None] = mapped_column(String(32))


class Answered(Owned):
    """The inbox: one row for each event, command or form already acted on. Slack sends some twice."""

    __tablename__ = "answered"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime]
