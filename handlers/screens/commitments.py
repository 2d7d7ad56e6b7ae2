"""What people see of what they promised: reminders, check-ins, the form, the list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, prose, quote
from handlers.screens.words import Voice

MOST_PROMISES = 10
Facts = Mapping[str, Any]


def commitment_reminder(voice: Voice, facts: Facts) -> Message:
    """The school day before a commitment is due."""
    blocks = [*prose(voice.say("commitment.remind", **facts)), quote(facts["text"])]
    return Message(voice.say("commitment.remind_summary", **facts), blocks)


def commitment_check_in(voice: Voice, facts: Facts) -> Message:
    """The day it is due, and at most twice after: how did it go?"""
    blocks = [
        *prose(voice.say("commitment.ask", **facts)),
        quote(facts["text"]),
        check_in_buttons(voice, facts["commitment"]),
        fine_print(voice.say("commitment.private")),
    ]
    return Message(voice.say("commitment.ask_summary"), blocks)


def check_in_buttons(voice: Voice, commitment: int) -> Block:
    """Three ways to answer for a commitment."""
    return actions(
        button(voice.plain("commitment.done"), "commitment.done", str(commitment), style="primary"),
        button(voice.plain("commitment.stuck"), "commitment.stuck", str(commitment)),
        button(voice.plain("commitment.drop"), "commitment.dropped", str(commitment)),
    ) | {"block_id": f"check-in:{commitment}"}


def commitment_form(voice: Voice, channel: str, due_on: date, text: str = "") -> Block:
    """Make a commitment; ``text`` is what was typed already."""
    t = "commitment_form"
    return b.modal(
        "commitment.keep",
        voice.plain(f"{t}.title"),
        [
            b.ask("text", voice.plain(f"{t}.text"), b.lines(text[:500], most=500), hint=voice.plain(f"{t}.text_hint")),
            b.ask("due_on", voice.plain(f"{t}.due_on"), b.day(due_on)),
            b.fine_print(voice.say(f"{t}.who_sees")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def promised(voice: Voice, commitments: Sequence[Facts], said: str = "") -> Message:
    """What a teacher has promised, each with three ways to answer for it."""
    text = voice.say("commitment.list") if commitments else voice.say("commitment.none")
    blocks = [*b.prose(said), *b.prose(text)]
    for each in commitments[:MOST_PROMISES]:
        due = b.fine_print(voice.say("commitment.due", **each))
        blocks += [b.quote(each["text"]), due, check_in_buttons(voice, each["commitment"])]
    return Message(b.escaped(said or text), blocks)


def answered(voice: Voice, words: str, state: str) -> Message:
    """A teacher has said how a commitment went."""
    text = voice.say("commitment.answered", state=state)
    return Message(text, [b.quote(words), *b.prose(text)])
