"""Promises to each other: made, changed, carried on, handed over, answered for; `asking.py` says when to ask."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import cycles, people, posts, teams
from workflows.commitments import asking
from workflows.refusal import Refusal
from workflows.rules.calendar import is_day_off
from workflows.rules.texts import readable
from workflows.rules.wall_time import local
from workflows.store.engine import vault_of
from workflows.store.tables import Commitment, Teacher, Team

LONGEST = 500
MOST_DAYS_AHEAD = 365
MOST_AT_ONCE = 3
TEAM, ONLY_ME = "team", "me"
OBSTACLES = ("time", "material", "how", "other")


class State(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    DONE = "done"
    STUCK = "stuck"
    DROPPED = "dropped"


@dataclass(frozen=True)
class MakeCommitment:
    """What a teacher promises their team; ``seen_by`` is ``team`` or ``me``."""

    channel: str
    text: str
    due_on: date
    seen_by: str = TEAM


@dataclass(frozen=True)
class ChangeCommitment:
    """A promise as its teacher wants it now."""

    commitment: int
    text: str
    due_on: date
    seen_by: str = TEAM


@dataclass(frozen=True)
class GetStuck:
    """What is in the way, and who could help: a teammate, or the team at its next meeting."""

    commitment: int
    obstacle: str
    helper: str = ""
    agenda: tuple[str, ...] = ()


class Unlikely(Exception):
    """Somebody promises a fourth thing for one day: they are asked once whether that is realistic."""


def make(session: Session, form: MakeCommitment, *, by: str, now: datetime, sure: bool = False) -> Commitment:
    """Keep a promise and plan its reminder, its check-in and at most two follow-ups.

    Raises
    ------
    Refusal
        When an answer doesn't fit, or they don't belong to the team.
    Unlikely
        When it is the fourth for one day, and they aren't ``sure`` yet.
    """
    team = ready(session, form.channel, by=by)
    cycle = cycles.open_cycle(session, team)
    text = _checked(team, form, now)
    teacher = teams.met(session, by, team)
    if not sure and _count_due(session, team, teacher, form.due_on) >= MOST_AT_ONCE:
        raise Unlikely
    commitment = Commitment(
        team=team, cycle_id=cycle.id if cycle else None, teacher=teacher, text_sealed=vault_of(session).seal(text),
        due_on=form.due_on, made_at=now, private=form.seen_by == ONLY_ME, state=State.OPEN,
    )  # fmt: skip
    session.add(commitment)
    session.flush()
    asking.plan(session, commitment, now=now)
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


def change(session: Session, form: ChangeCommitment, *, by: str, now: datetime) -> Commitment:
    """Word a promise otherwise, move it, or show it to others than before."""
    commitment = own(session, form.commitment, by=by)
    text = _checked(commitment.team, form, now)
    commitment.text_sealed, commitment.private = vault_of(session).seal(text), form.seen_by == ONLY_ME
    if commitment.due_on != form.due_on:
        commitment.due_on = form.due_on
        asking.plan_anew(session, commitment, now=now)
    return commitment


def withdraw(session: Session, commitment_id: int, *, by: str) -> None:
    """A promise was never made."""
    commitment = own(session, commitment_id, by=by)
    posts.cancel(session, asking.about(commitment), why="withdrawn")
    session.delete(commitment)


def check_in(session: Session, commitment_id: int, state: str, *, by: str, now: datetime, note: str = "") -> Commitment:
    """A teacher says how it went, and what happened or why it was dropped. Nobody else can say it for them."""
    commitment = own(session, commitment_id, by=by)
    if state not in (State.DONE, State.STUCK, State.DROPPED):
        raise Refusal("Please choose one of the buttons.")
    words = _short(note, "note")
    if state == State.DROPPED and not words:
        raise Refusal("Please write why; that helps your team, too.", field="note")
    commitment.state, commitment.checked_in_at = state, now
    commitment.note_sealed = vault_of(session).seal(words) if words else commitment.note_sealed
    posts.cancel(session, asking.about(commitment), why=state)
    return commitment


def get_stuck(session: Session, form: GetStuck, *, by: str, now: datetime) -> Commitment:
    """A teacher says what is in the way, and who could help; a teammate who is named hears of it."""
    if form.obstacle not in OBSTACLES:
        raise Refusal("Please choose one of the four.", field="obstacle")
    commitment = own(session, form.commitment, by=by)
    if form.helper:
        _only_teammates(commitment.team, form.helper, by, "helper")
    check_in(session, form.commitment, State.STUCK, by=by, now=now)
    commitment.obstacle, commitment.helper, commitment.on_agenda = form.obstacle, form.helper or None, bool(form.agenda)
    if form.helper:
        asking.ask_for_help(session, commitment, now=now)
    return commitment


def undo(session: Session, commitment_id: int, *, by: str, now: datetime) -> Commitment:
    """What was answered too soon is open again, and is asked about as if it had not been."""
    commitment = own(session, commitment_id, by=by)
    commitment.state, commitment.checked_in_at, commitment.note_sealed = State.OPEN, None, None
    commitment.obstacle, commitment.helper, commitment.on_agenda = None, None, False
    asking.plan_anew(session, commitment, now=now)
    return commitment


def carry_on(session: Session, commitment_id: int, *, by: str, now: datetime) -> Commitment:
    """What isn't done moves on to the next meeting."""
    commitment = own(session, commitment_id, by=by)
    if commitment.state not in (State.OPEN, State.STUCK):
        raise Refusal("This is answered already.")
    commitment.due_on = asking.next_meeting_on(session, commitment.team, after=commitment.due_on, now=now)
    commitment.state, commitment.carried = State.OPEN, commitment.carried + 1
    asking.plan_anew(session, commitment, now=now)
    return commitment


def offer(session: Session, commitment_id: int, to: str, *, by: str, now: datetime) -> Commitment:
    """Ask a teammate to take a promise over; it stays one's own until they say yes."""
    commitment = own(session, commitment_id, by=by)
    _only_teammates(commitment.team, to, by, "to")
    commitment.offered_to = to
    asking.ask_to_take_over(session, commitment, now=now)
    return commitment


def take_over(session: Session, commitment_id: int, *, by: str, now: datetime) -> Commitment:
    """A teammate says yes to what was offered: from now on the promise is theirs."""
    commitment = session.get(Commitment, commitment_id, with_for_update=True)
    if commitment is None or commitment.offered_to != by:
        raise Refusal("This isn't offered to you any more.")
    team = commitment.team
    people.require(session, people.Act.TAKE_PART, by=by, team=team)
    commitment.teacher = teams.met(session, by, team)
    commitment.offered_to, commitment.state = None, State.OPEN
    session.flush()
    asking.plan_anew(session, commitment, now=now)
    return commitment


def let_go(session: Session, team: Team, teacher: Teacher, *, now: datetime) -> int:
    """Somebody has left the team: nobody asks about what they promised it any more. Gives how many promises."""
    theirs = select(Commitment).where(
        Commitment.team_id == team.id, Commitment.teacher_id == teacher.id,
        Commitment.state.in_((State.OPEN, State.STUCK)),
    )  # fmt: skip
    promises = session.scalars(theirs).all()
    for commitment in promises:
        commitment.state, commitment.checked_in_at = State.DROPPED, now
        posts.cancel(session, asking.about(commitment), why="left the team")
    return len(promises)


def own(session: Session, commitment_id: int, *, by: str) -> Commitment:
    """Somebody's own promise.

    Raises
    ------
    Refusal
        When it is somebody else's, or gone.
    """
    commitment = session.get(Commitment, commitment_id, with_for_update=True)
    if commitment is None or commitment.teacher.slack_id != by:
        raise Refusal("Only the teacher who made a commitment can check in on it.")
    return commitment


def _count_due(session: Session, team: Team, teacher: Teacher, due_on: date) -> int:
    theirs = select(func.count()).select_from(Commitment).where(
        Commitment.team_id == team.id, Commitment.teacher_id == teacher.id, Commitment.due_on == due_on,
        Commitment.state == State.OPEN,
    )  # fmt: skip
    return session.scalar(theirs) or 0


def _checked(team: Team, form: MakeCommitment | ChangeCommitment, now: datetime) -> str:
    today = local(now, teams.zone_of(team)).date()
    text = readable(form.text)
    if not text:
        raise Refusal("Please write what you will do.", field="text")
    if len(text) > LONGEST:
        raise Refusal("Keep it to {most} characters: one thing you will do.", field="text", most=LONGEST)
    if not today <= form.due_on <= today + timedelta(days=MOST_DAYS_AHEAD):
        raise Refusal("Choose a day from today on, within a year.", field="due_on")
    if is_day_off(form.due_on, teams.breaks_of(team)):
        raise Refusal("School is closed on {on}. Choose a school day.", field="due_on", on=form.due_on)
    if form.seen_by not in (TEAM, ONLY_ME):
        raise Refusal("Please choose one of the two.", field="seen_by")
    return text


def _short(text: str, field: str) -> str:
    words = readable(text)
    if len(words) > LONGEST:
        raise Refusal("Please use at most {most} characters.", field=field, most=LONGEST)
    return words


def _only_teammates(team: Team, person: str, by: str, field: str) -> None:
    """Help comes from the team; nobody's principal is asked."""
    if person == by or not teams.is_member(team, person):
        raise Refusal("Choose a teammate: somebody who is in {team} with you.", field=field, team=team.name)
