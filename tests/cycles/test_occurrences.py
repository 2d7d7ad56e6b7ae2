"""What a cycle says and when."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import (
    NEW_YORK,
    breaks_near,
    lengths,
    school_times,
    starts_and_breaks,
    unhurried,
    wall_times,
    weekdays,
    zones,
)
from workflows.cycles.occurrences import prompt_time, weekly_prompts
from workflows.posts import Planned
from workflows.rules.calendar import DaysOff, is_day_off, school_weeks
from workflows.rules.quiet_hours import is_quiet
from workflows.rules.wall_time import local

Start = tuple[date, list[DaysOff]]


def on_of(prompt: Planned) -> date:
    """The day on which a prompt is asked."""
    return date.fromisoformat(prompt.facts["on"])


def test_five_weeks_across_the_change_of_clocks() -> None:
    weeks = school_weeks(date(2026, 10, 19), 5, [DaysOff(date(2026, 11, 3), date(2026, 11, 3), "Election Day")])
    prompts = weekly_prompts(17, weeks, weekday=1, at=time(7, 45), zone=NEW_YORK, channel="C1")
    assert [(each.key, f"{each.due_at:%d %H:%M}") for each in prompts] == [
        ("cycle:17:prompt:2026-10-20", "20 11:45"),
        ("cycle:17:prompt:2026-10-27", "27 11:45"),
        ("cycle:17:prompt:2026-11-04", "04 12:45"),
        ("cycle:17:prompt:2026-11-10", "10 12:45"),
        ("cycle:17:prompt:2026-11-17", "17 12:45"),
    ]
    assert [f"{each.useful_until:%a %d %H:%M}" for each in prompts][:3] == [
        "Fri 23 22:00",
        "Fri 30 22:00",
        "Fri 06 23:00",
    ]


@pytest.mark.parametrize(
    ("meets_at", "prompted_at"),
    [(time(15, 30), time(7, 45)), (time(8), time(7, 30)), (time(7, 15), time(7)), (time(7), time(7))],
)
def test_the_prompt_comes_before_the_meeting(meets_at: time, prompted_at: time) -> None:
    assert prompt_time(meets_at) == prompted_at


@unhurried
@given(starts_and_breaks, lengths, weekdays, wall_times, zones)
def test_nothing_is_planned_on_days_off_or_in_quiet_hours(
    start: Start, length: int, weekday: int, at: time, zone: ZoneInfo
) -> None:
    starts_on, breaks = start
    prompts = weekly_prompts(3, school_weeks(starts_on, length, breaks), weekday, at, zone, channel="C1")
    assert len(prompts) == length
    assert len({each.key for each in prompts}) == length
    for each in prompts:
        here = local(each.due_at, zone)
        assert here.date() == on_of(each)
        assert on_of(each) >= starts_on
        assert not is_day_off(on_of(each), breaks)
        assert not is_quiet(here.time())
        assert each.useful_until is not None
        assert each.due_at < each.useful_until < each.due_at + timedelta(days=5)


@unhurried
@given(starts_and_breaks, lengths, weekdays, school_times, some.tuples(zones, zones))
def test_keys_do_not_know_the_zone(
    start: Start, length: int, weekday: int, at: time, pair: tuple[ZoneInfo, ZoneInfo]
) -> None:
    weeks = school_weeks(start[0], length, start[1])
    one, other = (weekly_prompts(3, weeks, weekday, at, zone, channel="C1") for zone in pair)
    assert [each.key for each in one] == [each.key for each in other]


@unhurried
@given(starts_and_breaks.flatmap(lambda start: some.tuples(some.just(start), breaks_near(start[0]))), lengths, weekdays)
def test_a_changed_calendar_keeps_the_keys_of_days_that_stay(
    change: tuple[Start, list[DaysOff]], length: int, weekday: int
) -> None:
    (starts_on, before), after = change
    old, new = (
        {on_of(each): each.key for each in weekly_prompts(3, weeks, weekday, time(8), NEW_YORK, channel="C1")}
        for weeks in (school_weeks(starts_on, length, before), school_weeks(starts_on, length, after))
    )
    assert all(old[on] == new[on] for on in old.keys() & new.keys())
