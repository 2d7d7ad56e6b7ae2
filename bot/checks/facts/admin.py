"""Facts about trouble that admins hear of, and what every conversation shares."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.checks.facts.hostile import ANA, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import modals as shared
from handlers.screens.words import Voice
from workflows.meetings.library import Library


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post."""
    return {"admin:notice": _notices(text)}


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {
        "admin_notice": [{**each, "decision": answer} for answer in ("resend", "drop") for each in _notices(text)],
        "help": [{}],
        "stranger": [{}],
        "waiting": [{"on": ON + timedelta(days=each)} for each in range(7)],
    }


def replies(_voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply: there is none."""
    return {}


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    return {
        "waiting": lambda: shared.waiting(voice, f"{HERE} 17 {ON}"),
        "told": lambda: shared.told(voice, text, b.prose(text)),
    }


def _notices(text: str) -> list[Facts]:
    """Every trouble an admin is told of."""
    about = {"why": text[:255], "kind": "cycle:prompt", "key": "cycle:1:prompt", "post": 5}
    posts_ = [{**about, "state": state, "channel": place} for state in ("in_doubt", "failed") for place in (HERE, ANA)]
    return [*posts_, {**about, "state": None, "channel": HERE}, {**about, "state": None, "channel": None}]
