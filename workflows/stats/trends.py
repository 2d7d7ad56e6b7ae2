"""Step 10, second half: how groups of students moved, for the weekly digest. Every figure passes ``suppress``."""

import numpy as np
import pandas as pd

from workflows.stats.parameters import Parameters
from workflows.stats.suppression import suppressed
from workflows.stats.tidy import numeric, yes_or_no


def percent_proficient(
    scores: pd.DataFrame, by: list[str], within: list[list[str]], parameters: Parameters | None = None
) -> pd.DataFrame:
    """What percent of each group is proficient.

    Parameters
    ----------
    scores
        One row per student and test: the columns of ``by``, ``student`` and ``proficient`` (yes, no or missing).
    by
        What makes a group: ``["grade", "subject"]``, a team, a student group…
    within
        The totals that are published besides, for complementary suppression; see ``suppress.suppressed``.

    Returns
    -------
    DataFrame
        One row per group: ``students`` counted once each, ``percent_proficient`` coded into 5–95, ``hidden``.
        Students whose proficiency is unknown are left out; of several tests of one student the best counts.
    """
    known = scores.assign(proficient=yes_or_no(scores["proficient"])).dropna(subset=["proficient", *by])
    once = known.groupby([*by, "student"], observed=True)["proficient"].max().reset_index()
    groups = once.groupby(by, observed=True)["proficient"].agg(students="size", percent_proficient="mean").reset_index()
    groups = groups.assign(percent_proficient=np.rint(100 * groups["percent_proficient"]))
    least = (parameters or Parameters()).least_group
    return suppressed(groups, within, ["percent_proficient"], ["percent_proficient"], least)


def gains(
    scores: pd.DataFrame, by: list[str], within: list[list[str]], parameters: Parameters | None = None
) -> pd.DataFrame:
    """How far each group moved between two windows, in percentile points.

    Parameters
    ----------
    scores
        One row per student and window: the columns of ``by``, ``student``, ``when`` (anything that sorts: a date,
        a number; its first and last value are compared) and ``percentile`` (1–99).
    by, within
        As in ``percent_proficient``.

    Returns
    -------
    DataFrame
        One row per group: ``students`` with both windows, median ``before`` and ``after``, ``gain`` = after − before,
        ``hidden``. Students without one of the two windows are left out.
    """
    table = scores.assign(percentile=numeric(scores["percentile"])).dropna(subset=["percentile", "when", *by])
    ends = table[table["when"].isin([table["when"].min(), table["when"].max()])]
    each = (
        ends.sort_values("when")
        .groupby([*by, "student"], observed=True)
        .agg(before=("percentile", "first"), after=("percentile", "last"), times=("when", "nunique"))
        .query("times == 2")
    )
    groups = each.groupby(by, observed=True).agg(
        students=("before", "size"), before=("before", "median"), after=("after", "median")
    )
    groups = groups.reset_index().assign(gain=lambda rows: rows["after"] - rows["before"])
    least = (parameters or Parameters()).least_group
    return suppressed(groups, within, ["before", "after", "gain"], [], least)


def gained_most(moved: pd.DataFrame) -> pd.DataFrame:
    """The shown group, or groups, that gained most, where any gained; never the ones that gained least."""
    seen = moved.loc[~moved["hidden"] & (moved["gain"] > 0)]
    return pd.DataFrame(seen[seen["gain"] == seen["gain"].max()])
