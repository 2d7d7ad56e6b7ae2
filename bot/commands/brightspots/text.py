"""How a text file is written: its first line, what stands between its columns, how it writes its letters."""

import codecs
from pathlib import Path

from workflows.refusal import Refusal

FIRST_LINE_BYTES = 1 << 16
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def headers(path: Path) -> list[str]:
    """The names in a text file's first line; of a file of another kind nothing that makes sense.

    Raises
    ------
    Refusal
        When there is no such file.
    """
    if not path.is_file():
        raise Refusal("There is no file {path}.", path=path)
    line = first_line(path)
    return [name.strip().strip('"') for name in line.split(delimiter(line))]


def first_line(path: Path) -> str:
    """A text file's first line."""
    with path.open("rb") as file:
        start = file.read(FIRST_LINE_BYTES)
    return start.decode("utf-16" if start[:2] in UTF_16 else "utf-8-sig", errors="replace").split("\n")[0]


def encodings(path: Path) -> tuple[str, ...]:
    """How a text file may write its letters, the likeliest first: spreadsheets on Windows often don't write UTF-8."""
    with path.open("rb") as file:
        return ("utf-16",) if file.read(2) in UTF_16 else ("utf8", "cp1252")


def delimiter(line: str) -> str:
    """What stands between the columns of a line."""
    return max(",;\t", key=line.count)
