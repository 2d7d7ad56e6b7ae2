"""What an analysis accepts: one tidy table of scores, with its columns understood and its impossible shapes refused."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from workflows.refusal import Refusal
from workflows.rules.names import same_person
from workflows.stats.columns import GRADEBOOK_COLUMNS, GROUPS, LABELS, NUMBERS
from workflows.stats.vendor import vendor_q

GRADEBOOK_SOURCE = re.compile(r"grade\s*book|canvas|classroom|schoology|power\s*school|\bmarks?\b|report card", re.I)
SPARSE = 8  # Numbers this many times more spread out than the rows are renumbered before counting by them.
NO_YEAR = 0
WHOLE = re.compile(r"\d+\.0")  # What spreadsheets make of a whole number in a column with blanks.
YES = {"1", "1.0", "true", "yes", "y", "t", "proficient", "met", "meets"}
NO = {"0", "0.0", "false", "no", "n", "f", "not proficient", "not met", "does not meet"}


def understood(scores: pd.DataFrame) -> pd.DataFrame:
    """Turn a tidy table into small, checked columns, or refuse it.

    Parameters
    ----------
    scores
        One row per student, teacher, subject, source and year: ``student, teacher, school, grade, year, subject,
        source, score`` and optionally ``prior, prior_before, proficient, weight, vendor_growth, growth_kind`` and the
        programmes of ``GROUPS``. Other columns are ignored.

    Returns
    -------
    DataFrame
        The same rows: ``student`` as a number that means nothing, other labels as categories (grades as ``"K"``,
        ``"3"``…), ``year`` as the calendar year a school year ends in, numbers as float64. Optional columns that are
        missing stay missing.

    Raises
    ------
    Refusal
        For gradebooks, for a table without teachers, scores, or any other needed column.
    """
    refuse_gradebooks(scores)
    refuse_missing_columns(scores)
    refuse_unreadable_shares(scores)
    labels = {name: labelled(scores[name]) for name in LABELS if name != "student"}
    labels["grade"] = relabelled(labels["grade"], grade_name)
    numbers = {name: numeric(scores[name]) for name in NUMBERS if name in scores}
    student, year = numbered(scores["student"]), years(scores["year"])
    labels["teacher"] = told_apart(one_each(labels["teacher"]), labels["school"], year)
    table = pd.DataFrame({"student": student, **labels, "year": year, **numbers}, copy=False)
    if "proficient" in scores:
        table["proficient"] = yes_or_no(scores["proficient"])
    said = {name: yes_or_no(scores[name]) for name in GROUPS if name in scores}
    table = table.assign(**{name: column for name, column in said.items() if column.notna().any()})
    if "vendor_growth" in table:
        table["vendor_growth"] = vendor_q(table["vendor_growth"], table["source"], kinds(scores))
    if not np.isfinite(table["score"].to_numpy()).any():
        raise Refusal("This file has no scale scores. Bright spots need scale scores, not only proficiency levels.")
    return table.reset_index(drop=True)


def refuse_gradebooks(scores: pd.DataFrame) -> None:
    """Say no to marks: they measure what one teacher asked for, not growth on a common test."""
    marks = GRADEBOOK_COLUMNS & {str(name).strip().lower() for name in scores.columns}
    sources = list(labelled(scores["source"]).cat.categories) if "source" in scores else []
    if marks or any(GRADEBOOK_SOURCE.search(str(source)) for source in sources):
        raise Refusal(
            "These look like gradebook marks. They are welcome in the examining-data protocol, but bright spots need"
            " scores of a common test."
        )


def refuse_missing_columns(scores: pd.DataFrame) -> None:
    """Say which of the needed columns is missing, the two commonest reasons in their own words."""
    if scores.empty:
        raise Refusal("This file has no rows of scores.")
    if "score" not in scores:
        raise Refusal("This file has no scale scores. Bright spots need scale scores, not only proficiency levels.")
    if "teacher" not in scores or scores["teacher"].isna().all():
        raise Refusal("We don't know who taught whom: add a roster with student, teacher, school, year and subject.")
    missing = [name for name in [*LABELS, "year"] if name not in scores]
    if missing:
        raise Refusal("The table of scores lacks these columns: {columns}.", columns=", ".join(missing))


def refuse_unreadable_shares(scores: pd.DataFrame) -> None:
    """Say no to shares of instruction that aren't numbers: “50 %” must not pass for all of it."""
    if "weight" not in scores or scores["weight"].dtype.kind in "fiu":
        return
    wrong = scores["weight"].notna() & numeric(scores["weight"]).isna()
    if wrong.any():
        share = str(scores["weight"][wrong].iloc[0])
        raise Refusal("The share of instruction is a number from 0 to 1, but this file has {share}.", share=share)


def kinds(scores: pd.DataFrame) -> pd.Series | None:
    """What kind of growth a vendor's figure is, where the file says so."""
    return labelled(scores["growth_kind"]) if "growth_kind" in scores else None


def labelled(column: pd.Series) -> pd.Series:
    """A column of names as a category of trimmed text; blanks are missing."""
    return relabelled(column.astype("category"), lambda name: name)


def relabelled(column: pd.Series, name_of: Callable[[str], str]) -> pd.Series:
    """Rename a column's categories, merging those that end up the same; an empty name is a missing one."""
    names = np.array([name_of(plain(each)) for each in column.cat.categories.tolist()], dtype=object)
    kept, codes = np.unique(names[names != ""].astype(str), return_inverse=True)
    moves = np.full(len(names) + 1, -1, dtype=np.int32)
    moves[np.flatnonzero(names != "")] = codes
    categories = pd.Index(kept.astype(object))
    return pd.Series(pd.Categorical.from_codes(moves[column.cat.codes.to_numpy()], categories), index=column.index)


def one_each(teachers: pd.Series) -> pd.Series:
    """Teachers under one name each, of all the ways a person is written One With Capitals, or the first."""
    names = sorted(map(plain, teachers.cat.categories.tolist()), key=lambda name: (not name.istitle(), name))[::-1]
    first = {same_person(name): name for name in names}
    return relabelled(teachers, lambda name: first[same_person(name)]) if len(first) < len(names) else teachers


def told_apart(teachers: pd.Series, schools: pd.Series, year: pd.Series) -> pd.Series:
    """Teachers with the school behind the name where a mere name stands in several schools, in different years: without
    a number nothing says that they are one person. (Who is in two schools in one year is left out elsewhere.)"""
    names = teachers.cat.categories
    mere = np.array([*(not any(letter.isdigit() for letter in str(name)) for name in names), False])
    sides = {name: column.cat.codes.to_numpy() for name, column in (("teacher", teachers), ("school", schools))}
    codes = pd.DataFrame({**sides, "year": year})
    places = codes[mere[codes["teacher"]] & (codes["school"] >= 0)].drop_duplicates()
    by_year = places.groupby(["teacher", "year"])["school"].nunique().groupby("teacher").max()
    several = places.groupby("teacher")["school"].nunique()
    apart = several.index[(several > 1) & (by_year == 1)]
    rows = np.flatnonzero(np.isin(codes["teacher"], apart))
    if not len(rows):
        return teachers
    full = teachers.astype(object)
    some = zip(full.iloc[rows], schools.astype(object).iloc[rows], strict=True)
    full.iloc[rows] = [f"{name} ({school})" for name, school in some]
    return labelled(full)


def without_school(teacher: str, school: str) -> str:
    """The name that a file gives a teacher of ``told_apart``."""
    return teacher.removesuffix(f" ({school})")


def plain(value: object) -> str:
    """A label as people write it: trimmed, and a whole number without its decimals."""
    text = str(value).strip()
    return text.removesuffix(".0") if text.endswith(".0") and WHOLE.fullmatch(text) else text


def numbered(column: pd.Series) -> pd.Series:
    """A column of identifiers as numbers from 0 in no particular order, -1 for a blank; nobody needs the
    identifiers."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Series(column.cat.codes.to_numpy(), index=column.index)
    if column.dtype == np.int64 and column.min() >= 0 and column.max() < SPARSE * len(column):
        return column
    return pd.Series(pd.factorize(column)[0], index=column.index)


def grade_name(grade: str) -> str:
    """One name per grade: ``3`` for “03”, ``K`` for kindergarten (NWEA's older files write 13)."""
    name = grade.upper().removeprefix("GRADE").strip()
    if name in {"KG", "K", "13", "0", "00", "KINDERGARTEN"}:
        return "K"
    return str(int(name)) if name.isdigit() else name


def grade_number(grade: str) -> float:
    """Where a grade stands among the others, to know its neighbours; not a number for ungraded groups."""
    if grade in {"K", "PK"}:
        return {"K": 0.0, "PK": -1.0}[grade]
    return float(grade) if grade.isdigit() else np.nan


def numeric(column: pd.Series) -> pd.Series:
    """A column of numbers; what isn't a finite number is missing."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    if column.dtype != np.float64:
        column = pd.to_numeric(column, errors="coerce")
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    endless = np.isinf(values)
    return pd.Series(np.where(endless, np.nan, values) if endless.any() else values, index=column.index, copy=False)


def years(column: pd.Series) -> pd.Series:
    """School years as the calendar year they end in: 2025 for 2025, “2024-25” and “2024-2025”."""
    names = column.astype("category")
    ends = np.array([year_end(plain(each)) for each in names.cat.categories], dtype=np.int32)
    return pd.Series(np.append(ends, NO_YEAR)[names.cat.codes.to_numpy()], index=column.index, dtype=np.int32)


def year_end(year: str) -> int:
    """The calendar year in which a school year ends."""
    found = re.fullmatch(r"(\d{4})(?:\s*[-–/]\s*(\d{2}|\d{4}))?", year)
    if found is None:
        raise Refusal("We can't read “{year}” as a school year. Write 2025 or 2024-25.", year=year)
    first, last = found.groups()
    return int(last if last and len(last) == 4 else first[:2] + last if last else first)


def yes_or_no(column: pd.Series) -> pd.Series:
    """Proficient or not as 1, 0 or missing, from the ways files write it."""
    names = column.astype("category")
    values = [meaning(str(each).strip().lower()) for each in names.cat.categories]
    return pd.Series(np.array([*values, np.nan])[names.cat.codes.to_numpy()], index=column.index)


def meaning(answer: str) -> float:
    """1 for a yes, 0 for a no, missing otherwise."""
    return 1.0 if answer in YES else 0.0 if answer in NO else np.nan
