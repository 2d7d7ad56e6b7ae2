"""What a cycle still has to say, as its facilitator sees it: each message can be moved, skipped, put back."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import posts, teams
from workflows.cycles import changes, questions, schedule
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.rules.calendar import is_day_off, week_of
from workflows.rules.quiet_hours import QUIET_FROM, QUIET_UNTIL, is_quiet
from workflows.rules.wall_time import instant, local
from workflows.store.posts import Post, State
from workflows.store.tables import Cycle

SKIPPED = "skipped by the facilitator"


@dataclass(frozen=True)
class Coming:
    """One message to come. ``week`` is the week of a question; ``own`` is the team's own question for it."""

    key: str
    kind: Kind
    due_at: datetime
    phase: str = ""
    week: int | None = None
    own: str = ""
    skipped: bool = False
    moved: bool = False


@dataclass(frozen=True)
class MoveMessage:
    """When a message should come instead."""

    cycle: int
    key: str
    on: date
    at: time


@dataclass(frozen=True)
class AskOwn:
    """A question of the team's own, for the week of a question of ours."""

    cycle: int
    key: str
    own: str = ""


def coming(session: Session, cycle_id: int, *, by: str, now: datetime) -> list[Coming]:
    """Everything that is still to come, however far away.

    Raises
    ------
    Refusal
        When the cycle is over, or somebody asks who doesn't run the team.
    """
    cycle = changes.changeable(session, cycle_id, by=by)
    planned = schedule.all_coming(session, cycle, now)
    rows = {row.key: row for row in session.scalars(select(Post).where(Post.key.in_([each.key for each in planned])))}
    own = questions.own(session, cycle)
    shown = [_coming(session, cycle, each, rows.get(each.key), own) for each in planned]
    still = [each for each in shown if each.key not in rows or rows[each.key].state in _STILL]
    return sorted(still, key=lambda each: each.due_at)


def skip(session: Session, cycle_id: int, key: str, *, by: str, now: datetime) -> None:
    """A message doesn't come this once."""
    post = _post(session, cycle_id, key, by=by, now=now)
    post.state, post.why = State.SKIPPED, SKIPPED


def put_back(session: Session, cycle_id: int, key: str, *, by: str, now: datetime) -> None:
    """A message comes after all, when its rule says."""
    post = _post(session, cycle_id, key, by=by, now=now)
    post.state, post.why, post.due_at = State.PLANNED, None, post.planned_for


def move(session: Session, form: MoveMessage, *, by: str, now: datetime) -> None:
    """A message comes at another time.

    Raises
    ------
    Refusal
        When that is past, at night, on a day off, or after what it is about.
    """
    post = _post(session, form.cycle, form.key, by=by, now=now)
    team = session.get_one(Cycle, form.cycle).team
    if is_day_off(form.on, teams.breaks_of(team)):
        raise Refusal("School is closed on {on}. Choose a school day.", field="on", on=form.on)
    if is_quiet(form.at):
        raise Refusal("Choose a time from {earliest} to {latest}.", field="at", earliest=QUIET_UNTIL, latest=QUIET_FROM)
    due_at = instant(form.on, form.at, teams.zone_of(team))
    if due_at <= now:
        raise Refusal("That time has passed. Choose a later one.", field="at")
    if post.useful_until and due_at > post.useful_until:
        last_on = local(post.useful_until, teams.zone_of(team)).date()
        raise Refusal("It is about its week. Choose a day until {last_on}.", field="on", last_on=last_on)
    post.state, post.why, post.due_at = State.PLANNED, None, due_at


def ask_own(session: Session, form: AskOwn, *, by: str, now: datetime) -> None:
    """The team asks its own question in the week of one of ours; an empty one takes that back."""
    cycle = changes.changeable(session, form.cycle, by=by)
    week = _week_of(session, cycle, form.key)
    if week is None:
        raise Refusal("This message isn't planned any more.")
    questions.ask(session, cycle, week, form.own, by=by)


_STILL = (State.PLANNED, State.CANCELLED, State.SKIPPED)


def _coming(session: Session, cycle: Cycle, planned: Planned, row: Post | None, own: dict[int, str]) -> Coming:
    week = _week_of(session, cycle, planned.key)
    is_skipped = row is not None and row.state == State.SKIPPED
    due_at = row.due_at if row is not None and row.state == State.PLANNED else planned.due_at
    return Coming(
        key=planned.key, kind=planned.kind, due_at=due_at, phase=planned.facts.get("phase", ""), week=week,
        own=own.get(week or 0, ""), skipped=is_skipped, moved=due_at != planned.due_at,
    )  # fmt: skip


def _post(session: Session, cycle_id: int, key: str, *, by: str, now: datetime) -> Post:
    """The row of a message to come, made if it is too far away to have one yet."""
    cycle = changes.changeable(session, cycle_id, by=by)
    planned = {each.key: each for each in schedule.all_coming(session, cycle, now)}
    if key not in planned:
        raise Refusal("This message isn't planned any more.")
    row = session.scalar(select(Post).where(Post.key == key))
    if row is None:
        posts.plan(session, planned[key], now=now)
        row = session.scalars(select(Post).where(Post.key == key)).one()
    if row.state not in _STILL:
        raise Refusal("This message isn't planned any more.")
    return row


def _week_of(session: Session, cycle: Cycle, key: str) -> int | None:
    _, _, what = key.partition(":prompt:")
    week = week_of(schedule.school_weeks_of(session, cycle), date.fromisoformat(what)) if what else None
    return week.number if week else None
