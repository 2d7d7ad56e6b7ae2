"""What a person sees of a message or a modal, drawn as plain lines; and the one hostile text in all snapshots."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.checks import facts
from bot.playground.people.mrkdwn import Reader, read
from bot.playground.people.rendering import body_text, view_text
from bot.template_loader import load_library, load_words
from handlers.screens.blocks import Message
from handlers.screens.words import Voice

TEXT = "<!channel> O'Neil & <b> 🎉 ‏שלום"
WORDS, LIBRARY = load_words(), load_library()
READER = Reader(
    {facts.ANA: "Ana", facts.BEN: "Ben", facts.HERE: "grade-5"},
    facts.ZONE,
    datetime(2026, 10, 12, 8, 0, tzinfo=facts.ZONE),
)
Build = Callable[[Voice, Any], Message]


def seen(build: Build, kind: str, language: str, sample: int = 0) -> str:
    """A posted message: first what a notification says, then its blocks."""
    message = build(WORDS.in_language(language), facts.for_letters(TEXT, LIBRARY)[kind][sample])
    body = body_text({"text": message.text, "blocks": message.blocks}, READER)
    return f"({read(message.text, READER)})\n{body}"


def opened(name: str, language: str) -> str:
    """A modal."""
    modals = facts.for_modals(WORDS.in_language(language), LIBRARY, TEXT)
    return view_text(modals[name](), READER)


def whispered(name: str, language: str, sample: int = 0) -> str:
    """A single text of a template, as a whisper shows it."""
    told = facts.for_templates(TEXT)[name.split(".")[0]][sample]
    return read(WORDS.in_language(language).say(name, **told), READER)
