"""Facts about people: what they may do, and who can help."""

from collections.abc import Callable, Mapping

from bot.checks.facts.hostile import ANA, BEN, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens.words import Voice
from workflows.meetings.library import Library


def posts(_text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post: there is none."""
    return {}


def templates(_text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {"asking": [{"people": [ANA]}, {"people": [ANA, BEN]}]}


def replies(_voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply: there is none."""
    return {}


def modals(_voice: Voice, _library: Library, _text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal: there is none."""
    return {}
