"""What a team decides in each phase, as plain values: what may be in it, and which of the six ingredients it gives.

The lists are the whole rule: six cognitive skills, five kinds of evidence, one priority, one or two practices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from json import dumps, loads
from typing import Any

from workflows.cycles.phases import Phase
from workflows.refusal import Refusal
from workflows.rules.texts import readable

SKILLS = ("thinking", "reading", "language", "collaboration", "arguments", "writing")
FOUNDATIONAL = ("assessment", "student_work", "learning_rounds")
EVIDENCE_KINDS = (*FOUNDATIONAL, "interviews", "surveys")
MOST_PRACTICES = 2
LONGEST_LINE, LONGEST_TEXT = 300, 1000


class Fate(StrEnum):
    """What becomes of a practice when the cycle ends."""

    KEEP = "keep"
    ADAPT = "adapt"
    DROP = "drop"


class Ingredient(StrEnum):
    """What must be there before a team teaches its plan."""

    BARRIERS = "barriers"
    SKILLS = "skills"
    PRACTICE = "practice"
    EVIDENCE = "evidence"
    AGREEMENTS = "agreements"
    COMMITMENT = "commitment"


@dataclass(frozen=True)
class Analyzed:
    """What students need: exactly one priority, what stands in the way, for whom, and how one would see the change."""

    priority: str
    barrier: str = ""
    students: str = ""
    skills: tuple[str, ...] = ()
    outcome: str = ""
    outcome_on: date | None = None


@dataclass(frozen=True)
class Designed:
    """What the team will try: one or two practices, why they should work, and what will tell."""

    practices: tuple[str, ...]
    if_we: str
    students_will: str
    shown_by: str
    evidence: tuple[str, ...]
    agreements: str = ""
    together: bool = False


@dataclass(frozen=True)
class Implemented:
    """What the team saw while it taught its plan, and what it changed."""

    saw: str
    changed: str = ""


@dataclass(frozen=True)
class Refined:
    """What becomes of each practice and why, what to share, and where the next cycle begins."""

    practices: tuple[str, ...]
    fates: tuple[str, ...]
    reasons: tuple[str, ...]
    saw: str = ""
    share: str = ""
    what_next: str = ""

    @property
    def outcomes(self) -> tuple[tuple[str, str, str], ...]:
        """Each practice with what becomes of it and why."""
        return tuple(zip(self.practices, self.fates, self.reasons, strict=True))


Record = Analyzed | Designed | Implemented | Refined
SHAPES: Mapping[Phase, type[Record]] = {
    Phase.ANALYZE: Analyzed,
    Phase.DESIGN: Designed,
    Phase.IMPLEMENT: Implemented,
    Phase.REFINE: Refined,
}


def phase_of_record(record: Record) -> Phase:
    """The phase that a record belongs to."""
    return next(phase for phase, shape in SHAPES.items() if isinstance(record, shape))


def written(record: Record) -> str:
    """A record as text for the database."""
    return dumps(vars(record), default=str, ensure_ascii=False)


def read(phase: Phase, text: str) -> Record:
    """Read a record again."""
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in loads(text).items()
    }
    if known.get("outcome_on"):
        known["outcome_on"] = date.fromisoformat(known["outcome_on"])
    return SHAPES[phase](**known)


def checked(record: Record, first_on: date, last_on: date) -> Record:
    """The record, trimmed; a cycle goes from ``first_on`` to ``last_on``.

    Raises
    ------
    Refusal
        For the first answer that doesn't fit, with its field.
    """
    record = _trimmed(record)
    match record:
        case Analyzed():
            _check_analyzed(record, first_on, last_on)
        case Designed():
            _check_designed(record)
        case Implemented():
            _need(record.saw, "saw")
        case Refined():
            _check_refined(record)
    return record


def ingredients(analyzed: Analyzed | None, designed: Designed | None) -> dict[Ingredient, bool]:
    """Which of the six ingredients are there."""
    return {
        Ingredient.BARRIERS: bool(analyzed and analyzed.barrier),
        Ingredient.SKILLS: bool(analyzed and analyzed.skills),
        Ingredient.PRACTICE: bool(designed and designed.practices),
        Ingredient.EVIDENCE: bool(designed and designed.evidence),
        Ingredient.AGREEMENTS: bool(designed and designed.agreements),
        Ingredient.COMMITMENT: bool(designed and designed.together),
    }


def triangulated(kinds: tuple[str, ...]) -> bool:
    """Whether two kinds of evidence can confirm each other."""
    return len(kinds) >= 2


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _trimmed(record: Record) -> Record:
    texts: dict[str, Any] = {}
    for name in (each.name for each in fields(record)):
        value = getattr(record, name)
        if isinstance(value, str):
            texts[name] = _short(readable(value), name)
        elif name in ("practices", "reasons"):
            texts[name] = tuple(_short(readable(each), name) for each in value)
    return replace(record, **texts)


def _check_analyzed(record: Analyzed, first_on: date, last_on: date) -> None:
    if not record.priority:
        raise Refusal("Please write the one thing students should get better at.", field="priority")
    if "\n" in record.priority or len(record.priority) > LONGEST_LINE:
        raise Refusal(
            "One priority, in one line: a team that works on one thing at a time sees sooner what helps.",
            field="priority",
        )
    if record.outcome_on and not first_on <= record.outcome_on <= last_on:
        raise Refusal(
            "Your cycle runs from {first_on} to {last_on}. Choose a day in it.",
            field="outcome_on",
            first_on=first_on,
            last_on=last_on,
        )
    _known(record.skills, SKILLS, "skills")


def _check_designed(record: Designed) -> None:
    if not record.practices:
        raise Refusal("Please write the practice that you will try.", field="practices")
    if len(record.practices) > MOST_PRACTICES:
        raise Refusal(
            "One or two practices, no more: with three, nobody could tell which of them helped. What can wait?",
            field="practices",
        )
    for field in ("if_we", "students_will", "shown_by"):
        _need(getattr(record, field), field)
    _known(record.evidence, EVIDENCE_KINDS, "evidence")
    if not set(record.evidence) & set(FOUNDATIONAL):
        raise Refusal(
            "Choose at least one of assessment data, student work or learning rounds. Interviews and surveys come on "
            "top of it.",
            field="evidence",
        )


def _check_refined(record: Refined) -> None:
    for place, (fate, reason) in enumerate(zip(record.fates, record.reasons, strict=True), start=1):
        if fate not in list(Fate):
            raise Refusal("Please choose keep, adapt or drop.", field=f"fate_{place}")
        _need(reason, f"why_{place}")


def _need(text: str, field: str) -> None:
    if not text:
        raise Refusal("Please fill this in.", field=field)


def _known(chosen: tuple[str, ...], known: tuple[str, ...], field: str) -> None:
    if not set(chosen) <= set(known):
        raise Refusal("Please choose from the list.", field=field)


def _short(text: str, field: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Refusal("Please use at most {most} characters.", field=field, most=LONGEST_TEXT)
    return text
