"""The form for a score file, and the way to the private upload page."""

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message
from handlers.screens.words import Voice


def upload_form(voice: Voice, channel: str) -> Block:
    """Give a score file."""
    t = "upload_form"
    return b.modal(
        "upload.send",
        voice.plain(f"{t}.title"),
        [
            *b.prose(voice.say(f"{t}.intro")),
            b.ask("file", voice.plain(f"{t}.file"), b.file("csv", "tsv", "txt", "xlsx", "xls", "zip")),
            b.fine_print(voice.say(f"{t}.private")),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def upload_link(voice: Voice, address: str) -> Message:
    """The way to a private upload page."""
    text = voice.say("upload_page.link")
    button = b.button(voice.plain("upload_page.open"), "upload.open", style="primary") | {"url": address}
    return Message(text, [*b.prose(text), b.actions(button)])
