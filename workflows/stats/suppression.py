"""The one place every number about a group passes before anybody sees it."""

import numpy as np
import pandas as pd

from workflows.refusal import Refusal
from workflows.rules.privacy import LEAST_STUDENTS, could_be_one_adult
from workflows.stats.counting import numbers

FEWEST, MOST = 5, 20  # The range a school may set the minimum in.
LOW, HIGH = 5.0, 95.0  # Percents outside tell about nearly every student of a group, so they are coded as the bound.


def suppressed(
    groups: pd.DataFrame,
    within: list[list[str]],
    figures: list[str],
    percents: list[str],
    minimum: int = LEAST_STUDENTS,
) -> pd.DataFrame:
    """Hide groups too small to show, and enough others that nobody can compute them from a total.

    Parameters
    ----------
    groups
        One row per group: ``students`` (count), the columns that name it, and its figures.
    within
        The totals that are, or could be, published: each a list of columns; groups that agree in them add up to
        one total. An empty list stands for the total of all groups.
    figures
        Columns to hide with the group (``students`` always is).
    percents
        Those of ``figures`` that are percents; shown ones are coded into 5–95.
    minimum
        The fewest students a shown group has (5 to 20; NCES 2011-603 discusses the choice).

    Returns
    -------
    DataFrame
        The same groups with ``hidden``; hidden rows keep their names and nothing else. In every total with a
        hidden group the hidden groups together have at least ``minimum`` students and are at least two, or the
        whole total is hidden.

    Raises
    ------
    Refusal
        When the minimum is outside 5 to 20.
    """
    totals = [total_of(groups, columns) for columns in within]
    hidden = hidden_of(groups["students"].to_numpy(dtype=float), totals, minimum)
    told = {name: groups[name].astype(float).to_numpy() for name in {"students", *figures, *percents}}
    coded = {name: np.clip(told[name], LOW, HIGH) for name in percents}
    return groups.assign(
        **{name: np.where(hidden, np.nan, each) for name, each in (told | coded).items()}, hidden=hidden
    )


def hidden_of(students: np.ndarray, totals: list[np.ndarray], minimum: int) -> np.ndarray:
    """Which groups ``suppressed`` hides, where each total says by number which group adds to what."""
    if not FEWEST <= minimum <= MOST:
        raise Refusal(
            "The smallest group shown may have {least} to {most} students.", field="minimum", least=FEWEST, most=MOST
        )
    hidden = students < minimum
    before = -1
    while hidden.sum() != before:
        before = int(hidden.sum())
        for total in totals:
            hidden = hidden | complementary(students, hidden, total, minimum)
    return hidden


def total_of(groups: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """The number of the total each group adds to."""
    return numbers(groups, columns) if columns else np.zeros(len(groups), dtype=int)


def complementary(students: np.ndarray, hidden: np.ndarray, total: np.ndarray, minimum: int) -> np.ndarray:
    """One more group to hide in every total whose hidden groups could be worked out: its smallest one still shown."""
    count = np.bincount(total, hidden)
    together = np.bincount(total, students * hidden)
    exposed = (count > 0) & ((count < 2) | (together < minimum))
    candidates = np.where(~hidden & exposed[total], students, np.inf)
    order = np.lexsort((candidates, total))
    first = order[np.unique(total[order], return_index=True)[1]]
    more = np.zeros(len(students), dtype=bool)
    more[first] = np.isfinite(candidates[first])
    return more


def can_stay_nameless(teachers: int) -> bool:
    """Whether “a teacher of this grade”, or a count of waiting classrooms, could mean enough people to mean nobody."""
    return not could_be_one_adult(teachers)
