"""The form for an answer to a weekly question, and for taking a quotation back."""

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice
from workflows.cycles.prompts import Prompt
from workflows.reflections import Asked


def reflection_form(voice: Voice, memo: str, prompt: Prompt, asked: Asked) -> Block:
    """Answer a weekly prompt, or change the answer."""
    t = "reflection_form"
    ways = {way: voice.plain(f"{t}.quote_{way}") for way in asked.ways}
    quoting = [b.ask("quotable", voice.plain(f"{t}.quotable"), b.radio(ways, asked.quotable),
                     hint=voice.plain(f"{t}.quotable_hint"))] if ways else []  # fmt: skip
    names = {"named": voice.plain(f"{t}.named"), "anonymous": voice.plain(f"{t}.anonymous")}
    return b.modal(
        "reflection.send",
        voice.plain(f"{t}.title"),
        [
            b.header(prompt.title),
            *b.prose(prompt.text),
            b.ask("text", voice.plain(f"{t}.text"), b.lines(asked.answer), hint=voice.plain(f"{t}.text_hint")),
            b.ask("signed", voice.plain(f"{t}.signed"), b.radio(names, asked.signed)),
            *quoting,
            b.fine_print(voice.say(f"{t}.who_sees")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )


def quote_form(voice: Voice, memo: str, words: str) -> Block:
    """The cycle is over: what the digest may quote of it can still be taken back."""
    t = "reflection_form"
    return b.modal(
        "reflection.take_back",
        voice.plain(f"{t}.title"),
        [*b.prose(voice.say(f"{t}.quoted")), b.quote(words), *b.prose(voice.say(f"{t}.take_back_text"))],
        submit=voice.plain(f"{t}.take_back"),
        close=voice.plain(f"{t}.leave"),
        memo=memo,
    )
