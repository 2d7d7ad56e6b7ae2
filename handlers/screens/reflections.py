"""The form for an answer to a weekly question, and for taking a quotation or the whole answer back."""

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice
from workflows.reflections import Asked

T = "reflection_form"


def reflection_form(
    voice: Voice, memo: str, question: tuple[str, str], asked: Asked, *, asks_code: bool = False
) -> Block:
    """Answer a weekly question, or change the answer; ``asks_code`` for one that isn't signed."""
    ways = {way: voice.plain(f"{T}.quote_{way}") for way in asked.ways}
    quoting = [b.ask("quotable", voice.plain(f"{T}.quotable"), b.radio(ways, asked.quotable),
                     hint=voice.plain(f"{T}.quotable_hint"))] if ways else []  # fmt: skip
    names = {"named": voice.plain(f"{T}.named"), "anonymous": voice.plain(f"{T}.anonymous")}
    signed = "anonymous" if asks_code else asked.signed
    title, text = question
    code = [b.ask("code", voice.plain(f"{T}.code"), b.line(), hint=voice.plain(f"{T}.code_hint"))] if asks_code else []
    return b.modal(
        "reflection.send",
        voice.plain(f"{T}.title"),
        [
            b.header(title),
            *b.prose(text if text != title else ""),
            *code,
            b.ask("text", voice.plain(f"{T}.text"), b.lines("" if asks_code else asked.answer),
                  hint=voice.plain(f"{T}.text_hint")),
            b.ask("signed", voice.plain(f"{T}.signed"), b.radio(names, signed),
                  hint=voice.plain(f"{T}.signed_hint")),
            *quoting,
            b.fine_print(voice.say(f"{T}.who_sees")),
            *_ways_back(voice, asked, asks_code=asks_code),
        ],
        submit=voice.plain(f"{T}.submit"),
        close=voice.plain(f"{T}.close"),
        memo=memo,
    )  # fmt: skip


def code_shown(voice: Voice, code: str) -> Block:
    """The code of an answer without a name, shown to its writer and to nobody else, once."""
    return b.modal(
        "told",
        voice.plain(f"{T}.title"),
        [*b.prose(voice.say(f"{T}.your_code")), b.header(code), b.fine_print(voice.say(f"{T}.code_once"))],
        close=voice.plain(f"{T}.got_it"),
    )


def withdrawn(voice: Voice) -> Block:
    """An answer was taken back."""
    return b.modal("told", voice.plain(f"{T}.title"), b.prose(voice.say(f"{T}.withdrawn")),
                   close=voice.plain(f"{T}.got_it"))  # fmt: skip


def quote_form(voice: Voice, memo: str, words: str) -> Block:
    """The phase is over: what the digest may quote of it can still be taken back."""
    return b.modal(
        "reflection.take_back",
        voice.plain(f"{T}.title"),
        [*b.prose(voice.say(f"{T}.quoted")), b.quote(words), *b.prose(voice.say(f"{T}.take_back_text"))],
        submit=voice.plain(f"{T}.take_back"),
        close=voice.plain(f"{T}.leave"),
        memo=memo,
    )


def _ways_back(voice: Voice, asked: Asked, *, asks_code: bool) -> list[Block]:
    take_back = b.button(voice.plain(f"{T}.withdraw"), "reflection.withdraw")
    have_code = b.button(voice.plain(f"{T}.have_code"), "reflection.by_code")
    shown = [take_back] if asks_code else [take_back, have_code] if asked.answer else [have_code]
    return [b.actions(*shown)]
