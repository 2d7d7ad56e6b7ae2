"""Whom a team teaches: what stronger schools gain on top isn't their teachers' doing, and no test is free of error.

Students of stronger schools end up above what their earlier scores say, because an earlier score is partly luck: of
two students with the same score the one from the stronger school is usually the stronger one. Within schools classes
are too much alike to show how large that is, so it is read off between schools.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.counting import numbers, sums_by

LEAST_SPREAD = 1e-9


@dataclass(frozen=True)
class Slope:
    """How much more a team grows per SD of its students' mean earlier score, and the variance of that estimate."""

    by: float
    variance: float


def between_schools(years: pd.DataFrame, cell: list[str]) -> Slope:
    """The slope of team growth on mean earlier scores within cells, as far as schools tell it.

    Parameters
    ----------
    years
        One row per team and year: ``school, m, prior, n``.
    cell
        The columns within which teams are compared.

    Notes
    -----
    Least squares; teams of one school aren't independent, so the variance is Σ_schools(Σ x·e)²/(Σx²)², times S/(S − 1)
    for S schools (clustered, Liang & Zeger 1986).
    """
    group, school = numbers(years, cell), numbers(years, ["school"])
    many = sums_by(group)
    x, y = (_centred(years[name].to_numpy(dtype=np.float64), group, many) for name in ("prior", "m"))
    squares, schools = float(x @ x), len(np.unique(school))
    if squares < LEAST_SPREAD or schools < 2:
        return Slope(0.0, 0.0)
    by = float(x @ y) / squares
    each = sums_by(school, x * (y - by * x))
    return Slope(by, float(each @ each) / squares**2 * schools / (schools - 1))


def _centred(values: NDArray[np.float64], group: NDArray[np.int64], many: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values - (sums_by(group, values) / many)[group])


def adjusted(years: pd.DataFrame, cell: list[str]) -> pd.DataFrame:
    """Teams' years without what their students' earlier scores explain; ``doubt`` is the variance that this adds."""
    slope = between_schools(years, cell)
    group = numbers(years, cell)
    x = _centred(years["prior"].to_numpy(dtype=np.float64), group, sums_by(group))
    return years.assign(m=years["m"] - slope.by * x, doubt=slope.variance * x**2)
