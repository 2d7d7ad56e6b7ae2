"""Meetings are planned, moved and called off; a long protocol is divided into sittings that resume."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from workflows import cycles, posts
from workflows.meetings import agendas, announcing, scripts
from workflows.meetings.agendas import Agenda, Choices
from workflows.meetings.places import Place, place_in, place_of, plans, runs
from workflows.meetings.protocols import Protocol, Protocols
from workflows.meetings.rotation import ROLES, next_roles
from workflows.refusal import Refusal
from workflows.rules.calendar import is_day_off
from workflows.rules.school_hours import check_meeting
from workflows.rules.texts import readable
from workflows.rules.wall_time import instant, local
from workflows.store.engine import vault_of
from workflows.store.posts import HELD
from workflows.store.tables import Cycle, Meeting

WEEK = timedelta(days=7)
LONGEST_AT_FIRST, LONGEST_BRING = 90, 500
RECOMMENDED = (
    "examining_data", "determining_student_learning_needs", "school_implementation_plan",
    "collaborative_instructional_design", "critical_friends", "analyzing_student_work", "learning_rounds",
)  # fmt: skip
"""In which order a team that asks us is told of protocols: where two are for the same phase, the shorter one first."""
SPLIT, WITHOUT, BY_ITSELF, BRIEF = "split", "without", "itself", "brief"
LONGEST_ROOM = 16
_ROOM_ENDS = ",;\n"


@dataclass(frozen=True)
class ChooseMeeting:
    """What is asked first: which protocol, when, and how long the team has."""

    channel: str
    protocol: str
    on: date
    at: time
    minutes: int


@dataclass(frozen=True)
class ScheduleMeeting:
    """Everything that is decided about a meeting before it is held."""

    channel: str
    protocol: str
    on: date
    at: time
    minutes: int
    facilitator: str = ""
    recorder: str = ""
    timekeeper: str = ""
    presenters: list[str] | None = None
    classrooms: str = ""
    when_long: str = ""
    optional: str = ""
    bring: str = ""
    begins: str = ""
    form: str = ""


@dataclass(frozen=True)
class MoveMeeting:
    """Another time for a meeting."""

    meeting: int
    on: date
    at: time


@dataclass(frozen=True)
class Proposal:
    """How a meeting could be held: the plan for its slot, who would have which role, and what the team is used to."""

    protocol: Protocol
    sittings: tuple[Agenda, ...]
    over: int
    roles: dict[str, str]
    held_before: int


def propose(session: Session, form: ChooseMeeting, shipped: Protocols, *, by: str, now: datetime) -> Proposal:
    """Fit a protocol into a slot and propose roles.

    Raises
    ------
    Refusal
        When the day or the time can't be, or a step alone takes longer than the slot.
    """
    place = open_place(session, form.channel, by=by)
    protocol = _protocol(session, place, form.protocol, shipped)
    sittings = agendas.fit(protocol, form.minutes)
    _check(session, place, form.on, form.at, agendas.minutes_of(sittings[0]), now=now)
    over = agendas.shortest(protocol) - form.minutes
    history = [meeting.roles for meeting in _held(session, place)]
    held = sum(1 for meeting in _held(session, place) if meeting.protocol == form.protocol)
    return Proposal(protocol, sittings, max(over, 0), next_roles(place.people, history), held)


def schedule(session: Session, form: ScheduleMeeting, shipped: Protocols, *, by: str, now: datetime) -> list[Meeting]:
    """Put a protocol on the calendar, in one sitting or several, a week apart; gives the sittings."""
    place = open_place(session, form.channel, by=by)
    protocol = _protocol(session, place, form.protocol, shipped)
    if not form.facilitator:
        raise Refusal("Please choose who facilitates.", field="facilitator")
    sittings = _sittings(protocol, form)
    days = _days(place, form.on, len(sittings))
    for on, agenda in zip(days, sittings, strict=True):
        _check(session, place, on, form.at, agendas.minutes_of(agenda), now=now)
        _check_free(session, place, on, form.at, form.minutes)
    script = scripts.keep(session, protocol, now=now)
    meetings = [_meeting(session, place, form, (on, agenda), by) for on, agenda in zip(days, sittings, strict=True)]
    for number, meeting in enumerate(meetings, start=1):
        meeting.script_id, meeting.sitting, meeting.sittings = script.id, number, len(meetings)
        _put_down(session, meeting)
        meeting.first_id = meetings[0].id
        announcing.invite(session, meeting, now=now)
    return meetings


def open_place(session: Session, channel: str, *, by: str) -> Place:
    """The group in whose name somebody may plan a meeting.

    Raises
    ------
    Refusal
        When there is none in this channel, or they may not.
    """
    place = place_in(session, channel)
    plans(session, place, by)
    return place


def move(session: Session, form: MoveMeeting, *, by: str, now: datetime) -> Meeting:
    """A meeting that hasn't begun comes at another time; everybody hears, calendars too."""
    meeting = planned_meeting(session, form.meeting, by=by)
    on, at = form.on, form.at
    place = place_of(meeting)
    _check(session, place, on, at, agendas.minutes_of(agendas.from_rows(meeting.agenda)), now=now)
    _check_free(session, place, on, at, meeting.minutes, apart_from=meeting)
    if (meeting.meets_on, meeting.meets_at) == (on, at):
        return meeting
    posts.cancel(session, announcing.about(meeting), why=HELD)
    meeting.meets_on, meeting.meets_at, meeting.sequence = on, at, meeting.sequence + 1
    _put_down(session, meeting)
    announcing.remind(session, meeting, now=now)
    announcing.tell(session, meeting, by=by, now=now)
    return meeting


def cancel(session: Session, meeting_id: int, *, by: str, now: datetime) -> Meeting:
    """Call a meeting off; what it would have said is taken back, and the channel hears."""
    meeting = planned_meeting(session, meeting_id, by=by)
    _call_off(session, meeting, now=now)
    announcing.tell(session, meeting, by=by, now=now)
    return meeting


def planned_meeting(session: Session, meeting_id: int, *, by: str) -> Meeting:
    """A meeting that hasn't begun, for somebody who may change it.

    Raises
    ------
    Refusal
        When it was called off, is under way or over, or isn't theirs.
    """
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.cancelled_at:
        raise Refusal("This meeting was already called off.")
    runs(session, meeting, by)
    if meeting.ended_at:
        raise Refusal("This meeting is over.")
    if meeting.started_at:
        raise Refusal("This meeting is under way. End it instead.")
    return meeting


def move_along(session: Session, cycle: Cycle, *, now: datetime) -> list[Meeting]:
    """The team's zone or its days off have changed: meetings keep their wall time; gives those called off for it."""
    place = place_in(session, cycle.team.channel)
    ahead = _ahead(session, place, local(now, place.zone).date())
    called_off = [meeting for meeting in ahead if is_day_off(meeting.meets_on, place.breaks)]
    for meeting in called_off:
        _call_off(session, meeting, now=now)
    for meeting in ahead:
        if not meeting.cancelled_at and not meeting.started_at and announcing.starts_at(meeting) > now:
            posts.cancel(session, announcing.about(meeting), why=HELD)
            announcing.remind(session, meeting, now=now)
    return called_off


def coming(session: Session, channel: str, *, now: datetime) -> list[Meeting]:
    """A channel's meetings from today on that are not over, the next first."""
    place = place_in(session, channel)
    return _ahead(session, place, local(now, place.zone).date())


def usual_minutes(session: Session, place: Place, protocol: Protocol) -> int:
    """How long a group has: as long as last time; at first as long as the proposed protocol takes, within reason."""
    latest = select(Meeting.minutes).where(*_theirs(place)).order_by(Meeting.id.desc()).limit(1)
    return session.scalar(latest) or min(agendas.shortest(protocol), LONGEST_AT_FIRST)


def suggested(protocols: Protocols, phase: str, *, leaders: bool) -> str:
    """The protocol that usually comes in a phase; offered, never imposed."""
    order = [key for key in RECOMMENDED if key in protocols] + [key for key in protocols if key not in RECOMMENDED]
    fitting = [key for key in order if protocols[key].leaders == leaders]
    in_phase = [key for key in fitting if phase and protocols[key].phase == phase]
    return (in_phase or fitting or order)[0]


def next_weekday(here: datetime, weekday: int, at: time) -> datetime:
    """The next time that a weekday comes round, in wall time."""
    days = (weekday - here.weekday()) % 7
    starts = datetime.combine(here.date() + timedelta(days=days), at)
    return starts if starts > here else starts + WEEK


def bring_of(session: Session, meeting: Meeting) -> str:
    """What everybody brings along."""
    return vault_of(session).open(meeting.bring_sealed) if meeting.bring_sealed else ""


def series(session: Session, meeting: Meeting) -> list[Meeting]:
    """A meeting and the other sittings of its protocol, in order."""
    if meeting.first_id is None:
        return [meeting]
    return list(session.scalars(select(Meeting).where(Meeting.first_id == meeting.first_id).order_by(Meeting.sitting)))


def _call_off(session: Session, meeting: Meeting, *, now: datetime) -> None:
    meeting.cancelled_at, meeting.wakes_at, meeting.sequence = now, None, meeting.sequence + 1
    posts.cancel(session, announcing.about(meeting), why="called off")


def _protocol(session: Session, place: Place, key: str, shipped: Protocols) -> Protocol:
    protocol = scripts.available(session, place.school.id, shipped).get(key)
    if protocol is None:
        raise Refusal("I don't know this protocol.", field="protocol")
    return protocol


def _sittings(protocol: Protocol, form: ScheduleMeeting) -> tuple[Agenda, ...]:
    choices = _choices(protocol, form)
    if form.when_long == SPLIT:
        return agendas.fit(protocol, form.minutes, choices)
    return (agendas.whole(protocol, form.minutes, choices),)


def _choices(protocol: Protocol, form: ScheduleMeeting) -> Choices:
    times = {repeats: len(_subjects(form, repeats)) for repeats in protocol.repeats()}
    if times.get("presenter") == 0:
        raise Refusal("Please choose who presents.", field="presenters")
    if times.get("classroom") == 0:
        raise Refusal("Please say which rooms you visit.", field="classrooms")
    left_out = agendas.optional_steps(protocol) if form.optional == WITHOUT else frozenset()
    return Choices({repeats: count or 1 for repeats, count in times.items()}, left_out)


def _subjects(form: ScheduleMeeting, repeats: str) -> list[str]:
    if repeats == "presenter":
        return list(dict.fromkeys(form.presenters or []))
    return rooms(form.classrooms) if repeats == "classroom" else []


def rooms(text: str) -> list[str]:
    """Room numbers out of “12, 14 and so on”: separated by commas or lines, each short.

    Raises
    ------
    Refusal
        When one is too long to be a room's number: no names stand here.
    """
    for end in _ROOM_ENDS:
        text = text.replace(end, ",")
    named = [room for room in (readable(each) for each in text.split(",")) if room]
    if any(len(room) > LONGEST_ROOM or not any(sign.isdigit() for sign in room) for room in named):
        raise Refusal("Write room numbers, such as 12, 14, B3. No names.", field="classrooms")
    return list(dict.fromkeys(named))


def _days(place: Place, first_on: date, count: int) -> list[date]:
    """The first day, and the same weekday of the weeks after it on which school is open."""
    days, on = [first_on], first_on
    while len(days) < count and on < first_on + 53 * WEEK:
        on += WEEK
        if not is_day_off(on, place.breaks):
            days.append(on)
    return days


def _check(session: Session, place: Place, on: date, at: time, minutes: int, *, now: datetime) -> None:
    check_meeting(on, at, minutes, local(now, place.zone).date(), place.breaks)
    if instant(on, at, place.zone) <= now:
        raise Refusal("That time has passed. Choose a later one.", field="at")


def _check_free(
    session: Session, place: Place, on: date, at: time, minutes: int, *, apart_from: Meeting | None = None
) -> None:
    """Two meetings at once would mix in the channel."""
    begins = datetime.combine(on, at)
    ends = begins + timedelta(minutes=minutes)
    others = select(Meeting).where(*_theirs(place), Meeting.meets_on == on, Meeting.cancelled_at.is_(None))
    for other in session.scalars(others.where(Meeting.ended_at.is_(None))):
        other_begins = datetime.combine(other.meets_on, other.meets_at)
        overlaps = begins < other_begins + timedelta(minutes=other.minutes) and other_begins < ends
        if overlaps and other is not apart_from:
            raise _occupied()


def _occupied() -> Refusal:
    return Refusal("Your team already meets at that time.", field="at")


def _meeting(session: Session, place: Place, form: ScheduleMeeting, sitting: tuple[date, Agenda], by: str) -> Meeting:
    on, agenda = sitting
    cycle = cycles.open_cycle(session, place.team) if place.team else None
    bring = readable(form.bring)
    if len(bring) > LONGEST_BRING:
        raise Refusal("Keep it to {most} characters.", field="bring", most=LONGEST_BRING)
    return Meeting(
        school=place.school, team=place.team, cycle=cycle, protocol=form.protocol, agenda=agendas.to_rows(agenda),
        subjects=_subjects(form, "presenter") or _subjects(form, "classroom"), meets_on=on, meets_at=form.at,
        minutes=form.minutes, roles={role: who for role in ROLES if (who := getattr(form, role))},
        by_itself=form.begins == BY_ITSELF, brief=form.form == BRIEF, created_by=by,
        bring_sealed=vault_of(session).seal(bring) if bring else None,
    )  # fmt: skip


def _put_down(session: Session, meeting: Meeting) -> None:
    session.add(meeting)
    try:
        session.flush()
    except IntegrityError:
        raise _occupied() from None


def _theirs(place: Place) -> tuple[ColumnElement[bool], ...]:
    """What makes a meeting this group's."""
    if place.team:
        return (Meeting.team_id == place.team.id,)
    return (Meeting.school_id == place.school.id, Meeting.team_id.is_(None))


def _ahead(session: Session, place: Place, today: date) -> list[Meeting]:
    planned = select(Meeting).where(
        *_theirs(place), Meeting.cancelled_at.is_(None), Meeting.ended_at.is_(None), Meeting.meets_on >= today
    )
    whole = joinedload(Meeting.school), joinedload(Meeting.team)
    return list(session.scalars(planned.options(*whole).order_by(Meeting.meets_on, Meeting.meets_at)))


def _held(session: Session, place: Place) -> list[Meeting]:
    """A group's meetings that were held, the latest first."""
    held = select(Meeting).where(*_theirs(place), Meeting.started_at.is_not(None))
    return list(session.scalars(held.order_by(Meeting.started_at.desc()).limit(60)))
