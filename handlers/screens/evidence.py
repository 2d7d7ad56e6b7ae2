"""The form in which a piece of evidence is saved."""

from handlers.screens import blocks as b
from handlers.screens.blocks import Block
from handlers.screens.words import Voice
from workflows.cycles.records import EVIDENCE_KINDS
from workflows.evidence.evidence import LONGEST_LINK, LONGEST_NOTE

T = "evidence_form"


def evidence_form(voice: Voice, channel: str, practices: tuple[str, ...], note: str = "", link: str = "") -> Block:
    """Save a piece of evidence; which practice it is about is asked only where there are several."""
    kinds = {each: voice.plain(f"cycle_words.kind_{each}") for each in EVIDENCE_KINDS}
    about = {"0": voice.plain(f"{T}.all_practices")} | {
        str(place): practice for place, practice in enumerate(practices, start=1)
    }
    which = [b.ask("practice", voice.plain(f"{T}.practice"), b.radio(about, "0"))] if len(practices) > 1 else []
    return b.modal(
        "evidence.save",
        voice.plain(f"{T}.title"),
        [
            b.ask("kind", voice.plain(f"{T}.kind"), b.radio(kinds, "student_work")),
            b.ask("note", voice.plain(f"{T}.note"), b.lines(note, most=LONGEST_NOTE),
                  hint=voice.plain(f"{T}.note_hint")),
            b.ask("link", voice.plain(f"{T}.link"), b.line(link, most=LONGEST_LINK),
                  hint=voice.plain(f"{T}.link_hint"), optional=True),
            *which,
            b.fine_print(voice.say(f"{T}.who_sees")),
        ],
        submit=voice.plain(f"{T}.submit"),
        close=voice.plain(f"{T}.close"),
        memo=channel,
    )  # fmt: skip
