"""A table that can be read in pieces: what its first rows look like, and batches of the columns that are wanted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from workflows.formats.coded_columns import Coded
from workflows.refusal import Refusal

LONGEST_HEADER = 200  # letters, so that no pattern is compared with a whole essay
HEAD_ROWS = 105  # dozens of lines may stand above the headers
Known = Callable[[Sequence[str]], int]
Batches = Callable[[Sequence[str]], Iterator[Mapping[str, Coded]]]


@dataclass(frozen=True)
class Limits:
    """How much of an upload is taken in: bytes as uploaded, bytes after unpacking, cells of a spreadsheet, columns."""

    upload_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 300 * 1024 * 1024
    sheet_cells: int = 8_000_000
    columns: int = 5_000


@dataclass(frozen=True)
class Table:
    """One sheet of an upload. ``head`` are its first rows as text; ``batches`` gives its rows in pieces.

    Of a spreadsheet: rows that are hidden, cells whose formulas have no result, and sheets of the book that are hidden.
    """

    name: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    head: tuple[tuple[str, ...], ...]
    batches: Batches
    hidden_rows: int = 0
    blank_formulas: int = 0
    hidden_sheets: tuple[str, ...] = ()

    def column_head(self, header: str) -> list[str]:
        """The first cells of a column."""
        place = self.header.index(header)
        return [row[place] if place < len(row) else "" for row in self.head]


@dataclass(frozen=True)
class Source:
    """An upload's bytes, in memory or in a file, under the name its owner gave it."""

    name: str
    open: Callable[[], BinaryIO]
    size: int


def unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers that can be told apart: blanks become "column 7", a second "Grade" becomes "Grade (2)"."""
    seen: dict[str, int] = {}
    headers: list[str] = []
    for place, cell in enumerate(cells, start=1):
        header = " ".join(cell.replace("\xa0", " ").replace("\ufeff", "").split())[:LONGEST_HEADER] or f"column {place}"
        seen[header] = seen.get(header, 0) + 1
        while seen[header] > 1 and f"{header} ({seen[header]})" in seen:
            seen[header] += 1
        headers.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
        seen.setdefault(headers[-1], 1)
    return tuple(headers)


def refuse_odd_shapes(header: tuple[str, ...], limits: Limits) -> None:
    """Raise ``Refusal`` for a table of one column, or of more columns than any export has."""
    if len(header) < 2:
        raise Refusal(
            "This is not a table that we can read: its rows have a single column. If it is a fixed-width state file, "
            "download it from the testing portal as CSV, or ask your district's testing office for the CSV version."
        )
    if len(header) > limits.columns:
        raise Refusal("This file has {columns} columns; no assessment export we know has so many.", columns=len(header))
