"""School days, school weeks and meeting days.

A week in which school is closed all week doesn't count: five school weeks around a winter break take seven weeks of
the calendar. Weekends are always off; breaks are what the school told us.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.refusal import Refusal

MOST_WEEKS_AHEAD = 53  # a cycle that doesn't fit into a year is a wrong calendar, not a long cycle
_SATURDAY = 5


@dataclass(frozen=True)
class DaysOff:
    """Days on which school is closed, first and last included."""

    first_on: date
    last_on: date
    why: str

    def __post_init__(self) -> None:
        """Refuse a break that ends before it begins."""
        if self.last_on < self.first_on:
            raise Refusal(
                "The last day of a break can't be before its first day ({first_on}).",
                field="last_on",
                first_on=self.first_on,
            )


Breaks = Sequence[DaysOff]


@dataclass(frozen=True)
class Week:
    """A counted school week: Monday to Friday, and the days on which the team is at school and in its cycle."""

    number: int
    first_on: date
    last_on: date
    school_days: tuple[date, ...]


def is_day_off(on: date, breaks: Breaks) -> bool:
    """Tell whether school is closed: a weekend or a break."""
    return on.weekday() >= _SATURDAY or any(each.first_on <= on <= each.last_on for each in breaks)


def in_both(one: Breaks, other: Breaks) -> tuple[DaysOff, ...]:
    """The days that are off in two calendars at once."""
    return tuple(
        DaysOff(max(a.first_on, b.first_on), min(a.last_on, b.last_on), a.why)
        for a in one
        for b in other
        if a.first_on <= b.last_on and b.first_on <= a.last_on
    )


def school_weeks(starts_on: date, weeks: int, breaks: Breaks) -> tuple[Week, ...]:
    """Lay a cycle of so many school weeks on the calendar.

    The first week holds only the school days from ``starts_on`` on. Raises Refusal when breaks leave no room for the
    cycle within a year.
    """
    first_monday = starts_on - timedelta(days=starts_on.weekday())
    counted: list[Week] = []
    for ahead in range(MOST_WEEKS_AHEAD):
        monday = first_monday + timedelta(weeks=ahead)
        if days := _school_days(monday, starts_on, breaks):
            counted.append(Week(len(counted) + 1, monday, monday + timedelta(days=4), days))
        if len(counted) == weeks:
            return tuple(counted)
    raise Refusal(
        "The school calendar leaves no room for {weeks} school weeks in the year after {starts_on}.",
        field="starts_on",
        weeks=weeks,
        starts_on=starts_on,
    )


def week_of(weeks: Sequence[Week], today: date) -> Week | None:
    """Find the school week of a cycle that today belongs to, weekends included.

    None before the cycle, after it, and in a week in which school is closed.
    """
    if not weeks or today < weeks[0].school_days[0]:
        return None
    return next((week for week in weeks if week.first_on <= today < week.first_on + timedelta(weeks=1)), None)


def ends_on(weeks: Sequence[Week]) -> date:
    """Name the last school day of a cycle."""
    return weeks[-1].school_days[-1]


def meeting_day(week: Week, weekday: int) -> date:
    """Choose the day on which a team meets in a week (``weekday``: Monday is 0).

    It is the team's own weekday when school is open; else the first school day after it in the same week; else the
    last one before it.
    """
    wanted_on = week.first_on + timedelta(days=weekday)
    later = [day for day in week.school_days if day >= wanted_on]
    return later[0] if later else week.school_days[-1]


def meeting_dates(weeks: Sequence[Week], weekday: int) -> tuple[date, ...]:
    """List a cycle's meeting days, one per school week."""
    return tuple(meeting_day(week, weekday) for week in weeks)


def _school_days(monday: date, starts_on: date, breaks: Breaks) -> tuple[date, ...]:
    days = (monday + timedelta(days=each) for each in range(5))
    return tuple(day for day in days if day >= starts_on and not is_day_off(day, breaks))
