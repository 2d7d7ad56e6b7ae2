"""What an import would change: the students and teachers of a file beside those of the tables that are in force.

Everything is compared under hidden ids, and only counts leave here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyarrow import parquet

from workflows.formats.coded_columns import Coded
from workflows.formats.tidy import Batch
from workflows.jobs.files import Comparison, InForce
from workflows.rules.names import spelled
from workflows.store.vault import hide_under

MOST_STUDENTS = 100_000  # a district's review must not wait for this
MOST_ROWS = 200_000
LEAST_ROWS, LEAST_SHARE = 20, 0.9  # of scores that stand under another year, to ask whether the year is right
LONGEST_ID = 10
SCORE = ("student", "subject", "window", "score")
Hide = Callable[[str], str]
Score = tuple[str, str, str, float]


class Seen:
    """Who and what went by while a file was read."""

    def __init__(self) -> None:
        self.students: set[str] = set()
        self.teachers: dict[str, str] = {}
        self.years: set[int] = set()
        self._scores: list[pd.DataFrame] = []
        self._rows = 0

    def note(self, batch: Batch) -> None:
        """Take note of a batch of rows."""
        self.students |= _said(batch, "student")
        self.teachers |= {each: each for each in _said(batch, "teacher")}
        self._rows += len(batch)
        if "score" in batch.columns and self._rows <= MOST_ROWS:
            years = np.asarray(batch.columns["year"], dtype=float)
            self.years |= {int(each) for each in np.unique(years[~np.isnan(years)])}
            self._scores.append(pd.DataFrame({name: _plain(batch, name) for name in SCORE}))

    def scores(self, hide: Hide) -> set[Score]:
        """The scores that went by, of few enough rows; students hidden."""
        if self._rows > MOST_ROWS:
            return set()
        hidden = {each: hide(each) for each in self.students}
        rows = chain.from_iterable(table.itertuples(index=False, name=None) for table in self._scores)
        return {(hidden.get(student, ""), subject, window, score) for student, subject, window, score in rows}


def compared(seen: Seen, there: InForce | None) -> Comparison | None:
    """A file beside what is in force; None where nothing is, or the file is too large for that."""
    if there is None or not (there.scores or there.rosters) or not 0 < len(seen.students) <= MOST_STUDENTS:
        return None
    hide = hide_under(there.pupil_key)
    hidden = {hide(each): each for each in seen.students}
    known, listed = _students(there.scores), _students(there.rosters)
    unlisted = [student for code, student in hidden.items() if code not in listed]
    names = _teachers(there.rosters)
    return Comparison(
        students=len(hidden),
        known=len(known & hidden.keys()),
        gone=len(known - hidden.keys()),
        has_scores=bool(there.scores),
        on_roster=len(hidden) - len(unlisted),
        has_roster=bool(there.rosters),
        with_other_zeros=sum(_has_other_zeros(each, hide, listed) for each in unlisted) if listed else 0,
        same_as_year=_same_as_year(seen, there.scores, hide),
        teachers_known=sum(spelled(each) in names for each in seen.teachers),
        teachers_gone=len(names - {spelled(each) for each in seen.teachers}),
    )


def _has_other_zeros(student: str, hide: Hide, listed: set[str]) -> bool:
    """Whether a student would be on the roster with more or fewer zeros in front, as spreadsheets lose them."""
    if not student.isdigit():
        return False
    bare = student.lstrip("0") or "0"
    spelled = (bare.zfill(length) for length in range(len(bare), LONGEST_ID + 1))
    return any(hide(each) in listed for each in spelled if each != student)


def _same_as_year(seen: Seen, paths: Sequence[Path], hide: Hide) -> int | None:
    """Another school year under which nearly all these scores stand already, as in last year's file sent again."""
    scores = seen.scores(hide)
    if len(scores) < LEAST_ROWS:
        return None
    for year, there in _scores_by_year(paths):
        if year not in seen.years and len(scores & there) >= LEAST_SHARE * len(scores):
            return year
    return None


def _scores_by_year(paths: Iterable[Path]) -> Iterator[tuple[int, set[Score]]]:
    for path in paths:
        if parquet.read_metadata(path).num_rows > MOST_ROWS:
            continue
        table = pd.read_parquet(path, columns=[*SCORE, "year"]).dropna(subset=["year"])
        for year, rows in table.groupby("year"):
            plain = rows.assign(**{name: rows[name].astype(object).fillna("") for name in ("subject", "window")})
            yield int(str(year)), set(plain[list(SCORE)].itertuples(index=False, name=None))


def _students(paths: Iterable[Path]) -> set[str]:
    tables = (parquet.read_table(path, columns=["student"])["student"].unique().to_pylist() for path in paths)
    return {str(each) for each in chain.from_iterable(tables) if each is not None}


def _teachers(paths: Iterable[Path]) -> set[str]:
    tables = (parquet.read_table(path, columns=["teacher"])["teacher"].unique().to_pylist() for path in paths)
    return {spelled(str(each)) for each in chain.from_iterable(tables) if each is not None}


def _said(batch: Batch, name: str) -> set[str]:
    column = batch.columns.get(name)
    return set(column.counts()) if isinstance(column, Coded) else set()


def _plain(batch: Batch, name: str) -> npt.NDArray[Any]:
    column = batch.columns[name]
    return column.plain() if isinstance(column, Coded) else np.asarray(column)
