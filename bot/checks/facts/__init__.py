"""Hostile sample facts for every template, every kind of post, every reply and every modal: one module per subject.

Whoever adds a message adds its facts to its subject; `python -m bot check` fails until they do. Each function takes a
hostile text and puts it wherever somebody's words can stand.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from bot.checks.facts import (
    admin,
    brightspots,
    commitments,
    cycles,
    home,
    meetings,
    people,
    reflections,
    teams,
    uploads,
)
from bot.checks.facts.hostile import ANA, AT, BEN, HERE, HOSTILE, MEANT, ON, ZONE, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens.words import Voice
from workflows.home import Desk
from workflows.meetings.library import Library

__all__ = [
    "ANA",
    "AT",
    "BEN",
    "HERE",
    "HOSTILE",
    "MEANT",
    "ON",
    "ZONE",
    "Facts",
    "for_homes",
    "for_letters",
    "for_modals",
    "for_replies",
    "for_templates",
]  # fmt: skip
SUBJECTS = (admin, brightspots, commitments, cycles, home, meetings, people, reflections, teams, uploads)
Each = TypeVar("Each")


def for_letters(text: str, library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post, as its verb would tell them."""
    return _together(subject.posts(text, library) for subject in SUBJECTS)


def for_templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template, by its name; more than one where its words depend on them."""
    return _together(subject.templates(text) for subject in SUBJECTS)


def for_replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply of `handlers/screens/`, by its function's name."""
    return _together(subject.replies(voice, text) for subject in SUBJECTS)


def for_modals(voice: Voice, library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal of `handlers/screens/`, by its function's name."""
    return _together(subject.modals(voice, library, text) for subject in SUBJECTS)


def for_homes(text: str) -> list[Desk]:
    """Desks: an empty one, and one on which everything stands that can."""
    return home.homes(text)


def _together(parts: Iterable[Mapping[str, Each]]) -> dict[str, Each]:
    return {name: each for part in parts for name, each in part.items()}
