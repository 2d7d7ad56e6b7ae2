"""Which records share one regression: a cell of its own, or small neighbouring grades together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.counting import numbers
from workflows.stats.inclusion import CELL, Admitted
from workflows.stats.parameters import Parameters
from workflows.stats.tidy import grade_number

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
    grades = np.array([*map(grade_number, categories.categories), np.nan])[categories.codes]
    graded = classes.assign(number=np.where(np.isnan(grades), NO_NUMBER, grades))
    cell_of_class = numbers(graded, [*CELL[:3], "number", "grade"])
    cell_of_record = cell_of_class[class_id]
    sizes = np.bincount(cell_of_record, minlength=cell_of_class.max() + 1)
    _, first = np.unique(cell_of_class, return_index=True)
    cells = classes.iloc[first]
    pool_of_cell = joined(cells.assign(number=grades[first], size=sizes), parameters)
    order = np.argsort(cell_of_record.astype(np.int16 if len(sizes) < 32_000 else np.int64), kind="stable")
    own = cells["own"].to_numpy() & (sizes > 0)
    ends = np.cumsum(sizes)
    cut = [slice(int(end - size), int(end)) for size, end in zip(sizes, ends, strict=True)]
    mine = np.flatnonzero(own)
    _, firsts, times = np.unique(pool_of_cell[mine], return_index=True, return_counts=True)
    lasts = mine[firsts + times - 1]
    pools = [slice(cut[one].start, cut[other].stop) for one, other in zip(mine[firsts], lasts, strict=True)]
    return Pools(order, class_id[order], [cut[cell] for cell in mine], pools, pool_of_cell[cell_of_class])


def joined(cells: pd.DataFrame, parameters: Parameters) -> NDArray[np.int64]:
    """Number the pools: walking up the grades, a cell joins its lower neighbour's pool while either is too small
    alone."""
    kind, own, number = numbers(cells, CELL[:3]), cells["own"].to_numpy(), cells["number"].to_numpy()
    neighbours = np.zeros(len(cells), dtype=bool)
    neighbours[1:] = (np.diff(number) == 1) & (np.diff(kind) == 0) & own[1:] & own[:-1]
    pools: list[int] = []
    pool, together = -1, 0
    for near, size in zip(neighbours.tolist(), cells["size"].tolist(), strict=True):
        joins = near and min(together, size) < parameters.own_cell
        pool, together = (pool, together + size) if joins else (pool + 1, size)
        pools.append(pool)
    return np.array(pools, dtype=np.int64)
