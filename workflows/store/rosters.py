"""What imports leave besides scores: who teaches whom, corrections worth remembering, links to the upload page."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class RosterTeacher(Owned):
    """A teacher on a school's current roster, and the person in Slack who confirmed it.

    ``teacher_key`` is what the column ``teacher`` of the roster's Parquet file holds.
    """

    __tablename__ = "roster_teacher"
    __table_args__ = (UniqueConstraint("workspace_id", "school_id", "teacher_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    teacher_key: Mapped[str] = mapped_column(String(255))
    name_sealed: Mapped[str]
    classes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # section, subject, students; small ones without a name
    students: Mapped[int]
    slack_id: Mapped[str | None] = mapped_column(String(32), index=True)
    linked_by: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    correction: Mapped[dict[str, Any] | None]  # missing, moved, not_mine: counts and section names, never a student


class Correction(Owned):
    """What an uploader said about the columns of files with the same headers, to be asked only once."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("workspace_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(String(64))
    hints: Mapped[dict[str, Any]]
    said_by: Mapped[str] = mapped_column(String(32))
    said_at: Mapped[datetime]


class UploadLink(Owned):
    """A link to the private upload page: for one person, one school, one file, until it expires."""

    __tablename__ = "upload_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime]
    receiving_at: Mapped[datetime | None]  # when a byte of its file last came, while it is coming
    used_at: Mapped[datetime | None]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
