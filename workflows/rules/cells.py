"""Which test, grade, subject, year and window something is about: of two words on one cell the later counts."""

from collections.abc import Mapping
from typing import Any

CELL = ("source", "grade", "subject", "year", "window")
Cell = tuple[str, ...]


def cell(row: Mapping[str, Any]) -> Cell:
    """The cell of a row that names all five."""
    return tuple(str(row[name]) for name in CELL)
