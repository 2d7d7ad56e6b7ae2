"""A school's calendar: typed, or read from an ``.ics`` file. Its teams inherit it, and what is planned moves along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays
import icalendar
import recurring_ical_events
from sqlalchemy.orm import Session

from workflows import people
from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff
from workflows.store.tables import School, SchoolDayOff
from workflows.teams.days_off import read_breaks, write_breaks

AHEAD = timedelta(days=400)
MOST_BYTES = 1_000_000
MOST_DAYS_OFF = 200
LONGEST_BREAK = timedelta(days=120)  # longer is a season somebody has in their calendar, not a break
# What a school calls a day without school; other entries of its calendar are concerts and meetings.
CLOSED = (
    "no school", "closed", "holiday", "break", "recess", "day off", "vacation", "no classes", "no students",
    "sin clases", "feriado", "festivo", "vacaciones", "receso", "asueto", "cerrad", "no hay clases",
)  # fmt: skip


@dataclass(frozen=True)
class SetCalendar:
    """A school's days off as typed, one break a line; they take the place of what was there."""

    school: int
    days_off: str


def as_typed(school: School) -> str:
    """A school's calendar as its form would be filled in."""
    return write_breaks([DaysOff(each.first_on, each.last_on, each.why) for each in school.days_off])


def set_days_off(session: Session, form: SetCalendar, *, by: str, now: datetime) -> School:
    """Write a school's calendar down.

    Raises
    ------
    Refusal
        When somebody asks who doesn't lead the school, or a line can't be read.
    """
    school = session.get(School, form.school, with_for_update=True)
    people.require(session, people.Act.LEAD_SCHOOL, by=by, school=school)
    if school is None:
        raise Refusal("This school isn't here any more.")
    breaks = read_breaks(form.days_off, now.date())
    school.days_off = [SchoolDayOff(first_on=each.first_on, last_on=each.last_on, why=each.why) for each in breaks]
    session.flush()
    return school


def read_ics(content: bytes, today: date) -> tuple[DaysOff, ...]:
    """The days without school in a calendar file, over the coming year, those that recur included.

    Raises
    ------
    Refusal
        When it is no calendar, too large, or names no day without school.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("This calendar is too large. One megabyte is the most.", field="file")
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = recurring_ical_events.of(calendar).between(today - timedelta(days=120), today + AHEAD)
        found = sorted(set(_closed(events)), key=lambda each: (each.first_on, each.last_on))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise Refusal("I can't read this calendar file.", field="file") from error
    if not found:
        raise Refusal("I found no day without school in this calendar.", field="file")
    return tuple(found[:MOST_DAYS_OFF])


def public_holidays(country: str, today: date) -> tuple[DaysOff, ...]:
    """A country's public holidays over the coming year, as a hint: a school decides which of them are days off."""
    try:
        known = holidays.country_holidays(country, years=[today.year, today.year + 1])
    except NotImplementedError:
        return ()
    coming = sorted((on, name) for on, name in known.items() if today <= on <= today + AHEAD)
    return tuple(DaysOff(on, on, name[:80]) for on, name in coming)


def _closed(events: Sequence[icalendar.Event]) -> Iterator[DaysOff]:
    """The whole days on which an entry says that there is no school."""
    for event in events:
        why = str(event.get("SUMMARY", ""))
        starts_on = _whole_day(event, "DTSTART")
        if starts_on is None or not any(word in why.lower() for word in CLOSED):
            continue
        ends_on = _whole_day(event, "DTEND") or starts_on + timedelta(days=1)
        last_on = max(starts_on, ends_on - timedelta(days=1))  # the end of a whole day is the next one
        if last_on - starts_on <= LONGEST_BREAK:
            yield DaysOff(starts_on, last_on, why[:80])


def _whole_day(event: icalendar.Event, name: str) -> date | None:
    """A date of an entry; None where it has an hour, or isn't there."""
    found: object = getattr(event.get(name), "dt", None)
    return found if isinstance(found, date) and not isinstance(found, datetime) else None
