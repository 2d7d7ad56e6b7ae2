"""Grounds on which a record is left out: blank labels, a teacher in two places, scores that are all the same."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.counting import distinct, numbers, sums_by
from workflows.stats.runs import run_starts
from workflows.stats.tidy import NO_YEAR

CLASS = ["source", "subject", "year", "grade", "school", "teacher"]
SAME = 1e-9  # Rounding may move equal scores by this share of themselves.


def incomplete(scores: pd.DataFrame) -> NDArray[np.bool_]:
    """Records with a blank among their labels."""
    blank: NDArray[np.bool_] = (scores["student"].to_numpy() < 0) | (scores["year"].to_numpy() == NO_YEAR)
    for name in CLASS:
        if scores[name].hasnans:
            blank |= scores[name].isna().to_numpy()
    return blank


def in_two_schools(classes: pd.DataFrame) -> NDArray[np.bool_]:
    """Classes of teachers seen in several schools in one year: two people of one name, or nobody's own classroom."""
    named = (classes["teacher"].notna() & classes["school"].notna()).to_numpy()
    teacher, school = numbers(classes, ["teacher", "year"]), numbers(classes, ["school"])
    schools = sums_by(distinct(teacher[named], school[named])[0], length=len(classes))
    return np.asarray(schools[teacher] > 1)


def cells(scores: pd.DataFrame) -> NDArray[np.int64]:
    """A number per source, subject, year and grade."""
    year = scores["year"].to_numpy().astype(np.int64)
    cell: NDArray[np.int64] = year - year.min()
    for name in ("source", "subject", "grade"):
        cell = cell * (len(scores[name].cat.categories) + 1) + scores[name].cat.codes.to_numpy() + 1
    return cell


def constant(score: NDArray[np.float64], cell: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Records of cells in which every known score is the same."""
    starts = run_starts([cell])
    # Blanks are passed over: a run's extremes say whether any of its scores differs from another.
    low, high = np.fmin.reduceat(score, starts), np.fmax.reduceat(score, starts)
    of, known = cell[starts], ~np.isnan(low)
    one = np.full(int(cell.max(initial=-1)) + 1, np.nan)
    one[of[known]] = high[known]
    far = np.maximum(np.abs(low - one[of]), np.abs(high - one[of]))
    same = ~np.isnan(one)
    same[of[far > SAME * np.maximum(np.abs(one[of]), 1)]] = False
    return np.asarray(np.repeat(same[of], np.diff(starts, append=len(cell))))
