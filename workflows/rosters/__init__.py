"""Who teaches whom, confirmed by the teachers themselves."""

from workflows.rosters.confirmation import (
    Correct,
    confirm,
    correct,
    facts,
    link,
    of_steward,
    remind,
    shown_to,
)
from workflows.rosters.renewal import due, renew

__all__ = [
    "Correct", "confirm", "correct", "due", "facts", "link", "of_steward", "remind", "renew", "shown_to",
]  # fmt: skip
