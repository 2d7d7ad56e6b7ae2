"""Weekly reflection prompts: read from files, chosen by phase and week.

Teams get a prompt for the phase they are in; the ILT and coaches have prompts of their own, without a phase.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflows.cycles.phases import Phase
from workflows.rules.toml_tables import FALLBACK, Table, read_in, unique

LONGEST_TITLE = 150
LONGEST_TEXT = 300
MOST_PROMPTS = 60
AUDIENCES = ("team", "ilt", "coach")


@dataclass(frozen=True)
class Prompt:
    """One question to think about; ``phase`` is None for audiences that don't run a cycle."""

    key: str
    audience: str
    phase: Phase | None
    title: str
    text: str
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


def prompt_for(prompts: Sequence[Prompt], phase: Phase | None, week_number: int, earlier_cycles: int = 0) -> Prompt:
    """Choose the prompt for a week (the first is 1), always the same one for the same week.

    Weeks of one phase follow each other, so none repeats as long as the phase has as many prompts as weeks. A team's
    next cycle (``earlier_cycles``) begins one prompt further on. Raises ValueError when no prompt fits the phase.
    """
    fitting = [prompt for prompt in prompts if prompt.phase is phase]
    if not fitting:
        raise ValueError(f"no prompt for {phase}")
    return fitting[(week_number - 1 + earlier_cycles) % len(fitting)]


def _prompts(table: Table) -> tuple[Prompt, ...]:
    table.only(["languages", "audience", "prompts"], ["phase"])
    audience = table.choice("audience", AUDIENCES)
    phase = Phase(table.choice("phase", Phase)) if "phase" in table.fields else None
    if (audience == "team") != (phase is not None):
        raise table.mistake("“phase” belongs to prompts for teams, and only to them.")
    listed = table.tables("prompts", MOST_PROMPTS)
    for each in listed:
        each.only(["key", "title", "text"])
    unique(listed)
    return tuple(
        Prompt(each.key(), audience, phase, each.words("title", LONGEST_TITLE), each.words("text", LONGEST_TEXT))
        for each in listed
    )
