"""Facts for what one person is shown when they ask, as a way to build it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from bot.checks.facts import files, spots
from bot.checks.facts.hostile import AT, ON, Facts
from handlers.screens import consent, replies
from handlers.screens.blocks import Message
from handlers.screens.words import Voice
from workflows.cycles.phases import Phase
from workflows.cycles.stages import Stage

Builds = list[Callable[[], Message]]


def for_replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply of `handlers/screens/`, by its function's name."""
    meeting = {"meeting": 3, "title": text[:150], "starts_at": AT}
    promises = [{"commitment": each, "text": text[:500], "due_on": ON, "state": "stuck"} for each in range(20)]
    return {
        "status": [partial(replies.status, voice, each, text) for each in _standings(text)],
        "no_cycle": [partial(replies.no_cycle, voice, team, text) for team in ("", text[:80])],
        "scheduled": [partial(replies.scheduled, voice, some, text) for some in ([], [meeting] * 20)],
        "promised": [partial(replies.promised, voice, some, text) for some in ([], promises)],
        "answered": [partial(replies.answered, voice, text[:500], state) for state in ("done", "stuck", "dropped")],
        **files.replies(voice, text),
        "left": [partial(consent.left, voice)],
        "gone": [partial(consent.gone, voice, each) for each in spots.standings(text)],
        "why": [partial(consent.why, voice, each) for each in spots.whys(text)],
    }


def _standings(text: str) -> list[Facts]:
    where = {
        "cycle": 1, "team": text[:80], "question": text, "weeks": 5, "starts_on": ON, "ends_on": ON,
        "today": ON + timedelta(days=1), "phase": Phase.DESIGN, "next_at": AT,
    }  # fmt: skip
    return [
        {**where, "stage": stage, "week": week, "is_theirs": is_theirs}
        for stage in (Stage.PLANNED, Stage.RUNNING, Stage.PAUSED)
        for week in (2, None)
        for is_theirs in (True, False)
    ]
