"""Facts for each modal, as a way to build it."""

from collections.abc import Callable, Mapping
from datetime import datetime, time

from bot.checks.facts import files, spots
from bot.checks.facts.hostile import ANA, HERE, ON
from handlers.screens import blocks as b
from handlers.screens import consent, ilt, modals, teams
from handlers.screens.words import Voice
from handlers.slack.dependencies import Library
from workflows.cycles.facts import Prompted
from workflows.cycles.phases import Phase
from workflows.reflections import Asked, quotes
from workflows.teams.setup import ChangeTeam

STARTS = datetime.combine(ON, time(8, 15))


def for_modals(voice: Voice, library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal of `handlers/screens/`, by its function's name."""
    prompts = [each.translations.get(voice.language, each) for each in library.prompts]
    team = ChangeTeam(HERE, text[:80], text[:20], text[:40], [ANA], "America/Lima", 4, time(16, 45), "x" * 3000)
    longest = max(prompts, key=lambda each: len(each.text))
    return {
        "waiting": lambda: modals.waiting(voice, f"{HERE} 17 {ON}"),
        "told": lambda: modals.told(voice, text, b.prose(text)),
        "team_form": lambda: teams.team_form(voice, HERE, ANA, "America/Argentina/ComodRivadavia"),
        "change_form": lambda: teams.change_form(voice, team),
        "cycle_form": lambda: modals.cycle_form(voice, HERE, ON),
        "meeting_form": lambda: modals.meeting_form(voice, HERE, ANA, library.protocols, STARTS),
        "reflection_form": lambda: modals.reflection_form(voice, f"{HERE} 17 {ON}", longest, _answered(text)),
        "quote_form": lambda: modals.quote_form(voice, f"{HERE} 17 {ON}", text),
        "ilt_form": lambda: ilt.ilt_form(voice, f"{HERE} upload", "America/Argentina/ComodRivadavia", text[:80]),
        "share_form": lambda: consent.share_form(voice, spots.standings(text)[0] | {"who": ANA}, "named", spots.HOME),
        "upload_form": lambda: modals.upload_form(voice, HERE),
        **files.modals(voice, text),
        "commitment_form": lambda: modals.commitment_form(voice, HERE, ON),
    }


def _answered(text: str) -> Asked:
    return Asked(Prompted(2, Phase.DESIGN, 0), text, "anonymous", "nameless", quotes.WAYS)
