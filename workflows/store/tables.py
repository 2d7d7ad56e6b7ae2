"""The people and their work: workspaces, schools, teams, cycles, meetings, reflections, commitments.

Decisions are stored, time is computed: a cycle keeps its stage and dates, never its week; a meeting keeps its start,
never its current step.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.store.base import Base, Owned


class Workspace(Base):
    """One Slack workspace that has installed the bot."""

    __tablename__ = "workspace"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - an id is never used twice: audit entries outlive it

    id: Mapped[int] = mapped_column(primary_key=True)
    slack_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    installer: Mapped[str | None] = mapped_column(String(32))
    bot_user: Mapped[str] = mapped_column(String(32))
    scopes: Mapped[list[str]]
    token_sealed: Mapped[str]
    pupil_key_sealed: Mapped[str]  # the key under which this workspace's student ids are hashed
    installed_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]  # token revoked or app removed: nothing is sent
    stopped_why: Mapped[str | None] = mapped_column(String(64))
    cooling_until: Mapped[datetime | None]  # after a 429


class School(Owned):
    """A school, the channel of its leadership team, and when it wants its weekly digest."""

    __tablename__ = "school"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5), default="en")
    ilt_channel: Mapped[str | None] = mapped_column(String(32))
    digest_weekday: Mapped[int | None]  # Monday is 0
    digest_at: Mapped[time | None]
    keep_days: Mapped[int] = mapped_column(default=60, server_default="60")  # scores, after the school year's end


class Teacher(Owned):
    """A person in Slack, by id only; their name stays in Slack."""

    __tablename__ = "teacher"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slack_id: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    language: Mapped[str] = mapped_column(String(5), default="en")
    kind: Mapped[str] = mapped_column(String(8), default="person", server_default="person")  # `people.Kind`
    owner: Mapped[bool] = mapped_column(default=False, server_default=false())  # an owner or admin of the workspace
    looked_at: Mapped[datetime | None]  # when Slack last told all this; None: it has to be asked again


class Team(Owned):
    """Teachers of one grade, subject or course who meet weekly in one channel."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80))
    grade: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5), default="en")
    meeting_weekday: Mapped[int]  # Monday is 0
    meeting_at: Mapped[time]

    school: Mapped[School] = relationship()
    members: Mapped[list[Teacher]] = relationship(secondary="membership", order_by=Teacher.id)
    days_off: Mapped[list["DayOff"]] = relationship(order_by="DayOff.first_on", cascade="all, delete-orphan")


class Membership(Base):
    """Who is in which team."""

    __tablename__ = "membership"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id", ondelete="CASCADE"), primary_key=True)


class DayOff(Owned):
    """Days on which a team's school is closed, both ends included."""

    __tablename__ = "day_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    why: Mapped[str] = mapped_column(String(80), default="")


class Cycle(Owned):
    """One inquiry of a team: a question, four to six school weeks, a stage."""

    __tablename__ = "cycle"
    __table_args__ = (
        # The database itself refuses a second open cycle, whoever asks at the same moment.
        Index(
            "uq_cycle_open",
            "team_id",
            unique=True,
            sqlite_where=text("stage IN ('planned', 'running', 'paused')"),
            postgresql_where=text("stage IN ('planned', 'running', 'paused')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    question: Mapped[str]
    earlier: Mapped[int] = mapped_column(default=0)  # how many cycles the team had before
    weeks: Mapped[int]
    starts_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(12))
    started_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()


class Meeting(Owned):
    """A protocol placed on the clock: local date and time, and who holds which role."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("cycle_id", "meets_on", "meets_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    protocol: Mapped[str] = mapped_column(String(64))
    meets_on: Mapped[date]
    meets_at: Mapped[time]
    roles: Mapped[dict[str, Any]]  # {"facilitator": "U1", "recorder": "U2", "timekeeper": "U3"}
    cancelled_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship()


class Reflection(Owned):
    """What a teacher wrote to a weekly prompt, sealed; anonymous ones keep no author in the clear."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("cycle_id", "prompt_on", "author_mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    prompt_on: Mapped[date]
    author_mark: Mapped[str] = mapped_column(String(64))  # keyed hash: one answer a person and prompt, named or not
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id", ondelete="SET NULL"))
    text_sealed: Mapped[str]
    written_at: Mapped[datetime]
    quotable: Mapped[str] = mapped_column(String(8), default="no")  # in the weekly digest: no, named or nameless


class Commitment(Owned):
    """What one teacher will do and by when; open, done, stuck or dropped with a reason."""

    __tablename__ = "commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id", ondelete="CASCADE"))
    text_sealed: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8), default="open")
    follow_ups: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    checked_in_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
    teacher: Mapped[Teacher] = relationship()
