"""Spreadsheets: XLSX, XLS, ODS, read by calamine after a look at how much they would unpack to."""

import functools
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

import numpy as np
import python_calamine

from workflows.formats import archives, coded_columns, header_rows, xls_size
from workflows.formats.coded_columns import Coded
from workflows.formats.tables import (
    HEAD_ROWS,
    Known,
    Limits,
    Source,
    Table,
    refuse_odd_shapes,
    unique_headers,
)
from workflows.refusal import Refusal

Sheet = python_calamine.CalamineSheet
PIECE_ROWS = 20_000
PIECE_BYTES = 1 << 20
MOST_SHEETS = 20
TOO_LARGE = "This spreadsheet is too large. Save the sheet as CSV and upload that."
UNOPENED = "This spreadsheet can't be opened; it may be damaged or locked. Save it as CSV."
# A spreadsheet keeps fifteen digits of a number: a longer id has lost its last ones.
EXACT = 1e15
# A reference such as XFD1048576 makes a reader set aside a cell for every place before it: they are looked at first.
REFERENCE = 11


def open_sheets(source: Source, known: Known, limits: Limits) -> tuple[Table, ...]:
    """The table of each sheet, the one that names most of a known format first. Raises ``Refusal``."""
    with source.open() as file:
        content = file.read()
    refuse_bombs(content, limits)
    sheets = _sheets(content)
    if not sheets:
        raise Refusal("This spreadsheet is empty.")
    tables: list[Table] = []
    refusals: list[Refusal] = []
    for sheet in sheets:
        try:
            tables.append(_table(source.name if len(sheets) == 1 else sheet.name, sheet, known, limits))
        except Refusal as no:  # a sheet of notes or a picture of the data beside the data
            refusals.append(no)
    if not tables:
        raise refusals[0]
    return tuple(sorted(tables, key=lambda table: (-known(table.header), -len(table.head))))


def refuse_bombs(content: bytes, limits: Limits) -> None:
    """Raise ``Refusal`` where a spreadsheet would grow too large, by bytes or by the reach of its cells."""
    if not content.startswith(b"PK"):
        _refuse_claims(content, limits)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = limits.unpacked_bytes
            for member in archive.infolist():
                left -= _refuse_far_cells(archive, member, left, limits)
    except archives.DAMAGED as wrong:
        raise Refusal("This spreadsheet is damaged or locked. Save it again and upload the new copy.") from wrong


def _refuse_claims(content: bytes, limits: Limits) -> None:
    try:
        claimed = xls_size.claimed_cells(content)
    except ValueError as wrong:
        raise Refusal(UNOPENED) from wrong
    if claimed > limits.sheet_cells:
        raise Refusal(TOO_LARGE)


def _refuse_far_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    taken, columns, rows, tail = 0, 1, 1, b""
    is_sheet = member.filename.startswith("xl/worksheets/")
    with archive.open(member) as packed:
        while piece := packed.read(PIECE_BYTES):
            taken += len(piece)
            if taken > left:
                raise Refusal(
                    "This file unpacks to far more than {megabytes} MB.", megabytes=limits.unpacked_bytes >> 20
                )
            far_column, far_row = _reach(tail + piece) if is_sheet else (1, 1)
            columns, rows, tail = max(columns, far_column), max(rows, far_row), piece[-REFERENCE:]
    if columns * rows > limits.sheet_cells:
        raise Refusal(TOO_LARGE)
    return taken


def _reach(xml: bytes) -> tuple[int, int]:
    """The furthest column and row that a piece of a sheet refers to (r="XFD1048576"), without a loop over cells."""
    text = np.frombuffer(xml + b" " * (REFERENCE + 2), dtype=np.uint8)
    equals = np.flatnonzero(text == ord("="))
    places = equals[(text[equals - 1] == ord("r")) & (text[equals + 1] == ord('"'))] + 2
    column, row = np.zeros((2, len(places)), dtype=np.int64)
    in_letters = in_reference = np.ones(len(places), dtype=bool)
    for place in range(REFERENCE):
        letter, digit = text[places + place] - np.uint8(ord("A")), text[places + place] - np.uint8(ord("0"))
        in_letters = in_letters & (letter < 26)
        in_reference = in_letters | (in_reference & (digit < 10))
        if not in_reference.any():
            break
        column = np.where(in_letters & (place < 4), column * 26 + letter + 1, column)
        row = np.where(in_reference & ~in_letters, row * 10 + digit, row)
    return int(column.max(initial=1)), int(row.max(initial=1))


def _sheets(content: bytes) -> list[Sheet]:
    with _spoiled_refused():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names[:MOST_SHEETS]]
    return [sheet for sheet in sheets if sheet.height]


@contextmanager
def _spoiled_refused() -> Iterator[None]:
    try:
        yield
    except (python_calamine.CalamineError, OSError, ValueError) as wrong:
        raise Refusal(UNOPENED) from wrong
    except BaseException as wrong:
        # What the reader throws over spoiled bytes is no Exception and has no name that could be imported.
        if type(wrong).__name__ == "PanicException":
            raise Refusal(UNOPENED) from wrong
        raise


def _rows(sheet: Sheet) -> Iterator[Sequence[object]]:
    """The rows of a sheet from the first on that says something."""
    return itertools.islice(sheet.iter_rows(), sheet.start[0] if sheet.start else 0, None)


def _table(name: str, sheet: Sheet, known: Known, limits: Limits) -> Table:
    with _spoiled_refused():
        head = [[_text(cell) for cell in row] for row in itertools.islice(_rows(sheet), HEAD_ROWS + 10)]
    headers = header_rows.find(head, known)
    place, header = headers.last, unique_headers(headers.cells)
    refuse_odd_shapes(header, limits)

    def batches(wanted: Sequence[str]) -> Iterator[dict[str, Coded]]:
        places = [header.index(each) for each in wanted]
        for piece in _pieces(itertools.islice(_rows(sheet), place + 1, None), places):
            yield {each: coded_columns.from_texts(_texts(piece[at :: len(wanted)])) for at, each in enumerate(wanted)}

    return Table(name, "spreadsheet", "cells", header, place + 1, tuple(map(tuple, head[place + 1 :])), batches)


def _pieces(rows: Iterator[Sequence[object]], places: Sequence[int]) -> Iterator[list[object]]:
    """The cells at these places, row after row: rows are let go at once, for Python looks after many of them slowly."""
    filled = (row for row in rows if any(row) or any(cell != "" for cell in row))
    while True:
        with _spoiled_refused():
            piece = [row[place] for row in itertools.islice(filled, PIECE_ROWS) for place in places]
        if not piece:
            return
        yield piece


def _texts(column: Sequence[object]) -> list[str]:
    return column if set(map(type, column)) == {str} else list(map(_text, column))  # type: ignore[return-value]


@functools.lru_cache(maxsize=20_000, typed=True)
def _text(cell: object) -> str:
    """A cell as a CSV would say it: whole numbers without a point, dates year first."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
