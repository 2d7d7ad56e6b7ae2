"""What a cycle may be: one check per question in the form, each a kind no with its field."""

from datetime import date, timedelta

from workflows.refusal import Refusal
from workflows.rules.calendar import Breaks, is_day_off
from workflows.rules.texts import readable

LEAST_WEEKS, MOST_WEEKS = 4, 6
LONGEST_QUESTION = 3000
MOST_DAYS_AHEAD = 365


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
