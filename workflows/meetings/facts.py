"""What a meeting's posts are about, as it is when they are written: one frozen value per kind of post."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.cycles.stages import Stage
from workflows.meetings import agendas, announcing, live, notes, running, scheduling, scripts
from workflows.meetings.agendas import Agenda, Turn
from workflows.meetings.live import ZERO, Position
from workflows.meetings.places import place_of
from workflows.meetings.protocols import Norm, Part, Protocol, Protocols, Silence, Step, in_language
from workflows.posts import NotNeeded, NotYet
from workflows.store.posts import Post, State
from workflows.store.tables import Commitment, Meeting

MINUTE = timedelta(minutes=1)
SOON = timedelta(seconds=1)
Known = Mapping[str, Any]


@dataclass(frozen=True)
class Sitting:
    """One sitting, as an invitation tells it."""

    starts_at: datetime
    minutes: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Invitation:
    """A meeting that is to come."""

    language: str
    meeting: int
    title: str
    purpose: str
    starts_at: datetime
    minutes: int
    roles: tuple[tuple[str, str], ...]
    bring: str
    by_itself: bool
    sittings: tuple[Sitting, ...]
    coming: tuple[str, ...] = ()
    not_coming: tuple[str, ...] = ()
    off: bool = False
    by: str = ""
    promised: int = 0
    kept: int = 0
    calendar: str = ""
    hands_out: bool = False


@dataclass(frozen=True)
class StepNow:
    """The step a meeting is in, in its readers' language."""

    number: int
    steps: int
    title: str
    part: str
    presenter: str
    room: str
    minutes: int
    who_speaks: str
    silent: Silence
    prompts: tuple[str, ...]
    captures: tuple[str, ...]
    guidance: str
    listens: bool
    norms: tuple[Norm, ...]
    private: bool
    votes: bool


@dataclass(frozen=True)
class Live:
    """A running meeting: what is on, what comes next, and how it is for time."""

    language: str
    meeting: int
    title: str
    act: int
    step: StepNow
    next_title: str
    left: timedelta
    ends_at: datetime
    over_at: datetime
    rest: timedelta
    drift: timedelta
    paused: bool
    last: bool
    first: bool
    by_itself: bool
    brief: bool
    ended: bool
    zone: ZoneInfo
    timekeeper: str = ""
    cue: str = ""
    thread: str | None = None
    lines: int = 0
    agreed: Mapping[str, int] = field(default_factory=dict)


def invitation(shipped: Protocols, session: Session, known: Known, now: datetime) -> Invitation:
    """What an invitation, a reminder or the news of a change is about."""
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None or meeting.cancelled_at or _is_quiet(meeting):
        raise NotNeeded("the meeting was called off")
    return described(session, meeting, shipped, by=known.get("by", ""))


def before(shipped: Protocols, session: Session, known: Known, now: datetime) -> Invitation:
    """What is said around the start of a meeting that hasn't begun."""
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None or meeting.cancelled_at or meeting.started_at or meeting.ended_at:
        raise NotNeeded("the meeting was called off or has begun")
    if _is_quiet(meeting):
        raise NotNeeded("its cycle is paused or cancelled")
    return described(session, meeting, shipped)


def _is_quiet(meeting: Meeting) -> bool:
    """Whether its cycle keeps it quiet; a cycle that was closed in good order leaves its last meetings alone."""
    return meeting.cycle is not None and meeting.cycle.stage in (Stage.PAUSED, Stage.CANCELLED)


def moved(shipped: Protocols, session: Session, known: Known, now: datetime) -> Invitation:
    """What the news of a change is about; an older change has nothing to tell once there is a newer one."""
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None or meeting.sequence != known["sequence"]:
        raise NotNeeded("it was changed again")
    return described(session, meeting, shipped, by=known["by"])


def described(session: Session, meeting: Meeting, shipped: Protocols, *, by: str = "") -> Invitation:
    """A meeting as its group hears of it."""
    place = place_of(meeting)
    protocol = in_language(scripts.script_of(session, meeting, shipped), place.language)
    titles = {role.key: role.title for role in protocol.roles}
    sittings = [each for each in scheduling.series(session, meeting) if each.sitting >= meeting.sitting]
    promised, kept = _promises(session, meeting)
    return Invitation(
        language=place.language, meeting=meeting.id, title=protocol.title, purpose=protocol.purpose,
        starts_at=announcing.starts_at(meeting), minutes=meeting.minutes,
        roles=tuple((titles.get(role, role), who) for role, who in meeting.roles.items()),
        bring=scheduling.bring_of(session, meeting), by_itself=meeting.by_itself,
        sittings=tuple(_sitting(each, protocol) for each in sittings if not each.cancelled_at),
        coming=tuple(notes.answers(session, meeting, notes.COMING)),
        not_coming=tuple(notes.answers(session, meeting, notes.COMING, notes.NO)),
        off=meeting.cancelled_at is not None, by=by, promised=promised, kept=kept,
    )  # fmt: skip


def _promises(session: Session, meeting: Meeting) -> tuple[int, int]:
    """How many commitments the group has made, and how many are done."""
    made = select(func.count()).select_from(Commitment).where(Commitment.team_id == meeting.team_id)
    return session.scalar(made) or 0, session.scalar(made.where(Commitment.state == "done")) or 0


def running_now(shipped: Protocols, session: Session, known: Known, now: datetime) -> Live:
    """What a running meeting's message shows at this moment."""
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None:
        raise NotNeeded("the meeting is gone")
    return moment(session, meeting, shipped, now)


def step(shipped: Protocols, session: Session, known: Known, now: datetime) -> Live:
    """What a step's line in the thread, or a cue, is about.

    Raises
    ------
    NotNeeded, NotYet
        When the meeting went on meanwhile; when its message, under which this stands, isn't there yet.
    """
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None or meeting.ended_at:
        raise NotNeeded("the meeting is over")
    told = moment(session, meeting, shipped, now, cue=known.get("cue", ""), thread=_thread(session, meeting, now))
    if told.act != known["number"]:
        raise NotNeeded("the meeting went on")
    return told


def moment(
    session: Session, meeting: Meeting, shipped: Protocols, now: datetime, *, cue: str = "", thread: str | None = None
) -> Live:
    """A running meeting at a moment."""
    standing = running.standing(session, meeting)
    if standing is None:
        raise NotNeeded("the meeting hasn't begun")
    place, here = place_of(meeting), standing.position
    protocol = in_language(scripts.script_of(session, meeting, shipped), place.language)
    following = None if here.last else standing.agenda[here.place + 1]
    shown = notes.lines(session, [meeting])
    turn = standing.agenda[here.place]
    norms = _step(protocol, turn).agree
    return Live(
        language=place.language, meeting=meeting.id, title=protocol.title, act=standing.number,
        step=_step_now(protocol, standing.agenda, here, meeting),
        next_title=_title(protocol, following) if following else "",
        left=here.left(now), ends_at=here.ends_at, over_at=here.over_at(now), rest=here.rest(),
        drift=live.drift(standing.agenda, here, now), paused=here.paused_at is not None, last=here.last,
        first=here.place == 0, by_itself=meeting.by_itself, brief=meeting.brief, ended=meeting.ended_at is not None,
        zone=place.zone, timekeeper=meeting.roles.get("timekeeper", ""), cue=cue, thread=thread,
        lines=sum(1 for line in shown if (line.step, line.turn) == (turn.step, turn.number)),
        agreed={norm.key: len(notes.answers(session, meeting, f"norm:{norm.key}")) for norm in norms},
    )  # fmt: skip


def spot(session: Session, meeting_id: int) -> notes.Spot:
    """Where in a running meeting something is written now."""
    meeting = session.get_one(Meeting, meeting_id)
    standing = running.standing(session, meeting)
    if standing is None:
        return notes.Spot(meeting_id, "")
    turn = standing.agenda[standing.position.place]
    return notes.Spot(meeting_id, turn.step, turn.number, turn.part)


def _thread(session: Session, meeting: Meeting, now: datetime) -> str | None:
    """The message under which the steps stand; None where it couldn't be posted, so that they stand by themselves."""
    post: Post | None = running.message_of(session, meeting.id)
    if post is None or post.state in (State.FAILED, State.SKIPPED, State.CANCELLED):
        return None
    if post.ts is None:
        raise NotYet(now + SOON, "its meeting's message comes first")
    return post.ts


def _sitting(meeting: Meeting, protocol: Protocol) -> Sitting:
    agenda = agendas.from_rows(meeting.agenda)
    titles = dict.fromkeys(_step(protocol, turn).title for turn in agenda)
    return Sitting(announcing.starts_at(meeting), agendas.minutes_of(agenda) or meeting.minutes, tuple(titles))


def _step_now(protocol: Protocol, agenda: Agenda, here: Position, meeting: Meeting) -> StepNow:
    turn = agenda[here.place]
    step = _step(protocol, turn)
    part: Part | None = step.part(turn.part)
    groups = list(dict.fromkeys((each.step, each.number) for each in agenda))
    fields = step.fields(turn.part)
    return StepNow(
        number=groups.index((turn.step, turn.number)) + 1, steps=len(groups), title=step.title,
        part=part.title if part else "", presenter=_subject(meeting, step, turn, "presenter"),
        room=_subject(meeting, step, turn, "classroom"),
        minutes=here.minutes[here.place], who_speaks=step.who_speaks, silent=step.silent,
        prompts=part.prompts if part else step.prompts, captures=tuple(each.title for each in fields),
        guidance=step.guidance, listens=step.listens, norms=step.agree, private=any(each.private for each in fields),
        votes=any(each.votes for each in fields),
    )  # fmt: skip


def _subject(meeting: Meeting, step: Step, turn: Turn, repeats: str) -> str:
    """Who presents, or which room it is, in a step that repeats for it."""
    known = step.repeats == repeats and turn.number <= len(meeting.subjects)
    return meeting.subjects[turn.number - 1] if known else ""


def minutes_left(left: timedelta) -> int:
    """Whole minutes as people count them: what has begun counts."""
    return -(-max(left, ZERO) // MINUTE)


def _title(protocol: Protocol, turn: Turn) -> str:
    step = _step(protocol, turn)
    part = step.part(turn.part)
    return f"{step.title}: {part.title}" if part else step.title


def _step(protocol: Protocol, turn: Turn) -> Step:
    step = protocol.step(turn.step)
    assert step is not None  # an agenda is made of the script that its meeting keeps
    return step
