"""What a teacher decides about her bright spot: share with or without her name, not now, leave me out; and take back.

Silence is a no that needs no row. What she shares is posted to her leadership team once; what she takes back is edited
wherever it was posted. Leaders see counts, and not even those where fewer than three teachers could be meant.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from workflows import brightspots, posts, teams
from workflows.posts import NotNeeded, Planned
from workflows.refusal import Refusal
from workflows.rules.policies import next_civil
from workflows.store.engine import vault_of
from workflows.store.mail import Post, State
from workflows.store.spots import Choice, Issue, LeftOut, Mention, Sharing, Spot
from workflows.store.tables import AuditEntry, School

LONGEST = 1500
SHARED = "spot:shared"
SETTLED = (State.SENT, State.SKIPPED, State.CANCELLED, State.FAILED)


@dataclass(frozen=True)
class Share:
    """What a teacher shares; ``how`` is ``named`` or ``nameless``, the practice is in her own words."""

    spot: int
    how: str
    practice: str = ""


@dataclass(frozen=True)
class ToEdit:
    """Something posted about a bright spot that was taken back: where it stands, and how to write it anew."""

    kind: str
    facts: dict[str, Any]
    channel: str
    ts: str


def check_way(spot: Spot, how: str) -> None:
    """Say no to what can't be shared the way a teacher wants it.

    Raises
    ------
    Refusal
        When the school's leadership team has no channel, or “without my name” would still point at her.
    """
    if spot.school.ilt_channel is None:
        raise Refusal("Your school's leadership team has no channel yet, so there is nobody to share with.")
    if how == Choice.NAMELESS and not spot.may_be_nameless:
        raise Refusal(
            "Fewer than three teachers teach this grade and subject at your school, so everybody would know who is"
            " meant. You can share with your name, or not now."
        )


def share(session: Session, form: Share, *, by: str, now: datetime) -> Sharing:
    """Share a bright spot with the teacher's leadership team; shared before in another way, that is taken back."""
    spot = brightspots.own(session, form.spot, by)
    how, practice = Choice(form.how), form.practice.strip()
    check_way(spot, how)
    _check_practice(spot, how, practice)
    for earlier in _active(session, spot.teacher_id, spot.subject):
        _take_back(session, earlier, now)
    sharing = Sharing(
        teacher_id=spot.teacher_id, school_id=spot.school_id, subject=spot.subject, grade=spot.grade,
        named=how == Choice.NAMED, practice_sealed=vault_of(session).seal(practice) if practice else None,
        shown=spot.shown, shared_at=now,
    )  # fmt: skip
    spot.choice, spot.chosen_at = how, now
    session.add(sharing)
    session.flush()
    _announce(session, sharing, spot.school, now)
    _audit(session, by, f"bright spot shared {how}", sharing, now)
    return sharing


def not_now(session: Session, spot_id: int, *, by: str, now: datetime) -> Spot:
    """The teacher shares nothing for now."""
    spot = brightspots.own(session, spot_id, by)
    spot.choice, spot.chosen_at = Choice.NOT_NOW, now
    for each in _active(session, spot.teacher_id, spot.subject):
        _take_back(session, each, now)
    return spot


def withdraw(session: Session, sharing_id: int, *, by: str, now: datetime) -> Sharing:
    """Take a shared bright spot back, at any time; whatever was posted is edited."""
    sharing = session.get(Sharing, sharing_id, with_for_update=True)
    if sharing is None or sharing.teacher.slack_id != by:
        raise Refusal("This isn't there any more, or it isn't yours to decide about.")
    if sharing.withdrawn_at is None:
        _take_back(session, sharing, now)
        _audit(session, by, "bright spot withdrawn", sharing, now)
    for spot in brightspots.of_teacher(session, by):
        if spot.subject == sharing.subject:
            spot.choice, spot.chosen_at = Choice.NOT_NOW, now
    return sharing


def leave(session: Session, *, by: str, now: datetime) -> None:
    """Leave a teacher out from the next analysis on; what was found is forgotten, what was shared is taken back."""
    teacher = teams.teacher(session, by) or teams.remember(session, by, zone="UTC", language="en")
    if session.scalar(select(LeftOut.id).where(LeftOut.teacher_id == teacher.id)) is None:
        session.add(LeftOut(teacher_id=teacher.id, since=now))
    for spot in brightspots.of_teacher(session, by):
        brightspots.forget(session, spot, why="left out")
    for each in session.scalars(select(Sharing).where(Sharing.teacher_id == teacher.id)):
        if each.withdrawn_at is None:
            _take_back(session, each, now)
    session.add(AuditEntry(at=now, actor=by, act="left out of analyses", about=f"teacher {teacher.id}"))


def come_back(session: Session, *, by: str, now: datetime) -> None:
    """A teacher takes part again, from the next analysis on."""
    teacher = teams.teacher(session, by)
    if teacher is not None:
        out = session.scalars(select(LeftOut).where(LeftOut.teacher_id == teacher.id)).all()
        for row in out:
            session.delete(row)
        session.add(AuditEntry(at=now, actor=by, act="back in analyses", about=f"teacher {teacher.id}"))


def is_left_out(session: Session, slack_id: str) -> bool:
    """Whether a teacher wants no part in any analysis."""
    return slack_id in brightspots.left_out(session)


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a leadership team is told about something shared; nothing once it was taken back."""
    sharing = session.get(Sharing, known["sharing"])
    if sharing is None or sharing.withdrawn_at is not None:
        raise NotNeeded("taken back")
    return told(session, sharing)


def told(session: Session, sharing: Sharing) -> dict[str, Any]:
    """A sharing's facts; without her name there are no figures, which might say who it is."""
    school = session.get_one(School, sharing.school_id)
    practice = vault_of(session).open(sharing.practice_sealed) if sharing.practice_sealed else ""
    return {
        "language": school.language, "school": school.name, "sharing": sharing.id, "named": sharing.named,
        "who": sharing.teacher.slack_id if sharing.named else "", "grade": sharing.grade, "subject": sharing.subject,
        "practice": practice, "shown": sharing.shown if sharing.named else {},
        "withdrawn": sharing.withdrawn_at is not None,
    }  # fmt: skip


def shared_since(session: Session, school_id: int, since: datetime, now: datetime) -> list[int]:
    """What a school's teachers have shared since, and not taken back."""
    return list(
        session.scalars(
            select(Sharing.id)
            .where(Sharing.school_id == school_id, Sharing.withdrawn_at.is_(None))
            .where(Sharing.shared_at > since, Sharing.shared_at <= now)
            .order_by(Sharing.grade, Sharing.subject, Sharing.id)
        )
    )


def waiting_for_consent(session: Session, school_id: int, now: datetime) -> int | None:
    """How many classrooms wait for consent; None where so few teachers could be meant that the count would tell."""
    waiting, colleagues = session.execute(
        select(func.count(func.distinct(Spot.teacher_id)), func.min(Spot.colleagues)).where(
            Spot.school_id == school_id, Spot.choice == Choice.WAITING, Spot.answer_by > now
        )
    ).one()
    return waiting if waiting and waiting < colleagues else None


def to_edit(session: Session, sharing_id: int) -> tuple[list[ToEdit], bool]:
    """What still stands in Slack about something taken back, and whether that is all there will ever be."""
    key = f"{SHARED}:{sharing_id}"
    issues = select(Issue.key).join(Mention, Mention.issue_id == Issue.id).where(Mention.sharing_id == sharing_id)
    keys = [key, *session.scalars(issues)]
    written = session.scalars(select(Post).where(Post.key.in_(keys)).order_by(Post.id)).all()
    there = [ToEdit(post.kind, dict(post.facts) | {"key": post.key}, str(post.sent_to), str(post.ts))
             for post in written if post.state == State.SENT and post.ts]  # fmt: skip
    return there, all(post.state in SETTLED for post in written)


def is_unedited() -> ColumnElement[bool]:
    """What was taken back and may still stand somewhere."""
    return and_(Sharing.withdrawn_at.is_not(None), Sharing.edited_at.is_(None))


def language_of(session: Session, sharing_id: int) -> str:
    """The language of the leadership team something was shared with."""
    school_id = session.get_one(Sharing, sharing_id).school_id
    return session.get_one(School, school_id).language


def edited(session: Session, sharing_id: int, *, now: datetime) -> None:
    """Everything posted about something taken back has been edited; its words are forgotten."""
    sharing = session.get_one(Sharing, sharing_id)
    sharing.edited_at, sharing.practice_sealed, sharing.shown = now, None, {}
    session.execute(delete(Mention).where(Mention.sharing_id == sharing_id))


def _check_practice(spot: Spot, how: Choice, practice: str) -> None:
    if how == Choice.NAMELESS and not practice:
        raise Refusal("Please write a sentence or two about what you do.", field="practice")
    if len(practice) > LONGEST:
        raise Refusal("Keep it to {most} characters.", field="practice", most=LONGEST)
    if how == Choice.NAMELESS and re.search(r"<@|@\w", practice):
        raise Refusal("This is shared without names, so please mention nobody in it.", field="practice")


def _active(session: Session, teacher_id: int, subject: str) -> list[Sharing]:
    return list(
        session.scalars(
            select(Sharing).where(
                Sharing.teacher_id == teacher_id, Sharing.subject == subject, Sharing.withdrawn_at.is_(None)
            )
        )
    )


def _take_back(session: Session, sharing: Sharing, now: datetime) -> None:
    sharing.withdrawn_at = now
    posts.cancel(session, _about(sharing), why="taken back")


def _announce(session: Session, sharing: Sharing, school: School, now: datetime) -> None:
    due_at = next_civil(now, ZoneInfo(school.zone), ())
    key, known = f"{SHARED}:{sharing.id}", {"sharing": sharing.id}
    channel = str(school.ilt_channel)
    posts.plan(session, Planned(channel, SHARED, key, _about(sharing), due_at, known, school.zone), now=now)


def _about(sharing: Sharing) -> str:
    return f"sharing:{sharing.id}"


def _audit(session: Session, by: str, act: str, sharing: Sharing, now: datetime) -> None:
    session.add(AuditEntry(at=now, actor=by, act=act, about=f"sharing {sharing.id}"))
