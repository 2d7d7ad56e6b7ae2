"""`python -m bot protocol preview FILE`: a protocol as people will read it, or the sentence that says what to mend."""

from collections.abc import Callable, Iterator
from pathlib import Path

from workflows.meetings import agendas
from workflows.meetings.agendas import Choices
from workflows.meetings.protocol_files import LONGEST_FILE, read_protocol
from workflows.meetings.protocols import Protocol, Step, in_language
from workflows.refusal import Refusal
from workflows.rules.toml_tables import FileMistake

SLOTS = (45, 60, 90)
SILENT = {"none": "", "first": ", first in silence", "all": ", in silence"}


def preview(file: Path, say: Callable[[str], object], language: str = "en") -> int:
    """Show a file's protocol in one of its languages; 1 when the file can't be read."""
    try:
        protocol = _read(file)
    except (OSError, UnicodeDecodeError):
        say(f"I can't read {file}. Is it a text file, and is its name right?")
        return 1
    except FileMistake as mistake:
        say(f"{file.name}: {mistake}")
        return 1
    for line in _lines(in_language(protocol, language)):
        say(line)
    return 0


def _read(file: Path) -> Protocol:
    if file.stat().st_size > LONGEST_FILE * 4:
        raise FileMistake(f"A protocol has at most {LONGEST_FILE} characters.")
    return read_protocol(file.read_text("utf-8"))


def _lines(protocol: Protocol) -> Iterator[str]:
    least, most = agendas.shortest(protocol), agendas.longest(protocol)
    per = f", for each {' and '.join(protocol.repeats())} more" if protocol.repeats() else ""
    yield f"{protocol.title} ({_range(least, most)} minutes{per})"
    yield protocol.purpose
    for number, step in enumerate(protocol.steps, start=1):
        yield from _step(number, step)
    yield ""
    yield from (_fitted(protocol, slot) for slot in SLOTS)


def _step(number: int, step: Step) -> Iterator[str]:
    again = f", again {'between' if step.between else 'for'} each {step.repeats}" if step.repeats else ""
    optional = ", optional" if step.optional else ""
    minutes = _range(step.minutes.least, step.minutes.most)
    yield f"\n{number}. {step.title} · {minutes} min{SILENT[step.silent]}{again}{optional}"
    yield f"   {step.who_speaks}"
    yield from (f"   • {prompt}" for prompt in step.prompts)
    for part in step.parts:
        yield f"   – {part.title}"
        yield from (f"     • {prompt}" for prompt in part.prompts)
    titles = [capture.title for capture in step.all_fields()]
    if titles:
        yield f"   Write down: {'; '.join(titles)}"


def _fitted(protocol: Protocol, slot: int) -> str:
    try:
        sittings = agendas.fit(protocol, slot, Choices())
    except Refusal as no:
        return f"In {slot} minutes: {no}"
    plans = " / ".join(", ".join(dict.fromkeys(turn.step for turn in agenda)) for agenda in sittings)
    return f"In {slot} minutes: {len(sittings)} {'meeting' if len(sittings) == 1 else 'meetings'} ({plans})"


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
