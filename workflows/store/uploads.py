"""What came in as a file: uploads, the figures worked out of them, and who did what with data."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class Upload(Owned):
    """One assessment file on its way in: received, understood, imported; or refused, discarded, undone, replaced.

    The scores are in a Parquet file named by ``stored_as``; here is only what was understood of them.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    uploader: Mapped[str] = mapped_column(String(32))
    slack_file: Mapped[str | None] = mapped_column(String(32))
    held: Mapped[str | None] = mapped_column(String(64))  # a file from the upload page, sealed on disk until it is read
    state: Mapped[str] = mapped_column(String(12), index=True)
    round: Mapped[int] = mapped_column(default=1)  # how often it was read: again after every correction
    taken_by: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    name_sealed: Mapped[str | None]  # the file's own name, which may be a student's
    kind: Mapped[str | None] = mapped_column(String(12))  # scores, roster or crosswalk
    content_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    stored_as: Mapped[str | None] = mapped_column(String(64))  # its Parquet file: bytes, corrections and deletions
    signature: Mapped[str | None] = mapped_column(String(64))  # of the file's headers
    understood: Mapped[dict[str, Any] | None]  # counts, columns, subjects, windows; nothing about a single student
    confirmed: Mapped[dict[str, Any] | None]  # what the uploader said before importing: the cut, corrections
    # All it says, in force or replaced by newer ones. A district's file says much, and few ask for it.
    figures: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON, deferred=True)
    refusal: Mapped[str | None]
    file_gone: Mapped[bool] = mapped_column(default=False)  # Slack has deleted its copy
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    imported_at: Mapped[datetime | None]
    kept_until_on: Mapped[date | None]  # the last day of its scores


class Figure(Owned):
    """One aggregate a digest reads: a grade, subject and window of one upload, small groups already hidden."""

    __tablename__ = "figure"

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(64))
    grade: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]  # the calendar year the school year ends in
    window: Mapped[str] = mapped_column(String(64))
    place: Mapped[int]  # of the window among the school year's windows, the earliest first
    window_before: Mapped[str | None] = mapped_column(String(64))
    rated: Mapped[int | None]  # students with a level; None with its percent: too few to show
    percent_proficient: Mapped[int | None]  # coded into 5–95
    compared: Mapped[int | None]  # students who also tested in the window before
    median_gain: Mapped[float | None]  # in the test's own points, between the two windows
    teachers: Mapped[int | None]  # whose students these are, where the file names them
    schools: Mapped[int] = mapped_column(default=1)  # how many schools' students are in it: a district's file has many


class AuditEntry(Owned):
    """Who did what with data, and when. Rows are added, never changed; no student value is ever in one.

    The database itself refuses to change or delete one (`audit_triggers.py`). It outlives its workspace.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(index=True)  # no foreign key: a certificate stays when all else goes
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(32))
    act: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(String(255))
