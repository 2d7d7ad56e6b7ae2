"""Facts about what teachers promise: reminders, check-ins, the form, the list."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.checks.facts.hostile import HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import commitments
from handlers.screens.words import Voice
from workflows.commitments.commitments import MAX_FOLLOW_UPS
from workflows.meetings.library import Library


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post."""
    commitment = {
        "commitment": 7, "due_on": ON, "text": text[:500], "follow_up": 0, "most": MAX_FOLLOW_UPS, "team": text[:80],
    }  # fmt: skip
    return {
        "commitment:reminder": [commitment],
        "commitment:check-in": [commitment],
        "commitment:follow-up": [{**commitment, "follow_up": number} for number in range(1, MAX_FOLLOW_UPS + 1)],
    }


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    commitment = {"team": text[:80], "due_on": ON, "most": MAX_FOLLOW_UPS}
    return {
        "commitment": [
            {**commitment, "follow_up": number, "state": state}
            for number in range(MAX_FOLLOW_UPS + 1)
            for state in ("done", "stuck", "dropped")
        ],
        "commitment_form": [{}],
    }


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    promises = [{"commitment": each, "text": text[:500], "due_on": ON, "state": "stuck"} for each in range(20)]
    return {
        "promised": [partial(commitments.promised, voice, some, text) for some in ([], promises)],
        "answered": [partial(commitments.answered, voice, text[:500], state) for state in ("done", "stuck", "dropped")],
    }


def modals(voice: Voice, _library: Library, _text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    return {"commitment_form": lambda: commitments.commitment_form(voice, HERE, ON)}
