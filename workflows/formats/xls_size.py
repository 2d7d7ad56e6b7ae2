"""How much room the sheets of an old Excel file (XLS) claim, found out before a reader makes that room.

A reader of XLS sets aside a place for every cell up to the last one, for all sheets at once, and believes what a sheet
says of its own size; sectors that lead in a circle it follows until there is no memory left. The file is a small file
system of sectors (a compound file, MS-CFB); one of its streams is the workbook, a row of records (MS-XLS).
"""

import itertools
import struct
from collections.abc import Iterator, Mapping

HEADER, ENTRY = 512, 128
CIRCLE = "sectors that lead in a circle"
LAST_SECTOR = 0xFFFF_FFFA  # this and above are marks, not sectors
WORKBOOKS = ("workbook", "book")
SHEET, SIZE_OF_SHEET, TEXTS, END = 0x0085, 0x0200, 0x00FC, 0x000A
# Records that begin with their row and column; those of several cells end with their last column.
SINGLE = frozenset([0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E])
SEVERAL = frozenset([0x00BD, 0x00BE])


def claimed_cells(content: bytes) -> int:
    """How many cells the sheets of an XLS file claim together. Raises ``ValueError`` when it is damaged."""
    try:
        return sum(_claims(_workbook(content)))
    except (struct.error, IndexError) as wrong:
        raise ValueError("damaged") from wrong


def _claims(workbook: bytes) -> Iterator[int]:
    """For the workbook's own part and each sheet: rows times columns up to its last cell."""
    starts, left = [0], len(workbook) // 2  # twice as many records as there can be: sheets don't share theirs
    for kind, body in _records(workbook, 0):
        if kind == SHEET:
            starts += struct.unpack_from("<I", body)
        if kind == TEXTS and struct.unpack_from("<I", body, 4)[0] > len(workbook):
            raise ValueError("more texts than bytes")
    for start in starts:
        cells = [_last_cell(kind, body) for kind, body in itertools.islice(_records(workbook, start), left + 1)]
        left -= len(cells)
        if left < 0:
            raise ValueError("sheets that lie in one another")
        yield max(row for row, _ in [(0, 0), *cells]) * max(column for _, column in [(0, 0), *cells])


def _records(workbook: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook, up to the one that ends it."""
    while place + 4 <= len(workbook):
        kind, length = struct.unpack_from("<HH", workbook, place)
        if kind == END:
            return
        yield kind, workbook[place + 4 : place + 4 + length]
        place += 4 + length


def _last_cell(kind: int, body: bytes) -> tuple[int, int]:
    """The row and column, counted from 1, up to which a record makes its sheet reach."""
    if kind == SIZE_OF_SHEET:
        return _said_size(body)
    if kind in SINGLE and len(body) >= 4:
        row, column = struct.unpack_from("<HH", body)
        return row + 1, column + 1
    if kind in SEVERAL and len(body) >= 6:
        return struct.unpack_from("<H", body)[0] + 1, struct.unpack_from("<H", body, len(body) - 2)[0] + 1
    return 0, 0


def _said_size(body: bytes) -> tuple[int, int]:
    """What a sheet says of its own size; older files have less room for it."""
    layout = "<IIHH" if len(body) >= 14 else "<HHHH"
    first_row, rows, first_column, columns = struct.unpack_from(layout, body)
    if first_row > rows or first_column > columns:
        raise ValueError("a sheet that ends before it begins")
    return rows, columns


def _workbook(content: bytes) -> bytes:
    sector = 1 << _sane(struct.unpack_from("<H", content, 30)[0], 16)
    small = 1 << _sane(struct.unpack_from("<H", content, 32)[0], 16)
    first_entry, _, least, first_small = struct.unpack_from("<IIII", content, 48)
    links = _links(content, sector)
    small_links = _straight(_numbers(_stream(content, HEADER, sector, links, first_small)))
    entries = _entries(_stream(content, HEADER, sector, links, first_entry))
    start, size = next((entries[name] for name in WORKBOOKS if name in entries), (LAST_SECTOR, 0))
    if size >= least:
        return _stream(content, HEADER, sector, links, start)[:size]
    root = _stream(content, HEADER, sector, links, entries["root entry"][0]) if "root entry" in entries else b""
    return _stream(root, 0, small, small_links, start)[:size]


def _sane(shift: int, most: int) -> int:
    if not 1 <= shift <= most:
        raise ValueError("damaged")
    return shift


def _links(content: bytes, sector: int) -> list[int]:
    """For every sector the one that follows it; the table lies in sectors itself, and so does the list of those."""
    listed = list(struct.unpack_from("<109I", content, 76))
    following, left = struct.unpack_from("<I", content, 68)[0], len(content) // sector
    while following < LAST_SECTOR:
        *more, following = _numbers(_sector(content, HEADER, sector, following))
        listed, left = listed + more, left - 1
        if left < 0:
            raise ValueError(CIRCLE)
    tables = (_sector(content, HEADER, sector, place) for place in listed if place < LAST_SECTOR)
    return _straight([link for table in tables for link in _numbers(table)])


def _straight(links: list[int]) -> list[int]:
    """The same links. Raises ``ValueError`` where they lead in a circle, whoever may follow them."""
    walked = [-1] * len(links)
    for first in range(len(links)):
        place = first
        while place < len(links) and walked[place] < 0:
            walked[place] = first
            place = links[place]
        if place < len(links) and walked[place] == first:
            raise ValueError(CIRCLE)
    return links


def _entries(directory: bytes) -> Mapping[str, tuple[int, int]]:
    """Name → first sector and size of each stream."""
    found: dict[str, tuple[int, int]] = {}
    for place in range(0, len(directory) - ENTRY + 1, ENTRY):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace").lower()
        found.setdefault(name, struct.unpack_from("<II", directory, place + 116))
    return found


def _stream(content: bytes, start: int, sector: int, links: list[int], first: int) -> bytes:
    pieces: list[bytes] = []
    while first < LAST_SECTOR:
        pieces.append(_sector(content, start, sector, first))
        first = links[first]
    return b"".join(pieces)


def _sector(content: bytes, start: int, sector: int, place: int) -> bytes:
    found = content[start + place * sector : start + (place + 1) * sector]
    if not found:
        raise ValueError("damaged")
    return found


def _numbers(sectors: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4]))
