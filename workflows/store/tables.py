"""The people and their work: workspaces, schools, teams, cycles, meetings, reflections, commitments.

Decisions are stored, time is computed: a cycle keeps its stage and dates, never its week; a meeting keeps its start,
never its current step.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.store.base import Base, Owned


def _only(condition: str) -> dict[str, Any]:
    """An index of the rows that meet a condition, on either database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


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

    days_off: Mapped[list["SchoolDayOff"]] = relationship(
        order_by="SchoolDayOff.first_on", cascade="all, delete-orphan", lazy="selectin"
    )


class SchoolDayOff(Owned):
    """Days on which a whole school is closed, both ends included: its teams inherit them."""

    __tablename__ = "school_day_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    why: Mapped[str] = mapped_column(String(80), default="")


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
    away_from: Mapped[date | None]  # away, both days included: nothing comes but what they ask for
    away_until: Mapped[date | None]
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

    # With its calendar, which every plan of a team asks for: two statements for however many teams.
    school: Mapped[School] = relationship(lazy="selectin")
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
    allotment: Mapped[str] = mapped_column(String(8), default="", server_default="")  # "1/1/2/1"; empty: the usual one
    # From which day on Implement may begin, because the six ingredients are there or somebody said why not to wait.
    ready_on: Mapped[date | None]
    ready_why_sealed: Mapped[str | None]
    ready_by: Mapped[str | None] = mapped_column(String(32))

    team: Mapped[Team] = relationship()


class Meeting(Owned):
    """A sitting of a protocol: local date and time, who holds which role, and the agenda it was planned with.

    It belongs to a team or, without one, to its school's leadership team. Several sittings of one protocol share
    ``first_id``. What happened in it is in `store/meetings.py`.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        # Of two people who plan the same hour at the same moment, the database lets one.
        Index("uq_meeting_team_hour", "team_id", "meets_on", "meets_at", unique=True, **_only("cancelled_at IS NULL")),
        Index(
            "uq_meeting_leaders_hour",
            "school_id",
            "meets_on",
            "meets_at",
            unique=True,
            **_only("cancelled_at IS NULL AND team_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    protocol: Mapped[str] = mapped_column(String(64))
    script_id: Mapped[int | None] = mapped_column(ForeignKey("script.id", ondelete="SET NULL"))
    agenda: Mapped[list[list[object]]] = mapped_column(JSON, default=list, server_default="[]")  # turns by their keys
    subjects: Mapped[list[str]] = mapped_column(default=list, server_default="[]")  # presenters, or rooms by number
    meets_on: Mapped[date]
    meets_at: Mapped[time]
    minutes: Mapped[int] = mapped_column(default=60, server_default="60")  # the team's slot
    roles: Mapped[dict[str, Any]]  # {"facilitator": "U1", "recorder": "U2", "timekeeper": "U3"}
    by_itself: Mapped[bool] = mapped_column(default=False, server_default=false())  # starts and moves on without a tap
    brief: Mapped[bool] = mapped_column(default=False, server_default=false())  # titles and minutes only
    bring_sealed: Mapped[str | None]
    first_id: Mapped[int | None]  # the first sitting, of a protocol that was divided
    sitting: Mapped[int] = mapped_column(default=1, server_default="1")
    sittings: Mapped[int] = mapped_column(default=1, server_default="1")
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")  # rises with every change a calendar must hear
    created_by: Mapped[str] = mapped_column(String(32), default="", server_default="")
    cancelled_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    wakes_at: Mapped[datetime | None] = mapped_column(index=True)  # when something happens to it by itself
    shown: Mapped[int] = mapped_column(default=0, server_default="0")  # the last act that its message shows

    school: Mapped[School] = relationship()
    team: Mapped[Team | None] = relationship()
    cycle: Mapped[Cycle | None] = relationship()


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
    # Promises made before teams saw each other's stay private, as they were made.
    private: Mapped[bool] = mapped_column(default=False, server_default=true())
    obstacle: Mapped[str | None] = mapped_column(String(12))  # what is in the way: time, material, how, other
    helper: Mapped[str | None] = mapped_column(String(32))  # the teammate who was asked for help
    on_agenda: Mapped[bool] = mapped_column(default=False, server_default=false())  # of the team's next meeting
    note_sealed: Mapped[str | None]  # one line: what happened, or why it was dropped
    offered_to: Mapped[str | None] = mapped_column(String(32))  # the teammate who may take it over
    carried: Mapped[int] = mapped_column(default=0, server_default="0")  # how often it moved on to another meeting

    team: Mapped[Team] = relationship()
    teacher: Mapped[Teacher] = relationship()
