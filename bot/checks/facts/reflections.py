"""Facts about answers to prompts."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.checks.facts.hostile import HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import reflections
from handlers.screens.words import Voice
from workflows.cycles.phases import Phase
from workflows.cycles.questions import Prompted
from workflows.meetings.library import Library
from workflows.reflections import Asked, quotes


def posts(_text: str, _library: Library) -> dict[str, list[Any]]:
    """Facts for each kind of post: none is posted."""
    return {}


def templates(_text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {
        "reflection_form": [
            {"quotable": quotable, "signed": signed}
            for quotable in ("no", "named")
            for signed in ("named", "anonymous")
        ]
    }


def replies(_voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply: there is none."""
    return {}


def modals(voice: Voice, library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    memo = f"{HERE} 17 {ON}"
    asked = Asked(Prompted(2, Phase.DESIGN, 0), text, "named", "nameless", quotes.WAYS)
    question = text[:150], text[:300]
    return {
        "reflection_form": lambda: reflections.reflection_form(voice, memo, question, asked, asks_code=True),
        "code_shown": lambda: reflections.code_shown(voice, "K7PMX-3QXDA"),
        "withdrawn": lambda: reflections.withdrawn(voice),
        "quote_form": lambda: reflections.quote_form(voice, memo, text),
    }
