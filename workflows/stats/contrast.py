"""Steps 3 and 4: what a class did in a year, beside the other classes of its school and grade, and beside the
district."""

import numpy as np
import pandas as pd

from workflows.stats.counting import numbers, sums_by
from workflows.stats.runs import runs_of

NO_PEER = "classes without another class of the same school, grade, subject and year to compare with"
TEACHER = ["source", "subject", "teacher"]
PEERS = ["source", "subject", "year", "grade", "school"]
CELL = ["source", "subject", "year", "grade"]


def class_years(grown: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Step 3: one row per class and year.

    Parameters
    ----------
    grown
        One row per student and class, from ``expected.growth``.
    classes
        The class table of step 1.

    Returns
    -------
    DataFrame
        The classes that have records, with ``students`` (count), ``n`` = (Σw)²/Σw² (effective), ``m`` = Σwq/Σw,
        ``unadjusted`` (the same without the class-mean adjustment), ``spread`` = Σ(q − mean q)² and ``prior``, the mean
        earlier score in SDs (0, the district's middle, where a vendor's growth needs none).
    """
    ids, w, q = (grown[name].to_numpy() for name in ("class_id", "weight", "q"))
    size, runs = len(classes), runs_of(ids)
    total, students = runs.sums(w, size), np.bincount(runs.of, np.diff(runs.starts, append=len(ids)), size)
    with np.errstate(invalid="ignore", divide="ignore"):
        table = classes.assign(
            students=students,
            n=total**2 / runs.sums(w * w, size),
            m=runs.sums(w * q, size) / total,
            unadjusted=runs.sums(w * grown["unadjusted"].to_numpy(), size) / total,
            prior=runs.sums(np.nan_to_num(grown["z_prior"].to_numpy()), size) / students,
            spread=runs.sums(q * q, size) - runs.sums(q, size) ** 2 / students,
        )
    return table[students > 0]


def beside_peers(years: pd.DataFrame, peers: list[str]) -> pd.DataFrame:
    """Step 4: each unit against the mean of the *others* of its group (leave-one-out).

    d = m − mean of the others; f = 1 + 1/(k − 1) with k units in the group, so that var d = f · var m. Units that have
    no other beside them are left out.

    Parameters
    ----------
    years
        One row per unit and year: ``m, unadjusted, n`` and the columns of ``peers``.
    peers
        What makes others comparable: ``PEERS`` for classes, ``CELL`` for teams.

    Returns
    -------
    DataFrame
        The rows that have peers, with ``d``, ``plain`` (d without the class-mean adjustment), ``f`` and ``group``.
    """
    group = numbers(years, peers)
    m, unadjusted = (years[name].to_numpy(dtype=np.float64) for name in ("m", "unadjusted"))
    size = sums_by(group)
    f = size[group] / np.where(size > 1, size - 1, np.nan)[group]
    return years.assign(
        group=group,
        f=f,
        d=(m - (sums_by(group, m) / size)[group]) * f,
        plain=(unadjusted - (sums_by(group, unadjusted) / size)[group]) * f,
    )[size[group] > 1]


def within_variance(years: pd.DataFrame) -> float:
    """σ²_e: the pooled variance of q within classes, Σ(q − class mean)²/Σ(students − 1)."""
    return float(years["spread"].sum() / max((years["students"] - 1).sum(), 1))
