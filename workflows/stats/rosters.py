"""From what the readers of exports give, scores here and rosters there, to the one tidy table an analysis takes."""

import re

import numpy as np
import pandas as pd

from workflows.stats.roster_join import taught
from workflows.stats.tidy import years

TEST = ["student", "source", "subject", "year"]
SEASONS = (
    re.compile(r"fall|autumn|\bboy\b|begin|baseline|august|september|october", re.I),
    re.compile(r"winter|\bmoy\b|middle|december|january|february", re.I),
    re.compile(r"spring|summer|\beoy\b|end|march|april|may|june", re.I),
)


def tidy_from_exports(scores: pd.DataFrame, roster: pd.DataFrame | None) -> pd.DataFrame:
    """Join scores with who taught whom, and give every score the one it grew from.

    Parameters
    ----------
    scores
        One row per student and test taken: ``source, subject, grade, year, student, school, score`` and, where known,
        ``window, taken_on, teacher, proficient, vendor_growth``; several files under one another.
    roster
        One row per student, teacher, year and subject, with ``school`` and ``share`` where known; a blank subject
        stands for all of them. None when the score files name the teachers themselves.

    Returns
    -------
    DataFrame
        One row per student, teacher, source, subject and year: the columns ``tidy.understood`` accepts, with ``prior``.

    Raises
    ------
    Refusal
        When neither a roster nor the files name any teacher, or when nobody on the roster has a score.
    """
    table = scores.assign(year=years(scores["year"]))
    ends = table if "prior" in table else with_earlier_scores(table)
    return ends if roster is None else taught(ends, roster)


def with_earlier_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """The last score of every student, test and year, beside the year's first window's, or last year's, as ``prior``.

    Where a test is taken in several windows of a year, growth runs from its first window to its last; the first
    valid record counts in the first window, the last in the last. Otherwise it runs from the year before.
    """
    table = scores.assign(season=seasons(scores))
    if "taken_on" in table:
        table = table.sort_values("taken_on", kind="stable")
    windows = table.groupby(TEST[1:])["season"]
    opens, closes = windows.transform("min"), windows.transform("max")
    first = table[(table["season"] == opens) & (opens < closes)]
    last = one_each(table[table["season"] == closes], "last")
    earlier = one_each(first, "first")[[*TEST, "score"]].rename(columns={"score": "fall"}).drop_duplicates(TEST)
    before = (
        last[[*TEST, "score"]].assign(year=last["year"] + 1).rename(columns={"score": "before"}).drop_duplicates(TEST)
    )
    several = (opens < closes).reindex(last.index)
    joined = last.merge(earlier, on=TEST, how="left").merge(before, on=TEST, how="left")
    prior = joined["fall"].where(several.to_numpy(), joined["before"])
    return joined.assign(prior=prior).drop(columns=["fall", "before", "season"])


def seasons(scores: pd.DataFrame) -> pd.Series:
    """0 for fall, 1 for winter, 2 for spring and for tests given once a year."""
    if "window" not in scores:
        return pd.Series(2, index=scores.index)
    names = scores["window"].astype("category")
    found = [
        next((place for place, each in enumerate(SEASONS) if each.search(str(name))), 2)
        for name in names.cat.categories
    ]
    return pd.Series(np.array([*found, 2])[names.cat.codes.to_numpy()], index=scores.index)


def one_each(window: pd.DataFrame, keep: str) -> pd.DataFrame:
    """The first or last dated record of every student in one window; without dates all of them, for ``admit`` to
    judge."""
    valid = window[window["score"].notna()] if "taken_on" in window else window
    return valid.drop_duplicates(TEST, keep="first" if keep == "first" else "last") if "taken_on" in window else valid
