"""Facts about evidence: its form."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.checks.facts.hostile import HERE, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import evidence
from handlers.screens.words import Voice
from workflows.cycles.records import EVIDENCE_KINDS
from workflows.meetings.library import Library


def posts(_text: str, _library: Library) -> dict[str, list[Any]]:
    """Facts for each kind of post: none is posted."""
    return {}


def templates(_text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {"evidence_form": [{"kind": kind, "single": kind == "surveys"} for kind in EVIDENCE_KINDS]}


def replies(_voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply: there is none."""
    return {}


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    practices = (text[:1000], text[:1000])
    return {"evidence_form": lambda: evidence.evidence_form(voice, HERE, practices, text[:800], "https://example.com")}
