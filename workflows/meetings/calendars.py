"""Meetings as calendars read them: one UID for each meeting, and a sequence that rises when it changes.

A link tells nothing but when a group meets with which protocol: no roles, no words, nobody's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflows.meetings import agendas, announcing, scheduling, scripts
from workflows.meetings.places import place_of
from workflows.meetings.protocols import Protocols, in_language
from workflows.refusal import Refusal
from workflows.store.engine import workspace_of
from workflows.store.tables import Meeting, Membership, Teacher

PRODUCT = "-//Brightcycle//Meetings//EN"
FEED_GOES_BACK = timedelta(days=60)
MOST_IN_FEED = 400
MEETING, TEAM, PERSON = "meeting", "team", "person"


@dataclass(frozen=True)
class CalendarFile:
    """A calendar file: its name, and what stands in it."""

    name: str
    content: bytes


def of_meeting(session: Session, meeting_id: int, shipped: Protocols, *, now: datetime) -> CalendarFile:
    """One meeting with the other sittings of its protocol; called off, it takes itself out of calendars."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise Refusal("This meeting doesn't exist any more.")
    sittings = scheduling.series(session, meeting)
    off = all(each.cancelled_at for each in sittings)
    content = _calendar(session, sittings, shipped, "CANCEL" if off else "PUBLISH", now)
    return CalendarFile(f"meeting-{meeting_id}.ics", content)


def of_team(session: Session, team_id: int, shipped: Protocols, *, now: datetime) -> CalendarFile:
    """A feed of a team's meetings, to subscribe to: changes arrive by themselves."""
    recent = _recent(now).where(Meeting.team_id == team_id)
    return CalendarFile(f"team-{team_id}.ics", _calendar(session, session.scalars(recent).all(), shipped, "", now))


def of_person(session: Session, person: str, shipped: Protocols, *, now: datetime) -> CalendarFile:
    """A feed of the meetings of all the teams somebody is in now."""
    mine = select(Membership.team_id).join(Teacher, Teacher.id == Membership.teacher_id)
    recent = _recent(now).where(Meeting.team_id.in_(mine.where(Teacher.slack_id == person)))
    return CalendarFile("my-meetings.ics", _calendar(session, session.scalars(recent).all(), shipped, "", now))


def _recent(now: datetime) -> Select[Meeting]:
    since = (now - FEED_GOES_BACK).date()
    return select(Meeting).where(Meeting.meets_on >= since).order_by(Meeting.meets_on).limit(MOST_IN_FEED)


def _calendar(session: Session, meetings: Sequence[Meeting], shipped: Protocols, method: str, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    for meeting in meetings:
        calendar.add_component(_event(session, meeting, shipped, now))
    return bytes(calendar.to_ical())


def _event(session: Session, meeting: Meeting, shipped: Protocols, now: datetime) -> Event:
    place, starts = place_of(meeting), announcing.starts_at(meeting)
    protocol = in_language(scripts.script_of(session, meeting, shipped), place.language)
    minutes = agendas.minutes_of(agendas.from_rows(meeting.agenda)) or meeting.minutes
    event = Event()
    event.add("uid", f"meeting-{workspace_of(session)}-{meeting.id}@brightcycle")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=minutes))
    event.add("summary", f"{place.name}: {protocol.title}")
    event.add("description", protocol.purpose)
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    return event
