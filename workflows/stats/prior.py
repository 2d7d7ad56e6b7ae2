"""The earlier scores each student is compared by, where the file doesn't bring them along."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.exclusions import cells
from workflows.stats.tidy import SPARSE


def with_priors(scores: pd.DataFrame) -> pd.DataFrame:
    """Give every row the student's score of the year before, on the same test and subject, and one earlier still.

    Parameters
    ----------
    scores
        One row per student, teacher, subject, source and year, as ``tidy.understood`` makes it.

    Returns
    -------
    DataFrame
        The same rows with ``prior``: the file's where it brings one, else the previous year's score of the same
        student, subject and source (the mean of several), missing where there is none. Where students are known from
        another year, ``prior_before`` is a second earlier score: last year's score where ``prior`` is a later one (of
        this fall), else last year's ``prior``. Two scores say more than one, whose error looks like growth.
    """
    here = LastYear.of(scores)
    if here is None:
        return scores if "prior" in scores else scores.assign(prior=np.nan)
    before = here.mean(scores["score"])
    prior = scores["prior"].to_numpy() if "prior" in scores else np.full(len(scores), np.nan)
    prior = np.where(filled(scores, prior), prior, before)
    earlier = here.mean(pd.Series(prior))
    second = np.where(np.isnan(before) | (before == prior), earlier, before)
    if "prior_before" in scores:
        second = np.where(scores["prior_before"].isna(), second, scores["prior_before"])
    known = ~np.isnan(second).all()
    return scores.assign(prior=prior, **({"prior_before": second} if known else {}))


def filled(scores: pd.DataFrame, prior: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Records of a source, subject, grade and year in which a file brings any earlier score.

    A student without one there stays without: one's fall and another's last spring aren't the same start.
    """
    cell = cells(scores)
    return np.asarray(np.bincount(cell, ~np.isnan(prior))[cell] > 0)


@dataclass(frozen=True)
class LastYear:
    """Which student and year each row is of (``codes``), and where the same student's year before is (-1: nowhere)."""

    codes: NDArray[np.int64]
    before: NDArray[np.int64]

    @classmethod
    def of(cls, scores: pd.DataFrame) -> "LastYear | None":
        """Look the rows of the year before up; None where no student has any."""
        first = int(scores["year"].min())
        span = int(scores["year"].max()) - first + 2
        now = record_key(scores) * span + (scores["year"].to_numpy() - first + 1)
        if now.min() >= 0 and now.max() < SPARSE * len(now):  # Counting tells at once that nobody comes twice.
            there = np.zeros(int(now.max()) + 1, dtype=bool)
            there[now] = True
            if not (there[1:] & there[:-1]).any():
                return None
        codes, keys = pd.factorize(now)
        return cls(codes, pd.Index(keys).get_indexer(keys - 1))

    def mean(self, values: pd.Series) -> NDArray[np.float64]:
        """Each row's student's mean value of the year before, missing where there is none."""
        known = values.notna().to_numpy()
        sums = np.bincount(self.codes, np.where(known, values, 0.0), len(self.before))
        times = np.bincount(self.codes, known, len(self.before))
        with np.errstate(invalid="ignore"):
            means = np.append(sums / times, np.nan)
        return np.asarray(means[self.before][self.codes])


def record_key(scores: pd.DataFrame) -> NDArray[np.int64]:
    """One whole number per student, source and subject."""
    key = scores["student"].to_numpy(dtype=np.int64)
    for name in ("source", "subject"):
        codes = scores[name].cat.codes.to_numpy()
        blank = int(codes.min(initial=0) < 0)
        names = len(scores[name].cat.categories) + blank
        key = key * names + codes + blank if names > 1 else key
    return key
