"""What the channel reads of a thread by itself: at a phase's end what was written in it, on the last day all of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows import commitments, evidence, reflections
from workflows.cycles import decisions, facts
from workflows.cycles.facts import PhaseEnd
from workflows.cycles.phases import Phase
from workflows.cycles.records import Analyzed, Designed, Refined
from workflows.posts import NotNeeded
from workflows.reflections import Summary

MOST_SEEN = 2


@dataclass(frozen=True)
class PhaseRead:
    """A phase ends: what was written in it, and what is to be decided."""

    language: str
    end: PhaseEnd
    summary: Summary


@dataclass(frozen=True)
class Closing:
    """A cycle's last day: the thread in a few lines, in the team's own words."""

    language: str
    cycle: int
    weeks: int
    question: str
    analyzed: Analyzed | None
    designed: Designed | None
    refined: Refined | None
    seen: tuple[str, ...]
    pieces: int
    reflections: int
    made: int
    done: int
    summary: Summary


def phase_facts(session: Session, known: dict[str, Any], now: datetime) -> PhaseRead:
    """What a team reads and decides when a phase ends.

    Raises
    ------
    NotNeeded
        When nobody wrote anything and everything is decided: an empty summary would only remind people of that.
    """
    end = facts.phase_facts(session, known, now)
    summary = reflections.of_phase(session, facts.spoken_of(session, known), end.phase)
    if not summary.answers and not summary.kept_back and end.decided and not end.missing:
        raise NotNeeded("nobody wrote in this phase, and its decision is there")
    return PhaseRead(end.language, end, summary)


def closing_facts(session: Session, known: dict[str, Any], now: datetime) -> Closing:
    """What a team has done by its cycle's last day; counts for the team, never for a person."""
    cycle = facts.spoken_of(session, known)
    newest, pieces = decisions.newest(session, cycle), evidence.of_cycle(session, cycle)
    made, done = commitments.follow_through(session, cycle)
    return Closing(
        language=cycle.team.language, cycle=cycle.id, weeks=cycle.weeks, question=cycle.question,
        analyzed=decisions.analyzed(newest), designed=decisions.designed(newest), refined=decisions.refined(newest),
        seen=tuple(each.note for each in pieces[-MOST_SEEN:]), pieces=len(pieces),
        reflections=reflections.count(session, cycle), made=made, done=done,
        summary=reflections.of_phase(session, cycle, Phase.REFINE),
    )  # fmt: skip
