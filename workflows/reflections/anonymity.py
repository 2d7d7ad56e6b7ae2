"""Answers without a name: the database doesn't know whose they are, and nobody reads them who could guess.

An anonymous answer is filed under a mark of a code that only its writer gets to see, once. Who holds the code may
change the answer or take it back; who has lost it can't, and neither can we.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from workflows.rules.privacy import could_be_one_adult

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
_HALF = 5


@dataclass(frozen=True)
class Answer:
    """One answer to a question: its words, and who signed it (None: nobody)."""

    text: str
    by: str | None


def new_code() -> str:
    """A code that can't be guessed and is easily copied, such as ``K7PMX-3QXDA``."""
    letters = [secrets.choice(_LETTERS) for _ in range(2 * _HALF)]
    return f"{''.join(letters[:_HALF])}-{''.join(letters[_HALF:])}"


def mark_of(code: str) -> str:
    """What is stored in place of a code, however it was typed."""
    typed = "".join(each for each in code.upper() if each.isalnum())
    return sha256(typed.encode()).hexdigest()


def fair_to_show(answers: Sequence[Answer], members: int) -> bool:
    """Whether the unsigned ones among the answers to one question may be read by the team of so many members."""
    unsigned = sum(each.by is None for each in answers)
    could_have_written = members - len({each.by for each in answers if each.by})
    return not could_be_one_adult(min(unsigned, could_have_written))
