"""Bright spots and what their teachers decide: analyses, the few spots they found, what was shared, who stays out.

Nothing here is about anybody who was not flagged: an analysis keeps a verdict and counts, a spot belongs to somebody
who was flagged and has confirmed her roster. Her decisions are rows; that silence means no is computed from
``answer_by``.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.store.base import Owned
from workflows.store.tables import School, Teacher


class Found(StrEnum):
    """Where an analysis stands; a worker moves it on from ``waiting``."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class Choice(StrEnum):
    """What a teacher decided about her bright spot. No answer counts as no."""

    WAITING = "waiting"
    NAMED = "named"
    NAMELESS = "nameless"
    NOT_NOW = "not now"


class Analysis(Owned):
    """One look for bright spots over everything a workspace has imported."""

    __tablename__ = "analysis"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12), default=Found.WAITING, index=True)
    asked_at: Mapped[datetime]
    taken_by: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    verdict: Mapped[str | None] = mapped_column(String(20))
    assumed: Mapped[bool] = mapped_column(default=False)  # documented variances stood in for estimates
    variances: Mapped[dict[str, Any] | None]
    groups: Mapped[dict[str, Any] | None]  # of the latest one only: by school, who gained most
    excluded: Mapped[dict[str, Any] | None]  # how many records and classes were left out, by reason
    refusal: Mapped[str | None]
    refusal_facts: Mapped[dict[str, Any] | None]


class Spot(Owned):
    """What was noticed in one teacher's classes in one subject, and what she decided about it."""

    __tablename__ = "spot"
    __table_args__ = (UniqueConstraint("workspace_id", "teacher_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id", ondelete="CASCADE"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(64))
    grade: Mapped[str] = mapped_column(String(20))
    tier: Mapped[str] = mapped_column(String(20))
    shown: Mapped[dict[str, Any]]  # years, students, percentiles with their band: what she is shown, nothing more
    roster_from: Mapped[str] = mapped_column(String(80))
    roster_on: Mapped[date]
    left_out: Mapped[dict[str, Any]]
    may_be_nameless: Mapped[bool]  # three teachers or more could be meant by “a grade 4 math teacher”
    colleagues: Mapped[int]  # teachers compared at her school, herself included; 0: too few to count anything
    evidence: Mapped[str] = mapped_column(String(64))  # asked again only when something else stands behind it
    found_at: Mapped[datetime]
    choice: Mapped[str] = mapped_column(String(12), default=Choice.WAITING)
    answer_by: Mapped[datetime]
    chosen_at: Mapped[datetime | None]

    teacher: Mapped[Teacher] = relationship()
    school: Mapped[School] = relationship()


class TeamSpot(Owned):
    """A grade and subject of a school (or a whole small school) whose students grew more than elsewhere."""

    __tablename__ = "team_spot"
    __table_args__ = (UniqueConstraint("workspace_id", "school_id", "grade", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    grade: Mapped[str] = mapped_column(String(20))  # "all" where the grades are too small for teams of their own
    subject: Mapped[str] = mapped_column(String(64))
    shown: Mapped[dict[str, Any]]
    evidence: Mapped[str] = mapped_column(String(64))
    found_at: Mapped[datetime]


class Sharing(Owned):
    """What a teacher shares with her leadership team, and whether she took it back.

    It outlives its spot: she can take back what was posted even when newer data no longer show anything.
    """

    __tablename__ = "sharing"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(64))
    grade: Mapped[str] = mapped_column(String(20))
    named: Mapped[bool]
    practice_sealed: Mapped[str | None]
    shown: Mapped[dict[str, Any]]
    shared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]  # everything posted about it has been edited

    teacher: Mapped[Teacher] = relationship()


class LeftOut(Owned):
    """A teacher who wants no part in any analysis."""

    __tablename__ = "left_out"
    __table_args__ = (UniqueConstraint("workspace_id", "teacher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id", ondelete="CASCADE"))
    since: Mapped[datetime]


class DigestRules(Owned):
    """How a school wants its digest, beside weekday and time: who sees it first, what when there is nothing to say."""

    __tablename__ = "digest_rules"
    __table_args__ = (UniqueConstraint("workspace_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    lead: Mapped[str] = mapped_column(String(32))
    when_nothing: Mapped[str] = mapped_column(String(8))
    to_teams: Mapped[bool]
    consent_days: Mapped[int]
    held_at: Mapped[datetime | None]


class Issue(Owned):
    """One digest as it was written, so that its detail stays true and a withdrawal can edit it."""

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))  # its post's
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    facts: Mapped[dict[str, Any]]  # figures that may be shown, and ids; never a teacher's name
    written_at: Mapped[datetime]


class Mention(Owned):
    """A digest told of something a teacher shared."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("issue_id", "sharing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    sharing_id: Mapped[int] = mapped_column(ForeignKey("sharing.id", ondelete="CASCADE"), index=True)


class Quotation(Owned):
    """A digest quoted a reflection as it was written at ``written_at``; without a reflection, it was deleted since."""

    __tablename__ = "quotation"
    __table_args__ = (UniqueConstraint("issue_id", "reflection_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    reflection_id: Mapped[int | None] = mapped_column(ForeignKey("reflection.id", ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime]
