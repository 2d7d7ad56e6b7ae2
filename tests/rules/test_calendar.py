"""School weeks, meeting days and days off."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from tests.rules.strategies import lengths, starts_and_breaks, unhurried, weekdays
from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff, ends_on, is_day_off, meeting_dates, school_weeks, week_of

MONDAY = date(2026, 11, 9)
THANKSGIVING = DaysOff(date(2026, 11, 25), date(2026, 11, 27), "Thanksgiving")
WINTER = DaysOff(date(2026, 12, 21), date(2027, 1, 1), "Winter break")


def test_weekends_and_breaks_are_off() -> None:
    assert is_day_off(date(2026, 11, 28), [])
    assert is_day_off(date(2026, 11, 27), [THANKSGIVING])
    assert not is_day_off(date(2026, 11, 24), [THANKSGIVING])


def test_a_week_without_school_does_not_count() -> None:
    weeks = school_weeks(date(2026, 12, 7), 4, [WINTER])
    assert [week.first_on for week in weeks] == [
        date(2026, 12, 7),
        date(2026, 12, 14),
        date(2027, 1, 4),
        date(2027, 1, 11),
    ]
    assert ends_on(weeks) == date(2027, 1, 15)
    assert week_of(weeks, date(2026, 12, 23)) is None


def test_a_short_week_counts_and_keeps_its_open_days() -> None:
    third = school_weeks(MONDAY, 4, [THANKSGIVING])[2]
    assert (third.number, third.last_on, third.school_days) == (
        3,
        date(2026, 11, 27),
        (date(2026, 11, 23), date(2026, 11, 24)),
    )


def test_a_cycle_that_starts_midweek_begins_that_day() -> None:
    weeks = school_weeks(MONDAY + timedelta(days=2), 4, [])
    assert weeks[0].school_days[0] == date(2026, 11, 11)
    assert week_of(weeks, date(2026, 11, 10)) is None
    assert week_of(weeks, date(2026, 11, 15)) == weeks[0]
    assert week_of(weeks, date(2026, 12, 7)) is None


def test_a_meeting_moves_to_the_next_open_day_or_else_back() -> None:
    weeks = school_weeks(MONDAY, 4, [THANKSGIVING, DaysOff(MONDAY, MONDAY, "Staff day")])
    assert meeting_dates(weeks, weekday=0)[0] == date(2026, 11, 10)
    assert meeting_dates(weeks, weekday=3)[2] == date(2026, 11, 24)


def test_a_calendar_without_room_is_refused() -> None:
    with pytest.raises(Refusal, match="no room for 5 school weeks"):
        school_weeks(MONDAY, 5, [DaysOff(MONDAY, MONDAY + timedelta(days=500), "Closed")])


def test_a_break_cannot_end_before_it_begins() -> None:
    with pytest.raises(Refusal, match=r"can't be before its first day \(2026-11-09\)"):
        DaysOff(MONDAY, MONDAY - timedelta(days=1), "Upside down")


@unhurried
@given(starts_and_breaks, lengths)
def test_every_school_day_of_a_cycle_belongs_to_one_week(start: tuple[date, list[DaysOff]], length: int) -> None:
    starts_on, breaks = start
    weeks = school_weeks(starts_on, length, breaks)
    span = [starts_on + timedelta(days=each) for each in range((ends_on(weeks) - starts_on).days + 1)]
    assert [day for week in weeks for day in week.school_days] == [day for day in span if not is_day_off(day, breaks)]
    assert [week.number for week in weeks] == list(range(1, length + 1))
    assert all(week_of(weeks, day) == week for week in weeks for day in week.school_days)


@unhurried
@given(starts_and_breaks, lengths, weekdays)
def test_a_team_meets_once_a_week_on_a_school_day(start: tuple[date, list[DaysOff]], length: int, weekday: int) -> None:
    weeks = school_weeks(start[0], length, start[1])
    for week, meets_on in zip(weeks, meeting_dates(weeks, weekday), strict=True):
        assert meets_on in week.school_days
        wanted_on = week.first_on + timedelta(days=weekday)
        assert meets_on == wanted_on or wanted_on not in week.school_days
