"""Sums per class, fast: most files list a class's students one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Runs:
    """Where each run of equal numbers starts, and which number it repeats; any order of rows is some runs."""

    starts: NDArray[np.int64]
    of: NDArray[Any]

    def sums(self, values: NDArray[Any], length: int = 0) -> NDArray[np.float64]:
        """The sum of the rows' values per number, 0 for numbers up to ``length`` that don't occur."""
        if not len(self.starts):
            return np.zeros(length)
        wide = values.view(np.int8) if values.dtype == np.bool_ else values
        kind = np.float64 if values.dtype.kind == "f" else np.int64
        sums = np.add.reduceat(wide, self.starts, dtype=kind)
        return np.bincount(self.of, sums, length).astype(np.float64, copy=False)


def runs_of(numbers: NDArray[Any]) -> Runs:
    """The runs of an array of whole numbers."""
    starts = run_starts([numbers])
    return Runs(starts, numbers[starts])


def run_starts(columns: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """The rows that differ from the row before in any of the columns, the first row among them."""
    new = np.zeros(len(columns[0]), dtype=bool)
    new[:1] = True
    for values in columns:
        new[1:] |= values[1:] != values[:-1]
    return np.flatnonzero(new)
