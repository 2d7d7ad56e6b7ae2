"""Rows numbered, and counted by number: for tables of classes or teams much faster than grouping by their names."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MOST_COMBINATIONS = 2**62
YEARS = 10_000  # Above every calendar year, so that a number times this, plus a year, is one number for both.


def sums_by(
    groups: NDArray[np.integer[Any]], values: NDArray[Any] | None = None, length: int = 0
) -> NDArray[np.float64]:
    """The sum of the values (or the number of entries) per group."""
    return np.bincount(groups, values, length).astype(np.float64, copy=False)


def weighted_means(
    values: NDArray[np.float64], weights: NDArray[np.float64], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Each entry's group mean."""
    return ratio(sums_by(groups, weights * values), sums_by(groups, weights))[groups]


def ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """A quotient that is 0 where there is nothing to divide by."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 1e-12)


def distinct(groups: NDArray[np.int64], values: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every value of every group once, values being whole numbers, in their order: the group of each such pair; and
    which pair each entry is."""
    size = int(values.max(initial=0)) + 1
    of, pairs = pd.factorize(groups * size + values, sort=True)
    return pairs // size, of


def numbers(table: pd.DataFrame, columns: list[Any]) -> NDArray[np.int64]:
    """A number per combination of the columns' values, for every row, in the order of the values; blanks come last."""
    key, combinations = np.zeros(len(table), dtype=np.int64), 1
    for name in columns:
        codes, size = ranked(table[name])
        if combinations * size >= MOST_COMBINATIONS:
            key = pd.factorize(key, sort=True)[0].astype(np.int64)
            combinations = len(key)
        key, combinations = key * size + codes, combinations * size
    return np.asarray(pd.factorize(key, sort=True)[0], dtype=np.int64)


def parted(table: pd.DataFrame, columns: list[str]) -> Iterator[pd.DataFrame]:
    """The rows of each combination of the columns' values, in the order of the values."""
    part = numbers(table, columns)
    for number in range(int(part.max(initial=-1)) + 1):
        yield table[part == number]


def ranked(column: pd.Series) -> tuple[NDArray[np.int64], int]:
    """Each value's place among the column's values, and how many places there are; a blank takes the last one."""
    values = column.array
    if isinstance(values, pd.Categorical):
        codes, size = values.codes.astype(np.int64), len(values.categories)
    else:
        found, names = pd.factorize(column.to_numpy(), sort=True)
        codes, size = found.astype(np.int64), len(names)
    return np.where(codes < 0, size, codes), size + 1


def taken(table: pd.DataFrame, columns: list[str], rows: NDArray[np.integer[Any]]) -> dict[str, Any]:
    """Some columns of some rows, to make a new table of: in a small one this is faster than asking pandas for both."""
    return {name: table[name].array.take(rows) for name in columns}
