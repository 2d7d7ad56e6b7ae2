"""Hostile sample facts for every template, every kind of post and every modal, in one place.

Whoever adds a message adds its facts here; `python -m bot check` fails until they do. Each function takes a hostile
text and puts it wherever somebody's words can stand.
"""

from bot.checks.facts.hostile import ANA, AT, BEN, HERE, HOSTILE, MEANT, ON, ZONE, Facts
from bot.checks.facts.letters import for_letters
from bot.checks.facts.modals import for_modals
from bot.checks.facts.replies import for_replies
from bot.checks.facts.templates import for_templates

__all__ = [
    "ANA", "AT", "BEN", "HERE", "HOSTILE", "MEANT", "ON", "ZONE", "Facts", "for_letters", "for_modals", "for_replies",
    "for_templates",
]  # fmt: skip
