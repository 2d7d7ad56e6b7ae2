"""From what the readers of exports give, scores here and rosters there, to the one tidy table an analysis takes."""

import re

import numpy as np
import pandas as pd

from workflows.refusal import Refusal
from workflows.stats.tidy import years

KEY = ["student", "year", "match"]
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


def taught(scores: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """Every score once per teacher who taught the student that subject that year; the roster's word beats the file's.

    Scores of students who aren't on the roster keep no teacher, and students of the roster without a score get an empty
    one, so that both are counted.
    """
    if not {"student", "teacher", "year"} <= set(roster):
        raise Refusal("A roster needs the columns student, teacher, school, year and subject.")
    named = listed(roster)
    plain = comparable(scores.drop(columns=[name for name in ("teacher", "weight") if name in named], errors="ignore"))
    exact = plain.merge(named[named["match"] != ""], on=KEY)
    rest = plain.merge(exact[KEY].drop_duplicates(), on=KEY, how="left", indicator=True)
    rest = rest[rest["_merge"] == "left_only"].drop(columns="_merge")
    rest = rest.merge(named[named["match"] == ""].drop(columns="match"), on=KEY[:2], how="left")
    if exact.empty and rest["teacher"].isna().all():
        raise Refusal("Nobody on the roster has a score: do the student numbers, years and subjects agree?")
    joined = placed(pd.concat([exact, rest], ignore_index=True))
    return pd.concat([joined, absent(joined, named)], ignore_index=True).drop(columns="match")


def listed(roster: pd.DataFrame) -> pd.DataFrame:
    """A roster ready to be joined, each student once per teacher, year and subject (sections don't count), with the
    larger share."""
    table = comparable(roster.rename(columns={"share": "weight"}))
    names = ["student", "teacher", "school", "grade", "year", "match", "weight"]
    table = table[[name for name in names if name in table]]
    if "weight" in table:
        table = table.sort_values("weight", ascending=False, kind="stable")
    once = table.drop_duplicates([name for name in names[:-1] if name in table and name != "grade"])
    return once.rename(columns={"school": "school_listed", "grade": "grade_listed"})


def placed(joined: pd.DataFrame) -> pd.DataFrame:
    """School and grade from roster and scores together: of a school the roster's word counts, of a grade the test's."""
    table = joined.assign(**{name: None for name in ("school", "grade") if name not in joined})
    if "school_listed" in table:
        table = table.assign(school=table["school_listed"].fillna(table["school"]))
    if "grade_listed" in table:
        table = table.assign(grade=table["grade"].fillna(table["grade_listed"]))
    return table.drop(columns=["school_listed", "grade_listed"], errors="ignore")


def absent(joined: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Students of the roster who have no score where their classmates have one: rows without score or prior."""
    classes = joined.dropna(subset="teacher").groupby(["teacher", "year", "source", "subject", "match"])
    tests = classes[["grade", "school"]].first().reset_index()
    others = named.drop(columns=["school_listed", "grade_listed"], errors="ignore")
    others = others.merge(tests, on=["teacher", "year"], suffixes=("_listed", ""))
    others = others[(others["match_listed"] == "") | (others["match_listed"] == others["match"])]
    seen = joined[["student", "year", "source", "subject"]].drop_duplicates()
    missing = others.merge(seen, on=list(seen.columns), how="left", indicator=True)
    return missing[missing["_merge"] == "left_only"].drop(columns=["_merge", "match_listed"]).assign(score=np.nan)


def comparable(table: pd.DataFrame) -> pd.DataFrame:
    """Students as text, years as numbers, and ``match``: the subject in small letters, empty where it is all."""
    columns = {name: table[name].astype(object) for name in ("subject", "source", "grade", "school") if name in table}
    match = subjects(table)
    return table.assign(**columns, student=table["student"].astype(str), year=years(table["year"]), match=match)


def subjects(table: pd.DataFrame) -> pd.Series:
    """Subject names made comparable; empty where the roster means all subjects."""
    if "subject" not in table:
        return pd.Series("", index=table.index, dtype=object)
    return table["subject"].astype(object).fillna("").astype(str).str.strip().str.lower()
