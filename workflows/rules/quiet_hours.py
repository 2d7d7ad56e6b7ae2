"""When the bot may speak: not in the evening, at night, early in the morning, nor on days off."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.wall_time import instant, local

QUIET_FROM = time(18)
QUIET_UNTIL = time(7)


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
