"""A cycle's thread as one value: what was asked, decided, promised, shown, written, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import commitments, cycles, evidence, people, reflections
from workflows.commitments import Promise
from workflows.cycles import decisions
from workflows.cycles.decisions import Version
from workflows.cycles.phases import Phase
from workflows.cycles.records import Ingredient, Refined
from workflows.cycles.stages import OPEN
from workflows.evidence import Piece
from workflows.reflections import Summary
from workflows.refusal import Refusal
from workflows.rules.calendar import ends_on
from workflows.store.engine import vault_of
from workflows.store.tables import Cycle

MOST_PAST = 20


@dataclass(frozen=True)
class Thread:
    """Everything a team may see of one of its cycles. ``versions`` are those of each phase, the first first."""

    cycle: int
    team: str
    question: str
    stage: str
    weeks: int
    starts_on: date
    ends_on: date
    versions: Mapping[Phase, tuple[Version, ...]]
    missing: tuple[Ingredient, ...]
    begun_anyway: str
    begun_by: str
    promises: tuple[Promise, ...]
    made: int
    done: int
    evidence: tuple[Piece, ...]
    answers: Mapping[Phase, Summary]

    @property
    def newest(self) -> Mapping[Phase, Version]:
        """What counts now, by phase."""
        return {phase: versions[-1] for phase, versions in self.versions.items()}


@dataclass(frozen=True)
class Past:
    """A cycle of before, in a line or two."""

    cycle: int
    question: str
    starts_on: date
    stage: str
    outcomes: tuple[tuple[str, str, str], ...]


def whole(session: Session, cycle_id: int, *, by: str | None, now: datetime) -> Thread:
    """A cycle's thread; ``by`` asks for it (None: an admin at the command line).

    Raises
    ------
    Refusal
        When somebody asks who isn't of the team.
    """
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    if by is not None:
        people.require(session, people.Act.TAKE_PART, by=by, team=cycle.team)
    versions = {phase: tuple(decisions.versions(session, cycle, phase)) for phase in Phase}
    newest = decisions.newest(session, cycle)
    made, done = commitments.follow_through(session, cycle)
    return Thread(
        cycle=cycle.id, team=cycle.team.name, question=cycle.question, stage=cycle.stage, weeks=cycle.weeks,
        starts_on=cycle.starts_on, ends_on=ends_on(cycles.school_weeks_of(session, cycle)),
        versions={phase: each for phase, each in versions.items() if each},
        missing=decisions.missing(newest) if cycle.ready_on is None else (),
        begun_anyway=vault_of(session).open(cycle.ready_why_sealed) if cycle.ready_why_sealed else "",
        begun_by=cycle.ready_by or "", promises=tuple(commitments.of_cycle(session, cycle)), made=made, done=done,
        evidence=tuple(evidence.of_cycle(session, cycle)), answers=reflections.read_so_far(session, cycle, now),
    )  # fmt: skip


def past(session: Session, channel: str, *, by: str, words: str = "") -> list[Past]:
    """A team's cycles that are over, the newest first; only those in which every one of some words occurs.

    Raises
    ------
    Refusal
        When the channel has no team, or somebody asks who isn't of it.
    """
    team = cycles.team_of(session, channel)
    people.require(session, people.Act.TAKE_PART, by=by, team=team)
    over = session.scalars(
        select(Cycle).where(Cycle.team_id == team.id, Cycle.stage.not_in(OPEN)).order_by(Cycle.id.desc())
    )
    wanted = words.casefold().split()
    found = (_past(session, cycle) for cycle in over if _mentions(session, cycle, wanted))
    return [each for each, _ in zip(found, range(MOST_PAST), strict=False)]


def _past(session: Session, cycle: Cycle) -> Past:
    final = decisions.refined(decisions.newest(session, cycle))
    return Past(cycle.id, cycle.question, cycle.starts_on, cycle.stage, final.outcomes if final else ())


def _mentions(session: Session, cycle: Cycle, wanted: list[str]) -> bool:
    if not wanted:
        return True
    records = [version.record for version in decisions.newest(session, cycle).values()]
    texts = [str(value) for record in records for value in vars(record).values()]
    notes = [piece.note for piece in evidence.of_cycle(session, cycle)]
    everything = "\n".join([cycle.question, *texts, *notes]).casefold()
    return all(word in everything for word in wanted)


def outcome(thread: Thread) -> Refined | None:
    """What became of the practices, once the team has said so."""
    return decisions.refined(thread.newest)
