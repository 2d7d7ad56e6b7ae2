"""What a steward sees who adds a school's own protocol: the form, and the protocol as teams will read it."""

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, fine_print, header, prose
from handlers.screens.words import Voice
from workflows.meetings import agendas
from workflows.meetings.own import Review
from workflows.meetings.protocols import Step, in_language


def protocol_form(voice: Voice, channel: str) -> Block:
    """Give a protocol's file."""
    t = "meeting_protocol"
    return b.modal(
        "meeting.protocol_file",
        voice.plain(f"{t}.title"),
        [*prose(voice.say(f"{t}.intro")), b.ask("file", voice.plain(f"{t}.file"), b.file("toml", "text"))],
        submit=voice.plain(f"{t}.read"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def protocol_review(voice: Voice, channel: str, file: str, review: Review) -> Block:
    """A protocol before it is added: every step as it will be read."""
    t, protocol = "meeting_protocol", in_language(review.protocol, voice.language)
    least, most = agendas.shortest(protocol), agendas.longest(protocol)
    blocks = [
        header(protocol.title),
        *prose(voice.say(f"{t}.summary", purpose=protocol.purpose, least=least, most=most)),
        fine_print(voice.say(f"{t}.where", school=review.school, replaces=review.replaces)),
    ]
    for number, step in enumerate(protocol.steps, start=1):
        blocks += _step(voice, number, step)
    return b.modal(
        "meeting.protocol_add",
        voice.plain(f"{t}.title"),
        blocks[: b.VIEW_BLOCKS_MOST],
        submit=voice.plain(f"{t}.add"),
        close=voice.plain(f"{t}.close"),
        memo=f"{channel} {file}",
    )


def _step(voice: Voice, number: int, step: Step) -> list[Block]:
    titles = [capture.title for capture in step.all_fields()]
    text = voice.say(
        "meeting_protocol.step", number=number, title=step.title, least=step.minutes.least, most=step.minutes.most,
        silent=step.silent, prompts=[*step.prompts, *(each for part in step.parts for each in part.prompts)],
        captures=titles,
    )  # fmt: skip
    return prose(text)
