"""Spreadsheets: XLSX, XLS, ODS, read by calamine after a look at how much they would unpack to."""

import functools
import html
import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

import python_calamine

from workflows.formats import archives, coded_columns, header_rows, sheet_size, xls_size
from workflows.formats.coded_columns import Coded
from workflows.formats.sheet_size import SheetFacts
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
MOST_SHEETS = 20
MOST_MERGED = 100_000
ALL_HIDDEN = "All sheets of this spreadsheet are hidden. Show the one with the scores, save it and upload it again."
UNOPENED = "This spreadsheet can't be opened; it may be damaged or locked. Save it as CSV."
# A spreadsheet keeps fifteen digits of a number: a longer id has lost its last ones.
EXACT = 1e15


def open_sheets(source: Source, known: Known, limits: Limits) -> tuple[Table, ...]:
    """The table of each sheet that can be seen, the one that names most of a known format first. Raises ``Refusal``."""
    with source.open() as file:
        content = file.read()
    book = _book(content, limits)
    tables: list[Table] = []
    refusals: list[Refusal] = []
    shown = book.shown()
    for sheet in shown:
        try:
            name = source.name if len(book.names) == 1 else sheet.name
            tables.append(_table(name, sheet, known, limits, book.facts_of(sheet.name)))
        except Refusal as no:  # a sheet of notes or a picture of the data beside the data
            refusals.append(no)
    if not tables:
        raise refusals[0] if refusals else Refusal(ALL_HIDDEN if book.hidden else "This spreadsheet is empty.")
    said = [replace(table, hidden_sheets=book.hidden) for table in tables]
    return tuple(sorted(said, key=lambda table: (-known(table.header), -len(table.head))))


@dataclass(frozen=True)
class Book:
    """A workbook that fits into memory: its sheets, and what its parts say of them."""

    book: python_calamine.CalamineWorkbook
    names: tuple[str, ...]
    hidden: tuple[str, ...]
    facts: Mapping[str, SheetFacts]
    most_cells: int

    def shown(self) -> list[Sheet]:
        """The sheets that can be seen and hold something, the first twenty of them. Raises ``Refusal``."""
        sheets: list[Sheet] = []
        cells = 0
        for name in [each for each in self.names if each not in self.hidden][:MOST_SHEETS]:
            with _spoiled_refused():
                sheet = self.book.get_sheet_by_name(name)
            cells += sheet.height * sheet.width
            if cells > self.most_cells:
                raise sheet_size.too_large()
            sheets += [sheet] if sheet.height else []
        return sheets

    def facts_of(self, name: str) -> SheetFacts:
        """What the part of a sheet says; of a book that isn't laid out as usual, what its only sheet does."""
        return self.facts.get(name, SheetFacts())


def _book(content: bytes, limits: Limits) -> Book:
    parts = _part_facts(content, limits)
    with _spoiled_refused():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = python_calamine.SheetVisibleEnum.Visible
        sheets = [each for each in book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
    hidden = tuple(each.name for each in sheets if each.visible != visible)
    names = tuple(each.name for each in sheets) or tuple(book.sheet_names)
    return Book(book, names, hidden, _by_sheet(content, parts, names), limits.sheet_cells)


def _part_facts(content: bytes, limits: Limits) -> Mapping[str, SheetFacts]:
    """Facts by part; ``Refusal`` where a spreadsheet would grow too large, by bytes, cells or copies of its texts."""
    if not content.startswith(b"PK"):
        _refuse_claims(content, limits)
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sheet_size.facts(archive, limits)
    except archives.DAMAGED as wrong:
        raise Refusal("This spreadsheet is damaged or locked. Save it again and upload the new copy.") from wrong


def _by_sheet(content: bytes, parts: Mapping[str, SheetFacts], names: Sequence[str]) -> dict[str, SheetFacts]:
    """Facts by the name of the sheet, as the workbook's relations tell which part is which."""
    if len(names) == 1 and len(parts) == 1:
        return {names[0]: next(iter(parts.values()))}
    if not parts:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = {name.replace("\\", "/").rpartition("/")[2]: name for name in archive.namelist()}
        if not {"workbook.xml", "workbook.xml.rels"} <= told.keys():
            return {}
        book, relations = (archive.read(told[name]) for name in ("workbook.xml", "workbook.xml.rels"))
    targets = dict(_attributes(relations, b"Relationship", b"Id", b"Target"))
    named = {id_: html.unescape(name) for name, id_ in _attributes(book, b"sheet", b"name", b"r:id")}
    ends = {part.replace("\\", "/").rpartition("/")[2]: each for part, each in parts.items()}
    found = {name: ends.get(targets.get(id_, "").replace("\\", "/").rpartition("/")[2]) for id_, name in named.items()}
    return {name: each for name, each in found.items() if each}


def _attributes(xml: bytes, tag: bytes, first: bytes, second: bytes) -> Iterator[tuple[str, str]]:
    for element in re.findall(rb"<(?:\w+:)?" + tag + rb"\s[^>]*>", xml):
        pair = [re.search(rb"\s" + name + rb'="([^"]*)"', element) for name in (first, second)]
        if pair[0] and pair[1]:
            yield pair[0][1].decode(errors="replace"), pair[1][1].decode(errors="replace")


def _refuse_claims(content: bytes, limits: Limits) -> None:
    try:
        claimed = xls_size.claimed_cells(content)
    except ValueError as wrong:
        raise Refusal(UNOPENED) from wrong
    if claimed > limits.sheet_cells:
        raise sheet_size.too_large()


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


def _data_rows(sheet: Sheet, first: int) -> Iterator[Sequence[object]]:
    """The rows under the headers; a cell merged over several rows says the same in each of them."""
    rows = itertools.islice(_rows(sheet), first, None)
    offset = (sheet.start[0] if sheet.start else 0) + first
    merged = [
        (top[0], bottom[0], top[1])
        for top, bottom in (sheet.merged_cell_ranges or [])[:MOST_MERGED]
        if bottom[0] > top[0] >= offset and top[1] == bottom[1]
    ]
    return _filled_down(rows, offset, merged) if merged else rows


def _filled_down(
    rows: Iterator[Sequence[object]], offset: int, merged: Sequence[tuple[int, int, int]]
) -> Iterator[Sequence[object]]:
    starting: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, column in merged:
        starting.setdefault(top, []).append((bottom, column))
    current: dict[int, tuple[int, object]] = {}
    for place, row in enumerate(rows, start=offset):
        current = {column: each for column, each in current.items() if each[0] >= place}
        values = {column: value for column, (_, value) in current.items()}
        yield [values.get(column, cell) if cell in ("", None) else cell for column, cell in enumerate(row)]
        current |= {column: (bottom, row[column]) for bottom, column in starting.get(place, ()) if column < len(row)}


def _table(name: str, sheet: Sheet, known: Known, limits: Limits, facts: SheetFacts) -> Table:
    with _spoiled_refused():
        head = [[_text(cell) for cell in row] for row in itertools.islice(_rows(sheet), HEAD_ROWS + 10)]
    headers = header_rows.find(head, known)
    place, header = headers.last, unique_headers(headers.cells)
    refuse_odd_shapes(header, limits)
    padded = {column: digits for column, digits in facts.padded.items() if column < len(header)}

    def batches(wanted: Sequence[str]) -> Iterator[dict[str, Coded]]:
        places = [header.index(each) for each in wanted]
        for piece in _pieces(_data_rows(sheet, place + 1), places):
            columns = {each: _texts(piece[at :: len(wanted)]) for at, each in enumerate(wanted)}
            yield {
                each: coded_columns.from_texts(_with_zeros(texts, padded.get(header.index(each), 0)))
                for each, texts in columns.items()
            }

    shown = [
        [_zeros(cell, padded.get(column, 0)) for column, cell in enumerate(map(_text, row))]
        for row in itertools.islice(_data_rows(sheet, place + 1), HEAD_ROWS)
    ]
    return Table(
        name, "spreadsheet", "cells", header, place + 1, tuple(map(tuple, shown)), batches,
        hidden_rows=facts.hidden_rows, blank_formulas=facts.blank_formulas,
    )  # fmt: skip


def _with_zeros(texts: list[str], digits: int) -> list[str]:
    return [_zeros(text, digits) for text in texts] if digits else texts


def _zeros(text: str, digits: int) -> str:
    """A number as a spreadsheet shows it, with the zeros before it that its format asks for."""
    return text.zfill(digits) if digits and text.isdigit() else text


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
