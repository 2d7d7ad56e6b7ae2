"""Which columns may name somebody, whether a first row is a header, and who may teach in a table that nobody knows."""

import re
from collections.abc import Collection

from workflows.formats import dates, values
from workflows.formats.patterns import spaced
from workflows.formats.tables import Table

NAMED_ID = re.compile(
    r"(student|pupil|scholar|learner|child|estudiante|alumn[oa]).{0,20}\b(ids?|identifier|no|nu\w*|nr|key|code|ref\w*)\b"
    r"|\b(ss?id|sasid|lasid|usi|uic|stn|uid|ids?|identifier|matricula)\b|(student|pupil|sis)(id|no|key|code|number)\b"
)  # of a header's words; without spaces “Student Residence” holds an id
STUDENT = re.compile(r"student|pupil|scholar|learner|child|estudiante|alumn[oa]", re.I)
NO_ID = re.compile(
    r"school|district|campus|building|class|section|group|teacher|staff|course|subject|test|item|room|grade|year|date"
    r"|term|score|points|result|zip|percent|level|escuela|distrito|grado|docente|a[nñ]o|fecha",
    re.I,
)
AGGREGATE = re.compile(
    r"(number|count|#|\bn\b|total|pct|percent(age)?|%|share|rate)\W*(of\W*)?(all\W*)?"
    r"(students?|pupils?|tested|test.?takers|enrolled|proficient|met\b|meeting|at or above|below|basic|advanced)"
    r"|(students?|n|number)\W*tested|participation.?rate|avg|average|mean\b",
    re.I,
)
PERSONAL = re.compile(
    r"(student|pupil|first|last|middle|given|family|sur|full|nick|preferred|legal|user|parent|guardian).*name"
    r"|^\W*name\W*$|birth|\bdob\b|phone|address|mail|guardian|parent|comment|note|remark|login"
    r"|nombres?\W.{0,9}(alumn|estudiante)|^\W*nombres?\W*$|apellido|nacimiento|correo|tel[eé]fono|direcci[oó]n|observaci",
    re.I,
)
STAFF = re.compile(r"teacher|staff|instructor|educator", re.I)
LONGEST_ID = 40
LONGEST_HEADER = 200  # as tables.py cuts them: the first line of a fixed-width file is longer
FEWEST = 5  # of fewer rows nothing can be told


def is_personal(header: str) -> bool:
    """Whether a column may hold a student's name, birthdate, address or free text about them."""
    return bool(PERSONAL.search(header)) and not STAFF.search(header)


def names_somebody(table: Table, header: str) -> bool:
    """Whether a column may tell who a student is: by its header, or by words of which hardly any comes twice."""
    if is_personal(header):
        return True
    filled = _filled(table, header)
    worded = [cell for cell in filled if re.search(r"[^\W\d_]{2}", cell) and not _is_code(cell)]
    return len(filled) >= FEWEST and len(set(worded)) >= 0.8 * len(filled) and not STAFF.search(header)


def names_columns(table: Table) -> bool:
    """Whether the first row names columns, and is not the first student's: a row that says what the next one says."""
    return _has_header(table) and not any(_is_value(header, table) for header in table.header)


def _is_value(header: str, table: Table) -> bool:
    """Whether a first cell is somebody's: a whole line, a long number, or letters and digits like those beneath it."""
    if len(header) >= LONGEST_HEADER or re.search(r"\d{9}", header):
        return True
    return bool(re.search(r"\d", header)) and {_shape(header)} == {_shape(cell) for cell in _filled(table, header)}


def guessed_roster(table: Table, allowed: Collection[str]) -> dict[str, str] | None:
    """The roles ``student`` and ``teacher_name`` of a table without scores: a class roster, whatever it calls them.

    ``None`` where no column sounds like teachers or holds names that come again and again.
    """
    ids = {header: rank for header in allowed if (rank := _id_rank(header, _filled(table, header)))}
    if not ids or not _has_header(table) or is_aggregate(table):
        return None
    teaching = {header: rank for header in allowed if (rank := _teacher_rank(table, header))}
    if not teaching:
        return None
    return {
        "student": max(ids, key=lambda header: ids[header]),
        "teacher_name": max(teaching, key=lambda header: teaching[header]),
    }


def _teacher_rank(table: Table, header: str) -> float:
    """How likely a column names teachers, 0 for impossible: each name many times, two words if no header tells."""
    filled = _filled(table, header)
    if len(filled) < FEWEST or any(_is_code(cell) for cell in filled) or names_somebody(table, header):
        return 0
    repeats = len(filled) / len(set(filled))
    if STAFF.search(header):
        return 2 if repeats >= 2 else 0
    return 1 if repeats >= FEWEST and all(re.search(r"\w\W+\w", cell) for cell in filled) else 0


def _has_header(table: Table) -> bool:
    """Whether the first row names columns: a number or a date in it is somebody's, and must not be shown."""
    figures = [cell for cell in table.header if re.search(r"\d", cell) and not re.search(r"[^\W\d_]", cell)]
    return not any(_is_somebodys(cell, table) for cell in figures) and len(figures) <= len(table.header) / 4


def _is_somebodys(figure: str, table: Table) -> bool:
    """Whether a number in the first row is a value like those beneath it: a column may be called 504 or 2025."""
    cells = _filled(table, figure)
    return bool(cells) and {_shape(figure)} & {_shape(cell) for cell in cells} != set()


def is_aggregate(table: Table) -> bool:
    """Whether a table's rows are schools or groups: counts and means, and no column that is a student's."""
    named = any(NAMED_ID.search(spaced(header)) and not NO_ID.search(header) for header in table.header)
    return not named and any(AGGREGATE.search(header) for header in table.header)


def _filled(table: Table, header: str) -> list[str]:
    return [cell for cell in map(values.clean, table.column_head(header)) if cell]


def _id_rank(header: str, filled: list[str]) -> float:
    """How likely a column names students, 0 for impossible: short codes with digits, hardly any of them twice."""
    if not filled or (NO_ID.search(header) and not STUDENT.search(header)):
        return 0
    alike = sum(_is_code(cell) for cell in filled) / len(filled)
    distinct = len(set(filled)) / len(filled)
    named = bool(NAMED_ID.search(spaced(header)))
    if alike < 0.8 or (not named and distinct < 0.5):
        return 0
    return distinct + 2 * named


def _is_code(cell: str) -> bool:
    plain = len(cell) <= LONGEST_ID and not any(sign.isspace() for sign in cell)
    dated = not cell.isalnum() and dates.day(cell) is not None
    return plain and any(sign.isdigit() for sign in cell) and "." not in cell and not dated


def _shape(text: str) -> str:
    """Letters as a, digits as 9: what an id and a word have different."""
    return re.sub(r"\d", "9", re.sub(r"[^\W\d]", "a", text))
