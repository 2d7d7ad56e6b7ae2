"""Who teaches whom, confirmed by the teachers themselves."""

from workflows.rosters.confirmation import (
    Correct,
    confirm,
    confirmed,
    correct,
    facts,
    link,
    of_steward,
    remind,
    renew,
    shown_to,
)

__all__ = ["Correct", "confirm", "confirmed", "correct", "facts", "link", "of_steward", "remind", "renew", "shown_to"]
