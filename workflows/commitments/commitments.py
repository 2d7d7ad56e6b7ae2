"""Commitments: what a teacher will do by when, remembered, asked about twice at most, and counted for the team."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import cycles, people, posts, teams
from workflows.posts import Kind, NotNeeded, Planned
from workflows.refusal import Refusal
from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.texts import readable
from workflows.rules.wall_time import instant, local
from workflows.store.engine import vault_of
from workflows.store.posts import Post, State
from workflows.store.tables import Commitment, Teacher, Team

OPEN, DONE, STUCK, DROPPED = "open", "done", "stuck", "dropped"
LONGEST = 500
MAX_FOLLOW_UPS = 2
REMIND_AT, ASK_AT = time(7, 30), time(15, 30)
DAYS_BETWEEN_FOLLOW_UPS = 2
MOST_DAYS_AHEAD = 365
GONE = frozenset(State) - {State.PLANNED, State.CANCELLED}


@dataclass(frozen=True)
class MakeCommitment:
    """What a teacher promises their team."""

    channel: str
    text: str
    due_on: date


def make(session: Session, form: MakeCommitment, *, by: str, now: datetime) -> Commitment:
    """Keep a commitment and plan its reminder, its check-in and at most two follow-ups."""
    team = ready(session, form.channel, by=by)
    cycle = cycles.open_cycle(session, team)
    text = _checked(form, local(now, teams.zone_of(team)).date())
    breaks = teams.breaks_of(team)
    if is_day_off(form.due_on, breaks):
        raise Refusal("School is closed on {on}. Choose a school day.", field="due_on", on=form.due_on)
    teacher = teams.teacher(session, by) or teams.remember(session, by, zone=team.zone, language=team.language)
    commitment = Commitment(
        team_id=team.id, cycle_id=cycle.id if cycle else None, teacher=teacher,
        text_sealed=vault_of(session).seal(text), due_on=form.due_on, made_at=now,
    )  # fmt: skip
    session.add(commitment)
    session.flush()
    posts.plan_all(session, questions(commitment, breaks, now), now=now)
    return commitment


def ready(session: Session, channel: str, *, by: str) -> Team:
    """The team to which somebody may promise something.

    Raises
    ------
    Refusal
        When the channel has none, or they don't belong to it.
    """
    team = cycles.team_of(session, channel)
    people.require(session, people.Act.TAKE_PART, by=by, team=team)
    return team


def check_in(session: Session, commitment_id: int, state: str, *, by: str, now: datetime) -> Commitment:
    """A teacher says how it went: ``done``, ``stuck`` or ``dropped``. Nobody else can say it for them."""
    commitment = session.get(Commitment, commitment_id, with_for_update=True)
    if commitment is None or commitment.teacher.slack_id != by:
        raise Refusal("Only the teacher who made a commitment can check in on it.")
    if state not in (DONE, STUCK, DROPPED):
        raise Refusal("Please choose one of the buttons.")
    commitment.state = state
    commitment.checked_in_at = now
    posts.cancel(session, about(commitment), why=state)
    return commitment


def let_go(session: Session, team: Team, teacher: Teacher, *, now: datetime) -> int:
    """Somebody has left the team: nobody asks about what they promised it any more. Gives how many promises."""
    theirs = select(Commitment).where(
        Commitment.team_id == team.id, Commitment.teacher_id == teacher.id, Commitment.state.in_((OPEN, STUCK))
    )
    promises = session.scalars(theirs).all()
    for commitment in promises:
        commitment.state, commitment.checked_in_at = DROPPED, now
        posts.cancel(session, about(commitment), why="left the team")
    return len(promises)


def of_teacher(session: Session, slack_id: str) -> list[tuple[Commitment, str]]:
    """A teacher's own commitments that are open or stuck, with their texts, the next due first."""
    rows = session.scalars(
        select(Commitment)
        .join(Teacher)
        .where(Teacher.slack_id == slack_id, Commitment.state.in_((OPEN, STUCK)))
        .order_by(Commitment.due_on)
    )
    return [(row, text_of(session, row)) for row in rows]


def text_of(session: Session, commitment: Commitment) -> str:
    """What was promised."""
    return vault_of(session).open(commitment.text_sealed)


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a reminder, check-in or follow-up is about.

    Raises
    ------
    NotNeeded
        When it was answered meanwhile.
    """
    commitment = session.get(Commitment, known["commitment"])
    if commitment is None or commitment.state != OPEN:
        raise NotNeeded(f"the commitment is {commitment.state if commitment else 'gone'}")
    return {
        "language": commitment.teacher.language, "commitment": commitment.id, "due_on": commitment.due_on,
        "text": text_of(session, commitment), "follow_up": known.get("follow_up", 0), "most": MAX_FOLLOW_UPS,
        "team": commitment.team.name,
    }  # fmt: skip


def _checked(form: MakeCommitment, today: date) -> str:
    text = readable(form.text)
    if not text:
        raise Refusal("Please write what you will do.", field="text")
    if len(text) > LONGEST:
        raise Refusal("Keep it to {most} characters: one thing you will do.", field="text", most=LONGEST)
    if not today <= form.due_on <= today + timedelta(days=MOST_DAYS_AHEAD):
        raise Refusal("Choose a day from today on, within a year.", field="due_on")
    return text


def which_question(post: Planned | Post) -> tuple[str, int]:
    """Which of a commitment's questions a post is, whenever it comes."""
    return post.kind, post.facts.get("follow_up", 0)


def about(commitment: Commitment) -> str:
    """What its posts are about."""
    return f"commitment:{commitment.id}"


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
    key = f"{kind}:{commitment.id}:{on}"
    due_at = instant(on, at, ZoneInfo(teacher.zone))
    known = {"commitment": commitment.id} | ({"follow_up": number} if number else {})
    reminds = kind is Kind.COMMITMENT_REMINDER
    useful_until = instant(commitment.due_on, ASK_AT, ZoneInfo(teacher.zone)) if reminds else None
    return Planned(teacher.slack_id, kind, key, about(commitment), due_at, known, teacher.zone, useful_until)
