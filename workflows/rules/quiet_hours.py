"""When the bot may speak, how late is too late, and how often is too often."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.wall_time import instant, local

QUIET_FROM = time(18)
QUIET_UNTIL = time(7)
MEETING_REMINDER_LEAD = timedelta(minutes=15)
MAX_FOLLOW_UPS = 2
DAILY_BUDGET = 3
"""Direct messages about commitments stop when somebody has had so many from us in a day; the rest waits."""


class Kind(StrEnum):
    """Every kind of post the bot plans."""

    CYCLE_STARTED = "cycle:started"
    CYCLE_PROMPT = "cycle:prompt"
    CYCLE_PHASE = "cycle:phase"
    CYCLE_CLOSING = "cycle:closing"
    CYCLE_MOVED = "cycle:moved"
    TEAM_CHANGED = "team:changed"
    MEETING_INVITATION = "meeting:invitation"
    MEETING_MOVED = "meeting:moved"
    MEETING_REMINDER = "meeting:reminder"
    MEETING_LATE = "meeting:late"
    MEETING_LIVE = "meeting:live"
    MEETING_STEP = "meeting:step"
    MEETING_CUE = "meeting:cue"
    MEETING_SUMMARY = "meeting:summary"
    COMMITMENT_REMINDER = "commitment:reminder"
    COMMITMENT_CHECK_IN = "commitment:check-in"
    COMMITMENT_FOLLOW_UP = "commitment:follow-up"
    DIGEST_WEEKLY = "digest:weekly"
    ADMIN_NOTICE = "admin:notice"


# None: worth sending however late. A record of what happened never spoils; a call to act does.
_LATENESS: dict[Kind, timedelta | None] = {
    Kind.CYCLE_STARTED: None,
    Kind.CYCLE_PROMPT: timedelta(days=4),  # from a Monday morning to the end of its school week
    Kind.CYCLE_PHASE: None,
    Kind.CYCLE_CLOSING: None,
    Kind.CYCLE_MOVED: None,
    Kind.TEAM_CHANGED: timedelta(days=7),
    Kind.MEETING_INVITATION: timedelta(days=7),  # `useless_at` knows when the meeting itself is over
    Kind.MEETING_MOVED: timedelta(days=7),
    Kind.MEETING_LATE: timedelta(hours=1),
    Kind.MEETING_LIVE: None,
    Kind.MEETING_CUE: timedelta(minutes=5),
    Kind.MEETING_REMINDER: MEETING_REMINDER_LEAD,  # useless once the meeting has begun
    Kind.MEETING_STEP: timedelta(minutes=5),  # the shortest step; `useless_at` knows the step's own end
    Kind.MEETING_SUMMARY: None,
    Kind.COMMITMENT_REMINDER: timedelta(days=1),
    Kind.COMMITMENT_CHECK_IN: timedelta(days=7),
    Kind.COMMITMENT_FOLLOW_UP: timedelta(days=7),
    Kind.DIGEST_WEEKLY: timedelta(days=3),
    Kind.ADMIN_NOTICE: None,
}


def lateness(kind: str) -> timedelta | None:
    """Say how long after its due time a post is still worth sending; None: always. Raises ValueError if unknown."""
    return _LATENESS[Kind(kind)]


def useless_at(kind: str, due_at: datetime, *, ends_at: datetime | None = None) -> datetime | None:
    """Say from which instant on a post is no longer worth sending; None: never.

    ``ends_at`` is the end of what the post is about, when it has one of its own: the step's, the start of the meeting
    for a reminder, the end of the school week for a weekly prompt. It goes before the general rule for the kind.
    """
    late = lateness(kind)
    if late is None:
        return None
    return ends_at or due_at + late


def is_quiet(at: time) -> bool:
    """Tell whether a wall time lies in the quiet hours of the evening, night or early morning."""
    return at >= QUIET_FROM or at < QUIET_UNTIL


def next_civil(at: datetime, zone: ZoneInfo, breaks: Breaks) -> datetime:
    """Move an instant out of the reader's quiet hours and days off; one that is civil already stays as it is."""
    while True:
        here = local(at, zone)
        if not is_day_off(here.date(), breaks):
            if not is_quiet(here.time()):
                return at
            if here.time() < QUIET_UNTIL:
                return instant(here.date(), QUIET_UNTIL, zone)
        at = instant(here.date() + timedelta(days=1), QUIET_UNTIL, zone)
