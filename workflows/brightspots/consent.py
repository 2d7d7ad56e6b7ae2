"""What a teacher decides about her bright spot: share with or without her name, not now, leave me out; and take back.

Silence is a no that needs no row. What becomes of what she shares is in `sharings.py`.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import teams
from workflows.brightspots import sharings, spots
from workflows.refusal import Refusal
from workflows.store import audit
from workflows.store.brightspots import Choice, LeftOut, Sharing, Spot
from workflows.store.engine import vault_of

LONGEST = 1500


@dataclass(frozen=True)
class Share:
    """What a teacher shares; ``how`` is ``named`` or ``nameless``, the practice is in her own words."""

    spot: int
    how: str
    practice: str = ""


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
    spot = spots.own(session, form.spot, by)
    how, practice = Choice(form.how), form.practice.strip()
    check_way(spot, how)
    _check_practice(spot, how, practice)
    for earlier in _active(session, spot.teacher_id, spot.subject):
        sharings.take_back(session, earlier, now=now)
    sharing = Sharing(
        teacher_id=spot.teacher_id, school_id=spot.school_id, subject=spot.subject, grade=spot.grade,
        named=how == Choice.NAMED, practice_sealed=vault_of(session).seal(practice) if practice else None,
        shown=spot.shown, shared_at=now,
    )  # fmt: skip
    spot.choice, spot.chosen_at = how, now
    session.add(sharing)
    session.flush()
    sharings.announce(session, sharing, spot.school, now=now)
    _audit(session, by, f"bright spot shared {how}", sharing, now)
    return sharing


def not_now(session: Session, spot_id: int, *, by: str, now: datetime) -> Spot:
    """The teacher shares nothing for now."""
    spot = spots.own(session, spot_id, by)
    spot.choice, spot.chosen_at = Choice.NOT_NOW, now
    for each in _active(session, spot.teacher_id, spot.subject):
        sharings.take_back(session, each, now=now)
    return spot


def withdraw(session: Session, sharing_id: int, *, by: str, now: datetime) -> Sharing:
    """Take a shared bright spot back, at any time; whatever was posted is edited."""
    sharing = session.get(Sharing, sharing_id, with_for_update=True)
    if sharing is None or sharing.teacher.slack_id != by:
        raise Refusal("This isn't there any more, or it isn't yours to decide about.")
    if sharing.withdrawn_at is None:
        sharings.take_back(session, sharing, now=now)
        _audit(session, by, "bright spot withdrawn", sharing, now)
    for spot in spots.of_teacher(session, by):
        if spot.subject == sharing.subject:
            spot.choice, spot.chosen_at = Choice.NOT_NOW, now
    return sharing


def leave(session: Session, *, by: str, now: datetime) -> list[tuple[str, str]]:
    """Leave a teacher out from the next analysis on; what was found is forgotten, what was shared is taken back.

    Gives channel and ts of the private messages that told her of it: their buttons lead nowhere any more.
    """
    teacher = teams.teacher(session, by) or teams.remember(session, by, zone="UTC", language="en")
    if session.scalar(select(LeftOut.id).where(LeftOut.teacher_id == teacher.id)) is None:
        session.add(LeftOut(teacher_id=teacher.id, since=now))
    found = spots.of_teacher(session, by)
    dead = spots.told_at(session, found)
    for spot in found:
        spots.forget(session, spot, why="left out")
    for each in session.scalars(select(Sharing).where(Sharing.teacher_id == teacher.id)):
        if each.withdrawn_at is None:
            sharings.take_back(session, each, now=now)
    audit.note(session, by, "left out of analyses", f"teacher {teacher.id}", now)
    return dead


def come_back(session: Session, *, by: str, now: datetime) -> None:
    """A teacher takes part again, from the next analysis on."""
    teacher = teams.teacher(session, by)
    if teacher is not None:
        out = session.scalars(select(LeftOut).where(LeftOut.teacher_id == teacher.id)).all()
        for row in out:
            session.delete(row)
        audit.note(session, by, "back in analyses", f"teacher {teacher.id}", now)


def is_left_out(session: Session, slack_id: str) -> bool:
    """Whether a teacher wants no part in any analysis."""
    return slack_id in spots.left_out(session)


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


def _audit(session: Session, by: str, act: str, sharing: Sharing, now: datetime) -> None:
    audit.note(session, by, act, f"sharing {sharing.id}", now)
