"""Which records share one regression: a cell of its own, or small neighbouring grades together."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.admit import CELL, Admitted
from workflows.stats.parameters import Parameters
from workflows.stats.tidy import grade_number

MOST_COMBINATIONS = 2**62
YEARS = 10_000  # Above every calendar year, so that a number times this, plus a year, is one number for both.
NO_NUMBER = 99  # Ungraded groups come last and have no neighbours.


@dataclass(frozen=True)
class Pools:
    """Records sorted so that every cell, and every pool of cells, is one slice.

    ``order`` sorts the records; ``classes`` is the class of every sorted record; ``cell_slices`` and ``slices`` cut the
    sorted records; ``pool_of_class`` numbers the pool of every class. Cells that only a vendor's growth serves are in
    no slice.
    """

    order: NDArray[np.int64]
    classes: NDArray[np.int32]
    cell_slices: list[slice]
    slices: list[slice]
    pool_of_class: NDArray[np.int64]


def pooled(admitted: Admitted, parameters: Parameters) -> Pools:
    """Sort the records by cell and join cells of fewer than ``own_cell`` students with neighbouring grades."""
    classes, class_id = admitted.classes, admitted.records["class_id"].to_numpy()
    categories = classes["grade"].cat
    grades = pd.Series(np.array([*map(grade_number, categories.categories), np.nan])[categories.codes], classes.index)
    keys = [classes["source"], classes["subject"], classes["year"], grades.fillna(NO_NUMBER), classes["grade"]]
    cell_of_class = numbers(pd.DataFrame(dict(enumerate(keys))), list(range(len(keys))))
    cell_of_record = cell_of_class[class_id]
    sizes = np.bincount(cell_of_record, minlength=cell_of_class.max() + 1)
    cells = classes.assign(number=grades, cell=cell_of_class).drop_duplicates("cell").sort_values("cell")
    pool_of_cell = joined(cells.assign(size=sizes), parameters)
    order = np.argsort(cell_of_record.astype(np.int16 if len(sizes) < 32_000 else np.int64), kind="stable")
    own = cells["own"].to_numpy() & (sizes > 0)
    ends = np.cumsum(sizes)
    cut = [slice(int(end - size), int(end)) for size, end in zip(sizes, ends, strict=True)]
    members = pd.Series(np.flatnonzero(own)).groupby(pool_of_cell[own])
    pools = [slice(cut[first].start, cut[last].stop) for first, last in zip(members.min(), members.max(), strict=True)]
    return Pools(
        order, class_id[order], [cut[cell] for cell in np.flatnonzero(own)], pools, pool_of_cell[cell_of_class]
    )


def joined(cells: pd.DataFrame, parameters: Parameters) -> NDArray[np.int64]:
    """Number the pools: walking up the grades, a cell joins its lower neighbour's pool while either is too small
    alone."""
    neighbours = (
        (cells["number"].diff() == 1)
        & (cells[CELL[:3]].astype(str) == cells[CELL[:3]].astype(str).shift()).all(axis=1)
        & cells["own"]
        & cells["own"].shift(fill_value=False)
    )
    pools: list[int] = []
    pool, together = -1, 0
    for near, size in zip(neighbours.tolist(), cells["size"].tolist(), strict=True):
        joins = near and min(together, size) < parameters.own_cell
        pool, together = (pool, together + size) if joins else (pool + 1, size)
        pools.append(pool)
    return np.array(pools, dtype=np.int64)


def sums_by(
    groups: NDArray[np.integer[Any]], values: NDArray[Any] | None = None, length: int = 0
) -> NDArray[np.float64]:
    """The sum of the values (or the number of entries) per group."""
    return np.bincount(groups, values, length).astype(np.float64, copy=False)


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
