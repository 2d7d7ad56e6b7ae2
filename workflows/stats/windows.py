"""From scores to the few aggregates a digest reads: per grade, subject and window, before any suppression."""

import numpy as np
import pandas as pd

from workflows.stats.suppress import suppressed

CELL = ["source", "grade", "subject", "year", "window"]
ORDER = ("fall", "boy", "baseline", "winter", "moy", "spring", "eoy", "summer")


def window_figures(scores: pd.DataFrame, percentile_cut: int | None = None) -> pd.DataFrame:
    """Count proficiency and growth for every grade, subject and testing window.

    Parameters
    ----------
    scores
        One row per student and test: ``source, grade, subject, year, window, student, score, percentile, proficient``
        and optionally ``tested_on``. A student's last test in a window counts.
    percentile_cut
        For tests without levels: the national percentile from which on a student counts as proficient.

    Returns
    -------
    DataFrame
        One row per source, grade, subject, year and window: ``place`` of the window in its year (0 is the first),
        ``students``, ``rated`` (with a level, or a percentile under a cut), ``proficient`` of those,
        ``window_before``, ``compared`` (students who also tested in it) and their ``median_gain`` in the test's own
        points (NaN when nobody can be compared). Rows without grade, subject, year or window are left out.
    """
    tests = _last_tests(scores, percentile_cut)
    places = _places(tests)
    tests = tests.merge(places, on=["source", "year", "window"])
    before = tests[["source", "grade", "subject", "year", "student", "place", "window", "score"]].assign(
        place=tests["place"] + 1
    )
    pairs = tests.merge(
        before.rename(columns={"score": "score_before", "window": "window_before"}),
        on=["source", "grade", "subject", "year", "student", "place"],
        how="left",
    ).assign(gain=lambda each: each["score"] - each["score_before"])
    return (
        pairs.groupby([*CELL, "place"], observed=True)
        .agg(
            students=("student", "nunique"),
            rated=("passed", "count"),
            proficient=("passed", "sum"),
            window_before=("window_before", "first"),
            compared=("gain", "count"),
            median_gain=("gain", "median"),
        )
        .reset_index()
    )


def publishable(figures: pd.DataFrame, minimum: int = 10) -> pd.DataFrame:
    """Hide what would tell about too few students, in the figures of ``window_figures``.

    Returns
    -------
    DataFrame
        The same rows with ``rated`` and ``percent_proficient`` (coded into 5–95), ``compared`` and ``median_gain``;
        hidden ones are NaN. No total over grades or subjects is ever published, so nothing can be worked out from one.
    """
    rated = figures.assign(
        students=figures["rated"],
        percent_proficient=(100 * figures["proficient"] / figures["rated"].where(figures["rated"] > 0)).round(),
    )
    percents = suppressed(rated, [], ["percent_proficient"], ["percent_proficient"], minimum)
    moved = suppressed(figures.assign(students=figures["compared"]), [], ["median_gain"], [], minimum)
    return figures[[*CELL, "place", "window_before"]].assign(
        rated=percents["students"],
        percent_proficient=percents["percent_proficient"],
        compared=moved["students"],
        median_gain=moved["median_gain"],
    )


def _last_tests(scores: pd.DataFrame, percentile_cut: int | None) -> pd.DataFrame:
    known = scores.dropna(subset=[*CELL, "student", "score"])
    if "tested_on" in known:
        known = known.sort_values("tested_on", kind="stable", na_position="first")
    last = known.drop_duplicates([*CELL, "student"], keep="last")
    return last[[*CELL, "student", "score"]].assign(
        passed=_passed(last, percentile_cut), source=last["source"].astype(str), window=last["window"].astype(str),
        subject=last["subject"].astype(str), student=last["student"].astype(str),
    )  # fmt: skip


def _passed(tests: pd.DataFrame, percentile_cut: int | None) -> pd.Series:
    """1, 0 or NaN: the test's own level where there is one, else the percentile against the confirmed cut."""
    passed = tests["proficient"].astype("Float64").astype("float64")
    if percentile_cut is None:
        return passed
    by_percentile = (tests["percentile"] >= percentile_cut).astype("float64").where(tests["percentile"].notna())
    return passed.where(passed.notna(), by_percentile)


def _places(tests: pd.DataFrame) -> pd.DataFrame:
    """The windows of each source and year in the order of the school year."""
    windows = tests[["source", "year", "window"]].drop_duplicates()
    rank = windows["window"].str.lower().map(_rank)
    ordered = windows.assign(rank=rank).sort_values(["source", "year", "rank", "window"])
    return ordered.assign(place=ordered.groupby(["source", "year"]).cumcount()).drop(columns="rank")


def _rank(window: str) -> float:
    return next((place for place, name in enumerate(ORDER) if name in window), float(np.inf))
