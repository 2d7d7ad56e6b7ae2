"""Kept tables as an analysis reads them, and as they are after somebody was deleted."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from workflows.formats.rosters import ROSTER_IN_SCORES, roster_of
from workflows.frames import tables
from workflows.rules.cells import CELL
from workflows.stats.aggregates import figures_by_school, publishable, window_figures
from workflows.stats.record_linkage import identities

IDS = ("student", "student_state", "student_vendor")
PEOPLE = ("teacher", "teacher_name", "section")
COUNTED = (*CELL, "school", "student", "score", "percentile", "proficient", "tested_on", "teacher")


def in_force(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Several imports of one school, the oldest first: of two with the same test, grade and window the later counts.

    Gives the same tables without the rows that a later one replaces.
    """
    covered: set[tuple[str, ...]] = set()
    left: list[pd.DataFrame] = []
    for table in reversed(tables):
        # Each row's cell as a number first: millions of rows have a few hundred cells.
        cells = table.groupby(list(CELL), sort=False, observed=True, dropna=False).ngroup().to_numpy()
        _, places = np.unique(cells, return_index=True)
        firsts = table[list(CELL)].iloc[places].astype(object)
        keys = [tuple(map(str, row)) for row in firsts.itertuples(index=False)]
        left.append(table[np.array([key not in covered for key in keys], dtype=bool)[cells]])
        covered |= set(keys)
    return left[::-1]


def everybody_linked(hidden: str, crosswalks: Sequence[Path]) -> list[str]:
    """All hashes under which crosswalks know a student, and any that stands beside one of them: all of it goes."""
    if not crosswalks:
        return [hidden]
    rows = pd.concat([pd.read_parquet(path)[list(IDS)].astype("object") for path in crosswalks])
    known = identities([rows])
    person = known.loc[known["id"] == hidden, "person"].dropna()
    found = {hidden, *known.loc[known["person"].isin(person), "id"]}
    beside = rows[rows.isin(found).any(axis=1)]
    return sorted(found | {str(each) for name in IDS for each in beside[name].dropna()})


def without_student(source: Path, target: Path, hidden: Sequence[str]) -> int:
    """Write a table without the rows of a student; gives how many rows were left out. No file where there are none."""
    table = _plain(source)
    gone = pa.array([False] * len(table))
    for name in IDS:
        if name in table.column_names:
            gone = pc.or_(gone, pc.is_in(table[name].combine_chunks().cast(pa.string()), pa.array(hidden, pa.string())))
    many = int(pc.sum(gone).as_py() or 0)
    if many:
        _write(table.filter(pc.invert(gone)), source, target)
    return many


def without_teacher(source: Path, target: Path, key: str) -> int:
    """Write a table that no longer says who taught: a roster loses the teacher's rows, scores only their name."""
    roster = source.parent.name == "rosters"
    table = _plain(source).to_pandas()
    theirs = table["teacher"].fillna("").astype(str).map(_names(key))
    if not theirs.any():
        return 0
    if roster:
        table = table[~theirs]
    else:
        table.loc[theirs, [name for name in PEOPLE if name in table]] = None
    _write(_arrow(table, source), source, target)
    return int(theirs.sum())


def figures_of(path: Path, cut: int | None) -> list[dict[str, Any]]:
    """The aggregates of one table of scores, small groups hidden: the whole table's, and each school's of several."""
    # A district's three million rows, whole and by pandas' own reader, would take a gigabyte.
    table = _numbered(parquet.read_table(path, columns=list(COUNTED), use_threads=False))
    scores = table.to_pandas(split_blocks=True, self_destruct=True, types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    del table
    pa.default_memory_pool().release_unused()
    together = publishable(window_figures(scores, cut))
    schools = figures_by_school(scores, cut)
    apart = publishable(schools, within=CELL) if len(schools) else schools
    rows: Any = [*together.to_dict("records"), *apart.to_dict("records")]
    return [tables.figure(row) for row in rows]


def _numbered(table: pa.Table) -> pa.Table:
    """The table with a number for each student: half a million hidden ids as texts take more room than their scores."""
    students = table["student"].dictionary_encode().unify_dictionaries().combine_chunks()
    numbers = pa.array(range(len(students.dictionary)), pa.int32())
    numbered = pa.DictionaryArray.from_arrays(students.indices, numbers)
    return table.set_column(table.schema.get_field_index("student"), "student", numbered)


def cells_of(path: Path) -> list[dict[str, Any]]:
    """How many scores a stored table holds of each test, grade, subject, year and window."""
    return tables.listed(tables.cells_in(pd.read_parquet(path, columns=list(CELL))))


def taught(path: Path) -> pd.DataFrame | None:
    """The roster that a stored table of scores holds; ``None`` where it names no teacher."""
    if parquet.read_table(path, columns=["teacher"])["teacher"].null_count == parquet.read_metadata(path).num_rows:
        return None
    return roster_of(pd.read_parquet(path, columns=list(ROSTER_IN_SCORES)))


def _names(key: str) -> Callable[[str], bool]:
    return lambda cell: key in [part.strip() for part in cell.replace("|", ";").split(";")]


def _plain(source: Path) -> pa.Table:
    """The table with texts instead of codes: a dictionary would remember whoever is deleted."""
    table = parquet.read_table(source)
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table[field.name].cast(pa.string()))
    return table


def _arrow(table: pd.DataFrame, source: Path) -> pa.Table:
    return pa.Table.from_pandas(table, schema=_plain(source).schema, preserve_index=False)


def _write(table: pa.Table, source: Path, target: Path) -> None:
    table = table.cast(_plain(source).schema)
    wanted = parquet.read_schema(source)
    for place, field in enumerate(wanted):
        table = table.set_column(place, field, table[field.name].cast(field.type))
    part = target.with_name(f".{target.stem}.part")
    try:
        parquet.write_table(table.replace_schema_metadata(wanted.metadata), part, compression="zstd")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
