"""Facts about cycles: their posts, their form, where they stand."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from functools import partial

from bot.checks.facts.hostile import ANA, AT, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import cycles
from handlers.screens.words import Voice
from workflows.cycles.phases import Phase
from workflows.cycles.stages import Stage
from workflows.meetings.library import Library


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post."""
    return {
        "cycle:started": [_started(text)],
        "cycle:prompt": [
            {"cycle": 1, "on": ON, "week": week, "weeks": 6, "phase": phase, "question": text, "earlier": earlier}
            for phase in Phase
            for week in range(1, 7)
            for earlier in (0, 1)
        ],
        "cycle:phase": [
            {"phase": phase, "question": text, "words": [(text, who) for who in (ANA, None) for _ in range(many)]}
            for phase in Phase
            for many in (1, 12)
        ],
        "cycle:moved": [{"by": ANA, "team": text[:80], "stage": stage} for stage in Stage],
        "cycle:closing": [{"cycle": 1, "question": text, "weeks": 4, "reflections": 1, "commitments": 2, "kept": 0}],
    }


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    name = text[:80]
    counts = [{"reflections": n, "commitments": n, "kept": n, "weeks": 5} for n in (0, 1, 2)]
    where = {"team": name, "question": text, "weeks": 5, "starts_on": ON, "ends_on": ON, "next_at": AT}
    return {
        "cycle_closing": [*counts, {"reflections": 0, "commitments": 3, "kept": 2, "weeks": 5}],
        "cycle_form": [{"due_at": AT, "channel": HERE}],
        "cycle_moved": [{"by": ANA, "team": name, "stage": stage} for stage in Stage],
        "cycle_prompt": [{"week": 1, "weeks": 5, "title": text, "text": text, "phase": phase} for phase in Phase],
        "cycle_started": [_started(text)],
        "cycle_status": [
            {
                **where,
                "stage": stage,
                "week": week,
                "phase": phase,
                "next_at": next_at,
                "today": today,
                "trouble": trouble,
            }
            for stage in Stage
            for today in (ON - timedelta(days=1), ON, ON + timedelta(days=1))
            for week, phase, next_at, trouble in (
                (None, None, None, None),
                (None, None, None, "restricted_action"),
                *((2, phase, AT, None) for phase in Phase),
            )
        ],
        "phase_summary": [{"phase": phase, "who": who, "more": 3} for phase in Phase for who in (ANA, None)],
    }


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    return {
        "status": [partial(cycles.status, voice, each, text) for each in _standings(text)],
        "no_cycle": [partial(cycles.no_cycle, voice, team, text) for team in ("", text[:80])],
    }


def modals(voice: Voice, _library: Library, _text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    return {"cycle_form": lambda: cycles.cycle_form(voice, HERE, ON)}


def _started(text: str) -> Facts:
    return {
        "question": text, "weeks": 5, "started_by": ANA, "starts_on": ON, "ends_on": ON, "team": text[:80],
        "meeting_weekday": ON, "meeting_at": time(8, 15),
    }  # fmt: skip


def _standings(text: str) -> list[Facts]:
    where = {
        "cycle": 1, "team": text[:80], "question": text, "weeks": 5, "starts_on": ON, "ends_on": ON,
        "today": ON + timedelta(days=1), "phase": Phase.DESIGN, "next_at": AT, "trouble": None,
    }  # fmt: skip
    return [
        {**where, "stage": stage, "week": week, "is_theirs": is_theirs}
        for stage in (Stage.PLANNED, Stage.RUNNING, Stage.PAUSED)
        for week in (2, None)
        for is_theirs in (True, False)
    ]
