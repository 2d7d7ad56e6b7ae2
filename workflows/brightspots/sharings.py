"""What teachers share as their leadership team reads it: posted once, told in digests, and edited when taken back.

Leaders see counts of who hasn't decided, and not even those where fewer than three teachers could be meant.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.orm import Session

from workflows import posts
from workflows.posts import Kind, NotNeeded, Planned
from workflows.posts.edits import ToEdit, posted
from workflows.rules.quiet_hours import next_civil
from workflows.store.brightspots import Choice, Issue, Mention, Sharing, Spot
from workflows.store.engine import vault_of
from workflows.store.tables import School

# Every heartbeat asks this, so it is made once.
UNEDITED = (
    select(Sharing.workspace_id, Sharing.id)
    .where(Sharing.withdrawn_at.is_not(None), Sharing.edited_at.is_(None))
    .order_by(Sharing.id)
)


def announce(session: Session, sharing: Sharing, school: School, *, now: datetime) -> None:
    """Plan what a leadership team will read of it."""
    due_at = next_civil(now, ZoneInfo(school.zone), ())
    key, known = f"{Kind.SPOT_SHARED}:{sharing.id}", {"sharing": sharing.id}
    channel = str(school.ilt_channel)
    posts.plan(session, Planned(channel, Kind.SPOT_SHARED, key, _about(sharing), due_at, known, school.zone), now=now)


def take_back(session: Session, sharing: Sharing, *, now: datetime) -> None:
    """Share it no longer; what was posted is edited by the heartbeat."""
    sharing.withdrawn_at = now
    posts.cancel(session, _about(sharing), why="taken back")


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


def since(session: Session, school_id: int, last_at: datetime, now: datetime) -> list[int]:
    """What a school's teachers have shared since, and not taken back."""
    return list(
        session.scalars(
            select(Sharing.id)
            .where(Sharing.school_id == school_id, Sharing.withdrawn_at.is_(None))
            .where(Sharing.shared_at > last_at, Sharing.shared_at <= now)
            .order_by(Sharing.grade, Sharing.subject, Sharing.id)
        )
    )


def waiting(session: Session, school_id: int, now: datetime) -> int | None:
    """How many classrooms wait for consent; None where so few teachers could be meant that the count would tell."""
    count, colleagues = session.execute(
        select(func.count(func.distinct(Spot.teacher_id)), func.min(Spot.colleagues)).where(
            Spot.school_id == school_id, Spot.choice == Choice.WAITING, Spot.answer_by > now
        )
    ).one()
    return count if count and count < colleagues else None


def to_edit(session: Session, sharing_id: int) -> tuple[list[ToEdit], bool]:
    """What still stands in Slack about something taken back, and whether that is all there will ever be."""
    key = f"{Kind.SPOT_SHARED}:{sharing_id}"
    issues = select(Issue.key).join(Mention, Mention.issue_id == Issue.id).where(Mention.sharing_id == sharing_id)
    return posted(session, [key, *session.scalars(issues)])


def unedited(connection: Connection) -> list[tuple[int, int]]:
    """What was taken back and may still stand somewhere: every workspace and sharing."""
    return [(row.workspace_id, row.id) for row in connection.execute(UNEDITED)]


def language_of(session: Session, sharing_id: int) -> str:
    """The language of the leadership team something was shared with."""
    school_id = session.get_one(Sharing, sharing_id).school_id
    return session.get_one(School, school_id).language


def edited(session: Session, sharing_id: int, *, now: datetime) -> None:
    """Everything posted about something taken back has been edited; its words are forgotten."""
    sharing = session.get_one(Sharing, sharing_id)
    sharing.edited_at, sharing.practice_sealed, sharing.shown = now, None, {}
    session.execute(delete(Mention).where(Mention.sharing_id == sharing_id))


def _about(sharing: Sharing) -> str:
    return f"sharing:{sharing.id}"
