"""The words of `templates/`, in the reader's language. Templates make text; Python makes structure.

One template file is one message or form, in the folder of its subject; its named blocks are the texts in it:
``voice.say("cycle_started.headline", facts)``. No two files of a language have the same name.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from workflows.refusal import Refusal

LANGUAGES = ("en", "es")
FALLBACK = "en"
REFUSALS, NAMES = "refusals.toml", "names.toml"
COUNTED = re.compile(r"(.+) (\(\d+\))")  # why rows can't be used, and how many: “no score (3); empty row (1)”
OUR_WORDS = ("kind",)  # facts that are never what somebody typed, such as “a picture”: those are translated, too


class Words:
    """Every text of the product, loaded from ``templates/messages/<language>/``."""

    def __init__(self, folder: Path) -> None:
        self._voices = {language: _voice(folder / language, language) for language in LANGUAGES}

    def in_language(self, language: str) -> "Voice":
        """The voice for a language tag such as ``es`` or ``es-MX``; English where there is no other."""
        return self._voices.get(language[:2].lower(), self._voices[FALLBACK])


@dataclass(frozen=True)
class Voice:
    """The texts of one language."""

    language: str
    environment: Environment
    refusals: Mapping[str, str]

    def say(self, name: str, /, **facts: object) -> Markup:
        """One text as mrkdwn: ``name`` is ``<template>.<block>``; every fact is escaped unless it is Markup.

        Raises
        ------
        jinja2.UndefinedError
            When the text needs a fact that wasn't given.
        """
        file, block, text = _found(self.environment, name)
        known = {**self.environment.globals, **facts, "language": self.language}
        context = Context(self.environment, known, file, {block: text})
        return _in_slacks_entities("".join(text(context)).strip())

    def plain(self, name: str, /, **facts: object) -> str:
        """One text for places that show it literally: titles, labels, buttons."""
        return self.say(name, **facts).unescape()

    def sentence(self, refusal: Refusal) -> str:
        """A refusal's sentence in this language, for places that show it literally."""
        pattern = self.refusals.get(refusal.sentence, refusal.sentence)
        facts = {name: self._told(name, fact) for name, fact in refusal.facts.items()}
        return pattern.format(**facts) if facts else pattern

    def _told(self, name: str, fact: object) -> object:
        """A fact in this language: a day is written out, words of our own are in the catalogue, too."""
        if isinstance(fact, date):
            return _written_day(fact, self.language)
        if isinstance(fact, time):
            return _written_time(fact, self.language)
        if name == "reasons":
            return ", ".join(self._reason(piece) for piece in str(fact).split("; "))
        return self.refusals.get(str(fact), fact) if name in OUR_WORDS else fact

    def _reason(self, piece: str) -> str:
        counted = COUNTED.fullmatch(piece)
        return f"{self.refusals.get(counted[1], counted[1])} {counted[2]}" if counted else piece


@cache
def _found(environment: Environment, name: str) -> tuple[str | None, str, Callable[[Context], Iterator[str]]]:
    """The file, the block's name in it, and what writes it; looked up once, for a screen says dozens of texts."""
    template_name, block = name.split(".")
    template = environment.get_template(f"{template_name}.j2")
    if block not in template.blocks:
        raise TemplateNotFound(name)
    return template.name, block, template.blocks[block]


def _in_slacks_entities(said: str) -> Markup:
    """Jinja writes the two quotation marks as entities; Slack doesn't know those and would show them literally."""
    return Markup(said.replace("&#39;", "'").replace("&#34;", '"'))


def _voice(folder: Path, language: str) -> Voice:
    environment = Environment(
        loader=FileSystemLoader(sorted(each for each in folder.iterdir() if each.is_dir())),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # nothing in `templates/` changes while a process lives
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(person=_person, place=_place, day=_day, weekday=_weekday, clock=_clock, when=_when)
    refusals = {sentence: own for file in catalogues(folder) for sentence, own in _catalogue(file).items()}
    # A phrase of ours that comes as a fact, such as why a row was left out, is in the same catalogue.
    ours = refusals | tomllib.loads((folder / NAMES).read_text("utf-8"))
    environment.filters["ours"] = lambda phrase: ours.get(phrase, phrase)
    return Voice(language, environment, refusals)


def catalogues(folder: Path) -> list[Path]:
    """The catalogues of refusals in a language's folder: what several subjects say, and each subject's own."""
    return sorted(folder.rglob(REFUSALS))


def _catalogue(file: Path) -> dict[str, str]:
    return tomllib.loads(file.read_text("utf-8"))


def _person(slack_id: str) -> Markup:
    return Markup("<@{}>").format(slack_id)


def _place(slack_id: str) -> Markup:
    """A channel, or the person a direct message goes to."""
    return Markup("<#{}>").format(slack_id) if slack_id.startswith(("C", "G")) else _person(slack_id)


@pass_context
def _day(context: Context, on: date) -> str:
    return _written_day(on, context["language"])


def _written_day(on: date, language: str) -> str:
    return format_date(on, "EEEE d 'de' MMMM" if language == "es" else "EEEE, MMMM d", locale=language)


@pass_context
def _weekday(context: Context, on: date) -> str:
    return format_date(on, "EEEE", locale=context["language"])


@pass_context
def _clock(context: Context, at: time) -> str:
    return _written_time(at, context["language"])


def _written_time(at: time, language: str) -> str:
    """Twelve hours, as schools in the US write them in either language; no line breaks between number and a.m."""
    return format_time(at, "h:mm a", locale=language).replace("\u202f", " ").replace("\u00a0", " ")


def _when(at: datetime) -> Markup:
    """An instant that every reader sees in their own zone."""
    fallback = escape(f"{at:%Y-%m-%d %H:%M} UTC")
    return Markup("<!date^{}^{{date_short_pretty}}, {{time}}|{}>").format(int(at.timestamp()), fallback)
