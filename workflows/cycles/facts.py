"""What a cycle tells its team: the facts of each message, read when it is sent and not when it was planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.cycles import decisions, questions, schedule
from workflows.cycles.phases import Phase
from workflows.cycles.questions import Prompted
from workflows.cycles.records import Ingredient, Record
from workflows.cycles.stages import Stage
from workflows.posts import NotNeeded
from workflows.rules.calendar import ends_on
from workflows.store.tables import Cycle


@dataclass(frozen=True)
class Started:
    """A cycle begins: what it asks, and when the team will hear from it."""

    language: str
    team: str
    question: str
    weeks: int
    started_by: str
    starts_on: date
    ends_on: date
    meeting_weekday: date
    meeting_at: time


@dataclass(frozen=True)
class Asking:
    """A week's question."""

    language: str
    cycle: int
    on: date
    weeks: int
    prompt: Prompted


@dataclass(frozen=True)
class PhaseEnd:
    """A phase ends: whether the team has written down what it decided, and what Implement still waits for."""

    language: str
    cycle: int
    phase: Phase
    decided: bool
    missing: tuple[Ingredient, ...]


@dataclass(frozen=True)
class Decided:
    """What a team decided in a phase, and who wrote it down."""

    language: str
    cycle: int
    phase: Phase
    record: Record
    by: str


@dataclass(frozen=True)
class Changed:
    """What a cycle is after somebody changed it."""

    language: str
    by: str
    question: str
    weeks: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Moved:
    """Who moved the cycle to which stage."""

    language: str
    team: str
    stage: str
    by: str


def started_facts(session: Session, facts: dict[str, Any], now: datetime) -> Started:
    """What the channel hears when a cycle starts."""
    cycle = spoken_of(session, facts)
    team, weeks = cycle.team, schedule.school_weeks_of(session, cycle)
    return Started(
        language=team.language, team=team.name, question=cycle.question, weeks=cycle.weeks,
        started_by=cycle.started_by, starts_on=cycle.starts_on, ends_on=ends_on(weeks),
        meeting_weekday=weeks[0].first_on + timedelta(days=team.meeting_weekday), meeting_at=team.meeting_at,
    )  # fmt: skip


def prompt_facts(session: Session, facts: dict[str, Any], now: datetime) -> Asking:
    """What a weekly prompt is about."""
    cycle, on = spoken_of(session, facts), date.fromisoformat(facts["on"])
    prompt = questions.prompted(session, cycle, on)
    if prompt is None:
        raise NotNeeded("school is closed that week")
    return Asking(cycle.team.language, cycle.id, on, cycle.weeks, prompt)


def phase_facts(session: Session, facts: dict[str, Any], now: datetime) -> PhaseEnd:
    """What a team has to decide when a phase ends."""
    cycle, phase = spoken_of(session, facts), Phase(facts["phase"])
    newest = decisions.newest(session, cycle)
    missing = decisions.missing(newest) if phase is Phase.DESIGN and cycle.ready_on is None else ()
    return PhaseEnd(cycle.team.language, cycle.id, phase, phase in newest, missing)


def decided_facts(session: Session, facts: dict[str, Any], now: datetime) -> Decided:
    """What a team decided, as it stands now."""
    cycle, phase = spoken_of(session, facts), Phase(facts["phase"])
    version = decisions.newest(session, cycle)[phase]
    return Decided(cycle.team.language, cycle.id, phase, version.record, version.by)


def changed_facts(session: Session, facts: dict[str, Any], now: datetime) -> Changed:
    """What a cycle is from now on."""
    cycle = spoken_of(session, facts)
    last_on = ends_on(schedule.school_weeks_of(session, cycle))
    return Changed(cycle.team.language, facts["by"], cycle.question, cycle.weeks, cycle.starts_on, last_on)


def moved_facts(session: Session, facts: dict[str, Any], now: datetime) -> Moved:
    """Who moved the cycle to which stage."""
    cycle = session.get(Cycle, facts["cycle"], options=schedule.WITH_TEAM)
    if cycle is None or cycle.stage != facts["stage"]:
        raise NotNeeded("it was moved on since")
    return Moved(cycle.team.language, cycle.team.name, cycle.stage, facts["by"])


def gather(session: Session, told: Sequence[dict[str, Any]]) -> object:
    """Read the cycles of many posts at once; as long as the caller keeps what is returned, nobody asks again."""
    wanted = {facts["cycle"] for facts in told}
    return session.scalars(select(Cycle).where(Cycle.id.in_(wanted)).options(*schedule.WITH_TEAM)).all()


def spoken_of(session: Session, facts: dict[str, Any]) -> Cycle:
    """The running cycle that a post is about.

    Raises
    ------
    NotNeeded
        When it doesn't run any more.
    """
    cycle = session.get(Cycle, facts["cycle"], options=schedule.WITH_TEAM)
    if cycle is None or cycle.stage != Stage.RUNNING:
        raise NotNeeded(f"the cycle is {cycle.stage if cycle else 'gone'}")
    return cycle
