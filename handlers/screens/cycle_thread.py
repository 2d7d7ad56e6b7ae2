"""A cycle's page: everything a team may see of one of its cycles, on a screen and as Markdown."""

from collections.abc import Iterator, Sequence
from itertools import islice

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, fine_print, header, prose
from handlers.screens.decisions import record_lines
from handlers.screens.words import Voice
from workflows.commitments import Promise
from workflows.cycles.decisions import Version
from workflows.cycles.phases import Phase
from workflows.evidence import Piece
from workflows.threads import Past, Thread

MOST_PROMISES, MOST_PIECES, MOST_ANSWERS, LINE = 15, 12, 6, 240
MOST_PAST = 10
T = "cycle_thread"


def thread_page(voice: Voice, channel: str, thread: Thread, reader: str) -> Block:
    """The page in a modal; what doesn't fit is in the Markdown file."""
    blocks = [
        b.quote(b.clipped(thread.question, LINE * 4)),
        fine_print(voice.say(f"{T}.dates", starts_on=thread.starts_on, ends_on=thread.ends_on, stage=thread.stage)),
        *_decisions(voice, thread),
        *_promises(voice, thread),
        *_evidence(voice, thread, reader),
        *_answers(voice, thread),
        b.actions(
            b.button(voice.plain(f"{T}.markdown"), "cycle.markdown", str(thread.cycle)),
            b.button(voice.plain(f"{T}.past"), "cycle.past"),
        ),
    ]
    return b.modal("cycle.page", voice.plain(f"{T}.title"), blocks, close=voice.plain(f"{T}.close"), memo=channel)


def past_cycles(voice: Voice, channel: str, found: Sequence[Past], words: str = "") -> Block:
    """A team's cycles that are over; searched by the words that occur in them."""
    hint = voice.plain(f"{T}.search_hint")
    search = b.ask("search", voice.plain(f"{T}.search"), b.line(words), hint=hint, optional=True)
    blocks: list[Block] = [search, *(prose(voice.say(f"{T}.no_past")) if not found else [])]
    for each in found[:MOST_PAST]:
        told = voice.say(f"{T}.past_dates", starts_on=each.starts_on, stage=each.stage)
        fates = [(voice.plain(f"cycle_closing.fate_{fate}"), practice) for practice, fate, _ in each.outcomes]
        shown = b.labelled([(voice.plain("cycle_closing.asked"), each.question), *fates], LINE)
        blocks += [shown, fine_print(told)]
        blocks.append(b.actions(b.button(voice.plain(f"{T}.open"), "cycle.thread", str(each.cycle))))
    return b.modal("cycle.search", voice.plain(f"{T}.past_title"), blocks,
                   submit=voice.plain(f"{T}.search"), close=voice.plain(f"{T}.close"), memo=channel)  # fmt: skip


def thread_message(voice: Voice, thread: Thread) -> Message:
    """The thread as Markdown, for whoever wants to keep or print it."""
    text = voice.say(f"{T}.file", team=thread.team)
    return Message(text, prose(text))


def markdown(voice: Voice, thread: Thread) -> str:
    """The whole thread as Markdown: every version, promise and piece; nobody's name in it."""
    return "\n".join(_written(voice, thread)) + "\n"


def _written(voice: Voice, thread: Thread) -> Iterator[str]:
    yield f"# {_plain(thread.team)}: {_plain(thread.question)}"
    yield ""
    dates = voice.plain(f"{T}.dates", starts_on=thread.starts_on, ends_on=thread.ends_on, stage=thread.stage)
    yield dates
    for phase, versions in thread.versions.items():
        yield f"\n## {_title(voice, phase)}"
        for version in reversed(versions):
            on = version.at.date()
            yield f"\n*{voice.plain(f'{T}.version', number=version.number, on=on)}*\n"
            yield from (f"- **{label}** {_plain(text)}" for label, text in record_lines(voice, version.record))
    yield from _written_work(voice, thread)


def _written_work(voice: Voice, thread: Thread) -> Iterator[str]:
    if thread.begun_anyway:
        yield f"\n{voice.plain(f'{T}.begun_anyway')} {_plain(thread.begun_anyway)}"
    if thread.promises:
        yield f"\n## {voice.plain(f'{T}.promises', made=thread.made, done=thread.done)}\n"
        yield from (f"- {_plain(each.text)} ({_state(voice, each)})" for each in thread.promises)
    if thread.evidence:
        yield f"\n## {voice.plain(f'{T}.evidence', pieces=len(thread.evidence))}\n"
        yield from (f"- **{_kind(voice, each)}:** {_plain(each.note)}{_at(each)}" for each in thread.evidence)
    for phase, summary in thread.answers.items():
        if summary.answers:
            yield f"\n## {voice.plain(f'{T}.answers', phase=phase)}\n"
            yield from (f"> {_plain(each.text)}\n" for each in summary.answers)


def _decisions(voice: Voice, thread: Thread) -> list[Block]:
    blocks: list[Block] = []
    for phase, versions in thread.versions.items():
        newest = versions[-1]
        lines = [(label, text) for label, text in record_lines(voice, newest.record)]
        blocks += [header(_title(voice, phase)), b.labelled(lines, LINE), fine_print(_history(voice, versions))]
    if thread.missing:
        missing = ", ".join(voice.plain(f"cycle_words.ingredient_{each}") for each in thread.missing)
        blocks.append(fine_print(voice.say("cycle_status.missing", missing=missing)))
    if thread.begun_anyway:
        blocks.append(b.labelled([(voice.plain(f"{T}.begun_anyway"), thread.begun_anyway)], LINE))
    return blocks or prose(voice.say(f"{T}.nothing_decided"))


def _history(voice: Voice, versions: Sequence[Version]) -> str:
    newest = versions[-1]
    return voice.say(f"{T}.by", by=newest.by, at=newest.at, number=newest.number)


def _promises(voice: Voice, thread: Thread) -> list[Block]:
    if not thread.made:
        return []
    heading = header(voice.plain(f"{T}.promises", made=thread.made, done=thread.done))
    rows = [(_state(voice, each), each.text) for each in thread.promises[:MOST_PROMISES]]
    shown = [b.labelled(rows, LINE)] if rows else []
    return [heading, *shown, *_more(voice, len(thread.promises) - MOST_PROMISES)]


def _evidence(voice: Voice, thread: Thread, reader: str) -> list[Block]:
    if not thread.evidence:
        return []
    blocks: list[Block] = [header(voice.plain(f"{T}.evidence", pieces=len(thread.evidence)))]
    for piece in islice(reversed(thread.evidence), MOST_PIECES):
        blocks.append(b.labelled([(f"{_kind(voice, piece)}:", piece.note)], LINE))
        doing = [b.link_button(voice.plain(f"{T}.see"), "evidence.open", piece.link)] if piece.link else []
        if piece.by == reader:
            doing.append(b.button(voice.plain(f"{T}.remove"), "evidence.remove", str(piece.id)))
        blocks += [b.actions(*doing)] if doing else []
    return blocks + _more(voice, len(thread.evidence) - MOST_PIECES)


def _answers(voice: Voice, thread: Thread) -> list[Block]:
    blocks: list[Block] = []
    for phase, summary in thread.answers.items():
        if summary.answers:
            blocks.append(header(voice.plain(f"{T}.answers", phase=phase)))
            blocks += [b.quote(b.clipped(each.text, LINE)) for each in summary.answers[:MOST_ANSWERS]]
            blocks += _more(voice, len(summary.answers) - MOST_ANSWERS)
    return blocks


def _more(voice: Voice, more: int) -> list[Block]:
    return [fine_print(voice.say(f"{T}.more", more=more))] if more > 0 else []


def _title(voice: Voice, phase: Phase) -> str:
    return voice.plain(f"decision_form.title_{phase}")


def _state(voice: Voice, promise: Promise) -> str:
    return voice.plain(f"{T}.state_{promise.state}", on=promise.due_on)


def _kind(voice: Voice, piece: Piece) -> str:
    return voice.plain(f"cycle_words.kind_{piece.kind}")


def _at(piece: Piece) -> str:
    return f" (<{piece.link}>)" if piece.link else ""


def _plain(text: str) -> str:
    """Somebody's words in one line, in which nothing is a heading, a list or HTML."""
    line = " ".join(text.split())
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|" else each for each in line)
