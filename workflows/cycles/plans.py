"""What a cycle would look like on the calendar, before anybody says yes to it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from workflows import teams
from workflows.cycles.limits import LEAST_WEEKS, MOST_WEEKS
from workflows.cycles.occurrences import prompt_time
from workflows.cycles.phases import Allotment, Phase, read_allotment, weeks_in
from workflows.rules.calendar import Week, ends_on, meeting_day, school_weeks
from workflows.store.tables import Team


@dataclass(frozen=True)
class Plan:
    """A cycle laid on the calendar: its phases with their first and last days, and when its questions come."""

    weeks: int
    starts_on: date
    ends_on: date
    phases: tuple[tuple[Phase, date, date], ...]
    first_asked_on: date
    asked_at: time
    weeks_closed: int


def laid_out(team: Team, weeks: int, starts_on: date, allotment: str = "") -> Plan:
    """Lay a cycle on a team's calendar.

    Raises
    ------
    Refusal
        When the calendar leaves no room for it.
    """
    counted = school_weeks(starts_on, weeks, teams.breaks_of(team))
    shared = read_allotment(allotment, weeks)
    last_on = ends_on(counted)
    return Plan(
        weeks=weeks, starts_on=starts_on, ends_on=last_on,
        phases=tuple((phase, *_days(counted, shared, phase)) for phase in Phase),
        first_asked_on=meeting_day(counted[0], team.meeting_weekday), asked_at=prompt_time(team.meeting_at),
        weeks_closed=_calendar_weeks(counted[0].first_on, last_on) - weeks,
    )  # fmt: skip


def preview(session: Session, channel: str, weeks: int, starts_on: date) -> Plan | None:
    """The plan that a form stands for as it is filled in so far; None while it can't be one."""
    team = teams.in_channel(session, channel)
    if team is None or not LEAST_WEEKS <= weeks <= MOST_WEEKS:
        return None
    return laid_out(team, weeks, starts_on)


def _days(counted: tuple[Week, ...], allotment: Allotment, phase: Phase) -> tuple[date, date]:
    numbers = weeks_in(phase, allotment)
    return counted[numbers[0] - 1].school_days[0], counted[numbers[-1] - 1].school_days[-1]


def _calendar_weeks(first_monday: date, last_on: date) -> int:
    last_monday = last_on - timedelta(days=last_on.weekday())
    return (last_monday - first_monday).days // 7 + 1
