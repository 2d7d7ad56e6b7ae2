"""Spreadsheets: XLSX, XLS, ODS, read by calamine after a look at how much they would unpack to."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import numpy as np
import python_calamine

from workflows.formats import archives, cells, xls
from workflows.formats.cells import Coded
from workflows.formats.tables import (
    HEAD_ROWS,
    Known,
    Limits,
    Source,
    Table,
    header_place,
    refuse_odd_shapes,
    unique_headers,
)
from workflows.refusal import Refusal

Rows = Sequence[Sequence[object]]
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
    sheets = [(name, rows) for name, rows in _sheets(content) if rows]
    if not sheets:
        raise Refusal("This spreadsheet is empty.")
    tables: list[Table] = []
    refusals: list[Refusal] = []
    for name, rows in sheets:
        try:
            tables.append(_table(source.name if len(sheets) == 1 else name, rows, known, limits))
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
        claimed = xls.claimed_cells(content)
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
    text = np.frombuffer(xml + b" " * REFERENCE, dtype=np.uint8)
    starts = np.flatnonzero((text[:-2] == ord("r")) & (text[1:-1] == ord("=")) & (text[2:] == ord('"'))) + 3
    signs = text[np.minimum(starts[:, None] + np.arange(REFERENCE), len(text) - 1)].astype(np.int64)
    letters = np.cumprod((signs >= ord("A")) & (signs <= ord("Z")), axis=1).astype(bool)
    digits = (signs >= ord("0")) & (signs <= ord("9"))
    column, row = np.zeros(len(starts), dtype=np.int64), np.zeros(len(starts), dtype=np.int64)
    reading = np.ones(len(starts), dtype=bool)
    for place in range(REFERENCE):
        reading &= letters[:, place] | digits[:, place]
        column = np.where(letters[:, place] & (place < 4), column * 26 + signs[:, place] - 64, column)
        row = np.where(reading & digits[:, place], row * 10 + signs[:, place] - 48, row)
    return int(column.max(initial=1)), int(row.max(initial=1))


def _sheets(content: bytes) -> Iterator[tuple[str, Rows]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names[:MOST_SHEETS]:
            yield name, book.get_sheet_by_name(name).to_python()
    except (python_calamine.CalamineError, OSError, ValueError) as wrong:
        raise Refusal(UNOPENED) from wrong
    except BaseException as wrong:
        # What the reader throws over spoiled bytes is no Exception and has no name that could be imported.
        if type(wrong).__name__ == "PanicException":
            raise Refusal(UNOPENED) from wrong
        raise


def _table(name: str, rows: Rows, known: Known, limits: Limits) -> Table:
    head = [[_text(cell) for cell in row] for row in rows[: HEAD_ROWS + 10]]
    place = header_place(head, known)
    header = unique_headers(head[place])
    refuse_odd_shapes(header, limits)
    below = rows[place + 1 :]

    def batches(wanted: Sequence[str]) -> Iterator[dict[str, Coded]]:
        filled = [row for row in below if any(cell != "" for cell in row)]
        places = {each: header.index(each) for each in wanted}
        if filled:
            yield {each: cells.from_texts(_texts([row[place] for row in filled])) for each, place in places.items()}

    return Table(name, "spreadsheet", "cells", header, place + 1, tuple(map(tuple, head[place + 1 :])), batches)


def _texts(column: Sequence[object]) -> list[str]:
    return column if set(map(type, column)) == {str} else [_text(cell) for cell in column]  # type: ignore[return-value]


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
