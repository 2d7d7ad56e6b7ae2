"""The same file as a district may hand it on: other letters, other order, more columns, another program's file."""

import csv
import io
import random
from collections.abc import Callable
from functools import cache

import pytest

from tests.formats import files
from tests.formats.said import KNOWN
from tests.formats.workbooks import workbook
from workflows.formats import reading

Rows = list[list[str]]
FILES = {
    "mcas.csv": files.MCAS,
    "caaspp.txt": files.CAASPP,
    "iar.csv": files.IAR,
    "cmas.csv": files.CMAS,
    "growth.csv": files.CO_GROWTH,
    "interim.csv": files.SBAC,
    "portal.csv": files.SBAC_PORTAL,
    "forward.csv": files.WI_FORWARD,
    "ready.csv": files.SC_READY,
    "fast.csv": files.FL_FAST,
    "fast9.csv": files.FL_FAST_9,
    "staar.csv": files.STAAR_INTERIM,
}


def _csv(rows: Rows, delimiter: str = ",") -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return held.getvalue().encode()


def _with_headers(change: Callable[[str], str]) -> Callable[[Rows], bytes]:
    return lambda rows: _csv([[change(header) for header in rows[0]], *rows[1:]])


def _shuffled(rows: Rows) -> bytes:
    order = random.Random(7).sample(range(len(rows[0])), len(rows[0]))
    return _csv([[row[place] for place in order] for row in rows])


def _with_more(rows: Rows) -> bytes:
    header = ["Don't Count", "GTx1.5", *rows[0], "50 PCT", ""]
    return _csv([header, *(["x", "", *row, "1", ""] for row in rows[1:])])


def _under_a_banner(rows: Rows) -> bytes:
    return _csv([["Student", *[""] * (len(rows[0]) - 2), "Scores"], *rows])


def _workbook(rows: Rows) -> bytes:
    return workbook(Sheet=rows)


DRIFTS: dict[str, Callable[[Rows], bytes]] = {
    "lower case": _with_headers(str.lower),
    "spaces for signs": _with_headers(lambda header: f" {header.upper().replace('_', ' ')}  "),
    "a byte order mark": lambda rows: b"\xef\xbb\xbf" + _csv(rows),
    "cp1252": lambda rows: (
        _csv([[*rows[0], "A\u00f1o"], *([*row, "\u00e9"] for row in rows[1:])]).decode().encode("cp1252")
    ),
    "another order": _shuffled,
    "columns added by hand": _with_more,
    "a banner above": _under_a_banner,
    "a title above": lambda rows: b"State results\n\n" + _csv(rows),
    "padded cells": lambda rows: _csv([rows[0], *([f"{cell}   " if cell else "" for cell in row] for row in rows[1:])]),
    "semicolons": lambda rows: _csv(rows, ";"),
    "a spreadsheet": _workbook,
}


def _told(content: bytes, name: str) -> tuple[object, ...]:
    found = reading.inspect(content, name, recognisers=KNOWN)
    what = (found.format, found.rows, found.usable_rows, found.scores, found.refused, found.needs)
    return (*what, found.subjects, found.grades, found.years, found.windows, len(found.columns))


@cache
def _told_before(name: str) -> tuple[object, ...]:
    return _told(FILES[name], name)


@pytest.mark.parametrize("drift", DRIFTS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_drifted_says_the_same(name: str, drift: str) -> None:
    """Format, counts, reasons, subjects, grades, years and windows are those of the file as it was."""
    text = FILES[name].decode("utf-8-sig")
    delimiter = "^" if "^" in text else ","
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    width = max(map(len, rows))
    even = [row + [""] * (width - len(row)) for row in rows]
    drifted = DRIFTS[drift](even)

    assert _told(drifted, "x.xlsx" if drift == "a spreadsheet" else name) == _told_before(name)
