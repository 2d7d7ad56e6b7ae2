"""Facts about people: what they may do, and who can help."""

from collections.abc import Callable, Mapping

from bot.checks.facts.hostile import ANA, BEN, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import people
from handlers.screens.words import Voice
from workflows.meetings.library import Library
from workflows.posts import Kind


def posts(text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post."""
    return {Kind.TEAM_JOIN: [_joining(text)], Kind.TEAM_LEFT: _left(text)}


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    told = [{**_joining(text), **each, "people": named} for each in _left(text) for named in ([], [ANA, BEN])]
    return {"asking": [{"people": [ANA]}, {"people": [ANA, BEN]}], "joining": told}


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    return {"is_in": [lambda: people.is_in(voice, text[:80], ANA)]}


def modals(_voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal: there is none."""
    return {}


def _joining(text: str) -> Facts:
    return {"team": text[:80], "team_id": 3, "who": BEN}


def _left(text: str) -> list[Facts]:
    return [{"team": text[:80], "who": BEN, "let_go": many} for many in (1, 3)]
