"""Local wall time to UTC and back.

Teams think in wall time ("Tuesdays at 07:45"); rows hold instants. Twice a year the two disagree: a wall time inside
a gap becomes the first instant after the gap, a wall time inside a fold becomes the first of its two instants.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Find the instant, in UTC, at which a wall clock in ``zone`` shows this date and time."""
    wall = datetime.combine(on, at.replace(tzinfo=None, fold=0))
    found_at = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(found_at, zone) == wall:
        return found_at
    return _after_gap(wall, zone, latest_at=found_at)


@cache  # looking through the zone files takes longer than all else a form needs, and they stay as they are
def zone_names() -> frozenset[str]:
    """The name of every time zone there is."""
    return frozenset(available_timezones())


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """Show an aware instant on a wall clock in ``zone``; raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(zone)


def _after_gap(wall: datetime, zone: ZoneInfo, *, latest_at: datetime) -> datetime:
    # In a gap (PEP 495) fold=1 lands before the change and fold=0 after it, and changes fall on whole seconds.
    earliest_at = wall.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(microsecond=0)
    seconds = range(int((latest_at - earliest_at).total_seconds()) + 1)
    late = bisect_left(seconds, wall, key=lambda after: _wall(earliest_at + timedelta(seconds=after), zone))
    return earliest_at + timedelta(seconds=late)


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
