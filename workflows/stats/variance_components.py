"""Step 5: how much of what we see lasts, how much is one year's shock, how much is students' luck."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.counting import YEARS, numbers, sums_by
from workflows.stats.differences import Likely, Observed, likely
from workflows.stats.parameters import Parameters

LEAST_SQUARE = 1e-4  # A mean square of 0 would be certainty.
TIE = 1e-12  # Shufflings that change nothing differ from the observed value by rounding only.


@dataclass(frozen=True)
class Variances:
    """What differences between classrooms are made of, in squared SDs of student growth.

    ``persistent`` σ²_μ, ``classroom_shock`` σ²_c, ``within`` σ²_e; ``p`` is how often shuffled labels do as well;
    ``teachers`` counts those with two years; ``assumed`` says that documented defaults stand in for estimates;
    ``differ`` is how likely it is that they differ by more than what matters; ``lasting`` says that there is something
    to find.
    """

    persistent: float
    classroom_shock: float
    within: float
    p: float
    teachers: int
    assumed: bool
    differ: float
    lasting: bool


def variances(
    contrasts: pd.DataFrame, unit: list[str], within: float, parameters: Parameters
) -> tuple[Variances, Likely]:
    """Split the variance of leave-one-out contrasts, for one source and subject; and every split that the data allow.

    Parameters
    ----------
    contrasts
        One row per class and year, from ``contrast.beside_peers``: ``d, f, n, year``, the groups that were compared
        (``group``).
    unit
        The columns that name those whose differences are asked for.
    within
        σ²_e, from ``contrast.within_variance``.
    parameters
        Defaults, thresholds, seed.

    Notes
    -----
    σ²_μ = mean over pairs of years of cov(d_t, d_s)/f, pairs weighted by their units; d has mean zero in every group by
    construction, so that Σ over pairs = ½[(Σ_t x)² − Σ_t x²] with x = d/√f.
    σ²_c = max(0, (var d − σ²_μ f − mean(σ²_e f/n))/f).
    """
    units = numbers(contrasts, unit)
    x = (contrasts["d"] / np.sqrt(contrasts["f"])).to_numpy()
    occasions = yearly(contrasts, units)
    years = sums_by(occasions.unit)
    teachers = int((years > 1).sum())
    estimate = persistence(x, occasions)
    total = float(np.mean(x**2) - np.mean(within / contrasts["n"]))
    p = permuted(x, contrasts, occasions, parameters) if teachers > 1 else 1.0
    allowed = likely(observed(contrasts, occasions, estimate, total, within), parameters)
    differ = allowed.chance_above(parameters.meaningful)
    assumed = teachers < parameters.least_teachers
    lasting = estimate >= parameters.least_persistent and p <= parameters.most_p and differ >= parameters.least_differ
    persistent, shock = max(estimate, 0.0), max(0.0, total - max(estimate, 0.0))
    if assumed:
        persistent, shock = parameters.default_persistent, parameters.default_shock
    return Variances(persistent, shock, within, p, teachers, assumed, differ, lasting), allowed


def observed(contrasts: pd.DataFrame, occasions: "Occasions", estimate: float, total: float, within: float) -> Observed:
    """The mean squares behind the estimates: of units' means, and of their years around them.

    Every group of peers takes one degree of freedom a year, and every place one for good.
    """
    units, years = len(np.unique(occasions.unit)), len(occasions.unit)
    each = years / units
    groups = contrasts["group"].nunique()
    students = float(np.mean(within / contrasts["n"]))
    noise = max(total - estimate + students, LEAST_SQUARE)
    return Observed(
        between=max(noise / each + estimate, LEAST_SQUARE),
        noise=noise,
        students=students,
        years=each,
        units_free=max(round(units - groups / each), 1),
        years_free=max(round(years - units - groups + groups / each), 0),
    )


@dataclass(frozen=True)
class Occasions:
    """Which unit and which unit-year each class belongs to: ``of`` numbers unit-years, ``unit`` the unit of each
    of them, ``unit_of_class`` that of each class; ``pairs`` counts pairs of years of one unit, both ways round."""

    of: NDArray[np.int64]
    unit: NDArray[np.int64]
    classes: NDArray[np.float64]
    unit_of_class: NDArray[np.int64]
    pairs: float


def yearly(contrasts: pd.DataFrame, units: NDArray[np.int64]) -> Occasions:
    """Number the unit-years."""
    keys = units * YEARS + contrasts["year"].to_numpy()
    names, of = np.unique(keys, return_inverse=True)
    unit = names // YEARS
    years = sums_by(unit)
    return Occasions(of, unit, sums_by(of), unit[of], float((years * (years - 1)).sum()))


def persistence(x: NDArray[np.float64], occasions: Occasions, squares: float | None = None) -> float:
    """σ²_μ: the mean product of a unit's standardised contrasts of two different years.

    ``squares``, Σx², may be told where every unit has one class a year; it is then the same for any order of x.
    """
    if not occasions.pairs:
        return 0.0
    if squares is None:
        each = sums_by(occasions.of, x) / occasions.classes
        together = sums_by(occasions.unit, each)
        squares = float((each**2).sum())
    else:
        together = sums_by(occasions.unit_of_class, x)
    return float(((together**2).sum() - squares) / occasions.pairs)


def permuted(x: NDArray[np.float64], contrasts: pd.DataFrame, occasions: Occasions, parameters: Parameters) -> float:
    """The share of label shufflings, within each school, grade and year, that show as much persistence (Phipson &
    Smyth 2010)."""
    generator = np.random.default_rng(parameters.seed)
    order, blocks = stacked(contrasts["group"].to_numpy())
    shuffled = x[order]
    home = replace(occasions, of=occasions.of[order], unit_of_class=occasions.unit_of_class[order])
    observed, as_much = persistence(x, occasions), 1
    squares = float((x**2).sum()) if (occasions.classes == 1).all() else None
    for drawn in range(parameters.permutations):
        if as_much == 1 and drawn == parameters.clear_permutations:
            return as_much / (drawn + 1)
        for rows, size in blocks:
            block = shuffled[rows].reshape(-1, size)
            generator.permuted(block, axis=1, out=block)
        as_much += persistence(shuffled, home, squares) >= observed - TIE
    return as_much / (parameters.permutations + 1)


def stacked(group: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[tuple[slice, int]]]:
    """An order in which groups of one size lie together, each group whole, and where the groups of each size lie."""
    size = np.bincount(group)[group]
    order = np.lexsort((group, size))
    sizes, counts = np.unique(size, return_counts=True)
    ends = np.cumsum(counts)
    return order, [(slice(int(end - n), int(end)), int(k)) for k, n, end in zip(sizes, counts, ends, strict=True)]
