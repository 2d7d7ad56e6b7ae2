"""Tables under one another that stay small: labels remain categories, and student ids comparable."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

TAIL = ".0"  # What spreadsheets make of a whole number in a column with blanks.


def stacked(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables under one another."""
    if len(tables) == 1:
        return tables[0]
    return pd.concat(with_common_labels(alike(tables)), ignore_index=True)


def alike(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The same tables with students as numbers where all are, else as text everywhere."""
    if any("student" not in table for table in tables):
        return list(tables)
    if all(table["student"].dtype == np.int64 for table in tables):
        return list(tables)
    return [table.assign(student=as_text(table["student"])) for table in tables]


def as_text(students: pd.Series) -> pd.Series:
    """Identifiers as text, whole numbers without decimals."""
    if students.dtype.kind == "f":
        students = students.astype("Int64") if (students.dropna() % 1 == 0).all() else students
    text = students.astype(object).where(students.isna(), students.astype(str).str.removesuffix(TAIL))
    return text.astype(object)


def with_common_labels(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Tables whose categories know each other's names: others would turn into single words, ten times as large."""
    names = [
        name
        for name in tables[0]
        if all(name in table and isinstance(table[name].dtype, pd.CategoricalDtype) for table in tables)
        and len({table[name].cat.categories.dtype for table in tables}) == 1
    ]
    every = {name: union_categoricals([table[name] for table in tables]).categories for name in names}
    return [
        table.assign(**{str(name): table[name].cat.set_categories(every[name]) for name in names}) for table in tables
    ]
