"""One thread from a problem to a practice that is kept: everything a cycle remembers, in one place."""

from workflows.threads.cards import draft_cards
from workflows.threads.posts import Closing, PhaseRead, closing_facts, phase_facts
from workflows.threads.threads import Past, Thread, past, whole

__all__ = ["Closing", "Past", "PhaseRead", "Thread", "closing_facts", "draft_cards", "past", "phase_facts", "whole"]
