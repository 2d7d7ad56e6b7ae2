"""Hostile sample facts for every template, every kind of post, every reply and every modal: one module per subject.

Whoever adds a message adds its facts to its subject; `python -m bot check` fails until they do. Each function takes a
hostile text and puts it wherever somebody's words can stand.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

from bot.checks.facts import home
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
Each = TypeVar("Each")


def for_letters(text: str, library: Library) -> dict[str, list[Any]]:
    """Facts for each kind of post, as its verb would tell them."""
    return _together(subject.posts(text, library) for subject in _subjects())


def for_templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template, by its name; more than one where its words depend on them."""
    return _together(subject.templates(text) for subject in _subjects())


def for_replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply of `handlers/screens/`, by its function's name."""
    return _together(subject.replies(voice, text) for subject in _subjects())


def for_modals(voice: Voice, library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal of `handlers/screens/`, by its function's name."""
    return _together(subject.modals(voice, library, text) for subject in _subjects())


def for_homes(text: str) -> list[Desk]:
    """Desks: an empty one, and one on which everything stands that can."""
    return home.homes(text)


def _together(parts: Iterable[Mapping[str, Each]]) -> dict[str, Each]:
    return {name: each for part in parts for name, each in part.items()}


@cache
def _subjects() -> tuple[ModuleType, ...]:
    """Every module here that tells facts."""
    names = (each.name for each in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(each for each in modules if hasattr(each, "posts"))
