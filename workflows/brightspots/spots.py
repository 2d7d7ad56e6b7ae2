"""Bright spots as their own teachers know them: who is linked to which roster, what was noticed, how it stands.

A teacher hears of a bright spot first and alone, and only if she has confirmed her roster and isn't left out. How they
are found is in `findings.py`, what she decides in `consent.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import posts
from workflows.posts import Kind, NotNeeded
from workflows.posts.edits import ToEdit, posted
from workflows.refusal import Refusal
from workflows.rules.privacy import could_be_one_adult
from workflows.store.brightspots import Analysis, Choice, LeftOut, Sharing, Spot
from workflows.store.posts import Post, State
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import Teacher
from workflows.store.uploads import Upload

OUTDATED = "newer data"  # why something is let go of, and on a sent message that it must still say so


@dataclass(frozen=True)
class Linked:
    """Who in Slack is which teacher of a confirmed roster, and where that roster came from."""

    key: str
    slack_id: str
    school_id: int
    roster_from: str
    confirmed_on: date


def linked(session: Session) -> list[Linked]:
    """Everybody who has confirmed their roster as it stands now."""
    rows = session.execute(
        select(RosterTeacher, Upload)
        .join(Upload, Upload.id == RosterTeacher.upload_id)
        .where(RosterTeacher.confirmed_at.is_not(None), RosterTeacher.slack_id.is_not(None))
        .order_by(RosterTeacher.id)
    )
    return [
        Linked(row.teacher_key, str(row.slack_id), row.school_id, _title(upload), row.confirmed_at.date())
        for row, upload in rows
        if row.confirmed_at
    ]


def left_out(session: Session) -> set[str]:
    """The Slack ids of teachers who want no part in any analysis."""
    return set(session.scalars(select(Teacher.slack_id).join(LeftOut, LeftOut.teacher_id == Teacher.id)))


def latest(session: Session) -> Analysis | None:
    """The last analysis that came to an end."""
    return session.scalar(select(Analysis).where(Analysis.settled_at.is_not(None)).order_by(Analysis.id.desc()))


def are_few(session: Session) -> bool:
    """Whether so few teachers are on any roster that “somebody was noticed” would say who."""
    return could_be_one_adult(session.scalar(select(func.count(func.distinct(RosterTeacher.teacher_key)))) or 0)


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a teacher is told about her bright spot, and how it stands."""
    spot = session.get(Spot, known["spot"])
    if spot is None:
        raise NotNeeded("the bright spot is gone")
    return standing(session, spot, now)


def standing(session: Session, spot: Spot, now: datetime) -> dict[str, Any]:
    """A bright spot's facts for its own teacher's eyes."""
    sharing = session.scalar(select(Sharing).where(*_active(spot)).order_by(Sharing.id.desc()))
    return {
        "language": spot.teacher.language, "spot": spot.id, "subject": spot.subject, "grade": spot.grade,
        "school": spot.school.name, "tier": spot.tier, "roster_from": spot.roster_from, "roster_on": spot.roster_on,
        "choice": spot.choice, "silent": spot.choice == Choice.WAITING and now >= spot.answer_by,
        "answer_by": spot.answer_by.astimezone(ZoneInfo(spot.teacher.zone)).date(),
        "sharing": sharing.id if sharing else 0, "may_be_nameless": spot.may_be_nameless,
        "has_channel": spot.school.ilt_channel is not None, **spot.left_out, **spot.shown,
    }  # fmt: skip


def of_teacher(session: Session, slack_id: str) -> list[Spot]:
    """A teacher's own bright spots."""
    return list(session.scalars(select(Spot).join(Teacher).where(Teacher.slack_id == slack_id).order_by(Spot.subject)))


def own(session: Session, spot_id: int, by: str) -> Spot:
    """A bright spot, for the one person who may decide about it.

    Raises
    ------
    Refusal
        For anybody else, and when newer data no longer show it.
    """
    spot = session.get(Spot, spot_id, with_for_update=True)
    if spot is None or spot.teacher.slack_id != by:
        raise Refusal("This isn't there any more, or it isn't yours to decide about.")
    return spot


def forget(session: Session, spot: Spot, *, why: str) -> None:
    """Let go of a bright spot and of what was still to be said about it."""
    posts.cancel(session, about(spot), why=why)
    session.delete(spot)


def outdate(session: Session, spot: Spot) -> None:
    """Newer data don't show a bright spot any more: it is let go of, and its private message is to say so."""
    sharing = session.scalar(select(Sharing.id).where(*_active(spot)).order_by(Sharing.id.desc()))
    told = {"language": spot.teacher.language, "subject": spot.subject, "sharing": sharing or 0}
    sent = select(Post).where(Post.about == about(spot), Post.kind == Kind.SPOT_FOUND, Post.state == State.SENT)
    for post in session.scalars(sent):
        post.why, post.facts = OUTDATED, {**post.facts, **told}
    forget(session, spot, why=OUTDATED)


def outdated(session: Session) -> list[int]:
    """The private messages about bright spots that are gone, as far as they don't say so yet."""
    still_there = (Post.kind == Kind.SPOT_FOUND, Post.state == State.SENT, Post.why == OUTDATED)
    return list(session.scalars(select(Post.id).where(*still_there)))


def to_edit(session: Session, post_id: int) -> tuple[list[ToEdit], bool]:
    """Where such a message stands."""
    return posted(session, [session.get_one(Post, post_id).key])


def edited(session: Session, post_id: int) -> None:
    """The message says that its bright spot is gone."""
    session.get_one(Post, post_id).why = None


def told_at(session: Session, spots: Sequence[Spot]) -> list[tuple[str, str]]:
    """Where the private messages about some spots stand in Slack: channel and ts."""
    sent = select(Post.sent_to, Post.ts).where(Post.kind == Kind.SPOT_FOUND, Post.state == State.SENT)
    rows = session.execute(sent.where(Post.about.in_([about(spot) for spot in spots])))
    return [(str(row.sent_to), str(row.ts)) for row in rows]


def about(spot: Spot) -> str:
    """What a spot's posts are filed under."""
    return f"spot:{spot.id}"


def _title(upload: Upload) -> str:
    return str((upload.understood or {}).get("title") or "")[:80]


def _active(spot: Spot) -> tuple[Any, ...]:
    return (
        Sharing.teacher_id == spot.teacher_id, Sharing.subject == spot.subject, Sharing.withdrawn_at.is_(None)
    )  # fmt: skip
