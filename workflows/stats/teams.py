"""Step 10, first half: team bright spots, the same contrast for grade × subject × school."""

import pandas as pd

from workflows.stats.contrast import CELL
from workflows.stats.pools import numbers, sums_by

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
    keys = [*CELL, "school"]
    weighted = years[["m", "unadjusted"]].mul(years["n"], axis=0)
    rows = pd.concat([years[[*keys, "teacher", "n", "students", "spread"]], weighted], axis=1)
    units = rows.groupby(keys, as_index=False)
    sums = units.agg(
        {"n": "sum", "students": "sum", "spread": "sum", "m": "sum", "unadjusted": "sum", "teacher": "nunique"}
    )
    least = sums.groupby(["source", "subject", "school", "grade"])["teacher"].transform("min")
    sums = sums.assign(
        m=sums["m"] / sums["n"],
        unadjusted=sums["unadjusted"] / sums["n"],
        team=sums["grade"].astype(object).where(least >= LEAST_TEACHERS, WHOLE_SCHOOL),
    )
    of_class = sums["team"].to_numpy()[units.ngroup().to_numpy()]
    named = years.assign(team=of_class)[[*TEAM, "year", "teacher"]].drop_duplicates()
    occasion, team = numbers(named, [*TEAM, "year"]), numbers(named, TEAM)
    few = sums_by(team, sums_by(occasion)[occasion] < LEAST_TEACHERS) > 0
    return sums[~few[numbers(sums, TEAM)]].reset_index(drop=True)
