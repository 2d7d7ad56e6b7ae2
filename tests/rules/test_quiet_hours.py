"""Quiet hours and days off."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.rules.strategies import NEW_YORK, starts_and_breaks, unhurried, zones
from workflows.rules.calendar import DaysOff, is_day_off
from workflows.rules.quiet_hours import is_quiet, next_civil
from workflows.rules.wall_time import instant, local


@pytest.mark.parametrize(
    ("on", "at", "moved"),
    [
        (date(2026, 9, 14), time(12), "Mon 14 12:00"),
        (date(2026, 9, 14), time(6, 59), "Mon 14 07:00"),
        (date(2026, 9, 14), time(18), "Tue 15 07:00"),
        (date(2026, 9, 18), time(18, 30), "Mon 21 07:00"),
        (date(2026, 10, 30), time(22), "Mon 02 07:00"),
    ],
)
def test_out_of_quiet_hours_and_weekends(on: date, at: time, moved: str) -> None:
    assert f"{local(next_civil(instant(on, at, NEW_YORK), NEW_YORK, []), NEW_YORK):%a %d %H:%M}" == moved


@unhurried
@given(starts_and_breaks, some.integers(0, 40 * 24 * 60), zones)
def test_a_civil_instant_is_the_first_one_allowed(
    start: tuple[date, list[DaysOff]], minutes: int, zone: ZoneInfo
) -> None:
    starts_on, breaks = start
    asked_at = instant(starts_on, time(0), zone) + timedelta(minutes=minutes)
    civil_at = next_civil(asked_at, zone, breaks)
    assert civil_at >= asked_at
    assert allowed(civil_at, zone, breaks)
    assert next_civil(civil_at, zone, breaks) == civil_at
    assert civil_at == asked_at or not allowed(civil_at - timedelta(minutes=1), zone, breaks)
    assert civil_at == asked_at or not allowed(asked_at, zone, breaks)


def allowed(at: datetime, zone: ZoneInfo, breaks: list[DaysOff]) -> bool:
    here = local(at, zone)
    return not is_day_off(here.date(), breaks) and not is_quiet(here.time())
