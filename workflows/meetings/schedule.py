"""Protocol meetings: scheduled once, then every step is posted when its turn comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from workflows import cycles, people, posts, teams
from workflows.cycles.stages import Stage
from workflows.meetings.agendas import Protocol, total_minutes, turns
from workflows.meetings.occurrences import meeting_reminder, meeting_steps
from workflows.posts import Kind, NotNeeded, Planned
from workflows.refusal import Refusal
from workflows.rules import school_hours
from workflows.rules.calendar import ends_on, is_day_off
from workflows.rules.wall_time import instant, local
from workflows.store.posts import HELD
from workflows.store.tables import Commitment, Cycle, Meeting

Protocols = Mapping[str, Protocol]
ROLES = ("facilitator", "recorder", "timekeeper")


@dataclass(frozen=True)
class ScheduleMeeting:
    """When a team meets with which protocol, and who does what."""

    channel: str
    protocol: str
    on: date
    at: time
    facilitator: str
    recorder: str = ""
    timekeeper: str = ""


def schedule(session: Session, form: ScheduleMeeting, protocols: Protocols, *, by: str, now: datetime) -> Meeting:
    """Put a protocol on the clock and plan the reminder, every step and the summary."""
    cycle = ready(session, form.channel, by=by)
    protocol = protocols.get(form.protocol)
    if protocol is None:
        raise Refusal("I don't know this protocol.", field="protocol")
    if not form.facilitator:
        raise Refusal("Please choose who facilitates.", field="facilitator")
    _check(session, form, protocol, cycle, now=now)
    _check_free(session, form, protocols, cycle)
    meeting = _meeting(session, cycle, form)
    try:
        session.flush()
    except IntegrityError:
        raise _occupied() from None
    posts.plan_all(session, _posts(meeting, protocol), now=now)
    return meeting


def ready(session: Session, channel: str, *, by: str) -> Cycle:
    """The running cycle in which somebody may plan a meeting.

    Raises
    ------
    Refusal
        When there is none, when it is paused, or when they don't facilitate the team.
    """
    cycle = cycles.running(session, channel)
    people.require(session, people.Act.RUN_TEAM, by=by, team=cycle.team)
    if cycle.stage == Stage.PAUSED:
        raise Refusal("Your cycle is paused, so I wouldn't post the steps. Resume it first: type /cycle.")
    return cycle


def cancel(session: Session, meeting_id: int, *, by: str, now: datetime) -> Meeting:
    """Call a meeting off; what it would have said is taken back."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.cancelled_at:
        raise Refusal("This meeting was already called off.")
    people.require(session, people.Act.RUN_TEAM, by=by, team=meeting.cycle.team)
    meeting.cancelled_at = now
    # Held, not gone: the same hour scheduled again says the same things again.
    posts.cancel(session, _about(meeting), why=HELD)
    return meeting


def move_along(session: Session, cycle: Cycle, protocols: Protocols, *, now: datetime) -> list[Meeting]:
    """The team's zone or its days off have changed: meetings keep their wall time; gives those called off for it."""
    today, breaks = local(now, teams.zone_of(cycle.team)).date(), teams.breaks_of(cycle.team)
    ahead = _planned(session, cycle, today)
    called_off = [meeting for meeting in ahead if is_day_off(meeting.meets_on, breaks)]
    for meeting in called_off:
        meeting.cancelled_at = now
        posts.cancel(session, _about(meeting), why=HELD)
    for meeting in ahead:
        if not meeting.cancelled_at and starts_at(meeting) > now:
            posts.plan_all(session, _posts(meeting, protocols[meeting.protocol]), now=now)
    return called_off


def starts_at(meeting: Meeting) -> datetime:
    """The instant a meeting starts."""
    return instant(meeting.meets_on, meeting.meets_at, teams.zone_of(meeting.cycle.team))


def coming(session: Session, channel: str, *, now: datetime) -> list[Meeting]:
    """The team's meetings from today on, the next first."""
    team = cycles.team_of(session, channel)
    cycle = cycles.open_cycle(session, team)
    if cycle is None:
        return []
    return _planned(session, cycle, local(now, teams.zone_of(team)).date())


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a meeting's post is about: reminder, step or summary."""
    meeting = session.get(Meeting, known["meeting"])
    if meeting is None or meeting.cancelled_at or meeting.cycle.stage != Stage.RUNNING:
        raise NotNeeded("the meeting was called off")
    team = meeting.cycle.team
    promised = select(func.count()).select_from(Commitment).where(Commitment.team_id == team.id)
    return {
        "language": team.language, "meeting": meeting.id, "protocol": meeting.protocol, "place": known.get("place"),
        "roles": meeting.roles, "starts_at": starts_at(meeting), "question": meeting.cycle.question,
        "promised": session.scalar(promised), "kept": session.scalar(promised.where(Commitment.state == "done")),
        "zone": teams.zone_of(team),
    }  # fmt: skip


def _planned(session: Session, cycle: Cycle, today: date) -> list[Meeting]:
    planned = select(Meeting).where(
        Meeting.cycle_id == cycle.id, Meeting.cancelled_at.is_(None), Meeting.meets_on >= today
    )
    whole = joinedload(Meeting.cycle).joinedload(Cycle.team)
    return list(session.scalars(planned.options(whole).order_by(Meeting.meets_on, Meeting.meets_at)))


def _check(session: Session, form: ScheduleMeeting, protocol: Protocol, cycle: Cycle, *, now: datetime) -> None:
    zone, minutes = teams.zone_of(cycle.team), total_minutes(protocol)
    school_hours.check_meeting(form.on, form.at, minutes, local(now, zone).date(), teams.breaks_of(cycle.team))
    if instant(form.on, form.at, zone) <= now:
        raise Refusal("That time has passed. Choose a later one.", field="at")
    last_on = ends_on(cycles.school_weeks_of(session, cycle))
    if not cycle.starts_on <= form.on <= last_on:
        raise Refusal(
            "Your cycle runs from {first_on} to {last_on}. Choose a day in it.",
            field="on",
            first_on=cycle.starts_on,
            last_on=last_on,
        )


def _check_free(session: Session, form: ScheduleMeeting, protocols: Protocols, cycle: Cycle) -> None:
    """Two meetings at once would mix their steps in the channel."""
    others = select(Meeting).where(
        Meeting.cycle_id == cycle.id, Meeting.meets_on == form.on, Meeting.cancelled_at.is_(None)
    )
    begins, ends = _span(form.on, form.at, protocols[form.protocol])
    for other in session.scalars(others):
        other_begins, other_ends = _span(other.meets_on, other.meets_at, protocols[other.protocol])
        if begins < other_ends and other_begins < ends:
            raise _occupied()


def _span(on: date, at: time, protocol: Protocol) -> tuple[datetime, datetime]:
    begins = datetime.combine(on, at)
    return begins, begins + timedelta(minutes=total_minutes(protocol))


def _occupied() -> Refusal:
    return Refusal("Your team already meets at that time.", field="at")


def _meeting(session: Session, cycle: Cycle, form: ScheduleMeeting) -> Meeting:
    """A new meeting, or the one that was called off at this very hour, taken up again."""
    off = select(Meeting).where(Meeting.cycle_id == cycle.id, Meeting.meets_on == form.on, Meeting.meets_at == form.at)
    meeting = session.scalar(off) or Meeting(cycle=cycle, meets_on=form.on, meets_at=form.at)
    meeting.protocol, meeting.cancelled_at = form.protocol, None
    meeting.roles = {role: who for role in ROLES if (who := getattr(form, role))}
    session.add(meeting)
    return meeting


def _posts(meeting: Meeting, protocol: Protocol) -> list[Planned]:
    begins_at, zone, channel = starts_at(meeting), teams.zone_of(meeting.cycle.team), meeting.cycle.team.channel
    placed = turns(protocol, begins_at)
    key, facts = f"meeting:{meeting.id}:summary:{meeting.meets_on}", {"meeting": meeting.id}
    return [
        meeting_reminder(meeting.id, begins_at, zone, channel=channel),
        *meeting_steps(meeting.id, placed, zone, channel=channel),
        Planned(channel, Kind.MEETING_SUMMARY, key, _about(meeting), placed[-1].ends_at, facts),
    ]


def _about(meeting: Meeting) -> str:
    return f"meeting:{meeting.id}"
