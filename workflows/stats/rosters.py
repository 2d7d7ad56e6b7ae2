"""From what the readers of exports give, scores here and rosters there, to the one tidy table an analysis takes."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workflows.refusal import Refusal
from workflows.stats.roster_join import taught
from workflows.stats.tidy import years

STARTS = ("fall", "winter", "spring", "last fall", "last winter", "last spring")
NEARLY_AS_MANY = 0.8  # Fall to spring is one teacher's time; it is preferred where it loses few students.
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
    missing = [name for name in (*TEST, "score") if name not in scores]
    if missing:
        raise Refusal("The table of scores lacks these columns: {columns}.", columns=", ".join(missing))
    table = scores.assign(year=years(scores["year"]))
    ends = table if "prior" in table else with_earlier_scores(table)
    return ends if roster is None else taught(ends, roster)


def with_earlier_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """The last score of every student, test and year, beside the one it grew from as ``prior``.

    Where most students of a grade take a test in several windows of a year, growth runs from the first of these to the
    last; the first valid record counts in the first window, the last in the last. Where more of them have a score of
    the year before, or only a school of them tests in fall, it runs from there: classes are compared over the same
    time. ``grew_from`` and ``grew_to`` say so in words.
    """
    table = scores.assign(season=seasons(scores))
    if "taken_on" in table:
        table = table.sort_values("taken_on", kind="stable")
    opens, closes = usual_windows(table)
    first = one_each(table[(table["season"] == opens) & (opens < closes)], "first")
    last = one_each(table[table["season"] == closes], "last").assign(opens=opens, closes=closes)
    fall = first[[*TEST, "score"]].rename(columns={"score": "fall"}).drop_duplicates(TEST)
    before = last[[*TEST, "score", "closes"]].rename(columns={"score": "before", "closes": "closed"})
    before = before.assign(year=before["year"] + 1).drop_duplicates(TEST)
    joined = last.merge(fall, on=TEST, how="left").merge(before, on=TEST, how="left")
    cells = joined.groupby(cell_of(joined), dropna=False, observed=True)
    counts = [cells[name].transform("count") for name in ("fall", "before")]
    inside = ((counts[0] > 0) & (counts[0] >= NEARLY_AS_MANY * counts[1])).to_numpy()
    prior = joined["fall"].where(inside, joined["before"])
    start = np.where(inside, joined["opens"], joined["closed"] + len(SEASONS))
    grew_from = pd.Series(start, index=joined.index).where(prior.notna()).map(dict(enumerate(STARTS)))
    grew_to = joined["closes"].map(dict(enumerate(STARTS)))
    gone = ["fall", "before", "season", "opens", "closes", "closed"]
    return joined.assign(prior=prior, grew_from=grew_from, grew_to=grew_to).drop(columns=gone)


def cell_of(table: pd.DataFrame) -> list[str]:
    """The columns within which students are compared, as far as a table has them."""
    return [name for name in ("source", "subject", "year", "grade") if name in table]


def usual_windows(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """For every row the first and the last season that are usual in its cell: at least half as many students tested in
    it as in the fullest one."""
    keys = cell_of(table)
    tested = table[table["score"].notna()].drop_duplicates([*keys, "season", "student"])
    counts = tested.groupby([*keys, "season"], dropna=False, observed=True).size().rename("students").reset_index()
    most = counts.groupby(keys, dropna=False, observed=True)["students"].transform("max")
    usual = counts[counts["students"] * 2 >= most].groupby(keys, dropna=False, observed=True)["season"]
    ends = usual.agg(opens="min", closes="max").reset_index()
    met = table[keys].merge(ends, on=keys, how="left")
    return tuple(pd.Series(met[name].to_numpy(), index=table.index) for name in ("opens", "closes"))  # type: ignore[return-value]


@dataclass(frozen=True)
class Span:
    """Over what time growth was measured in one test and subject, and in which years; without a start in none."""

    source: str
    subject: str
    start: str | None
    end: str
    years: tuple[int, ...]

    @property
    def is_shared(self) -> bool:
        """Whether part of the time belongs to last year's teacher: all that begins before spring does."""
        return self.start is not None and self.start in STARTS[len(SEASONS) : -1]


def spans(table: pd.DataFrame) -> list[Span]:
    """What ``with_earlier_scores`` compared, test by test, the way that most students of a year go."""
    if "grew_from" not in table:
        return []
    found: dict[tuple[str, str, str | None, str], list[int]] = {}
    for (source, subject, year), rows in table.groupby(["source", "subject", "year"], observed=True):
        known = rows["grew_from"].mode()
        start = str(known.iloc[0]) if len(known) else None
        key = str(source), str(subject), start, str(rows["grew_to"].mode().iloc[0])
        found.setdefault(key, []).append(int(str(year)))
    return [Span(*key, tuple(sorted(years))) for key, years in sorted(found.items(), key=lambda each: str(each[0]))]


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
