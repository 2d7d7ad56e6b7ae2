"""Facts about Home: an empty desk, and one on which everything stands that can."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.checks.facts.hostile import ANA, AT, BEN, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import home
from handlers.screens.words import Voice
from workflows.home import Desk, Joining, Promise, Question, Roster, SchoolRow, TeamRow, Trouble
from workflows.meetings.library import Library
from workflows.people.appointments import Holder


def posts(_text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post: there is none."""
    return {}


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    name = {"team": text[:80], "name": text[:80], "channel": HERE, "school": text[:80], "person": ANA, "on": ON}
    phases = ("analyze", "design", "implement", "refine")
    cycles = [{"stage": "running", "week": 2, "phase": each, "meets_at": AT} for each in phases]
    cycles += [{"stage": stage, "week": None, "phase": None, "meets_at": None} for stage in (None, "paused", "running")]
    numbers = [{"many": many, "more": many, "teams": many, "to_review": many, "admins": many, "troubles": many,
                "classes": many, "students": 24} for many in (0, 1, 3)]  # fmt: skip
    roles = [{"role": role} for role in ("lead", "steward", "admin")]
    return {
        "school_calendar": [{"name": text[:80], "moved": many} for many in (0, 1, 3)],
        "home": [
            {**name, **cycle, **number, **role, "weeks": 5, "subject": "math", "due_on": ON, "overdue": late,
             "kind": "cycle:prompt", "away": away}
            for cycle in cycles for number in numbers for role in roles
            for late, away in ((True, None), (False, (ON, ON)))
        ]
    }  # fmt: skip


def replies(voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    return {
        "menu": [lambda: home.menu(voice, 0), lambda: home.menu(voice, 3)],
    }


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    holders = [Holder(ANA, "admin", None), Holder(BEN, "lead", None), *[Holder(BEN, "steward", text[:80])] * 40]
    return {
        "roles_form": lambda: home.roles_form(voice, holders, {str(each): text[:70] for each in range(120)}),
        "away_form": lambda: home.away_form(voice, (ON, ON)),
        "calendar_form": lambda: home.calendar_form(voice, 1, text[:80], text[:3000], with_files=True),
        "facilitators_form": lambda: home.facilitators_form(voice, HERE, [ANA, BEN]),
    }


def homes(text: str) -> list[Desk]:
    """Desks."""
    return [Desk("en"), _full(text)]


def _full(text: str) -> Desk:
    """Of everything as many as fit, or more."""
    name = text[:80]
    return Desk(
        "en",
        questions=[Question(name, number, ON) for number in range(3)],
        joining=[Joining(name, 3, BEN)],
        roster=[Roster(1, "abc", 3, 71)],
        spots=["math"],
        promises=[Promise(number, text, ON + timedelta(days=number), number == 0) for number in range(5)],
        teams=[TeamRow(name, HERE, "running", 2, 5, "design", AT, number % 2 == 0) for number in range(5)]
        + [TeamRow(name, HERE, None, runs=True)],
        schools=[SchoolRow(1, name, HERE, 4, leads=True, keeps=True, to_review=1)],
        troubles=[Trouble(number, "cycle:prompt", HERE) for number in range(3)],
        admin=True, admins=1, more_teams=35, more_promises=195,
        other_teams={f"{HERE}{number}": name or "…" for number in range(10, 120)},
    )  # fmt: skip
