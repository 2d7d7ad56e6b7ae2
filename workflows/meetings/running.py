"""A meeting is run: started, moved on, paused, ended. What people press are rows; everything else is computed.

Each act bears the number of the act its button showed, so that of two people who press *next* at once one moves the
meeting and the other is told where it is. What comes by itself is an act, too, at the instant it was due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from workflows import posts
from workflows.meetings import agendas, announcing, live, notes, scripts
from workflows.meetings.agendas import Agenda
from workflows.meetings.live import GRACE, ZERO, Act, Done, Position
from workflows.meetings.places import place_of, runs
from workflows.meetings.protocols import Protocols
from workflows.meetings.scheduling import planned_meeting, series
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.store.meetings import MeetingAct
from workflows.store.posts import HELD, Post
from workflows.store.tables import Meeting

SHOWN_EVERY = timedelta(minutes=1)  # its message tells whole minutes; Slack would take an edit a half-minute
MINUTE = timedelta(minutes=1)
MOST_BY_ITSELF = 100
COMES_BACK = (Act.NEXT, Act.BACK, Act.SKIP, Act.START)


@dataclass(frozen=True)
class Pressed:
    """What came of pressing a button: the meeting, and whether it was this press that changed it."""

    meeting_id: int
    counted: bool


@dataclass(frozen=True)
class Standing:
    """A running meeting at a moment."""

    agenda: Agenda
    position: Position
    number: int  # of its last act


def start(session: Session, meeting_id: int, shipped: Protocols, *, by: str, now: datetime) -> Meeting:
    """Begin a meeting: its message and the first step come at once.

    Raises
    ------
    Refusal
        When it was called off, has begun already, or its time is long over.
    """
    meeting = planned_meeting(session, meeting_id, by=by)
    begin(session, meeting, shipped, by=by, at=now, now=now)
    return meeting


def begin(session: Session, meeting: Meeting, shipped: Protocols, *, by: str, at: datetime, now: datetime) -> None:
    """Let a meeting begin at an instant; raises ``Refusal`` when its time is long over."""
    if now >= announcing.given_up_at(meeting):
        raise Refusal("The time of this meeting is over. Type /protocol schedule to plan another one.")
    if not meeting.agenda:  # planned before agendas were kept
        protocol = scripts.script_of(session, meeting, shipped)
        meeting.agenda = agendas.to_rows(agendas.fit(protocol, agendas.SLOT_MOST)[0])
    _take_along(session, meeting)
    meeting.started_at = at
    posts.cancel(session, announcing.about(meeting), why=HELD)
    place, known = place_of(meeting), {"meeting": meeting.id}
    message = Planned(place.channel, Kind.MEETING_LIVE, f"meeting:{meeting.id}:live", _about(meeting), now, known)
    posts.plan(session, message, now=now)
    _do(session, meeting, Act.START, by=by, at=at, now=now)


def press(session: Session, meeting_id: int, act: Act, number: int, *, by: str, now: datetime) -> Pressed:
    """Move a running meeting. A press that comes after somebody else's changes nothing."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.started_at is None:
        raise Refusal("This meeting hasn't begun.")
    runs(session, meeting, by)
    if meeting.ended_at:
        raise Refusal("This meeting is over.")
    if _latest(session, meeting) != number:
        return Pressed(meeting.id, counted=False)
    _do(session, meeting, act, by=by, at=now, now=now)
    return Pressed(meeting.id, counted=True)


def due(connection: Connection, *, now: datetime) -> Sequence[tuple[int, int]]:
    """Meetings, with their workspaces, to which something happens by itself now."""
    waiting = select(Meeting.workspace_id, Meeting.id).where(Meeting.wakes_at <= now).order_by(Meeting.wakes_at)
    return [(workspace, meeting) for workspace, meeting in connection.execute(waiting.limit(MOST_BY_ITSELF))]


def next_due_at(connection: Connection) -> datetime | None:
    """When the next meeting wakes."""
    return connection.scalar(select(func.min(Meeting.wakes_at)))


def wake(session: Session, meeting_id: int, shipped: Protocols, *, now: datetime) -> bool:
    """Let happen what was due: begin, move on, end, or be given up. True when its message has something new to show."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.wakes_at is None or meeting.wakes_at > now:
        return False
    if meeting.started_at is None:
        return _wake_unstarted(session, meeting, shipped, now=now)
    for _ in range(MOST_BY_ITSELF):
        if not _catch_up(session, meeting, now=now):
            break
    _sleep(session, meeting, now=now)
    return True


def standing(session: Session, meeting: Meeting) -> Standing | None:
    """Where a meeting stands; None before it begins."""
    rows = session.scalars(
        select(MeetingAct).where(MeetingAct.meeting_id == meeting.id).order_by(MeetingAct.number)
    ).all()
    agenda = agendas.from_rows(meeting.agenda)
    position = live.fold(agenda, [Done(Act(row.act), row.at) for row in rows])
    return Standing(agenda, position, rows[-1].number) if position else None


def message_of(session: Session, meeting_id: int) -> Post | None:
    """The post that is a meeting's one message."""
    return session.scalar(select(Post).where(Post.key == f"meeting:{meeting_id}:live"))


def invitation_of(session: Session, meeting: Meeting) -> Post | None:
    """The post that invited to a meeting, or to the first of its sittings."""
    return session.scalar(select(Post).where(Post.key == f"meeting:{meeting.first_id or meeting.id}:invitation"))


def showed(session: Session, meeting_id: int, number: int) -> bool:
    """Note up to which act a meeting's message tells; True when nothing happened since."""
    meeting = session.get_one(Meeting, meeting_id, with_for_update=True)
    meeting.shown = max(meeting.shown, number)
    return _latest(session, meeting) == number


def _wake_unstarted(session: Session, meeting: Meeting, shipped: Protocols, *, now: datetime) -> bool:
    begins = announcing.starts_at(meeting)
    if meeting.by_itself and now < announcing.given_up_at(meeting):
        begin(session, meeting, shipped, by="", at=begins, now=now)
        return False
    # Everybody forgot. It isn't held; nobody is told off, and a calendar that heard of it keeps the hour.
    meeting.ended_at, meeting.wakes_at = now, None
    posts.cancel(session, announcing.about(meeting), why="it was not held")
    return False


def _take_along(session: Session, meeting: Meeting) -> None:
    """What an earlier sitting of the same protocol didn't reach comes first."""
    earlier = [each for each in series(session, meeting) if each.sitting < meeting.sitting and each.started_at]
    if not earlier:
        return
    before = standing(session, earlier[-1])
    if before and before.position.ended_at:
        reached = before.position.place + 1
        meeting.agenda = agendas.to_rows(before.agenda[reached:]) + meeting.agenda


def _do(session: Session, meeting: Meeting, act: Act, *, by: str, at: datetime, now: datetime) -> None:
    number = _latest(session, meeting) + 1
    session.add(MeetingAct(meeting_id=meeting.id, number=number, act=act, at=at, by=by))
    session.flush()
    if by:
        notes.is_there(session, meeting, by, now=now)
    here = standing(session, meeting)
    assert here is not None
    posts.cancel(session, _cues(meeting), why="the meeting went on")
    if here.position.ended_at:
        _end(session, meeting, at=here.position.ended_at, now=now)
        return
    posts.plan_all(session, _say(meeting, here, act, at, now), now=now)
    _sleep(session, meeting, now=now)


def _end(session: Session, meeting: Meeting, *, at: datetime, now: datetime) -> None:
    meeting.ended_at, meeting.wakes_at = at, None
    notes.settle(session, meeting, now=now)
    place, known = place_of(meeting), {"meeting": meeting.id}
    summary = Planned(place.channel, Kind.MEETING_SUMMARY, f"meeting:{meeting.id}:summary", _about(meeting), now, known)
    posts.plan(session, summary, now=now)


def _say(meeting: Meeting, here: Standing, act: Act, at: datetime, now: datetime) -> list[Planned]:
    """The step in the thread, and the cues that remind its timekeeper."""
    position, number = here.position, here.number
    said: list[Planned] = []
    if act in COMES_BACK:
        said.append(_post(meeting, Kind.MEETING_STEP, number, now, until=position.ends_at + position.had))
    if not position.running:
        return said
    cues = {"minute": position.ends_at - MINUTE, "over": position.ends_at}
    if act in COMES_BACK and position.had > 4 * MINUTE:
        cues["half"] = at + position.had / 2
    if meeting.by_itself:
        del cues["over"]  # the next step itself says so
    until = position.ends_at + 5 * MINUTE
    return said + [
        _post(meeting, Kind.MEETING_CUE, number, cue_at, until=until, cue=cue)
        for cue, cue_at in cues.items()
        if cue_at > now or (cue == "over" and act is Act.RESUME)
    ]


def _post(meeting: Meeting, kind: Kind, number: int, due_at: datetime, *, until: datetime, cue: str = "") -> Planned:
    known = {"meeting": meeting.id, "number": number} | ({"cue": cue} if cue else {})
    key = f"meeting:{meeting.id}:{cue or 'step'}:{number}"
    return Planned(place_of(meeting).channel, kind, key, _cues(meeting), due_at, known, None, until)


def _catch_up(session: Session, meeting: Meeting, *, now: datetime) -> bool:
    """Do the next thing that was due by itself; False when nothing was."""
    here = standing(session, meeting)
    if here is None or meeting.ended_at:
        return False
    position = here.position
    if meeting.by_itself and position.running and position.ends_at <= now:
        _do(session, meeting, Act.NEXT, by="", at=position.ends_at, now=now)
        return True
    if (limit := _ends_itself_at(session, meeting)) <= now:
        _do(session, meeting, Act.END, by="", at=limit, now=now)
        return True
    return False


def _ends_itself_at(session: Session, meeting: Meeting) -> datetime:
    """A quarter of an hour after its slot, or after the last press if that came later."""
    assert meeting.started_at is not None
    pressed_at = session.scalar(select(func.max(MeetingAct.at)).where(MeetingAct.meeting_id == meeting.id))
    slot_ends = meeting.started_at + timedelta(minutes=meeting.minutes)
    return max(slot_ends, pressed_at or slot_ends) + GRACE


def _sleep(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """Say when something next happens by itself."""
    here = standing(session, meeting)
    if here is None or meeting.ended_at:
        meeting.wakes_at = None
        return
    position, wakes = here.position, [_ends_itself_at(session, meeting)]
    if position.running:
        wakes.append(now + _until_next_minute(position.left(now)))
        if meeting.by_itself:
            wakes.append(position.ends_at)
    meeting.wakes_at = min(wakes)


def _until_next_minute(left: timedelta) -> timedelta:
    """How long the minutes that a message tells stay true."""
    if left <= ZERO:
        return SHOWN_EVERY
    return left % SHOWN_EVERY or SHOWN_EVERY


def _latest(session: Session, meeting: Meeting) -> int:
    return session.scalar(select(func.max(MeetingAct.number)).where(MeetingAct.meeting_id == meeting.id)) or 0


def _about(meeting: Meeting) -> str:
    return f"live:{meeting.id}"


def _cues(meeting: Meeting) -> str:
    return f"cues:{meeting.id}"
