"""When somebody is asked about a promise: reminded before, asked when it is due, followed up twice, then left alone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import posts, teams
from workflows.posts import Kind, NotNeeded, Planned
from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import instant, local
from workflows.store.engine import vault_of
from workflows.store.posts import HELD, Post, State
from workflows.store.tables import Commitment, Cycle, Meeting, Team

OPEN, STUCK = "open", "stuck"
MAX_FOLLOW_UPS = 2
REMIND_AT, ASK_AT = time(7, 30), time(15, 30)
DAYS_BETWEEN_FOLLOW_UPS = 2
GONE = frozenset(State) - {State.PLANNED, State.CANCELLED}


@dataclass(frozen=True)
class Asking:
    """What a reminder, check-in or follow-up is about."""

    language: str
    commitment: int
    due_on: date
    text: str
    team: str
    private: bool
    follow_up: int
    most: int = MAX_FOLLOW_UPS


@dataclass(frozen=True)
class Request:
    """A teammate is asked for help, or to take a promise over."""

    language: str
    commitment: int
    by: str
    text: str
    obstacle: str
    due_on: date


def plan(session: Session, commitment: Commitment, *, now: datetime) -> None:
    """Plan everything that will be asked about a promise."""
    posts.plan_all(session, questions(commitment, teams.breaks_of(commitment.team), now), now=now)


def plan_anew(session: Session, commitment: Commitment, *, now: datetime) -> None:
    """Its day or its teacher has changed: everything is asked for the new one."""
    posts.cancel(session, about(commitment), why=HELD)
    plan(session, commitment, now=now)


def next_meeting_on(session: Session, team: Team, *, now: datetime, after: date | None = None) -> date:
    """The day of the team's next meeting: one that is scheduled, else its weekday, else the school day after it."""
    today = local(now, teams.zone_of(team)).date()
    last_on = max(today, after or today)
    scheduled = session.scalar(
        select(Meeting.meets_on)
        .join(Cycle, Cycle.id == Meeting.cycle_id)
        .where(Cycle.team_id == team.id, Meeting.cancelled_at.is_(None), Meeting.meets_on > last_on)
        .order_by(Meeting.meets_on)
        .limit(1)
    )
    usual = last_on + timedelta(days=(team.meeting_weekday - last_on.weekday() - 1) % 7 + 1)
    on = min(scheduled, usual) if scheduled else usual
    breaks = teams.breaks_of(team)
    while is_day_off(on, breaks):
        on += timedelta(days=1)
    return on


def ask_for_help(session: Session, commitment: Commitment, *, now: datetime) -> None:
    """The teammate who was named hears what is in the way."""
    _request(session, commitment, commitment.helper or "", Kind.COMMITMENT_HELP, now)


def ask_to_take_over(session: Session, commitment: Commitment, *, now: datetime) -> None:
    """The teammate to whom a promise is offered is asked."""
    _request(session, commitment, commitment.offered_to or "", Kind.COMMITMENT_OFFERED, now)


def facts(session: Session, known: dict[str, Any], now: datetime) -> Asking:
    """What a reminder, check-in or follow-up is about.

    Raises
    ------
    NotNeeded
        When it was answered meanwhile.
    """
    commitment = session.get(Commitment, known["commitment"])
    if commitment is None or commitment.state != OPEN:
        raise NotNeeded(f"the commitment is {commitment.state if commitment else 'gone'}")
    return Asking(
        language=commitment.teacher.language, commitment=commitment.id, due_on=commitment.due_on,
        text=text_of(session, commitment), team=commitment.team.name, private=commitment.private,
        follow_up=known.get("follow_up", 0),
    )  # fmt: skip


def request_facts(session: Session, known: dict[str, Any], now: datetime) -> Request:
    """What a teammate is asked for.

    Raises
    ------
    NotNeeded
        When it was answered, or somebody else was asked, meanwhile.
    """
    commitment = session.get(Commitment, known["commitment"])
    if commitment is None or known["to"] not in (commitment.helper, commitment.offered_to):
        raise NotNeeded("nobody is asked any more")
    reader = teams.teacher(session, known["to"])
    return Request(
        language=reader.language if reader else commitment.team.language, commitment=commitment.id,
        by=commitment.teacher.slack_id, text=text_of(session, commitment), obstacle=commitment.obstacle or "other",
        due_on=commitment.due_on,
    )  # fmt: skip


def text_of(session: Session, commitment: Commitment) -> str:
    """What was promised."""
    return vault_of(session).open(commitment.text_sealed)


def about(commitment: Commitment) -> str:
    """What a promise's posts are filed under."""
    return f"commitment:{commitment.id}"


def _request(session: Session, commitment: Commitment, to: str, kind: Kind, now: datetime) -> None:
    team = commitment.team
    reader = teams.teacher(session, to)
    zone = reader.zone if reader else team.zone
    due_at = next_civil(now, ZoneInfo(zone), teams.breaks_of(team))
    key = f"{kind}:{commitment.id}:{to}:{commitment.due_on}"
    known = {"commitment": commitment.id, "to": to}
    posts.plan(session, Planned(to, kind, key, about(commitment), due_at, known, zone), now=now)


def which_question(post: Planned | Post) -> tuple[str, int]:
    """Which of a commitment's questions a post is, whenever it comes."""
    return post.kind, post.facts.get("follow_up", 0)


def questions(commitment: Commitment, breaks: Breaks, now: datetime) -> list[Planned]:
    """Reminder on the school day before, check-in on the day, then follow-ups while nothing is answered."""
    remind_on = _school_day(commitment.due_on, -1, breaks)
    planned = [_post(commitment, Kind.COMMITMENT_REMINDER, remind_on, REMIND_AT)]
    on = _school_day(commitment.due_on - timedelta(days=1), 1, breaks)  # school may have been closed since
    planned.append(_post(commitment, Kind.COMMITMENT_CHECK_IN, on, ASK_AT))
    for number in range(1, MAX_FOLLOW_UPS + 1):
        on = _school_day(on, DAYS_BETWEEN_FOLLOW_UPS, breaks)
        planned.append(_post(commitment, Kind.COMMITMENT_FOLLOW_UP, on, ASK_AT, number))
    return [each for each in planned if each.due_at > now]


def _school_day(on: date, steps: int, breaks: Breaks) -> date:
    """The school day so many school days after (or before) a day."""
    step = timedelta(days=1 if steps > 0 else -1)
    for _ in range(abs(steps)):
        on += step
        while is_day_off(on, breaks):
            on += step
    return on


def _post(commitment: Commitment, kind: Kind, on: date, at: time, number: int = 0) -> Planned:
    teacher = commitment.teacher
    # With its teacher: handed over, it is asked of somebody else, and what was planned for the first isn't revived.
    key = f"{kind}:{commitment.id}:{teacher.slack_id}:{on}"
    due_at = instant(on, at, ZoneInfo(teacher.zone))
    known = {"commitment": commitment.id} | ({"follow_up": number} if number else {})
    is_reminder = kind is Kind.COMMITMENT_REMINDER
    useful_until = instant(commitment.due_on, ASK_AT, ZoneInfo(teacher.zone)) if is_reminder else None
    return Planned(teacher.slack_id, kind, key, about(commitment), due_at, known, teacher.zone, useful_until)
