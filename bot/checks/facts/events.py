"""What several templates and kinds of post are told alike."""

from datetime import time, timedelta

from bot.checks.facts.hostile import ANA, HERE, ON, Facts
from workflows.rules.calendar import DaysOff


def started(text: str) -> Facts:
    """A cycle that begins."""
    return {
        "question": text, "weeks": 5, "started_by": ANA, "starts_on": ON, "ends_on": ON, "team": text[:80],
        "meeting_weekday": ON, "meeting_at": time(8, 15),
    }  # fmt: skip


def notices(text: str) -> list[Facts]:
    """Every trouble an installer is told of."""
    about = {"why": text[:255], "kind": "cycle:prompt", "key": "cycle:1:prompt", "post": 5}
    posts = [{**about, "state": state, "channel": place} for state in ("in_doubt", "failed") for place in (HERE, ANA)]
    return [*posts, {**about, "state": None, "channel": HERE}, {**about, "state": None, "channel": None}]


def understood(text: str) -> Facts:
    """What was read from a score file, with the file's own words in it."""
    return {
        "title": text[:150], "rows": 400, "usable_rows": 380, "name": text[:255], "subjects": [text[:64], "Reading"],
        "grades": [0, 5], "windows": [text[:64]], "years": [2026, 2027], "refused": {text[:200]: 12, "no score": 8},
        "cut": None, "proficient": [text[:64]], "teachers": 4, "needs": ["roster"], "levels": {}, "percentiles": True,
        "columns": [text[:64]], "examples": [{"grade": "5", "score": text[:64]}] * 5,
    }  # fmt: skip


def team_changed(text: str) -> list[Facts]:
    """A team's week that changes: with nothing to come, and with everything."""
    week = {"team": text[:80], "by": ANA, "meets_on": ON, "meets_at": time(8, 15)}
    closed = [DaysOff(ON, ON, text[:80]), DaysOff(ON, ON + timedelta(days=4), "")]
    return [
        {**week, "days_off": [], "called_off": [], "more": 0},
        {**week, "days_off": closed * 10, "called_off": [ON, ON], "more": 12},
    ]
