"""Steps 8 and 9: what a second test and proficiency say about a flag. Neither can make one."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from workflows.stats.parameters import Parameters

Numbers = NDArray[np.float64]
WILSON_Z = 1.959964  # 95 %
MOST_STEPS = 25
RIDGE = 1e-3
BINS_PER_SD = 20  # The logistic curve is fitted on counts per twentieth of an SD: no loss, a thousandth of the work.


class Tier(StrEnum):
    """How much is behind a bright spot: a second test that agrees, none, one that says neither way, a whole team."""

    CONFIRMED = "confirmed"
    PROMISING = "promising"
    UNDECIDED = "undecided"
    TEAM = "team"
    DISAGREE = "the tests disagree"


def tier(above_zero: float | None, parameters: Parameters) -> Tier:
    """Step 8: what Pr(μ > 0) on another test makes of a flag: without one it stays promising, and a second test that
    says neither way is undecided."""
    if above_zero is None:
        return Tier.PROMISING
    if above_zero < parameters.disagrees:
        return Tier.DISAGREE
    return Tier.CONFIRMED if above_zero >= parameters.agrees else Tier.UNDECIDED


@dataclass(frozen=True)
class Proficiency:
    """How many students are proficient beside how many were expected to be.

    ``expected`` = Σp and ``spread`` = √Σp(1 − p) (Poisson-binomial); ``low`` and ``high`` bound the observed
    share (Wilson 95 %); ``near_cut`` warns that the extra proficient students sit at the cut while growth
    elsewhere isn't positive.
    """

    students: int
    observed: int
    expected: float
    spread: float
    low: float
    high: float
    near_cut: bool


def curves(grown: pd.DataFrame, cell: NDArray[np.int64], wanted: NDArray[np.int64]) -> pd.DataFrame:
    """How likely proficiency is at each earlier score, in the cells that are asked for.

    Parameters
    ----------
    grown
        Records with ``score, z_prior, proficient``, from ``expected.growth``.
    cell
        The cell of every record.
    wanted
        The cells to fit.

    Returns
    -------
    DataFrame
        One row per cell (its index): the logistic curve's ``intercept`` and ``slope``, the ``cut`` score and the
        ``sd`` of scores.
    """
    known = (grown["proficient"].notna() & grown["z_prior"].notna()).to_numpy()
    rows = {}
    for each in wanted:
        some = grown.iloc[np.flatnonzero(known & (cell == each))]
        if len(some):
            intercept, slope = logistic(some["z_prior"].to_numpy(), some["proficient"].to_numpy())
            rows[each] = (intercept, slope, cut(some), float(some["score"].std()))
    # Without any cell to fit the columns would be objects, which no formula takes.
    return pd.DataFrame.from_dict(rows, orient="index", columns=["intercept", "slope", "cut", "sd"]).astype(float)


def logistic(z_prior: Numbers, proficient: Numbers) -> tuple[float, float]:
    """Intercept and slope of a logistic regression on the prior, by iteratively reweighted least squares."""
    bins, at = np.unique(np.round(z_prior * BINS_PER_SD), return_inverse=True)
    n, yes = np.bincount(at), np.bincount(at, proficient)
    design = np.stack([np.ones(len(bins)), bins / BINS_PER_SD])
    beta = np.zeros(2)
    for _ in range(MOST_STEPS):
        p = expit(beta @ design)
        weight = n * p * (1 - p) + 1e-9
        # The small ridge keeps the curve finite when a prior separates the two groups perfectly.
        step = np.linalg.solve((design * weight) @ design.T + RIDGE * np.eye(2), design @ (yes - n * p) - RIDGE * beta)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return float(beta[0]), float(beta[1])


def cut(cell: pd.DataFrame) -> float:
    """The score at which a cell's students become proficient: midway between the two groups' nearest ends."""
    yes = cell["proficient"] == 1
    if yes.all() or not yes.any():
        return float("inf")
    return float((cell.loc[~yes, "score"].quantile(0.99) + cell.loc[yes, "score"].quantile(0.01)) / 2)


def with_chances(records: pd.DataFrame, fitted: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give records (with ``cell``) their ``chance`` of being proficient and whether their score lies ``near`` the
    cut."""
    joined = records.join(fitted, on="cell")
    return records.assign(
        chance=expit(joined["intercept"] + joined["slope"] * joined["z_prior"]),
        near=(joined["score"] - joined["cut"]).abs() <= parameters.near_cut * joined["sd"],
    )


def proficiencies(records: pd.DataFrame) -> dict[int, Proficiency]:
    """Step 9: observed against expected for every flag whose records (of ``with_chances``) say who is proficient."""
    if "chance" not in records:
        return {}
    known = records[records["proficient"].notna() & records["chance"].notna()]
    table = (
        known.assign(
            variance=known["chance"] * (1 - known["chance"]),
            elsewhere=known["q"].where(~known["near"]),
        )
        .groupby("flag")
        .agg(
            n=("chance", "size"),
            yes=("proficient", "sum"),
            expected=("chance", "sum"),
            variance=("variance", "sum"),
            near=("near", "any"),
            elsewhere=("elsewhere", "mean"),
        )
    )
    return {int(str(flag)): proficiency_of(row) for flag, row in table.to_dict("index").items()}


def proficiency_of(row: dict[Hashable, Any]) -> Proficiency:
    """One flag's sums as a value."""
    low, high = wilson(int(row["yes"]), int(row["n"]))
    return Proficiency(
        students=int(row["n"]),
        observed=int(row["yes"]),
        expected=float(row["expected"]),
        spread=float(row["variance"] ** 0.5),
        low=low,
        high=high,
        near_cut=bool(row["yes"] > row["expected"] and row["near"] and not row["elsewhere"] > 0),
    )


def wilson(yes: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z2 = WILSON_Z**2
    centre = (yes + z2 / 2) / (n + z2)
    half = WILSON_Z / (n + z2) * float(np.sqrt(yes * (n - yes) / n + z2 / 4))
    return centre - half, centre + half
