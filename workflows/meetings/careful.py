"""What may be written in a meeting: nothing that names a student, no small numbers, no more than a field takes."""

import re

from workflows.meetings.protocols import Capture, CaptureKind, Protocol
from workflows.refusal import Refusal
from workflows.rules.texts import readable

LONGEST_LINE, MOST_LINES = 500, 40
LEAST_COUNT = 10
LONGEST_VERSION = 3000
_ID = re.compile(r"\d{5,}")
_NUMBER = re.compile(r"(?<![\d.,/%])\d{1,3}(?![\d.,]*[%\d])")
_CAPITALISED = re.compile(r"\b([A-ZÁÉÍÓÚÑÜ][a-záéíóúñü'’-]+)\s+([A-ZÁÉÍÓÚÑÜ](?:[a-záéíóúñü'’-]+|\.))")
# Words of school that are written large without being anybody.
_OURS = frozenset(
    """
    above at below near and the tier level grade english spanish language learners learner special education students
    student with our all most math mathematics reading science history social studies fall winter spring state
    district common core black white hispanic latino asian native american african indian multi two three four five
    six seven eight first second third fourth fifth group groups school unit lesson number fractions words high low
    monday tuesday wednesday thursday friday
    estudiantes nivel grado inglés español educación especial lectura ciencias matemáticas grupo grupos escuela unidad
    todos los las nuestros lunes martes miércoles jueves viernes
    """.split()  # noqa: SIM905 - a list of words, one below the other, would be four screens long
)


def lines_of(text: str, capture: Capture) -> list[str]:
    """What somebody wrote into a field, line by line; a text that is kept in versions stays one.

    Raises
    ------
    Refusal
        When a line is too long, or there are too many.
    """
    if capture.kind is CaptureKind.VERSION:
        whole = readable(text)
        if len(whole) > LONGEST_VERSION:
            raise Refusal("Keep it to {most} characters.", field=capture.key, most=LONGEST_VERSION)
        return [whole] if whole else []
    lines = [line for line in (readable(each.strip(" -•*")) for each in text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise Refusal("Write {most} lines at most at a time.", field=capture.key, most=MOST_LINES)
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise Refusal("Keep each line to {most} characters.", field=capture.key, most=LONGEST_LINE)
    return lines


def check(line: str, capture: Capture, protocol: Protocol) -> None:
    """Refuse what could be about one student.

    Raises
    ------
    Refusal
        With a sentence that says what to write instead.
    """
    if _ID.search(line):
        raise Refusal("This looks like a student's number. Write about groups instead.", field=capture.key)
    if protocol.careful and (name := likely_name(line)):
        raise Refusal("“{name}” looks like a student's name. Write about groups instead.", field=capture.key, name=name)
    if capture.kind is CaptureKind.COUNTS and any(0 < int(each) < LEAST_COUNT for each in _NUMBER.findall(line)):
        raise Refusal(
            "So few students could be recognized. Write “fewer than {least}” for them.",
            field=capture.key,
            least=LEAST_COUNT,
        )


def likely_name(text: str) -> str:
    """Two words written large side by side that aren't words of school: perhaps somebody's name; "" for none."""
    for found in _CAPITALISED.finditer(text):
        if not {word.lower() for word in found.groups()} & _OURS:
            return found[0]
    return ""
