"""When a post that is due may really come: one rule, asked for every kind right before it is sent.

A post is planned for a school day; a snow day declared since, an outage, a pause or a full day may say otherwise.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflows.posts.kinds import Crowded, Hours, Kind
from workflows.posts.plan import count_sent
from workflows.posts.planned import NotNeeded, NotYet
from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import instant, local
from workflows.store.claims import Taken


def check(session: Session, post: Taken, closed: Breaks, *, now: datetime) -> None:
    """Let a post go on that still helps and may come now; ``closed`` are its reader's days off.

    Raises
    ------
    NotNeeded, NotYet
        When it comes too late to be useful; when it is night, a day off, or its reader has had enough today.
    """
    if post.useful_until and now > post.useful_until:
        raise NotNeeded("late")
    rule = Kind(post.kind).rule
    if rule.hours is Hours.ANY or post.zone is None:
        return
    zone = ZoneInfo(post.zone)
    if (civil_at := next_civil(now, zone, closed)) > now:
        why = "a day off" if is_day_off(local(now, zone).date(), closed) else "quiet hours"
        raise _waits(post, civil_at, why)
    if rule.most_a_day and _count_today(session, post, zone, now) >= rule.most_a_day:
        if rule.crowded is Crowded.DROPPED:
            raise NotNeeded("enough reminders for today")
        raise _waits(post, _next_school_day(now, zone, closed), "enough for today")


def _waits(post: Taken, until: datetime, why: str) -> NotYet | NotNeeded:
    if post.useful_until and until > post.useful_until:
        return NotNeeded(f"late after {why}")
    return NotYet(until, why)


def _count_today(session: Session, post: Taken, zone: ZoneInfo, now: datetime) -> int:
    return count_sent(session, post.channel, since=instant(local(now, zone).date(), time(), zone))


def _next_school_day(now: datetime, zone: ZoneInfo, closed: Breaks) -> datetime:
    """The same hour on the next day on which school is open."""
    here = local(now, zone)
    on = here.date() + timedelta(days=1)
    while is_day_off(on, closed):
        on += timedelta(days=1)
    return instant(on, here.time(), zone)
