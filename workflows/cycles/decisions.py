"""What a team decided: written down by any member, kept in every version, posted once, open until the cycle closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows import people, posts, teams
from workflows.cycles import records, schedule
from workflows.cycles.phases import Phase
from workflows.cycles.records import Analyzed, Designed, Ingredient, Record, Refined
from workflows.cycles.stages import OPEN, Stage
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.rules.calendar import ends_on
from workflows.rules.quiet_hours import next_civil
from workflows.rules.texts import readable
from workflows.rules.wall_time import local
from workflows.store.cycle_records import Decision
from workflows.store.engine import vault_of
from workflows.store.tables import Cycle


@dataclass(frozen=True)
class Version:
    """One version of a decision: what, who wrote it, when."""

    number: int
    record: Record
    by: str
    at: datetime


class Newer(Exception):
    """Somebody has written down another version meanwhile; who sees it first may decide what becomes of both."""

    def __init__(self, version: Version) -> None:
        super().__init__(f"version {version.number} is newer")
        self.version = version


def decide(session: Session, cycle_id: int, record: Record, *, seen: int, by: str, now: datetime) -> Version:
    """Write down what a team decided; ``seen`` is the version that the writer had before them (0: none).

    Raises
    ------
    Refusal
        When the cycle is over, an answer doesn't fit, or somebody asks who isn't of the team.
    Newer
        When somebody else wrote down another version since.
    """
    cycle = to_record(session, cycle_id, by=by)
    phase = records.phase_of_record(record)
    weeks = schedule.school_weeks_of(session, cycle)
    record = records.checked(record, cycle.starts_on, ends_on(weeks))
    known = versions(session, cycle, phase)
    if known and known[-1].record == record:
        return known[-1]
    if known and known[-1].number != seen:
        raise Newer(known[-1])
    version = Version(len(known) + 1, record, by, now)
    _keep(session, cycle, phase, version)
    _get_ready(session, cycle, now)
    _tell(session, cycle, phase, now)
    return version


def begin_anyway(session: Session, cycle_id: int, why: str, *, by: str, now: datetime) -> Cycle:
    """Implement begins though an ingredient is missing; why is kept, with who said so.

    Raises
    ------
    Refusal
        Without a reason, or for somebody who doesn't run the team.
    """
    cycle = to_record(session, cycle_id, by=by, act=people.Act.RUN_TEAM)
    reason = readable(why)
    if not reason:
        raise Refusal("Please write why your team begins without it.", field="why")
    if len(reason) > records.LONGEST_TEXT:
        raise Refusal("Please use at most {most} characters.", field="why", most=records.LONGEST_TEXT)
    if cycle.ready_on is None:
        cycle.ready_on = local(now, teams.zone_of(cycle.team)).date()
        cycle.ready_why_sealed, cycle.ready_by = vault_of(session).seal(reason), by
    return cycle


def to_record(session: Session, cycle_id: int, *, by: str, act: people.Act = people.Act.TAKE_PART) -> Cycle:
    """The open cycle of somebody's team, to write something down in it.

    Raises
    ------
    Refusal
        When it is over, or they don't belong to the team.
    """
    cycle = session.get(Cycle, cycle_id, with_for_update=True)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    people.require(session, act, by=by, team=cycle.team)
    if Stage(cycle.stage) not in OPEN:
        raise Refusal("This cycle is over, so what it decided stays as it is. Your next cycle can begin with it.")
    return cycle


def versions(session: Session, cycle: Cycle, phase: Phase) -> list[Version]:
    """Every version of what was decided in a phase, the first first."""
    rows = session.scalars(
        select(Decision).where(Decision.cycle_id == cycle.id, Decision.phase == phase).order_by(Decision.version)
    )
    return [_version(session, row) for row in rows]


def newest(session: Session, cycle: Cycle) -> Mapping[Phase, Version]:
    """What counts now, by phase; only phases in which something was decided."""
    rows = session.scalars(select(Decision).where(Decision.cycle_id == cycle.id).order_by(Decision.version))
    last = {Phase(row.phase): row for row in rows}
    return {phase: _version(session, last[phase]) for phase in Phase if phase in last}


def analyzed(decided: Mapping[Phase, Version]) -> Analyzed | None:
    """What Analyze decided."""
    version = decided.get(Phase.ANALYZE)
    return version.record if version and isinstance(version.record, Analyzed) else None


def designed(decided: Mapping[Phase, Version]) -> Designed | None:
    """What Design decided."""
    version = decided.get(Phase.DESIGN)
    return version.record if version and isinstance(version.record, Designed) else None


def refined(decided: Mapping[Phase, Version]) -> Refined | None:
    """What Refine decided."""
    version = decided.get(Phase.REFINE)
    return version.record if version and isinstance(version.record, Refined) else None


def missing(decided: Mapping[Phase, Version]) -> tuple[Ingredient, ...]:
    """Which of the six ingredients aren't there yet."""
    there = records.ingredients(analyzed(decided), designed(decided))
    return tuple(each for each, is_there in there.items() if not is_there)


def practices_of(session: Session, cycle: Cycle) -> tuple[str, ...]:
    """The one or two practices that a team tries."""
    plan = designed(newest(session, cycle))
    return plan.practices if plan else ()


def _keep(session: Session, cycle: Cycle, phase: Phase, version: Version) -> None:
    sealed = vault_of(session).seal(records.written(version.record))
    row = Decision(
        cycle_id=cycle.id, phase=phase, version=version.number, record_sealed=sealed,
        decided_by=version.by, decided_at=version.at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # PostgreSQL locks the cycle's row before, so this is somebody who wrote past the lock.
        raise Newer(versions(session, cycle, phase)[-1]) from None


def _get_ready(session: Session, cycle: Cycle, now: datetime) -> None:
    """Once all six ingredients are there Implement may begin, and a later change doesn't take that back."""
    if cycle.ready_on is None and not missing(newest(session, cycle)):
        cycle.ready_on = local(now, teams.zone_of(cycle.team)).date()


def _tell(session: Session, cycle: Cycle, phase: Phase, now: datetime) -> None:
    """The channel reads what was decided, once; planned again, a post stays what it is."""
    team = cycle.team
    due_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    key, facts = f"cycle:{cycle.id}:decided:{phase}", {"cycle": cycle.id, "phase": str(phase)}
    known = {post.key for post in posts.all_about(session, schedule.about(cycle))}
    if key not in known:
        news = Planned(team.channel, Kind.CYCLE_DECIDED, key, schedule.about(cycle), due_at, facts, team.zone)
        posts.plan(session, news, now=now)


def _version(session: Session, row: Decision) -> Version:
    record = records.read(Phase(row.phase), vault_of(session).open(row.record_sealed))
    return Version(row.version, record, row.decided_by, row.decided_at)
