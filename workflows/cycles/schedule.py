"""When a cycle says what: its school weeks, where it stands in them, the posts it plans (their words: `facts.py`)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows import posts, teams
from workflows.cycles.occurrences import prompt_time, weekly_prompts
from workflows.cycles.phases import Allotment, Phase, phase_of, phases_lived, read_allotment, weeks_in
from workflows.cycles.stages import Stage
from workflows.posts import Kind, Planned, horizons
from workflows.posts.horizons import Subject
from workflows.rules.calendar import DaysOff, Week, ends_on, meeting_day, school_weeks, week_of
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import instant, local
from workflows.store.posts import HELD, Post, State
from workflows.store.tables import Cycle, Team

HORIZON, AGAIN_AFTER = timedelta(days=14), timedelta(days=7)
# A cycle with all that its calendar needs: read so, any number of cycles costs a few statements.
WITH_TEAM = (joinedload(Cycle.team).options(selectinload(Team.days_off), joinedload(Team.school)),)
A_YEAR = timedelta(days=366)
PHASE_ENDS_AT, CLOSING_AT = time(15), time(15, 30)


@dataclass(frozen=True)
class Where:
    """Where a cycle stands at a moment: computed, never stored. ``week`` is None before, after and on breaks."""

    week: Week | None
    phase: Phase | None
    weeks: tuple[Week, ...]
    today: date


@dataclass(frozen=True)
class Ahead:
    """What a cycle says within the horizon, and whether that is the whole rest of it."""

    coming: Sequence[Planned]
    whole: bool


def school_weeks_of(session: Session, cycle: Cycle) -> tuple[Week, ...]:
    """A cycle's counted school weeks."""
    return _laid_out(cycle.starts_on, cycle.weeks, teams.breaks_of(cycle.team))


@lru_cache(4096)  # the teams of a school share a calendar, and often begin together
def _laid_out(starts_on: date, weeks: int, breaks: tuple[DaysOff, ...]) -> tuple[Week, ...]:
    return school_weeks(starts_on, weeks, breaks)


def allotment_of(cycle: Cycle) -> Allotment:
    """How a cycle's weeks are shared among its phases."""
    return read_allotment(cycle.allotment, cycle.weeks)


def where(session: Session, cycle: Cycle, now: datetime) -> Where:
    """Which week and phase a cycle is in; Implement only once its team is ready for it."""
    weeks, today = school_weeks_of(session, cycle), local(now, teams.zone_of(cycle.team)).date()
    week = week_of(weeks, today)
    phase = phase_of(week.number, allotment_of(cycle)) if week else None
    waits = phase is Phase.IMPLEMENT and not is_ready(cycle, today)
    return Where(week, Phase.DESIGN if waits else phase, weeks, today)


def is_ready(cycle: Cycle, on: date) -> bool:
    """Whether a team could teach its plan on a day."""
    return cycle.ready_on is not None and cycle.ready_on <= on


def phases_asked(cycle: Cycle, weeks: tuple[Week, ...]) -> tuple[Phase, ...]:
    """Which phase each week's question is about; what a team decides counts from the next question on."""
    asked_on = [meeting_day(week, cycle.team.meeting_weekday) for week in weeks]
    ready_on = cycle.ready_on
    ready = (number for number, on in enumerate(asked_on, start=1) if ready_on is not None and ready_on < on)
    return phases_lived(allotment_of(cycle), next(ready, None))


def phase_days(cycle: Cycle, weeks: tuple[Week, ...], phase: Phase) -> tuple[date, date]:
    """The first and the last day of the weeks that the plan gives to a phase."""
    numbers = weeks_in(phase, allotment_of(cycle))
    return weeks[numbers[0] - 1].first_on, weeks[numbers[-1] - 1].school_days[-1]


def about(cycle: Cycle) -> str:
    """What a cycle's posts are filed under."""
    return f"cycle:{cycle.id}"


def plan(session: Session, cycle: Cycle, *, now: datetime) -> None:
    """Plan a running cycle's prompts within the horizon, and its closing; planning again changes nothing."""
    ahead = _ahead(session, cycle, now)
    posts.plan_all(session, ahead.coming, now=now)
    if not ahead.whole:
        horizons.ask_again(session, Subject.CYCLE, cycle.id, now + AGAIN_AFTER)


def extend(session: Session, cycles: Collection[int], now: datetime) -> dict[int, datetime]:
    """Plan the coming days of running cycles, of whatever workspaces; gives when each is to be asked again."""
    running = select(Cycle).where(Cycle.id.in_(cycles), Cycle.stage == Stage.RUNNING).options(*WITH_TEAM)
    ahead = {cycle: _ahead(session, cycle, now) for cycle in session.scalars(running)}
    coming = [(cycle.workspace_id, each) for cycle, its in ahead.items() for each in its.coming]
    posts.plan_everywhere(session, coming, now=now)
    return {cycle.id: now + AGAIN_AFTER for cycle, its in ahead.items() if not its.whole}


def plan_anew(session: Session, cycle: Cycle, *, now: datetime) -> None:
    """The team's week or its days off have changed: what is still to come moves, or is taken back."""
    posts.cancel(session, about(cycle), why=HELD)
    if cycle.stage == Stage.RUNNING:
        announce(session, cycle, now=now)
        plan(session, cycle, now=now)
        _ask_once_a_week(session, cycle)


def announce(session: Session, cycle: Cycle, *, now: datetime) -> None:
    """Plan the news that a cycle starts, or goes on, for the next civil hour."""
    team = cycle.team
    due_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    news = Planned(
        team.channel, Kind.CYCLE_STARTED, _news_key(cycle), about(cycle), due_at, {"cycle": cycle.id}, team.zone
    )
    posts.plan(session, news, now=now)


def tell(session: Session, cycle: Cycle, *, by: str, now: datetime) -> None:
    """The channel hears who paused, resumed, closed or cancelled: it is everybody's cycle."""
    team, key = cycle.team, f"cycle:{cycle.id}:{cycle.stage}:{now:%Y-%m-%dT%H:%M:%S}"
    due_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    facts = {"cycle": cycle.id, "stage": str(cycle.stage), "by": by}
    # Filed apart from the cycle's own posts, so that pausing doesn't hold the news of the pause.
    posts.plan(
        session, Planned(team.channel, Kind.CYCLE_MOVED, key, f"moves:{cycle.id}", due_at, facts, team.zone), now=now
    )


def announced_at(session: Session, cycle: Cycle) -> datetime:
    """When the channel hears, or heard, that a cycle starts."""
    return session.scalars(select(Post.due_at).where(Post.key == _news_key(cycle))).one()


def all_coming(session: Session, cycle: Cycle, now: datetime) -> list[Planned]:
    """Everything that a running cycle still has to say, however far away, whether it has a row yet or not."""
    return [each for each in _ahead(session, cycle, now, A_YEAR).coming if each.due_at >= now]


def _ahead(session: Session, cycle: Cycle, now: datetime, horizon: timedelta = HORIZON) -> Ahead:
    """What a cycle says within the horizon if it runs."""
    if cycle.stage != Stage.RUNNING:
        return Ahead((), whole=True)
    weeks, until = school_weeks_of(session, cycle), now + horizon
    closing_at = instant(ends_on(weeks), CLOSING_AT, teams.zone_of(cycle.team))
    coming = (
        *_prompts(cycle, weeks, now, until),
        *_phase_ends(cycle, weeks, now, until),
        *_closing(cycle, closing_at, now, until),
    )
    return Ahead(coming, whole=closing_at <= until)


def _prompts(cycle: Cycle, weeks: tuple[Week, ...], now: datetime, until: datetime) -> Iterator[Planned]:
    team = cycle.team
    zone, at = teams.zone_of(team), prompt_time(team.meeting_at)
    for each in weekly_prompts(cycle.id, weeks, team.meeting_weekday, at, zone, channel=team.channel):
        if now - HORIZON <= each.due_at <= until and (each.spoils_at is None or each.spoils_at > now):
            yield replace(each, due_at=_not_missed(team, each.due_at, now))


def _phase_ends(cycle: Cycle, weeks: tuple[Week, ...], now: datetime, until: datetime) -> Iterator[Planned]:
    """On a phase's last afternoon the team reads what it wrote, and decides; Refine ends with the closing."""
    team = cycle.team
    for phase in (Phase.ANALYZE, Phase.DESIGN, Phase.IMPLEMENT):
        _, on = phase_days(cycle, weeks, phase)
        due_at = instant(on, PHASE_ENDS_AT, teams.zone_of(team))
        if now <= due_at <= until:
            key = f"cycle:{cycle.id}:{phase}:{on}"
            facts = {"cycle": cycle.id, "phase": str(phase)}
            yield Planned(team.channel, Kind.CYCLE_PHASE, key, about(cycle), due_at, facts, team.zone)


def _closing(cycle: Cycle, due_at: datetime, now: datetime, until: datetime) -> Iterator[Planned]:
    team = cycle.team
    if now <= due_at <= until:
        key = f"cycle:{cycle.id}:closing:{local(due_at, teams.zone_of(team)).date()}"
        yield Planned(team.channel, Kind.CYCLE_CLOSING, key, about(cycle), due_at, {"cycle": cycle.id}, team.zone)


def _ask_once_a_week(session: Session, cycle: Cycle) -> None:
    """When the meeting day moves within a week, the question that was asked in it isn't asked again."""
    prompts = [post for post in posts.all_about(session, about(cycle)) if post.kind == Kind.CYCLE_PROMPT]
    asked = {_week_of(post) for post in prompts if post.state not in (State.PLANNED, State.CANCELLED)}
    for post in prompts:
        if post.state == State.PLANNED and _week_of(post) in asked:
            post.state, post.why = State.CANCELLED, "this week's question was asked already"


def _week_of(post: Post) -> tuple[int, int]:
    return date.fromisoformat(post.facts["on"]).isocalendar()[:2]


def _not_missed(team: Team, due_at: datetime, now: datetime) -> datetime:
    """A prompt whose hour was missed, in a pause or an outage, doesn't come on a day off or at night."""
    civil_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    return due_at if due_at > now or civil_at == now else civil_at


def _news_key(cycle: Cycle) -> str:
    return f"cycle:{cycle.id}:started"
