"""What a meeting says before it is held: an invitation, that it moved, a reminder, a question when nobody starts it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows import posts
from workflows.meetings.live import GRACE
from workflows.meetings.places import Place, place_of
from workflows.posts import Kind, Planned
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import instant
from workflows.store.tables import Meeting

REMINDER_LEAD = timedelta(minutes=15)
LATE_AFTER = timedelta(minutes=5)


def starts_at(meeting: Meeting) -> datetime:
    """The instant a meeting is planned for."""
    return instant(meeting.meets_on, meeting.meets_at, place_of(meeting).zone)


def slot_ends_at(meeting: Meeting) -> datetime:
    """When the time that was planned for a meeting is over."""
    return starts_at(meeting) + timedelta(minutes=meeting.minutes)


def given_up_at(meeting: Meeting) -> datetime:
    """When a meeting that nobody started counts as not held."""
    return slot_ends_at(meeting) + GRACE


def about(meeting: Meeting) -> str:
    """What everything before a meeting is filed under."""
    return f"meeting:{meeting.id}"


def invite(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """The channel hears that it will meet; only the first of several sittings, for all of them."""
    if meeting.sitting == 1:
        posts.plan(session, _news(meeting, Kind.MEETING_INVITATION, "invitation", now), now=now)
    remind(session, meeting, now=now)


def remind(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """Plan what a meeting says around its start; planning again moves it."""
    place, begins = place_of(meeting), starts_at(meeting)
    key, known = f"meeting:{meeting.id}:{{}}:{meeting.meets_on}", {"meeting": meeting.id}
    # No zone: the group itself chose this hour.
    planned = [
        Planned(
            place.channel, Kind.MEETING_REMINDER, key.format("reminder"), about(meeting),
            max(begins - REMINDER_LEAD, now), known, None, begins + LATE_AFTER,
        )
    ]  # fmt: skip
    if not meeting.by_itself:
        planned.append(
            Planned(
                place.channel, Kind.MEETING_LATE, key.format("late"), about(meeting), begins + LATE_AFTER, known, None,
                given_up_at(meeting),
            )
        )  # fmt: skip
    posts.plan_all(session, planned, now=now)
    meeting.wakes_at = begins if meeting.by_itself else given_up_at(meeting)


def tell(session: Session, meeting: Meeting, *, by: str, now: datetime) -> None:
    """The channel hears that a meeting moved, or was called off."""
    posts.plan(session, _news(meeting, Kind.MEETING_MOVED, f"moved:{meeting.sequence}", now, by), now=now)


def _news(meeting: Meeting, kind: Kind, what: str, now: datetime, by: str = "") -> Planned:
    place: Place = place_of(meeting)
    due_at = next_civil(now, place.zone, place.breaks)
    known = {"meeting": meeting.id, "sequence": meeting.sequence, "by": by or meeting.created_by}
    # Filed apart, so that calling a meeting off doesn't take the news of it back.
    return Planned(
        place.channel, kind, f"meeting:{meeting.id}:{what}", f"news:{meeting.id}", due_at, known, place.zone.key,
        max(given_up_at(meeting), due_at + timedelta(minutes=1)),
    )  # fmt: skip
