"""What people see of a meeting that was held: its summary in the channel, its whole record, the history, a text."""

from collections.abc import Iterator, Sequence

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, header, prose, quote
from handlers.screens.words import Voice
from workflows.meetings.record import Entry, Record

IN_SUMMARY = ("facts", "problems", "chosen", "plan", "strengths", "trends", "implications", "patterns", "successes")
MOST_LINES, MOST_PEOPLE, MOST_SECTIONS = 5, 20, 8
CLIPPED, CLIPPED_HIT = 300, 150


def meeting_summary(voice: Voice, facts: Record) -> Message:
    """After a meeting: who was there, what was seen and decided, and what each will do."""
    t = "meeting_summary"
    blocks: list[Block] = [
        header(voice.plain(f"{t}.headline", title=facts.title)),
        fine_print(voice.say(f"{t}.there", there=facts.there[:MOST_PEOPLE], more=len(facts.there) - MOST_PEOPLE)),
    ]
    for entry in _telling(facts):
        blocks += _entry(voice, entry)
    if facts.skipped:
        blocks.append(fine_print(voice.say(f"{t}.skipped", skipped=facts.skipped)))
    if facts.next_at:
        blocks += prose(voice.say(f"{t}.next", next_at=facts.next_at))
    blocks += [*prose(voice.say(f"{t}.promise")), _after(voice, facts)]
    return Message(voice.say(f"{t}.summary", title=facts.title), blocks)


def record_view(voice: Voice, facts: Record) -> Block:
    """Everything that was written in a meeting."""
    blocks = [fine_print(voice.say("meeting_summary.there", there=facts.there[:MOST_PEOPLE], more=0))]
    for section in facts.sections:
        blocks += prose(voice.say("meeting_summary.section", title=section.title))
        for entry in section.entries:
            blocks += _entry(voice, entry, most=MOST_LINES * 4)
    if not facts.sections:
        blocks += prose(voice.say("meeting_summary.nothing"))
    return b.modal("told", facts.title, blocks[: b.VIEW_BLOCKS_MOST], close=voice.plain("waiting.close"))


def history(voice: Voice, found: Sequence[tuple[Record, Sequence[str]]], words: str = "") -> Message:
    """A team's meetings, the latest first, with the lines that were searched for."""
    text = voice.say("meeting_summary.history", count=len(found), words=words)
    blocks = prose(text)
    for record, hits in found[:MOST_SECTIONS]:
        look = button(voice.plain("meeting_summary.look"), "meeting.record", str(record.meeting))
        row = voice.say("meeting_summary.row", title=record.title, on=record.on, lines=record.lines)
        blocks.append(prose(row)[0] | {"accessory": look})
        blocks += [quote(b.clipped(hit, CLIPPED_HIT)) for hit in hits[:2]]
    return Message(text, blocks)


def markdown(voice: Voice, facts: Record, promises: Sequence[tuple[str, str]] = ()) -> str:
    """A meeting as a text to take along."""
    return "\n".join(_paragraphs(voice, facts, promises)).strip() + "\n"


def _paragraphs(voice: Voice, facts: Record, promises: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"# {_plain(facts.title)}\n"
    yield f"{voice.plain('meeting_summary.row', title='', on=facts.on, lines=facts.lines).strip(' ·')}\n"
    for section in facts.sections:
        yield f"## {_plain(section.title)}\n"
        for entry in section.entries:
            yield f"**{_plain(entry.title)}**\n"
            yield "".join(f"- {_plain(line.text)}\n" for line in entry.lines)
    if promises:
        yield f"## {voice.plain('meeting_summary.promises')}\n"
        yield "".join(f"- {_plain(text)} ({due})\n" for text, due in promises)


def _plain(text: str) -> str:
    """A line of somebody's words as Markdown shows it literally."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|" else sign for sign in text)
    return escaped.replace("\n", "\n  ")


def _telling(facts: Record) -> list[Entry]:
    """What the channel reads at once; the rest is one tap away."""
    entries = [entry for section in facts.sections for entry in section.entries]
    telling = [entry for entry in entries if entry.lines and entry.lines[0].field in IN_SUMMARY]
    return telling[:MOST_LINES]


def _entry(voice: Voice, entry: Entry, most: int = MOST_LINES) -> list[Block]:
    texts = [b.clipped(line.text, CLIPPED) for line in entry.lines]
    more = len(texts) - most
    blocks = [
        *prose(voice.say("meeting_summary.entry", title=entry.title, versions=entry.versions)),
        quote("\n".join(texts[:most])),
    ]
    if more > 0:
        blocks.append(fine_print(voice.say("meeting_summary.more", more=more)))
    return blocks


def _after(voice: Voice, facts: Record) -> Block:
    t, meeting = "meeting_summary", str(facts.meeting)
    return actions(
        button(voice.plain(f"{t}.commit"), "commitment.make", style="primary"),
        button(voice.plain(f"{t}.whole"), "meeting.record", meeting),
        button(voice.plain(f"{t}.tidy"), "meeting.tidy", meeting),
    )
