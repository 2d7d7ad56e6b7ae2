"""Where a table's headers stand: under dozens of lines about the report, over one row or over three."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workflows.formats import dates, values
from workflows.formats.patterns import spaced
from workflows.formats.tables import Known

Rows = Sequence[Sequence[str]]
FIRST_ROWS = 10  # in which a known format's headers are looked for
MOST_ABOVE = 45  # lines above the headers, for a report's title, filters and date
MOST_BANDS = 3
WORDS = re.compile(
    r"\b(students?|pupils?|scholars?|learners?|child|kids?|alumn[oa]s?|estudiantes?|ids?|identifier|number|num|no|names?"
    r"|nombres?|apellidos?|first|last|grade|gr|grado|schools?|campus|building|escuela|district|teachers?|docente|maestr[oa]"
    r"|class|section|course|period|homeroom|subject|materia|content|tests?|assessments?|exam|measure|date|fecha|year|term"
    r"|window|season|scores?|scaled?|raw|points|pts|total|overall|composite|puntaje|puntos|nota|percentile|percent|rank"
    r"|levels?|nivel|performance|proficiency|achievement|benchmark|placement|rit|lexile|quantile|wcpm|growth|sgp|status"
    r"|math|reading|ela|science|writing|fall|winter|spring|boy|moy|eoy|gender|sex|race|ethnicity|dob|birth|email|ell?|iep"
    r"|ssid|sasid|local|state|fields?|column|variable|description|definition|values|type|length|format)\b"
)


@dataclass(frozen=True)
class Headers:
    """The headers, each behind the bands above it, and the last row that belongs to them."""

    cells: list[str]
    last: int


def find(rows: Rows, known: Known) -> Headers:
    """The headers among a table's first rows: those of a known format, or else the row that reads most like headers."""
    place = _place(rows, known)
    last = _continued(rows, place)
    if last > place:
        return Headers(_banded(rows, place, last), last)
    return Headers(_under_banners(rows, place), place)


def _place(rows: Rows, known: Known) -> int:
    first = range(min(len(rows), FIRST_ROWS))
    named = {place: known(rows[place]) for place in first}
    if any(named.values()):
        return max(first, key=lambda place: (named[place], _wordy(rows[place]), -place))
    below = _Below(rows)
    looked_at = range(min(len(rows), MOST_ABOVE + 1))
    return max(looked_at, key=lambda place: (below.header_cells(place), _wordy(rows[place]), -place))


class _Below:
    """The cells of each column, to tell a header from a value that comes again further down."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._times: dict[tuple[int, str], int] = {}
        for row in rows:
            for column, cell in enumerate(row):
                self._times[column, cell] = self._times.get((column, cell), 0) + 1

    def header_cells(self, place: int) -> float:
        """How many cells of a row have a header's words and stand nowhere else in their column; half for figures."""
        return sum(
            (0.5 if re.search(r"\d", cell) else 1)
            for column, cell in enumerate(self._rows[place])
            if self._times[column, cell] == 1 and WORDS.search(spaced(cell))
        )


def _wordy(cells: Sequence[str]) -> int:
    return len({cell.strip() for cell in cells if any(letter.isalpha() for letter in cell)})


def _continued(rows: Rows, place: int) -> int:
    """The last of the rows that go on with the headers: words only, and nothing under the first header."""
    last = place
    while last + 1 < len(rows) - 1 and last - place < MOST_BANDS - 1 and _goes_on(rows, place, last + 1):
        last += 1
    return last


def _goes_on(rows: Rows, place: int, row: int) -> bool:
    header, cells = rows[place], [cell.strip() for cell in rows[row]]
    filled = [cell for cell in cells if cell]
    leading = next((column for column, cell in enumerate(header) if cell.strip()), 0)
    if len(filled) < 2 or (leading < len(cells) and cells[leading]):
        return False
    gaps = any(column < len(header) and not header[column].strip() for column, cell in enumerate(cells) if cell)
    return gaps and all(_is_word(cell) for cell in filled)


def _is_word(cell: str) -> bool:
    is_number = values.number(cell) == values.number(cell)
    return not is_number and dates.day(cell) is None and bool(re.search(r"[^\W\d_]|%", cell))


def _banded(rows: Rows, first: int, last: int) -> list[str]:
    """The headers of several rows: each cell behind those above it, which reach to the right over blank ones."""
    width = max(len(rows[place]) for place in range(first, last + 1))
    bands = [_reaching(rows[place], width) for place in range(first, last)] + [[*rows[last], *[""] * width][:width]]
    return [
        " ".join(dict.fromkeys(part.strip() for part in parts if part.strip())) for parts in zip(*bands, strict=True)
    ]


def _reaching(cells: Sequence[str], width: int) -> list[str]:
    found, group = [], ""
    for column in range(width):
        group = (cells[column].strip() if column < len(cells) else "") or group
        found.append(group)
    return found


def _under_banners(rows: Rows, place: int) -> list[str]:
    """The headers of a row, those that repeat behind the groups above them: "Fall" under "Math" is "Math Fall"."""
    headers = [cell.strip() if isinstance(cell, str) else cell for cell in rows[place]]
    for above in range(place - 1, max(place - MOST_BANDS, -1), -1):
        banner = [cell.strip() for cell in rows[above]]
        repeated = {cell for cell, many in Counter(headers).items() if cell and many > 1}
        if sum(map(bool, banner)) < 2 or not repeated:
            break
        groups = _reaching(banner, len(headers))
        pairs = zip(groups, headers, strict=True)
        headers = [f"{group} {cell}".strip() if cell in repeated or not cell else cell for group, cell in pairs]
    return headers
