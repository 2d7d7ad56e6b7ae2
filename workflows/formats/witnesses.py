"""Columns that a format doesn't name but that speak of time or of the test all the same, so that nobody is overheard.

A state's file that is usually of spring may have a column "Assessment Window" that says BOY; what is in the file counts
before what is usual.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from workflows.formats import dates, values
from workflows.formats.patterns import Recogniser, spaced
from workflows.formats.recognised import Found
from workflows.formats.tables import Table

TIME = re.compile(
    r"\b(window|season|benchmark period|screening period|assessment period|testing period|test period|time of year"
    r"|administration|admin|term|session|test reason|benchmark|wave|ventana|temporada|periodo)\b"
)
NO_TIME = re.compile(
    r"\b(class|grading|marking|date|code|mode|condition|days|teacher|end|start|level|score|goal|growth)\b"
)
YEAR = re.compile(r"\b(year|ano escolar|ciclo escolar)\b")
NO_YEAR = re.compile(
    r"\b(birth|born|grad|graduation|cohort|entry|entered|entrance|9th|prior|previous|last|full|end|of|in)\b"
)
DATE = re.compile(
    r"\b(test|tests|tested|testing|assess|assessed|assessment|taken|complete|completed|completion|administered|submit"
    r"|submitted|finish|finished|prueba|examen)\b.*\b(date|on|at|fecha|time)\b|\b(date|fecha)\b.*\b(test|tested|taken|assessed"
    r"|assessment|completed|administered|prueba|examen)\b|^completion date$|^(start|end) date$"
)
NO_DATE = re.compile(
    r"\b(birth|dob|enroll|enrolled|enrollment|entry|exit|upload|report|export|created|modified|printed|due|expire|program"
    r"|iep|plan|next|prior|previous|last|window|duration|minutes)\b"
)
TEST = re.compile(
    r"^(test|assessment|exam|prueba|examen)( (name|title|description))?$|^(name of )?(test|assessment)( given)?$"
)


def completed(table: Table, found: Found, recogniser: Recogniser) -> Found:
    """A block with the columns that speak of its window, its year and its date where its format names none."""
    columns = dict(found.columns)
    seasonal = "window" in found.fixed and found.fixed["window"] != recogniser.fixed.get("window")
    if not seasonal:
        _add(columns, "window", _first(table, found, TIME, NO_TIME, values.named_window))
        _add(columns, "tested_on", _first(table, found, DATE, NO_DATE, dates.day))
    if "year" not in found.fixed:
        _add(columns, "year", _first(table, found, YEAR, NO_YEAR, values.year))
    return replace(found, columns=columns)


def test_names(table: Table) -> tuple[str, ...]:
    """The columns that say what the test of a row is called."""
    return tuple(header for header in table.header if TEST.search(spaced(header)))[:1]


def _add(columns: dict[str, str], role: str, header: str | None) -> None:
    if header and role not in columns:
        columns[role] = header


def _first(
    table: Table,
    found: Found,
    words: re.Pattern[str],
    others: re.Pattern[str],
    meaning: Callable[[str], object],
) -> str | None:
    """The first column of these words, most of whose cells mean something; of another subject's it is not ours."""
    named = (each for each in table.header if words.search(spaced(each)) and not others.search(spaced(each)))
    ours = (each for each in named if _subject(each) in {None, _subject(found.fixed.get("subject", ""))})
    return next((each for each in ours if _speaks(table, each, meaning)), None)


def _subject(header: str) -> str | None:
    return values.named_subject(header)


def _speaks(table: Table, header: str, meaning: Callable[[str], object]) -> bool:
    cells = list(_filled(table, header))
    return bool(cells) and sum(meaning(cell) is not None for cell in cells) >= len(cells) / 2


def _filled(table: Table, header: str) -> Iterator[str]:
    return (cell for cell in map(values.clean, table.column_head(header)) if cell)
