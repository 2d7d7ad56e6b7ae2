"""What a cycle may be: one check per question in the form, each a kind no with its field."""

from datetime import date, datetime, time, timedelta

from workflows.refusal import Refusal
from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.quiet_hours import QUIET_FROM
from workflows.rules.texts import readable

LEAST_WEEKS, MOST_WEEKS = 4, 6
LONGEST_QUESTION = 3000
MEETS_FROM, MEETS_UNTIL = time(7), time(17)
MOST_DAYS_AHEAD = 365
_FRIDAY = 4


def check_weeks(weeks: int) -> int:
    """Accept 4, 5 or 6 weeks."""
    if not LEAST_WEEKS <= weeks <= MOST_WEEKS:
        raise Refusal("A cycle lasts {least} to {most} weeks.", field="weeks", least=LEAST_WEEKS, most=MOST_WEEKS)
    return weeks


def check_start(starts_on: date, today: date, breaks: Breaks) -> date:
    """Accept a school day between today and a year from now."""
    if starts_on < today:
        raise Refusal("A cycle can't start in the past. Choose today or a later day.", field="starts_on")
    if starts_on > today + timedelta(days=MOST_DAYS_AHEAD):
        raise Refusal("That start is more than a year away. Choose a day closer to now.", field="starts_on")
    if is_day_off(starts_on, breaks):
        raise Refusal("School is closed on {on}. Choose a school day.", field="starts_on", on=starts_on)
    return starts_on


def check_question(question: str) -> str:
    """Accept 1 to 3000 visible characters; returns them trimmed and without what no database can keep."""
    kept = readable(question)
    if not kept:
        raise Refusal("Please write your inquiry question.", field="question")
    if len(kept) > LONGEST_QUESTION:
        raise Refusal(
            "Your question has {length} characters. It can have at most {most}.",
            field="question",
            length=len(kept),
            most=LONGEST_QUESTION,
        )
    return kept


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
