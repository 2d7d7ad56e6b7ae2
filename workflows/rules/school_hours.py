"""When a team may meet: on school days, in the school day, over before the quiet hours."""

from datetime import date, datetime, time, timedelta

from workflows.refusal import Refusal
from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.quiet_hours import QUIET_FROM

MEETS_FROM, MEETS_UNTIL = time(7), time(17)
_FRIDAY = 4


def check_weekly_meeting(weekday: int, at: time) -> None:
    """Accept a weekday from Monday (0) to Friday (4) and a time in the school day."""
    if not 0 <= weekday <= _FRIDAY:
        raise Refusal("Teams meet on school days. Choose Monday to Friday.", field="weekday")
    _check_time(at)


def check_meeting(on: date, at: time, minutes: int, today: date, breaks: Breaks) -> None:
    """Accept one meeting on a school day that isn't past, in the school day and over before the quiet hours."""
    if on < today:
        raise Refusal("A meeting can't be in the past. Choose today or a later day.", field="on")
    if is_day_off(on, breaks):
        raise Refusal("School is closed on {on}. Choose a school day.", field="on", on=on)
    _check_time(at)
    ends = datetime.combine(on, at) + timedelta(minutes=minutes)
    if ends >= datetime.combine(on, QUIET_FROM):
        raise Refusal(
            "This meeting takes {minutes} minutes and would last until {ends}. Choose an earlier time, so that it is "
            "over before {latest}.",
            field="at",
            minutes=minutes,
            ends=f"{ends:%H:%M}",
            latest=f"{QUIET_FROM:%H:%M}",
        )


def _check_time(at: time) -> None:
    if not MEETS_FROM <= at <= MEETS_UNTIL:
        raise Refusal(
            "Teams meet during the school day. Choose a time from {earliest} to {latest}.",
            field="at",
            earliest=f"{MEETS_FROM:%H:%M}",
            latest=f"{MEETS_UNTIL:%H:%M}",
        )
