"""From scores to the few aggregates a digest reads: per grade, subject and window, before any suppression."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workflows.rules.privacy import LEAST_STUDENTS
from workflows.stats.counting import numbers, sums_by
from workflows.stats.suppression import suppressed

CELL = ["source", "grade", "subject", "year", "window"]
Whole = npt.NDArray[np.int64]
OF_A_YEAR = ["source", "year", "window"]
ORDER = ("fall", "boy", "baseline", "winter", "moy", "spring", "eoy", "summer")


def window_figures(scores: pd.DataFrame, percentile_cut: int | None = None) -> pd.DataFrame:
    """Count proficiency and growth for every grade, subject and testing window.

    Parameters
    ----------
    scores
        One row per student and test: ``source, grade, subject, year, window, student, score, percentile, proficient``
        and optionally ``tested_on`` and ``teacher``. A student's last test in a window counts.
    percentile_cut
        For tests without levels: the national percentile from which on a student counts as proficient.

    Returns
    -------
    DataFrame
        One row per source, grade, subject, year and window: ``place`` of the window in its year (0 is the first),
        ``students``, ``rated`` (with a level, or a percentile under a cut), ``proficient`` of those,
        ``window_before``, ``compared`` (students who also tested in it) and their ``median_gain`` in the test's own
        points (NaN when nobody can be compared), ``teachers`` (how many are named; NaN where none is). Rows without
        grade, subject, year or window are left out.
    """
    known = scores.dropna(subset=[*CELL, "student", "score"])
    number, cells = _cells(known)
    tests = _last_tests(known, number, cells, percentile_cut)
    cell, rated, gain = tests["cell"].to_numpy(), tests["passed"].notna().to_numpy(), tests["gain"]
    passed = np.where(rated, tests["passed"].to_numpy(), 0.0)
    found = cells.assign(
        students=sums_by(cell).astype(np.int64),
        rated=sums_by(cell, rated).astype(np.int64),
        proficient=sums_by(cell, passed),
        compared=sums_by(cell, gain.notna().to_numpy()).astype(np.int64),
        median_gain=gain.groupby(cell).median().to_numpy(),
        teachers=_teachers(known, number, len(cells)),
    )
    found = found.iloc[np.argsort(numbers(found, CELL))].reset_index(drop=True)
    return found.assign(window_before=_windows_before(found))


def figures_by_school(scores: pd.DataFrame, percentile_cut: int | None = None) -> pd.DataFrame:
    """The same for each school of a file that holds several, with its name as ``school``; empty where it holds one."""
    several = scores["school"].nunique() > 1
    parts = [
        window_figures(rows, percentile_cut).assign(school=str(school))
        for school, rows in scores.groupby("school", observed=True)
        if several
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["school", *CELL])


def publishable(figures: pd.DataFrame, minimum: int = LEAST_STUDENTS, *, within: Sequence[str] = ()) -> pd.DataFrame:
    """Hide what would tell about too few students, in the figures of ``window_figures``.

    Parameters
    ----------
    figures
        As from ``window_figures``, or ``figures_by_school``.
    minimum
        The fewest students a shown figure is about.
    within
        Columns that name a total which is published too, such as a whole file's beside those of its schools.

    Returns
    -------
    DataFrame
        The same rows with ``rated`` and ``percent_proficient`` (coded into 5–95), ``compared`` and ``median_gain``;
        hidden ones are NaN. No total over grades or subjects is ever published, so nothing can be worked out from one.
        A ``school`` stays.
    """
    rated, proficient = (figures[name].to_numpy(dtype=float) for name in ("rated", "proficient"))
    percent = np.round(100 * proficient / np.where(rated > 0, rated, np.nan))
    totals, names = [list(within)] if within else [], {name: figures[name] for name in within}
    known = pd.DataFrame({**names, "students": rated, "percent_proficient": percent}, figures.index)
    percents = suppressed(known, totals, ["percent_proficient"], ["percent_proficient"], minimum)
    gained = {"students": figures["compared"], "median_gain": figures["median_gain"]}
    moved = suppressed(pd.DataFrame({**names, **gained}), totals, ["median_gain"], [], minimum)
    named = [name for name in ("school", *CELL, "place", "window_before", "teachers") if name in figures]
    return figures[named].assign(
        rated=percents["students"],
        percent_proficient=percents["percent_proficient"],
        compared=moved["students"],
        median_gain=moved["median_gain"],
    )


def _cells(known: pd.DataFrame) -> tuple[Whole, pd.DataFrame]:
    """Each row's cell as a number, and by that number what the cells are, with the ``place`` of their window."""
    number = numbers(known, CELL)
    _, firsts = np.unique(number, return_index=True)
    cells = known[CELL].iloc[firsts].reset_index(drop=True)
    cells = cells.astype({name: str for name in ("source", "subject", "window")})
    return number, cells.assign(place=_places(cells))


def _teachers(known: pd.DataFrame, number: Whole, cells: int) -> npt.NDArray[np.float64]:
    """How many teachers each cell's rows name, NaN where they name none; a pair who share a class counts as one."""
    if "teacher" not in known:
        return np.full(cells, np.nan)
    teacher = known["teacher"].astype("category").cat.codes.to_numpy().astype(np.int64)
    pairs = np.unique(np.stack([number[teacher >= 0], teacher[teacher >= 0]]), axis=1)
    counts = np.bincount(pairs[0], minlength=cells).astype(np.float64)
    return np.where(counts > 0, counts, np.nan)


def _last_tests(known: pd.DataFrame, number: Whole, cells: pd.DataFrame, percentile_cut: int | None) -> pd.DataFrame:
    """One row per student and cell, their last test: ``cell``, ``score``, ``passed``, ``gain`` on the window before.

    Student and window become one number, and one sort finds both the last test and the one before: for three million
    tests a merge took more than a gigabyte.
    """
    keys = _keys(known, number, cells)
    order = np.lexsort((_days(known), keys))
    last = np.ones(len(keys), dtype=bool)
    last[:-1] = np.diff(keys[order]) != 0
    rows = order[last]
    score = known["score"].to_numpy(dtype="float64")[rows]
    gain = np.full(len(rows), np.nan)
    gain[1:] = np.where(np.diff(keys[rows]) == 1, np.diff(score), np.nan)
    passed = _passed(known[["proficient", "percentile"]].iloc[rows], percentile_cut).to_numpy()
    return pd.DataFrame({"cell": number[rows], "score": score, "passed": passed, "gain": gain})


def _keys(known: pd.DataFrame, number: Whole, cells: pd.DataFrame) -> Whole:
    """A number for each test's student, strand (a cell of any window) and place, one after the other in that order.

    One number is left free between two students, so that nobody's first window follows another's last.
    """
    strands = numbers(cells, CELL[:4])
    places = cells["place"].to_numpy()
    span = places.max(initial=0) + 2
    student = known["student"].astype("category").cat.codes.to_numpy().astype(np.int64)
    keys: Whole = (strands * (student.max(initial=0) + 1) * span + places)[number] + student * span
    return keys


def _days(known: pd.DataFrame) -> Whole:
    """When a test was given, as a number; the earliest of all where nothing is said."""
    if "tested_on" not in known:
        return np.zeros(len(known), dtype=np.int64)
    return pd.to_datetime(known["tested_on"]).astype("datetime64[s]").to_numpy().astype(np.int64)


def _passed(tests: pd.DataFrame, percentile_cut: int | None) -> pd.Series:
    """1, 0 or NaN: the test's own level where there is one, else the percentile against the confirmed cut."""
    passed = tests["proficient"].astype("Float64").astype("float64")
    if percentile_cut is None:
        return passed
    by_percentile = (tests["percentile"] >= percentile_cut).astype("float64").where(tests["percentile"].notna())
    return passed.where(passed.notna(), by_percentile)


def _places(cells: pd.DataFrame) -> Whole:
    """For each cell the place of its window among those of its source and year, in the order of the school year."""
    windows = defaultdict(set)
    for source, year, window in cells[OF_A_YEAR].itertuples(index=False):
        windows[source, year].add(window)
    ordered = {of: sorted(names, key=lambda name: (_rank(name.lower()), name)) for of, names in windows.items()}
    found = [ordered[source, year].index(window) for source, year, window in cells[OF_A_YEAR].itertuples(index=False)]
    return np.array(found, dtype=np.int64)


def _windows_before(found: pd.DataFrame) -> pd.Series:
    """The window that each cell is compared with; NaN where nobody can be."""
    cells = list(zip(*(found[name].tolist() for name in ("source", "year", "place", "window")), strict=True))
    windows = {(source, year, place): window for source, year, place, window in cells}
    before = [windows.get((source, year, place - 1)) for source, year, place, _window in cells]
    return pd.Series(before, found.index, found["window"].dtype).where(found["compared"] > 0)


def _rank(window: str) -> float:
    return next((place for place, name in enumerate(ORDER) if name in window), float(np.inf))
