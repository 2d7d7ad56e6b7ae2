"""Facts about answers to prompts."""

from collections.abc import Callable, Mapping

from bot.checks.facts.hostile import HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import reflections
from handlers.screens.words import Voice
from workflows.cycles.facts import Prompted
from workflows.cycles.phases import Phase
from workflows.meetings.library import Library
from workflows.reflections import Asked, quotes


def posts(_text: str, _library: Library) -> dict[str, list[Facts]]:
    """Facts for each kind of post: none is posted."""
    return {}


def templates(_text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {"reflection_form": [{"quotable": "no"}, {"quotable": "named"}]}


def replies(_voice: Voice, _text: str) -> Mapping[str, Builds]:
    """How to build each reply: there is none."""
    return {}


def modals(voice: Voice, library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    prompts = [each.translations.get(voice.language, each) for each in library.prompts]
    longest = max(prompts, key=lambda each: len(each.text))
    asked = Asked(Prompted(2, Phase.DESIGN, 0), text, "anonymous", "nameless", quotes.WAYS)
    return {
        "reflection_form": lambda: reflections.reflection_form(voice, f"{HERE} 17 {ON}", longest, asked),
        "quote_form": lambda: reflections.quote_form(voice, f"{HERE} 17 {ON}", text),
    }
