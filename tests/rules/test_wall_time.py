"""Wall time to instants, through gaps and folds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tests.rules.strategies import NEW_YORK, unhurried, wall_times, zone_names, zones
from workflows.rules.wall_time import instant, local

NOONS = [datetime.combine(date(2026, 1, 1) + timedelta(days=day), time(12)) for day in range(731)]


def test_a_time_that_exists_once() -> None:
    assert instant(date(2026, 9, 14), time(8), NEW_YORK) == datetime(2026, 9, 14, 12, tzinfo=UTC)


def test_in_the_gap_of_spring_it_is_the_first_instant_after() -> None:
    assert instant(date(2026, 3, 8), time(2, 30), NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert instant(date(2026, 3, 8), time(2), NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert instant(date(2026, 3, 8), time(3), NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_in_the_fold_of_autumn_it_is_the_first_of_two() -> None:
    assert instant(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert instant(date(2026, 11, 1), time(2), NEW_YORK) == datetime(2026, 11, 1, 7, tzinfo=UTC)


def test_a_day_that_an_island_skipped_becomes_the_next() -> None:
    assert local(instant(date(2011, 12, 30), time(9), apia := ZoneInfo("Pacific/Apia")), apia).isoformat() == (
        "2011-12-31T00:00:00+14:00"
    )


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local(datetime(2026, 9, 14, 8), NEW_YORK)  # noqa: DTZ001 — the naive time is the point


@unhurried
@given(zones, some.dates(date(1975, 1, 1), date(2037, 12, 31)), wall_times)
@example(NEW_YORK, date(2026, 11, 1), time(1, 30))
@example(NEW_YORK, date(2026, 3, 8), time(2, 30))
@example(ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4), time(2, 15))
def test_no_earlier_instant_shows_the_wall_time_or_later(zone: ZoneInfo, on: date, at: time) -> None:
    assert_first(zone, on, at)


def test_every_change_of_clocks_in_two_years_in_every_zone() -> None:
    """Every zone and every half hour around every change: some thousands of walls, not a sample."""
    changes = [(ZoneInfo(name), on) for name in zone_names for on in changing_days(ZoneInfo(name))]
    assert len(changes) > 400
    for zone, on in changes:
        for half_hours in range(12):
            assert_first(zone, on, time(half_hours // 2, 30 * (half_hours % 2)))


def assert_first(zone: ZoneInfo, on: date, at: time) -> None:
    wall = datetime.combine(on, at)
    found_at = instant(on, at, zone)
    shown = local(found_at, zone).replace(tzinfo=None)
    before = local(found_at - timedelta(seconds=1), zone)
    assert found_at.tzinfo is UTC
    assert shown >= wall
    assert local(found_at, zone).fold == 0 or shown > wall
    assert before.replace(tzinfo=None) < wall


def changing_days(zone: ZoneInfo) -> Iterator[date]:
    offsets = [zone.utcoffset(noon) for noon in NOONS]
    return (NOONS[day].date() for day in range(1, len(NOONS)) if offsets[day] != offsets[day - 1])
