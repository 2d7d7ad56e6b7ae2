"""A student listed more than once for one test: the same record again, two different scores, or two teachers."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.refusal import Refusal
from workflows.stats.prior import record_key
from workflows.stats.tidy import SPARSE


def repeated(scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of students who have several rows for one source, subject and year; usually none.

    They come with ``row`` (their place in the table) and ``test`` (one number per test taken), in an order that doesn't
    depend on the file's.
    """
    year = scores["year"].to_numpy()
    key = record_key(scores) * (int(year.max()) - int(year.min()) + 1) + (year - year.min())
    rows = rows_of_repeats(key)
    some = scores.iloc[rows].assign(test=key[rows], row=rows)
    return some.sort_values(["test", "teacher", "score", "prior", "grade", "school"])


def rows_of_repeats(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a number stands that stands elsewhere, too."""
    if key.max() >= SPARSE * len(key) or key.min() < 0:
        return np.flatnonzero(pd.Series(key).duplicated(keep=False).to_numpy())
    seen = np.zeros(int(key.max()) + 1, dtype=bool)
    seen[key] = True
    return np.flatnonzero(np.bincount(key)[key] > 1) if np.count_nonzero(seen) < len(key) else np.empty(0, np.int64)


def twice(again: pd.DataFrame, length: int) -> NDArray[np.bool_]:
    """Rows that repeat another row of the same student, test and teacher with the same score (or with none)."""
    repeats = again.duplicated(["test", "teacher", "score"])
    scored = again.assign(scored=again["score"].notna()).groupby(["test", "teacher"], observed=True)["scored"]
    return marks(again, repeats | (again["score"].isna() & scored.transform("any")), length)


def conflicting(again: pd.DataFrame, length: int) -> NDArray[np.bool_]:
    """Rows of a student whose one test has several scores: without dates nobody can say which of them counts."""
    return marks(again, again.groupby("test")["score"].transform("nunique") > 1, length)


def agreed(again: pd.DataFrame, values: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """A yes or no of every row, the same in all rows of one student and test; missing where they contradict."""
    if again.empty:
        return values
    said = again.groupby("test")[name]
    low, high = said.transform("min"), said.transform("max")
    same = values.copy()
    same[again["row"].to_numpy()] = high.where(low == high).to_numpy()
    return same


def marks(again: pd.DataFrame, where: pd.Series, length: int) -> NDArray[np.bool_]:
    """Spread a judgement on the repeated rows over all rows."""
    spread = np.zeros(length, dtype=bool)
    spread[again["row"].to_numpy()[where.to_numpy(dtype=bool)]] = True
    return spread


def shares(scores: pd.DataFrame, again: pd.DataFrame) -> NDArray[np.float64]:
    """Each record's share of instruction in (0, 1]; teachers of one student share equally unless the roster says how.

    Raises
    ------
    Refusal
        When a share is negative or above 1 (percentages instead of shares).
    """
    given = scores["weight"].to_numpy(dtype=np.float64) if "weight" in scores else np.ones(len(scores))
    weight = np.where(np.isnan(given), 1.0, given)
    if weight.size and (weight.min() < 0 or weight.max() > 1):
        wrong = weight.min() if weight.min() < 0 else weight.max()
        raise Refusal(
            "The share of instruction is a number from 0 to 1, but this file has {share}.", share=float(wrong)
        )
    if again.empty:
        return weight
    some = again.assign(weight=weight[again["row"].to_numpy()])
    total = some.drop_duplicates(["test", "teacher"]).groupby("test")["weight"].sum().clip(lower=1.0)
    weight[some["row"].to_numpy()] = (some["weight"] / some["test"].map(total)).to_numpy()
    return weight
