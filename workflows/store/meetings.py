"""What happens in a meeting: the script it keeps, what people pressed, wrote, answered and voted for.

What was written is sealed. A line is its writer's own until it is shared; a line that was struck stays in the history.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class Script(Owned):
    """A protocol's text as meetings were scheduled with it; a school's own ones have a school and a version."""

    __tablename__ = "script"
    __table_args__ = (Index("ix_script_digest", "workspace_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    added_by: Mapped[str] = mapped_column(String(32), default="")
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class MeetingAct(Owned):
    """Something that somebody pressed, or that came by itself; ``number`` counts a meeting's acts from 1."""

    __tablename__ = "meeting_act"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(32), default="")  # "": it came by itself


class MeetingNote(Owned):
    """One line that somebody wrote into a field; ``turn`` is the step's repeat, ``room`` where it was seen."""

    __tablename__ = "meeting_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(64))
    turn: Mapped[int] = mapped_column(default=1)
    field: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(32))
    room: Mapped[str | None] = mapped_column(String(16))
    text_sealed: Mapped[str]
    at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    struck_at: Mapped[datetime | None]


class MeetingAnswer(Owned):
    """A tap: whether somebody comes, that they are there, a norm they agree to."""

    __tablename__ = "meeting_answer"
    __table_args__ = (UniqueConstraint("meeting_id", "person", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class NoteVote(Owned):
    """Somebody saw the same."""

    __tablename__ = "note_vote"
    __table_args__ = (UniqueConstraint("note_id", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("meeting_note.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
