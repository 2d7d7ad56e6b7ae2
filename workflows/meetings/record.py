"""What a meeting leaves: who was there, what was seen and decided; a history to search; a text to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.meetings import announcing, notes, running, scheduling, scripts
from workflows.meetings.facts import Known
from workflows.meetings.notes import Line
from workflows.meetings.places import Place, place_in, place_of, takes_part
from workflows.meetings.protocols import Capture, CaptureKind, Protocol, Protocols, in_language
from workflows.posts import NotNeeded
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.store.tables import Meeting

MOST_LISTED = 20
PROBLEMS = "problems"


@dataclass(frozen=True)
class Entry:
    """What one field of a step holds; of a text that is kept in versions, the latest."""

    title: str
    lines: tuple[Line, ...]
    versions: int = 1


@dataclass(frozen=True)
class Section:
    """A step with what was written in it."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Record:
    """A meeting that was held, or not."""

    language: str
    meeting: int
    team: int | None
    title: str
    starts_at: datetime
    on: date
    started_at: datetime | None
    ended_at: datetime | None
    there: tuple[str, ...]
    sections: tuple[Section, ...]
    problems: tuple[str, ...]
    skipped: tuple[str, ...]
    sitting: int
    sittings: int
    cycle: int | None
    next_at: datetime | None = None

    @property
    def lines(self) -> int:
        """How many lines were written."""
        return sum(len(entry.lines) for section in self.sections for entry in section.entries)


def summary(shipped: Protocols, session: Session, known: Known, now: datetime) -> Record:
    """What a meeting's summary is about."""
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None or meeting.started_at is None:
        raise NotNeeded("the meeting wasn't held")
    return record_of(session, meeting, shipped)


def look(session: Session, meeting_id: int, shipped: Protocols, *, by: str) -> Record:
    """A meeting's record, for somebody of its group. Raises ``Refusal`` for others."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise Refusal("This meeting doesn't exist any more.")
    takes_part(session, place_of(meeting), by)
    return record_of(session, meeting, shipped)


def record_of(session: Session, meeting: Meeting, shipped: Protocols, language: str = "") -> Record:
    """A meeting's record, in its group's language unless another is wanted."""
    place = place_of(meeting)
    language = language or place.language
    protocol = in_language(scripts.script_of(session, meeting, shipped), language)
    shown = [line for line in notes.lines(session, [meeting]) if line.shared]
    later = [each for each in scheduling.series(session, meeting) if each.sitting > meeting.sitting]
    following = next((each for each in later if not each.cancelled_at and not each.started_at), None)
    return Record(
        language=language, meeting=meeting.id, team=meeting.team_id, title=protocol.title,
        starts_at=announcing.starts_at(meeting), on=meeting.meets_on, started_at=meeting.started_at,
        ended_at=meeting.ended_at, there=tuple(notes.answers(session, meeting, notes.THERE)),
        sections=tuple(_sections(protocol, shown)),
        problems=tuple(line.text for line in shown if line.field == PROBLEMS),
        skipped=tuple(_skipped(session, meeting, protocol)), sitting=meeting.sitting, sittings=meeting.sittings,
        cycle=meeting.cycle_id, next_at=announcing.starts_at(following) if following else None,
    )  # fmt: skip


def history(
    session: Session, channel: str, shipped: Protocols, *, by: str, words: str = ""
) -> list[tuple[Record, tuple[str, ...]]]:
    """A group's meetings that were held, the latest first, with the lines that hold all of some words.

    The lines are sealed, so they are opened and read here; a group's meetings of a year are a few hundred lines.
    """
    place = place_in(session, channel)
    takes_part(session, place, by)
    wanted = readable(words).lower().split()
    found: list[tuple[Record, tuple[str, ...]]] = []
    for meeting in _held(session, place):
        record = record_of(session, meeting, shipped)
        texts = [line.text for section in record.sections for entry in section.entries for line in entry.lines]
        hits = tuple(text for text in texts if wanted and all(word in text.lower() for word in wanted))
        in_title = bool(wanted) and all(word in record.title.lower() for word in wanted)
        if hits or in_title or not wanted:
            found.append((record, hits))
    return found[:MOST_LISTED]


def _held(session: Session, place: Place) -> Sequence[Meeting]:
    theirs: Any = Meeting.team_id == place.team.id if place.team else Meeting.team_id.is_(None)
    held = select(Meeting).where(Meeting.school_id == place.school.id, theirs, Meeting.started_at.is_not(None))
    return session.scalars(held.order_by(Meeting.started_at.desc())).all()


def _sections(protocol: Protocol, shown: Sequence[Line]) -> list[Section]:
    sections = []
    for step in protocol.steps:
        entries = [_entry(capture, step.key, shown) for capture in step.all_fields()]
        filled = tuple(entry for entry in entries if entry.lines)
        if filled:
            sections.append(Section(step.title, filled))
    return sections


def _entry(capture: Capture, step: str, shown: Sequence[Line]) -> Entry:
    mine = [line for line in shown if (line.step, line.field) == (step, capture.key)]
    if capture.kind is CaptureKind.VERSION:
        return Entry(capture.title, tuple(mine[-1:]), len(mine))
    if capture.votes:
        mine = sorted(mine, key=lambda line: -line.votes)
    return Entry(capture.title, tuple(mine))


def _skipped(session: Session, meeting: Meeting, protocol: Protocol) -> list[str]:
    standing = running.standing(session, meeting)
    if standing is None:
        return []
    reached, skipped = standing.position.place, standing.position.skipped
    missed = [turn.step for place, turn in enumerate(standing.agenda) if place in skipped or place > reached]
    titles = {step.key: step.title for step in protocol.steps}
    return list(dict.fromkeys(titles[step] for step in missed))
