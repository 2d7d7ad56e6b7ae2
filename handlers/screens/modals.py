"""The forms people fill in. Every field is named like the field of the form it fills (`handlers/slack/forms.py`)."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice

ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "America/Mexico_City", "America/Bogota",
    "America/Lima", "America/Santiago", "America/Argentina/Buenos_Aires", "America/Sao_Paulo", "America/Toronto",
    "America/Halifax", "Europe/London", "Europe/Madrid", "Europe/Berlin", "Africa/Lagos", "Africa/Johannesburg",
    "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip
MONDAY = date(2024, 1, 1)


def waiting(voice: Voice, memo: str) -> Block:
    """A skeleton, opened at once because a trigger lives three seconds; filled as soon as we know more."""
    return b.modal("waiting", voice.plain("waiting.title"), b.prose(voice.say("waiting.body")),
                   close=voice.plain("waiting.close"), memo=memo)  # fmt: skip


def told(voice: Voice, title: str, body: Sequence[Block]) -> Block:
    """A modal that only says something."""
    return b.modal("told", title, body, close=voice.plain("waiting.close"))


def zones(zone: str) -> dict[str, str]:
    """The visitor's own zone first, when we know it."""
    return {each: each.replace("_", " ") for each in dict.fromkeys((zone, *ZONES)) if each}


def weekdays(voice: Voice) -> dict[str, str]:
    """Monday to Friday, in the reader's language."""
    return {str(each): voice.plain("waiting.weekday", on=MONDAY + timedelta(days=each)) for each in range(5)}
