"""Weekly reflection prompts: read from files, chosen by phase and by how many weeks a team spent in it before.

Teams get a prompt for the phase they are in; the ILT and coaches have prompts of their own, without a phase. The first
prompt of each phase is the one that a team must not miss in its first cycle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflows.cycles.phases import Phase
from workflows.rules.toml_tables import FALLBACK, Table, read_in, unique

LONGEST_TITLE = 150
LONGEST_TEXT = 300
MOST_PROMPTS = 60
AUDIENCES = ("team", "ilt", "coach")
AREAS = ("improvement", "shared_responsibility", "inquiry", "learning", "values")
"""What a team asks itself over a cycle: does it help, is the load shared, do we inquire, learn, know what we value."""


@dataclass(frozen=True)
class Prompt:
    """One question to think about; ``phase`` is None for audiences that don't run a cycle."""

    key: str
    audience: str
    phase: Phase | None
    title: str
    text: str
    areas: tuple[str, ...] = ()
    translations: Mapping[str, "Prompt"] = field(default_factory=dict, repr=False)


def read_prompts(text: str) -> tuple[Prompt, ...]:
    """Read a file of prompts in English, other languages in ``translations``; raises FileMistake."""
    spoken = read_in(text, "prompts", _prompts)
    english = spoken.pop(FALLBACK)
    return tuple(
        replace(prompt, translations={language: each[place] for language, each in spoken.items()})
        for place, prompt in enumerate(english)
    )


def in_language(prompt: Prompt, language: str) -> Prompt:
    """Show a prompt in a language, or in English when it isn't written in it."""
    return prompt.translations.get(language, prompt)


def for_audience(prompts: Iterable[Prompt], audience: str) -> tuple[Prompt, ...]:
    """Keep the prompts meant for teams, for the ILT or for coaches."""
    return tuple(prompt for prompt in prompts if prompt.audience == audience)


def prompt_for(prompts: Sequence[Prompt], phase: Phase | None, place: int) -> Prompt:
    """Choose the prompt of a week: ``place`` counts the weeks that were asked about this phase before (the first is 0).

    None comes again before all of its phase were asked. Raises ValueError when no prompt fits the phase.
    """
    fitting = [prompt for prompt in prompts if prompt.phase is phase]
    if not fitting:
        raise ValueError(f"no prompt for {phase}")
    return fitting[place % len(fitting)]


def _prompts(table: Table) -> tuple[Prompt, ...]:
    table.only(["languages", "audience", "prompts"], ["phase"])
    audience = table.choice("audience", AUDIENCES)
    phase = Phase(table.choice("phase", Phase)) if "phase" in table.fields else None
    if (audience == "team") != (phase is not None):
        raise table.mistake("“phase” belongs to prompts for teams, and only to them.")
    listed = table.tables("prompts", MOST_PROMPTS)
    for each in listed:
        each.only(["key", "title", "text"], ["areas"])
    unique(listed)
    return tuple(_prompt(each, audience, phase) for each in listed)


def _prompt(each: Table, audience: str, phase: Phase | None) -> Prompt:
    named = each.fields.get("areas", [])
    areas = tuple(area for area in AREAS if isinstance(named, list) and area in named)
    if not isinstance(named, list) or len(areas) != len(named):
        raise each.mistake(f"“areas” must list some of {', '.join(AREAS)}.")
    return Prompt(
        each.key(), audience, phase, each.words("title", LONGEST_TITLE), each.words("text", LONGEST_TEXT), areas
    )
