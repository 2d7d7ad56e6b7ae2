"""Who taught whom, joined to the scores by numbers instead of names: a roster has as many rows as the scores."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.refusal import Refusal
from workflows.stats.columns import LABELS
from workflows.stats.pairs import Numbers, countable, pairs
from workflows.stats.stacked import alike
from workflows.stats.tidy import labelled, numbered, numeric, years


@dataclass(frozen=True)
class Side:
    """Scores or a roster, with its rows' ``person`` (student and year) and ``match`` (subject; 0 where all are meant)
    as numbers that mean the same on both sides."""

    table: pd.DataFrame
    person: Numbers
    match: Numbers

    def of(self, rows: Numbers) -> "Side":
        """Some of the rows."""
        return Side(self.table.take(rows), self.person[rows], self.match[rows])


@dataclass(frozen=True)
class Sizes:
    """How many different persons, years and subjects both sides have together (the last person is nobody)."""

    persons: int
    years: int
    matches: int


def taught(scores: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """Every score once per teacher who taught the student that subject that year; the roster's word beats the file's.

    Scores of students who aren't on the roster keep no teacher, and students of the roster without a score get an empty
    one, so that both are counted. ``student`` comes back as a category that only tells students apart.

    Raises
    ------
    Refusal
        When the roster lacks a column, or nobody on it has a score.
    """
    if not {"student", "teacher", "year"} <= set(roster):
        raise Refusal("A roster needs the columns student, teacher, school, year and subject.")
    own, told, sizes = numbered_alike(scores, roster)
    told = once(told, sizes)
    rows, listed = matched(own, told, sizes)
    if (listed < 0).all():
        raise Refusal("Nobody on the roster has a score: do the student numbers, years and subjects agree?")
    joined = own if len(rows) == len(own.person) and (np.diff(rows) == 1).all() else own.of(rows)
    joined = Side(placed(joined.table, told.table, listed), joined.person, joined.match)
    return pd.concat([joined.table, *absent(joined, told, sizes)], ignore_index=True)


def numbered_alike(scores: pd.DataFrame, roster: pd.DataFrame) -> tuple[Side, Side, Sizes]:
    """Both sides in the same numbers; rows of the roster without a student or teacher are left out."""
    right = roster.rename(columns={"share": "weight"}).dropna(subset=["student", "teacher"])
    right = right[[name for name in ("student", "teacher", "school", "grade", "year", "subject", "weight")
                   if name in right]]  # fmt: skip
    tables = alike([scores.drop(columns=[name for name in ("teacher", "weight") if name in right and name in scores]),
                    right])  # fmt: skip
    student = numbered(pd.concat([table["student"] for table in tables], ignore_index=True)).to_numpy(np.int64)
    year = pd.concat([years(table["year"]) for table in tables]).to_numpy()
    found = np.flatnonzero(np.bincount(year)) if len(year) else year
    place = np.zeros(int(year.max(initial=0)) + 1, dtype=np.int64)
    place[found] = np.arange(len(found))
    people = int(student.max(initial=-1)) + 1
    persons = people * len(found)
    person = np.where(student < 0, persons, student * len(found) + place[year])
    match, matches = subjects(tables)
    names = pd.RangeIndex(people)
    cut = [len(scores)]
    sides = [
        Side(in_categories(table, pd.Series(pd.Categorical.from_codes(codes, names)), when), *keys)
        for table, codes, when, *keys in zip(
            tables, *(np.split(each, cut) for each in (student, year, person, match)), strict=True
        )
    ]
    return sides[0], sides[1], Sizes(persons + 1, max(len(found), 1), matches)


def in_categories(table: pd.DataFrame, student: pd.Series, year: NDArray[np.int32]) -> pd.DataFrame:
    """The same rows with small columns: students as told, labels as categories, years as numbers."""
    table = table.reset_index(drop=True)
    labels = {name: labelled(table[name]) for name in LABELS if name in table and name != "student"}
    shares = {"weight": numeric(table["weight"])} if "weight" in table else {}
    return table.assign(student=student, year=year, **labels, **shares)


def subjects(tables: list[pd.DataFrame]) -> tuple[Numbers, int]:
    """Each row's subject in small letters as a number, 0 where it is blank; and how many numbers there are."""
    columns = [labelled(table["subject"]).cat if "subject" in table else None for table in tables]
    named = [[str(name).lower() for name in column.categories] if column else [] for column in columns]
    number = {name: place for place, name in enumerate(sorted({*named[0], *named[1]}), start=1)}
    found = [
        np.array([*(number[name] for name in names), 0])[column.codes.to_numpy()]
        if column
        else np.zeros(len(table), int)
        for table, column, names in zip(tables, columns, named, strict=True)
    ]
    return np.concatenate(found), len(number) + 1


def once(told: Side, sizes: Sizes) -> Side:
    """Each student once per teacher, school, year and subject (sections don't count), with the larger share."""
    (key,) = countable(told.person * sizes.matches + told.match)
    rows = np.flatnonzero(np.bincount(key)[key] > 1)
    names = [name for name in ("teacher", "school") if name in told.table]
    some = told.table[names].iloc[rows].assign(key=key[rows])
    if "weight" in told.table:
        some = some.iloc[np.argsort(-told.table["weight"].to_numpy()[rows], kind="stable")]
    kept = np.ones(len(key), dtype=bool)
    kept[some.index[some.duplicated()]] = False
    return told if kept.all() else told.of(np.flatnonzero(kept))


def matched(own: Side, told: Side, sizes: Sizes) -> tuple[Numbers, Numbers]:
    """Which row of the scores meets which row of the roster (-1: none): that of its subject, else one for all
    subjects."""
    named, general = np.flatnonzero(told.match > 0), np.flatnonzero(told.match == 0)
    key = own.person * sizes.matches + own.match
    rows, met = pairs(key, (told.person * sizes.matches + told.match)[named])
    alone = np.ones(len(key), dtype=bool)
    alone[rows] = False
    rest = np.flatnonzero(alone)
    more, met_by_all = pairs(own.person[rest], told.person[general])
    alone[rest[more]] = False
    lonely = np.flatnonzero(alone)
    return (
        np.concatenate([rows, rest[more], lonely]),
        np.concatenate([named[met], general[met_by_all], np.full(len(lonely), -1)]),
    )


def placed(scores: pd.DataFrame, roster: pd.DataFrame, listed: Numbers) -> pd.DataFrame:
    """The scores with their teachers, and school and grade from both sides: of a school the roster's word counts, of a
    grade the test's."""
    found = {"teacher": picked(roster["teacher"], listed)}
    for name in ("school", "grade"):
        sides = [side for side in (picked(roster[name], listed) if name in roster else None, scores.get(name))
                 if side is not None]  # fmt: skip
        found[name] = first_known(sides if name == "school" else sides[::-1], len(listed))
    if "weight" in roster:
        found["weight"] = pd.Series(np.append(roster["weight"].to_numpy(), np.nan)[listed])
    return scores.reset_index(drop=True).assign(**found)


def picked(column: pd.Series, rows: Numbers) -> pd.Series:
    """The labels of some rows; -1 stands for none."""
    codes = np.append(column.cat.codes.to_numpy(), np.int32(-1))[rows]
    return pd.Series(pd.Categorical.from_codes(codes, column.cat.categories))


def first_known(columns: list[pd.Series], length: int) -> pd.Series:
    """The first column's labels, with the second's where the first is blank."""
    if not columns:
        return pd.Series(pd.Categorical.from_codes(np.full(length, -1), pd.Index([], dtype=object)))
    names = columns[0].cat.categories.union(columns[-1].cat.categories)
    first, last = (columns[place].cat.set_categories(names).cat.codes.to_numpy() for place in (0, -1))
    return pd.Series(pd.Categorical.from_codes(np.where(first < 0, last, first), names))


def absent(joined: Side, told: Side, sizes: Sizes) -> Iterator[pd.DataFrame]:
    """Students of the roster who have no score where their classmates have one: rows without score or prior."""
    table, roster = joined.table, told.table
    width = len(table["subject"].cat.categories) + 1
    test = (table["source"].cat.codes.to_numpy(np.int64) + 1) * width + table["subject"].cat.codes.to_numpy() + 1
    teacher = table["teacher"].cat.codes.to_numpy(np.int64)
    known = (teacher >= 0) & table["grade"].notna().to_numpy() & table["school"].notna().to_numpy()
    theirs = roster["teacher"].cat.codes.to_numpy(np.int64) * sizes.years + told.person % sizes.years
    for each in np.unique(test[known]):
        rows = np.flatnonzero(known & (test == each))[::-1]
        first = np.full(int(theirs.max()) + 1, -1, dtype=np.int64)
        first[teacher[rows] * sizes.years + joined.person[rows] % sizes.years] = rows
        seen = np.zeros(sizes.persons, dtype=bool)
        seen[joined.person[test == each]] = True
        asked = (told.match == 0) | (told.match == joined.match[rows[0]])
        gone = np.flatnonzero(asked & (first[theirs] >= 0) & ~seen[told.person])
        if len(gone):
            shown = [name for name in ("student", "teacher", "year", "weight") if name in roster]
            like = table[["source", "subject", "grade", "school"]].iloc[first[theirs[gone]]].reset_index(drop=True)
            yield pd.concat([roster[shown].iloc[gone].reset_index(drop=True), like], axis=1).assign(score=np.nan)
