"""What people write, share, vote for and agree to in a meeting. Lines are added, never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workflows.meetings import careful, scripts
from workflows.meetings.places import place_of, takes_part
from workflows.meetings.protocols import Capture, CaptureKind, Protocol, Protocols, Step
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.store.engine import vault_of
from workflows.store.meetings import MeetingAnswer, MeetingNote, NoteVote
from workflows.store.tables import Cycle, Meeting

THERE, COMING, YES, NO = "there", "coming", "yes", "no"


@dataclass(frozen=True)
class Spot:
    """Where in a meeting something is written: a step, its repeat, a part of it."""

    meeting_id: int
    step: str
    turn: int = 1
    part: str = ""


@dataclass(frozen=True)
class Line:
    """A line as it may be shown; ``votes`` counts who saw the same."""

    id: int
    step: str
    turn: int
    field: str
    author: str
    text: str
    at: datetime
    shared: bool
    room: str = ""
    votes: int = 0


def write(
    session: Session, spot: Spot, answers: Mapping[str, str], shipped: Protocols, *, by: str, now: datetime
) -> int:
    """Add what somebody wrote into a step's fields; gives how many lines. Nothing that stands there is touched.

    Raises
    ------
    Refusal
        When the meeting is over, the step has no such field, or a line may not be written; then nothing is added.
    """
    rows = checked(session, spot, answers, shipped, by=by, now=now)
    session.add_all(rows)
    is_there(session, session.get_one(Meeting, spot.meeting_id), by, now=now)
    session.flush()
    return len(rows)


def checked(
    session: Session, spot: Spot, answers: Mapping[str, str], shipped: Protocols, *, by: str, now: datetime
) -> list[MeetingNote]:
    """The lines as they would be added; raises ``Refusal`` as ``write`` does."""
    meeting = open_meeting(session, spot.meeting_id, by=by)
    protocol = scripts.script_of(session, meeting, shipped)
    step = protocol.step(spot.step)
    if step is None:
        raise Refusal("This step isn't in your meeting any more.")
    return [
        row
        for capture in step.fields(spot.part)
        if capture.kind is not CaptureKind.PROMISES
        for row in _rows(session, meeting, spot, capture, answers.get(capture.key, ""), protocol, by=by, now=now)
    ]


def share(session: Session, meeting_id: int, *, by: str, now: datetime) -> int:
    """Show the others one's own private lines; gives how many."""
    meeting = open_meeting(session, meeting_id, by=by)
    mine = session.scalars(
        select(MeetingNote).where(
            MeetingNote.meeting_id == meeting.id, MeetingNote.author == by, MeetingNote.shared_at.is_(None),
            MeetingNote.struck_at.is_(None),
        )
    ).all()  # fmt: skip
    for note in mine:
        note.shared_at = now
    return len(mine)


def tidy(
    session: Session, meeting_id: int, texts: Mapping[int, str], shipped: Protocols, *, by: str, now: datetime
) -> int:
    """Reword or strike shared lines; what stood there stays in the history. Gives how many changed.

    Lines that others added meanwhile aren't among ``texts`` and stay as they are.
    """
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise Refusal("This meeting doesn't exist any more.")
    takes_part(session, place_of(meeting), by)
    protocol = scripts.script_of(session, meeting, shipped)
    fields = {capture.key: capture for step in protocol.steps for capture in step.all_fields()}
    changed = 0
    for note in _shown(session, [meeting.id], by=by):
        text = readable(texts.get(note.id, ""))
        if note.id not in texts or note.struck_at or text == _text(session, note):
            continue
        note.struck_at = now
        changed += 1
        if text:
            careful.check(text, fields[note.field], protocol)
            session.add(_note(session, meeting, Spot(meeting.id, note.step, note.turn), note.field, text, by, now))
    return changed


def vote(session: Session, note_id: int, *, by: str, now: datetime) -> int:
    """Say that one saw the same; tapping again takes it back. Gives the meeting."""
    note = session.get(MeetingNote, note_id, with_for_update=True)
    if note is None or note.struck_at or note.shared_at is None:
        raise Refusal("This line isn't there any more.")
    open_meeting(session, note.meeting_id, by=by)
    mine = session.scalar(select(NoteVote).where(NoteVote.note_id == note_id, NoteVote.person == by))
    if mine:
        session.delete(mine)
    else:
        session.add(NoteVote(note_id=note_id, person=by))
    session.flush()
    return note.meeting_id


def answer(session: Session, meeting_id: int, question: str, answer: str, *, by: str, now: datetime) -> Meeting:
    """Note a tap: whether somebody comes, that they are there, a norm they agree to. The last answer counts."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.cancelled_at or meeting.ended_at:
        raise Refusal("This meeting is over." if meeting and meeting.ended_at else "This meeting was called off.")
    takes_part(session, place_of(meeting), by)
    _put(session, meeting, question, answer, by=by, now=now)
    return meeting


def is_there(session: Session, meeting: Meeting, person: str, *, now: datetime) -> None:
    """Whoever presses or writes is there."""
    _put(session, meeting, THERE, YES, by=person, now=now)


def answers(session: Session, meeting: Meeting, question: str, answer: str = YES) -> list[str]:
    """Who gave an answer, in the order in which they did."""
    given = select(MeetingAnswer.person).where(
        MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.question == question, MeetingAnswer.answer == answer
    )
    return list(session.scalars(given.order_by(MeetingAnswer.at, MeetingAnswer.id)))


def lines(session: Session, meetings: Sequence[Meeting], *, by: str = "") -> list[Line]:
    """What was written in some sittings that ``by`` may read: what was shared, and what is their own."""
    shown = [note for note in _shown(session, [each.id for each in meetings], by=by) if note.struck_at is None]
    votes = _votes(session, [note.id for note in shown])
    return [_line(session, note, votes.get(note.id, 0)) for note in shown]


def captured(session: Session, cycle: Cycle, field: str) -> list[str]:
    """What a cycle's meetings wrote into fields of a name, such as ``problems`` or ``ideas``, the latest first."""
    shared = (
        select(MeetingNote)
        .join(Meeting, Meeting.id == MeetingNote.meeting_id)
        .where(
            Meeting.cycle_id == cycle.id, MeetingNote.field == field, MeetingNote.shared_at.is_not(None),
            MeetingNote.struck_at.is_(None),
        )
    )  # fmt: skip
    latest = shared.order_by(MeetingNote.meeting_id.desc(), MeetingNote.id)
    return [_text(session, note) for note in session.scalars(latest)]


def versions(session: Session, meeting: Meeting, field: str) -> list[Line]:
    """Every version of a text that a group keeps, such as a part of its plan, the latest first."""
    theirs = Meeting.team_id == meeting.team_id if meeting.team_id else Meeting.team_id.is_(None)
    kept = (
        select(MeetingNote)
        .join(Meeting, Meeting.id == MeetingNote.meeting_id)
        .where(
            Meeting.school_id == meeting.school_id, theirs, Meeting.protocol == meeting.protocol,
            MeetingNote.field == field, MeetingNote.shared_at.is_not(None),
        )
    )  # fmt: skip
    return [_line(session, note, 0) for note in session.scalars(kept.order_by(MeetingNote.id.desc()))]


def settle(session: Session, meeting: Meeting, *, protocol: Protocol | None = None, now: datetime) -> None:
    """A meeting is over. In learning rounds nothing about a classroom stays: only trends that got votes do."""
    protocol = protocol or kept_script(session, meeting)
    if protocol is None or not protocol.forgets:
        return
    last = meeting.sitting == meeting.sittings
    fields = {capture.key: capture for step in protocol.steps for capture in step.all_fields()}
    of_series = [each.id for each in _series(session, meeting)] if last else [meeting.id]
    for note in session.scalars(select(MeetingNote).where(MeetingNote.meeting_id.in_(of_series))):
        capture = fields.get(note.field)
        if last and (capture is None or _vanishes(session, note, capture)):
            session.execute(delete(NoteVote).where(NoteVote.note_id == note.id))
            session.delete(note)
    if last:
        for each in _series(session, meeting):
            each.subjects = []


def kept_script(session: Session, meeting: Meeting) -> Protocol | None:
    """The script that a meeting keeps, if it keeps one."""
    return scripts.script_of(session, meeting, {}) if meeting.script_id else None


def open_meeting(session: Session, meeting_id: int, *, by: str) -> Meeting:
    """A meeting under way, for somebody of its group.

    Raises
    ------
    Refusal
        When it hasn't begun, is over, or isn't theirs.
    """
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.started_at is None:
        raise Refusal("This meeting hasn't begun.")
    takes_part(session, place_of(meeting), by)
    if meeting.ended_at:
        raise Refusal("This meeting is over.")
    return meeting


def _vanishes(session: Session, note: MeetingNote, capture: Capture) -> bool:
    if capture.by_room or note.room or note.shared_at is None or note.struck_at is not None:
        return True
    return capture.votes and not session.scalar(select(NoteVote.id).where(NoteVote.note_id == note.id).limit(1))


def _series(session: Session, meeting: Meeting) -> list[Meeting]:
    of_series = Meeting.first_id == meeting.first_id if meeting.first_id else Meeting.id == meeting.id
    return list(session.scalars(select(Meeting).where(of_series)))


def _rows(
    session: Session, meeting: Meeting, spot: Spot, capture: Capture, text: str, protocol: Protocol, *, by: str,
    now: datetime,
) -> list[MeetingNote]:  # fmt: skip
    lines = careful.lines_of(text, capture)
    for line in lines:
        careful.check(line, capture, protocol)
    if capture.most and len(lines) + _count(session, meeting, capture.key) > capture.most:
        raise Refusal(
            "Choose {most} at most. Strike one first, or put this where all ideas are.",
            field=capture.key,
            most=capture.most,
        )
    made = [_note(session, meeting, spot, capture.key, line, by, now) for line in lines]
    for note in made:
        note.room = _room(meeting, protocol.step(spot.step), spot) if capture.by_room else None
        if capture.private:
            note.shared_at = None
    return made


def _room(meeting: Meeting, step: Step | None, spot: Spot) -> str | None:
    of_rooms = step is not None and step.repeats == "classroom" and spot.turn <= len(meeting.subjects)
    return meeting.subjects[spot.turn - 1] if of_rooms else None


def _note(session: Session, meeting: Meeting, spot: Spot, field: str, text: str, by: str, now: datetime) -> MeetingNote:
    return MeetingNote(
        meeting_id=meeting.id, step=spot.step, turn=spot.turn, field=field, author=by,
        text_sealed=vault_of(session).seal(text), at=now, shared_at=now,
    )  # fmt: skip


def _count(session: Session, meeting: Meeting, field: str) -> int:
    standing = select(func.count()).select_from(MeetingNote).where(
        MeetingNote.meeting_id == meeting.id, MeetingNote.field == field, MeetingNote.struck_at.is_(None)
    )  # fmt: skip
    return session.scalar(standing) or 0


def _put(session: Session, meeting: Meeting, question: str, answer: str, *, by: str, now: datetime) -> None:
    given = session.scalar(
        select(MeetingAnswer).where(
            MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.person == by, MeetingAnswer.question == question
        )
    )
    if given is None:
        given = MeetingAnswer(meeting_id=meeting.id, person=by, question=question)
        session.add(given)
    given.answer, given.at = answer, now
    session.flush()


def _shown(session: Session, meetings: Sequence[int], *, by: str) -> list[MeetingNote]:
    readable_by = MeetingNote.shared_at.is_not(None) | (MeetingNote.author == by)
    rows = select(MeetingNote).where(MeetingNote.meeting_id.in_(meetings), readable_by)
    return list(session.scalars(rows.order_by(MeetingNote.id)))


def _votes(session: Session, notes: Sequence[int]) -> dict[int, int]:
    counted = select(NoteVote.note_id, func.count()).where(NoteVote.note_id.in_(notes)).group_by(NoteVote.note_id)
    return {note: count for note, count in session.execute(counted)}


def _line(session: Session, note: MeetingNote, votes: int) -> Line:
    return Line(
        note.id, note.step, note.turn, note.field, note.author, _text(session, note), note.at,
        note.shared_at is not None, note.room or "", votes,
    )  # fmt: skip


def _text(session: Session, note: MeetingNote) -> str:
    return vault_of(session).open(note.text_sealed)
