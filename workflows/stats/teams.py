"""Step 10, first half: team bright spots, the same contrast for grade × subject × school."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.contrast import PEERS
from workflows.stats.counting import distinct, numbers, sums_by, taken

WHOLE_SCHOOL = "all"  # The grade of a unit that takes in every grade too small for a team of its own.
TEAM = ["source", "subject", "school", "team"]
LEAST_TEACHERS = 2  # A “team” of one would be a teacher named without having been asked.


def team_years(years: pd.DataFrame) -> pd.DataFrame:
    """One row per school, grade, subject, source and year, with the team it belongs to.

    Parameters
    ----------
    years
        One row per class and year, from ``contrast.class_years``.

    Returns
    -------
    DataFrame
        Columns of ``class_years`` summed or averaged over the classes, with ``team``: the grade where every year
        has two teachers or more, else the whole school. Units that never have two teachers are left out.
    """
    named = years.assign(team=team_names(years))
    occasion, team = numbers(named, [*TEAM, "year"]), numbers(named, TEAM)
    few = sums_by(team, teachers_of(occasion, named)[occasion] < LEAST_TEACHERS) > 0
    named = named[~few[team]]
    unit = numbers(named, PEERS)
    _, first = np.unique(unit, return_index=True)
    n = named["n"]
    added = {"n": n, "students": named["students"], "spread": named["spread"], "m": named["m"] * n}
    added |= {name: named[name] * n for name in ("unadjusted", "prior")}
    sums = {name: column.groupby(unit).sum().to_numpy() for name, column in added.items()}
    means = {name: sums[name] / sums["n"] for name in ("m", "unadjusted", "prior")}
    return pd.DataFrame({**taken(named, PEERS, first), **sums, **means, **taken(named, ["team"], first)})


def team_names(years: pd.DataFrame) -> pd.Series:
    """The team of every class of ``contrast.class_years``, named by its grade or ``WHOLE_SCHOOL``."""
    unit, over_years = numbers(years, PEERS), numbers(years, ["source", "subject", "school", "grade"])
    teachers = teachers_of(unit, years)[unit]
    least = np.full(int(over_years.max(initial=-1)) + 1, np.inf)
    np.minimum.at(least, over_years, teachers)
    names = years["grade"].astype(object).where(least[over_years] >= LEAST_TEACHERS, WHOLE_SCHOOL)
    return names.astype("category")


def teachers_of(group: NDArray[np.int64], years: pd.DataFrame) -> NDArray[np.float64]:
    """How many teachers the classes of every group have."""
    return sums_by(distinct(group, numbers(years, ["teacher"]))[0])
