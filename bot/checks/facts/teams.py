"""Facts about teams: their forms, and a week that changes."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta

from bot.checks.facts.hostile import ANA, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import teams
from handlers.screens.words import Voice
from workflows.meetings.library import Library
from workflows.rules.calendar import DaysOff
from workflows.teams.setup import ChangeTeam


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post."""
    return {"team:changed": _changed(text)}


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {"team_changed": [{**each, "more": more} for each in _changed(text) for more in (0, 12)], "team_form": [{}]}


def replies(_voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply: there is none."""
    return {}


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    team = ChangeTeam(HERE, text[:80], text[:20], text[:40], [ANA], "America/Lima", 4, time(16, 45), "x" * 3000)
    return {
        "team_form": lambda: teams.team_form(voice, HERE, ANA, "America/Argentina/ComodRivadavia"),
        "change_form": lambda: teams.change_form(voice, team),
    }


def _changed(text: str) -> list[Facts]:
    """A team's week that changes: with nothing to come, and with everything."""
    week = {"team": text[:80], "by": ANA, "meets_on": ON, "meets_at": time(8, 15)}
    closed = [DaysOff(ON, ON, text[:80]), DaysOff(ON, ON + timedelta(days=4), "")]
    return [
        {**week, "days_off": [], "called_off": []},
        {**week, "days_off": closed * 10, "called_off": [ON, ON]},
    ]
