"""Which headers of a table fit a pattern, and which of those to read."""

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache

from workflows.formats import values
from workflows.formats.patterns import Patterns, Recogniser, compiled_pattern, plain, spaced
from workflows.formats.tables import LONGEST_HEADER, Table

POOR = 0.25
TELLING_ROWS = 6  # of fewer rows, that a column is blank or always the same tells nothing


class Index:
    """Headers by how they are compared; what fits a pattern is looked for once, however many formats ask."""

    def __init__(self, header: Sequence[str]) -> None:
        self._headers: dict[str, list[str]] = {}
        for each in header:
            self._headers.setdefault(plain(each), []).append(each)
        self._fitting: dict[str, Sequence[str]] = {}

    def meets(self, recogniser: Recogniser) -> bool:
        """Whether all that a format needs is there; names alone are looked up first, for they refuse most tables."""
        unnamed = any(map(self._headers.keys().isdisjoint, recogniser.names))
        return not unnamed and all(first_fitting(patterns, self) for patterns in recogniser.need)

    def fitting(self, pattern: str) -> Sequence[str]:
        """The headers that fit one pattern; one without ``re:`` or ``words:`` is found at once."""
        known = self._fitting.get(pattern)
        if known is None:
            known = self._fitting[pattern] = self._compared(pattern)
        return known

    def _compared(self, pattern: str) -> Sequence[str]:
        if pattern.startswith("words:"):
            words = compiled_pattern(pattern)
            return [each for same in self._headers.values() for each in same if words.fullmatch(spaced(each))]
        if pattern.startswith("re:"):
            fits = compiled_pattern(pattern).fullmatch
            return [each for name, same in self._headers.items() if fits(name) for each in same]
        return self._headers.get(plain(pattern), ())


@lru_cache(maxsize=250)
def indexed(header: tuple[str, ...]) -> Index:
    """The index of a row of headers; kept for a while, for an upload is opened again at every step of its way."""
    return Index(header)


def all_fitting(patterns: Patterns, index: Index) -> Iterator[str]:
    """The headers that fit, those of the first pattern first."""
    return itertools.chain.from_iterable(map(index.fitting, patterns))


def first_fitting(patterns: Patterns, index: Index) -> str | None:
    """The first header that fits, if one does."""
    return next(all_fitting(patterns, index), None)


def best_fitting(patterns: Patterns, table: Table, index: Index) -> str | None:
    """The first column that fits and has something in it; failing that, the first that fits."""
    fitting = list(all_fitting(patterns, index))
    filled = (each for each in fitting if any(values.clean(cell) for cell in table.column_head(each)))
    return next(filled, fitting[0] if fitting else None)


def fullest_fitting(patterns: Patterns, table: Table, index: Index) -> str | None:
    """The best column that fits; where hardly any row fills it, or all say the same, the next one that is good."""
    fitting = list(dict.fromkeys(all_fitting(patterns, index)))
    best = best_fitting(patterns, table, index)
    if len(fitting) < 2 or len(table.head) < TELLING_ROWS or not _is_poor(table.column_head(best or "")):
        return best
    return next((each for each in fitting if not _is_poor(table.column_head(each))), best)


def _is_poor(cells: Sequence[str]) -> bool:
    filled = [cell for cell in map(values.clean, cells) if cell]
    return len(filled) < POOR * len(cells) or len(set(filled)) < 2


def known_cells(cells: Sequence[str], recognisers: Sequence[Recogniser]) -> int:
    """How many needed columns of the best-fitting format a row of cells names."""
    index = indexed(tuple(cell[:LONGEST_HEADER] for cell in cells))
    return max(
        (len(each.need) for each in recognisers if not each.generic and each.kind != "refused" and index.meets(each)),
        default=0,
    )
