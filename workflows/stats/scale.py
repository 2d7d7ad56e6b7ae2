"""Is every column of scores one test's scale? Two tests in one column, or levels written as scores, are refused."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.refusal import Refusal
from workflows.stats.counting import numbers, parted, taken
from workflows.stats.inclusion import Admitted
from workflows.stats.pools import Pools

FEWEST_VALUES = 7  # Performance levels have 2 to 6 steps; no scale score has so few.
TWO_HEAPS = (
    0.85  # Share of variance between the best two heaps: 0.64 for a bell, 0.75 for a plateau, near 1 for two tests.
)
LEAST_HEAP = 0.05  # Smaller heaps are outliers or missing-value codes, which ranks survive.
ENOUGH = 2_000  # Evenly spaced scores of a large cell show its heaps as well as all of them.
FAR_APART = 4.0  # SDs between the medians of two years of one test and grade: no cohort differs that much.


def refuse_impossible_scales(admitted: Admitted, pools: Pools) -> None:
    """Say no to levels and to mixed tests before anything is computed from them.

    Raises
    ------
    Refusal
        When a test's scores take fewer than seven values, fall into two separate heaps within one grade and year,
        or jump between years by more than four SDs.
    """
    cells = described(admitted, pools)
    for some in parted(cells, ["source", "subject"]):
        facts = str(some["source"].iloc[0]), str(some["subject"].iloc[0])
        if some["values"].max() < FEWEST_VALUES:
            raise Refusal(
                "The scores of {source} in {subject} look like performance levels. Bright spots need scale scores.",
                source=facts[0],
                subject=facts[1],
            )
        if some["heaps"].max() > TWO_HEAPS or some["jump"].max() > FAR_APART:
            raise Refusal(
                "The scores of {source} in {subject} look like two different tests in one column. Give each test its"
                " own source name.",
                source=facts[0],
                subject=facts[1],
            )


def described(admitted: Admitted, pools: Pools) -> pd.DataFrame:
    """One row per cell: how many values its scores take, how far they are two heaps, how far they jumped since
    last year."""
    score = admitted.records["score"].to_numpy()[pools.order]
    first = pools.classes[[cell.start for cell in pools.cell_slices]]
    found = np.zeros((len(first), 4))
    for row, cell in enumerate(pools.cell_slices):
        ordered = np.sort(score[cell])
        low, middle, high = ordered[[len(ordered) // 4, len(ordered) // 2, 3 * len(ordered) // 4]]
        thinned = ordered[:: 1 + len(ordered) // ENOUGH]
        found[row] = middle, high - low, 1 + np.count_nonzero(np.diff(ordered)), two_heaps(thinned)
    middle, spread, values, heaps = found.T
    test = numbers(admitted.classes.iloc[first], ["source", "subject", "grade"])
    usual = pd.Series(spread).groupby(test).median().to_numpy()[test] / 1.349
    order = np.lexsort((admitted.classes["year"].to_numpy()[first], test))
    jump = np.zeros(len(first))
    jump[order[1:]] = np.where(np.diff(test[order]) == 0, np.abs(np.diff(middle[order])), 0.0)
    names = taken(admitted.classes, ["source", "subject"], first)
    return pd.DataFrame({**names, "values": values, "heaps": heaps, "jump": jump / np.maximum(usual, 1e-12)})


def two_heaps(ordered: NDArray[np.float64]) -> float:
    """The largest share of variance that one cut explains (Otsu 1979), each side holding at least one score in
    twenty."""
    n = len(ordered)
    below = np.arange(1, n)
    centred = ordered - ordered.mean()
    total = float((centred**2).sum())
    between = np.cumsum(centred)[:-1] ** 2 * n / (below * (n - below))
    allowed = np.minimum(below, n - below) >= LEAST_HEAP * n
    return float(between[allowed].max(initial=0.0) / total) if total > 0 else 0.0
