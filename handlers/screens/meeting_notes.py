"""What people see when they write something down in a meeting, share it, tidy it, vote for it."""

from collections.abc import Sequence
from datetime import date

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, fine_print, prose, quote
from handlers.screens.words import Voice
from workflows.meetings.careful import LONGEST_VERSION
from workflows.meetings.notes import Line, Spot
from workflows.meetings.protocols import Capture, CaptureKind, Step

MOST_SHOWN, SHOWN = 12, 300
MOST_TIDIED = 40
PROMISE, DUE = "text", "due_on"  # as in the form of a commitment, so that its refusals find their place


def write_form(
    voice: Voice, memo: str, spot: Spot, step: Step, lines: Sequence[Line], due_on: date
) -> Block:  # the step is in the voice's language
    """The step's own fields, under what stands in them already."""
    t, blocks = "meeting_notes", []
    for capture in step.fields(spot.part):
        mine = [line for line in lines if (line.step, line.field) == (step.key, capture.key)]
        blocks += [*_standing(voice, capture, mine), *_asked(voice, capture, mine, due_on)]
    part = step.part(spot.part)
    return b.modal(
        "meeting.written",
        voice.plain(f"{t}.title"),
        [*prose(voice.say(f"{t}.step", title=part.title if part else step.title)), *blocks],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=memo,
    )


def written(voice: Voice, count: int, meeting: int, *, private: bool) -> Message:
    """What a writer is told: how much was added, and who sees it."""
    text = voice.say("meeting_notes.written", count=count, private=private)
    blocks = prose(text)
    if private:
        blocks.append(b.actions(b.button(voice.plain("meeting_notes.share"), "meeting.share", str(meeting))))
    return Message(text, blocks)


def tidy_form(voice: Voice, memo: str, lines: Sequence[Line]) -> Block:
    """Every shared line to reword; one that is emptied is struck."""
    asked = [
        b.ask(
            f"line_{line.id}", voice.plain("meeting_notes.line", number=number),
            b.lines(b.clipped(line.text, LONGEST_VERSION), most=LONGEST_VERSION), optional=True,
        )
        for number, line in enumerate(lines[:MOST_TIDIED], start=1)
    ]  # fmt: skip
    return b.modal(
        "meeting.tidied",
        voice.plain("meeting_notes.tidy_title"),
        [*prose(voice.say("meeting_notes.tidy_how", none=not asked)), *asked],
        submit=voice.plain("meeting_notes.submit"),
        close=voice.plain("meeting_notes.close"),
        memo=memo,
    )


def to_vote(voice: Voice, lines: Sequence[Line]) -> Message:
    """Lines that stay only if others saw the same."""
    text = voice.say("meeting_notes.vote", none=not lines)
    blocks = prose(text)
    for line in lines[:MOST_TIDIED]:
        saw = b.button(voice.plain("meeting_notes.saw", votes=line.votes), "meeting.vote", str(line.id))
        blocks += [quote(b.clipped(line.text, SHOWN)), b.actions(saw)]
    return Message(text, blocks[: b.BLOCKS_MOST])


def _standing(voice: Voice, capture: Capture, lines: Sequence[Line]) -> list[Block]:
    """What stands in a field, without the writers' names; one's own private lines are marked."""
    if capture.kind is CaptureKind.VERSION or not lines:
        return []
    shown = [quote("\n".join(b.clipped(line.text, SHOWN) for line in lines[-MOST_SHOWN:]))]
    hidden = sum(1 for line in lines if not line.shared)
    return [
        fine_print(voice.say("meeting_notes.standing", title=capture.title, count=len(lines), private=hidden)),
        *shown,
    ]


def _asked(voice: Voice, capture: Capture, lines: Sequence[Line], due_on: date) -> list[Block]:
    title = b.clipped(capture.title, b.LABEL_MOST)
    if capture.kind is CaptureKind.PROMISES:
        return [
            b.ask(PROMISE, title, b.line(most=500), optional=True),
            b.ask(DUE, voice.plain("meeting_notes.due"), b.day(due_on), optional=True),
        ]
    latest = lines[-1].text if capture.kind is CaptureKind.VERSION and lines else capture.stem
    hint = voice.plain("meeting_notes.private" if capture.private else "meeting_notes.each_line")
    if capture.stem:
        hint = f"{capture.stem} {hint}"
        latest = ""
    return [b.ask(capture.key, title, b.lines(latest, most=LONGEST_VERSION), hint=hint, optional=True)]
