"""Text with a delimiter, in any encoding, read in pieces: CSV, TSV, caret and semicolon files."""

import codecs
import contextlib
import csv
import functools
import io
import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from workflows.formats import header_rows, parsing
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

DELIMITERS = {",": "comma", "\t": "tab", "^": "caret", ";": "semicolon", "|": "pipe"}
HEAD_BYTES = 1 << 20
PIECE_BYTES = 1 << 22


def open_text(source: Source, known: Known, limits: Limits) -> Table:
    """The table in a text file. ``known`` counts the cells of a row that name columns of a known format.

    Raises ``Refusal`` when the bytes are no text, or the text is no table.
    """
    encoding = _encoding(source)
    opened = source.open if encoding == "utf-8" else functools.partial(_as_utf8, source, encoding)
    with opened() as file:
        text = file.read(HEAD_BYTES).decode("utf-8", errors="ignore")
    delimiter, rows, lines = _first_rows(text)
    headers = header_rows.find([row[: limits.columns + 1] for row in rows], known)
    place = headers.last
    width = _usual_width(rows[place + 1 :]) or len(headers.cells)
    header = unique_headers(headers.cells + [""] * (width - len(headers.cells)))
    refuse_odd_shapes(header, limits)
    layout = parsing.Layout(delimiter, _bytes_of(text, lines[place]), header, width)
    return Table(
        source.name,
        encoding,
        DELIMITERS[delimiter],
        header,
        place + 1,
        tuple(tuple(row) for row in rows[place + 1 :]),
        functools.partial(parsing.batches, opened, layout),
    )


def _encoding(source: Source) -> str:
    """The encoding that the whole file keeps to; ``mixed`` when most is UTF-8 but some bytes are not."""
    with source.open() as file:
        start = file.read(4)
        for mark, name in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if start.startswith(mark):
                return name
        file.seek(0)
        return _encoding_without_mark(file)


def _encoding_without_mark(file: BinaryIO) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    nul = old_line_ends = False
    while piece := file.read(PIECE_BYTES):
        nul = nul or b"\0" in piece
        old_line_ends = old_line_ends or (b"\r" in piece and b"\n" not in piece)
        if piece.isascii() and not decoder.getstate()[0]:
            continue
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return "mixed" if re.search(rb"[\xc3-\xf4][\x80-\xbf]", piece) else "cp1252"
    return "utf-8 with NUL bytes" if nul else "utf-8 with old line ends" if old_line_ends else "utf-8"


def _as_utf8(source: Source, encoding: str) -> BinaryIO:
    """The same text as clean UTF-8, in a file without a name that disappears when closed."""
    clean = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with source.open() as file:
        if encoding == "utf-8-sig":
            file.seek(len(codecs.BOM_UTF8))
        decode = _decoder(encoding)
        while piece := file.read(PIECE_BYTES):
            clean.write(_tidied(decode(piece)))
    clean.seek(0)
    return clean


def _tidied(text: str) -> bytes:
    unified = text.replace("\0", "")
    if "\n" not in unified:
        unified = unified.replace("\r", "\n")
    return unified.encode("utf-8", errors="replace")


def _decoder(encoding: str) -> Callable[[bytes], str]:
    if encoding == "utf-16":
        return codecs.getincrementaldecoder("utf-16")(errors="replace").decode
    if encoding == "cp1252":
        return lambda piece: piece.decode("cp1252", errors="replace")
    codecs.register_error("as-cp1252", _byte_as_cp1252)
    return codecs.getincrementaldecoder("utf-8")(errors="as-cp1252").decode


def _byte_as_cp1252(wrong: UnicodeError) -> tuple[str, int]:
    if not isinstance(wrong, UnicodeDecodeError):
        raise wrong
    return wrong.object[wrong.start : wrong.end].decode("cp1252", errors="replace"), wrong.end


def _first_rows(text: str) -> tuple[str, list[list[str]], list[int]]:
    """The delimiter under which the first rows are widest and most alike, those rows, and the line that ends each."""
    readings = {delimiter: _rows(text, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda each: _likeness(readings[each][0]))
    rows, lines = readings[delimiter]
    if not rows:
        raise Refusal("This file is empty: there is not one row in it.")
    return delimiter, rows, lines


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(parsing.BLOCK_BYTES)
    reader = csv.reader(_lines(text), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    with contextlib.suppress(csv.Error):
        for row in itertools.islice(reader, HEAD_ROWS + 1):
            rows.append(row)
            lines.append(reader.line_num)
    return rows, lines


def _bytes_of(text: str, lines: int) -> int:
    """How many bytes the first lines take."""
    return len("".join(itertools.islice(_lines(text), lines)).encode())


def _lines(text: str) -> Iterator[str]:
    return io.StringIO(text, newline="")


def _usual_width(rows: list[list[str]]) -> int:
    """How many cells most rows have: it may be more or fewer than there are headers."""
    widths = sorted(len(row) for row in rows if row)
    return widths[len(widths) // 2] if widths else 0


def _likeness(rows: list[list[str]]) -> float:
    middle = _usual_width(rows)
    same = sum(len(row) == middle for row in rows)
    return 0.0 if middle < 2 else middle * same / len(rows)
