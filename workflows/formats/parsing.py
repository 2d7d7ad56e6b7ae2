"""Delimited rows into columns, piece by piece: ragged rows, stray quotation marks and line breaks in cells included."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa
from pyarrow import csv as arrow_csv

from workflows.formats import coded_columns
from workflows.formats.coded_columns import Coded
from workflows.refusal import Refusal

BLOCK_BYTES = 32 << 20
# Rows of another width than most are mended one by one; more of them than this in one piece is no table.
MOST_RAGGED = 100_000


@dataclass(frozen=True)
class Layout:
    """How the rows stand in the file: delimiter, first byte, headers, and how many cells most rows have."""

    delimiter: str
    start: int
    header: tuple[str, ...]
    width: int


@dataclass(frozen=True)
class Parsed:
    """The rows of a piece: those of the usual width and the lines of the others."""

    table: pa.Table
    ragged: list[str]
    unquoted: bool

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows) + len(self.ragged)


def batches(opened: Callable[[], BinaryIO], layout: Layout, wanted: Sequence[str]) -> Iterator[dict[str, Coded]]:
    """The wanted columns in pieces; short rows are filled up, cells past the last header are dropped.

    Raises ``Refusal`` when the rows can't be told apart.
    """
    with opened() as file:
        file.seek(layout.start)
        for piece in _pieces(file):
            yield from _columns(_most_rows(piece, layout, wanted), layout, wanted)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The rest of a file in pieces that end where a row ends."""
    rest = b""
    while block := file.read(BLOCK_BYTES):
        piece = rest + block
        cut = _last_row_end(piece)
        if cut == 0 and len(piece) > BLOCK_BYTES:
            raise Refusal("A single row of this file is larger than {megabytes} MB.", megabytes=BLOCK_BYTES >> 20)
        rest = piece[cut:]
        if cut:
            yield piece[:cut]
    if rest.strip():
        yield rest


def _last_row_end(piece: bytes) -> int:
    """Where the last whole row ends: after a line end that is not inside quotation marks."""
    cut = last = piece.rfind(b"\n") + 1
    for _ in range(50):
        if piece.count(b'"', 0, cut) % 2 == 0:
            return cut
        cut = piece.rfind(b"\n", 0, cut - 1) + 1
    return last  # a stray quotation mark, no quoted line end


def _most_rows(piece: bytes, layout: Layout, wanted: Sequence[str]) -> Parsed:
    """The reading of a piece, with cells that go on over lines or without, that finds more proper rows.

    A quotation mark that is never closed would swallow the rows that follow it up to the next one.
    """
    if piece.count(b'"') % 2:
        return _parsed(piece, layout, wanted, quotes=None)
    quoted = _parsed(piece, layout, wanted, quotes='"')
    if quoted.rows >= piece.count(b"\n") or b'"' not in piece:
        return quoted
    try:
        plain = _parsed(piece, layout, wanted, quotes=None)
    except Refusal:
        return quoted
    return plain if _proper(plain, layout) > _proper(quoted, layout) else quoted


def _proper(parsed: Parsed, layout: Layout) -> int:
    mended = sum(len(_split(line, layout.delimiter)) == layout.width for line in parsed.ragged)
    return int(parsed.table.num_rows) + mended


def _parsed(piece: bytes, layout: Layout, wanted: Sequence[str], *, quotes: str | None) -> Parsed:
    ragged: list[str] = []

    def keep(row: "arrow_csv.InvalidRow") -> str:
        ragged.append(row.text or "")
        return "skip" if len(ragged) <= MOST_RAGGED else "error"

    names = list(layout.header[: layout.width])
    columns = [name for name in wanted if name in names] or names[:1]
    block = max(len(piece) // 2 + 1, 1 << 20)
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(piece),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=block),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                quote_char=quotes or False,
                newlines_in_values=quotes is not None and quotes.encode() in piece,
                invalid_row_handler=keep,
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=columns,
                column_types=dict.fromkeys(columns, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as wrong:
        raise Refusal(
            "The rows of this file can't be told apart: they have different numbers of cells, or a quotation mark is "
            "never closed. Open it in a spreadsheet and save it as CSV again."
        ) from wrong
    return Parsed(table, ragged, unquoted=quotes is not None)


def _columns(parsed: Parsed, layout: Layout, wanted: Sequence[str]) -> Iterator[dict[str, Coded]]:
    for batch in parsed.table.to_batches():
        found = dict(zip(batch.schema.names, batch.columns, strict=True))
        nothing = coded_columns.constant(None, batch.num_rows)
        read = {name: coded_columns.from_arrow(found[name]) if name in found else nothing for name in wanted}
        yield (
            read
            if parsed.unquoted
            else {name: coded_columns.labels(column, _unquoted) for name, column in read.items()}
        )
    if parsed.ragged:
        yield _mended(parsed.ragged, layout, wanted)


def _unquoted(text: str) -> str:
    return text.strip().strip('"').replace('""', '"')


def _mended(lines: list[str], layout: Layout, wanted: Sequence[str]) -> dict[str, Coded]:
    """Rows with too few or too many cells, brought to the width of the header."""
    width = len(layout.header)
    rows = [_split(line, layout.delimiter) for line in lines]
    even = [row[:width] + [""] * (width - len(row)) for row in rows]
    places = [layout.header.index(name) for name in wanted]
    return {
        name: coded_columns.from_texts([row[place] for row in even]) for name, place in zip(wanted, places, strict=True)
    }


def _split(line: str, delimiter: str) -> list[str]:
    csv.field_size_limit(BLOCK_BYTES)  # its own limit of 128 KB is less than some cells hold
    return next(csv.reader([line.rstrip("\r\n").replace("\r", " ")], delimiter=delimiter), [])
