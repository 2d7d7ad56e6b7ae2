"""A team's inquiry cycle: started, seen, moved from stage to stage; what it says is planned in `schedule.py`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows import people, posts, teams
from workflows.cycles import decisions, schedule
from workflows.cycles import limits as checks
from workflows.cycles.stages import OPEN, Move, Stage, after
from workflows.refusal import Refusal
from workflows.rules.calendar import is_day_off
from workflows.rules.wall_time import local
from workflows.store.posts import HELD
from workflows.store.tables import Cycle, Team


@dataclass(frozen=True)
class StartCycle:
    """What a facilitator says when a cycle starts."""

    channel: str
    question: str
    weeks: int
    starts_on: date


def start(session: Session, form: StartCycle, *, by: str, now: datetime) -> Cycle:
    """Start a team's next cycle and plan what it will say in the coming days."""
    team = team_of(session, form.channel)
    people.require(session, people.Act.RUN_TEAM, by=by, team=team)
    breaks = teams.breaks_of(team)
    question = checks.check_question(form.question)
    checks.check_weeks(form.weeks)
    checks.check_start(form.starts_on, local(now, teams.zone_of(team)).date(), breaks)
    if open_cycle(session, team):
        raise already_open()
    cycle = Cycle(
        team=team, question=question, weeks=form.weeks, starts_on=form.starts_on, stage=Stage.RUNNING,
        started_by=by, created_at=now, earlier=_count(session, team),
    )  # fmt: skip
    session.add(cycle)
    try:
        session.flush()
    except IntegrityError:
        raise already_open() from None
    schedule.announce(session, cycle, now=now)
    schedule.plan(session, cycle, now=now)
    return cycle


def make(session: Session, cycle_id: int, move: Move, *, by: str, now: datetime) -> Cycle:
    """Pause, resume, close or cancel a cycle; what it had planned is held, revived or taken back, and the team hears.

    Raises
    ------
    Refusal
        When the stage has no such move, or somebody asks who doesn't facilitate the team.
    """
    cycle = session.get(Cycle, cycle_id, with_for_update=True)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    people.require(session, people.Act.RUN_TEAM, by=by, team=cycle.team)
    cycle.stage = after(Stage(cycle.stage), move)
    if move is Move.RESUME:
        schedule.announce(session, cycle, now=now)
        schedule.plan(session, cycle, now=now)
    else:
        posts.cancel(session, schedule.about(cycle), why=HELD if move is Move.PAUSE else str(cycle.stage))
    if move in (Move.CLOSE, Move.CANCEL):
        cycle.closed_at = now
    schedule.tell(session, cycle, by=by, now=now)
    return cycle


def team_of(session: Session, channel: str) -> Team:
    """The team of a channel.

    Raises
    ------
    Refusal
        When the channel has none yet.
    """
    team = teams.in_channel(session, channel)
    if team is None:
        raise Refusal("This channel has no team yet. Type /cycle start to set it up.")
    return team


def open_cycle(session: Session, team: Team) -> Cycle | None:
    """The team's cycle that is planned, running or paused."""
    return session.scalar(select(Cycle).where(Cycle.team_id == team.id, Cycle.stage.in_(OPEN)))


def running(session: Session, channel: str) -> Cycle:
    """The open cycle of a channel's team.

    Raises
    ------
    Refusal
        When there is none.
    """
    cycle = open_cycle(session, team_of(session, channel))
    if cycle is None:
        raise Refusal("Your team has no cycle at the moment. Type /cycle start to begin one.")
    return cycle


def what_next(session: Session, channel: str) -> str:
    """What a team's last cycle said should come next; empty when there is none, or it didn't say."""
    team = teams.in_channel(session, channel)
    last = (
        session.scalar(select(Cycle).where(Cycle.team_id == team.id).order_by(Cycle.id.desc()).limit(1))
        if team
        else None
    )
    final = decisions.refined(decisions.newest(session, last)) if last else None
    return final.what_next if final else ""


def already_open() -> Refusal:
    """What is said to whoever wants a second cycle at once."""
    return Refusal("Your team already has a cycle running. Close it first.")


def usual_start(session: Session, team: Team, now: datetime) -> date:
    """The first school day from the coming Monday on; today when it is a Monday."""
    today = local(now, teams.zone_of(team)).date()
    on, breaks = today + timedelta(days=-today.weekday() % 7), teams.breaks_of(team)
    latest_on = today + timedelta(days=checks.MOST_DAYS_AHEAD)
    while is_day_off(on, breaks) and on < latest_on:
        on += timedelta(days=1)
    return on


def _count(session: Session, team: Team) -> int:
    return session.scalar(select(func.count()).select_from(Cycle).where(Cycle.team_id == team.id)) or 0
