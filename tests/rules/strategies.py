"""Calendars, zones and days as hypothesis invents them for the rules' properties."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import settings
from hypothesis import strategies as some

from workflows.rules.calendar import DaysOff

unhurried = settings(deadline=None, max_examples=80)  # the machine is shared, so a slow example is no failure

NEW_YORK = ZoneInfo("America/New_York")
zone_names = sorted(available_timezones() - {"localtime", "Factory"})
zones = some.sampled_from(zone_names).map(ZoneInfo)
dates = some.dates(date(2024, 1, 1), date(2037, 12, 31))
wall_times = some.times().map(lambda at: at.replace(microsecond=0))
school_times = some.times(time(7), time(17, 59))
lengths = some.sampled_from([4, 5, 6])
weekdays = some.integers(0, 4)


def _days_off(first_on: date, days: int) -> DaysOff:
    return DaysOff(first_on, first_on + timedelta(days=days), "break")


def breaks_near(starts_on: date) -> some.SearchStrategy[list[DaysOff]]:
    """Up to six breaks of up to sixteen days in the months around a start."""
    first = some.integers(-10, 90).map(lambda days: starts_on + timedelta(days=days))
    return some.lists(some.builds(_days_off, first, some.integers(0, 15)), max_size=6)


starts_and_breaks = dates.flatmap(lambda on: some.tuples(some.just(on), breaks_near(on)))
