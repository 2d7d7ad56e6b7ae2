"""Kept tables as an analysis reads them, and as they are after somebody was deleted; pandas loads only when used."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflows import sheets

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

IDS = ("student", "student_state", "student_vendor")
PEOPLE = ("teacher", "teacher_name", "section")
COUNTED = (*sheets.CELL, "student", "score", "percentile", "proficient", "tested_on")


def current_scores(paths: Sequence[Path]) -> "pd.DataFrame":
    """The scores of several imports, the oldest first: of two with the same test, grade and window the later counts."""
    import pandas as pd

    tables: list[pd.DataFrame] = []
    covered: set[str] = set()
    for path in reversed(paths):
        table = pd.read_parquet(path)
        keys = _keys(table)
        tables.append(table[~keys.isin(covered)])
        covered |= set(keys)
    return pd.concat(reversed(tables), ignore_index=True)


def linked(table: "pd.DataFrame", crosswalks: Sequence[Path]) -> "pd.DataFrame":
    """A table whose students are named by their local hash wherever a crosswalk knows it for a state or vendor id."""
    import pandas as pd

    if not crosswalks:
        return table
    known = pd.concat([pd.read_parquet(path) for path in crosswalks], ignore_index=True)
    pairs: dict[Any, Any] = {}
    for name in ("student_state", "student_vendor"):
        both = known[[name, "student"]].dropna()
        pairs.update(zip(both[name], both["student"], strict=True))
    student = table["student"].astype("object")
    return table.assign(student=student.map(pairs).where(student.isin(pairs), student))


def everybody_linked(hidden: str, crosswalks: Sequence[Path]) -> list[str]:
    """All hashes of one student, as far as crosswalks tell."""
    import pandas as pd

    found = {hidden}
    for path in crosswalks:
        table = pd.read_parquet(path)[list(IDS)].astype("object")
        rows = table[table.isin(found).any(axis=1)]
        found |= {str(each) for name in IDS for each in rows[name].dropna()}
    return sorted(found)


def without_student(source: Path, target: Path, hidden: Sequence[str]) -> int:
    """Write a table without the rows of a student; gives how many rows were left out. No file where there are none."""
    import pyarrow as pa
    import pyarrow.compute as pc

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
    """The aggregates of one table of scores, small groups hidden."""
    import pandas as pd

    from workflows.stats.windows import publishable, window_figures

    # Not the whole table: a district's three million rows would take a gigabyte.
    scores = pd.read_parquet(path, columns=list(COUNTED))
    rows: Any = publishable(window_figures(scores, cut)).to_dict("records")
    return [sheets.figure(row) for row in rows]


def cells_of(path: Path) -> list[dict[str, Any]]:
    """How many scores a stored table holds of each test, grade, subject, year and window."""
    import pandas as pd

    return sheets.listed(sheets.cells_in(pd.read_parquet(path, columns=list(sheets.CELL))))


def taught(path: Path) -> "pd.DataFrame | None":
    """The roster that a stored table of scores holds; ``None`` where it names no teacher."""
    import pandas as pd
    from pyarrow import parquet

    from workflows.formats.rosters import ROSTER_IN_SCORES, roster_of

    if parquet.read_table(path, columns=["teacher"])["teacher"].null_count == parquet.read_metadata(path).num_rows:
        return None
    return roster_of(pd.read_parquet(path, columns=list(ROSTER_IN_SCORES)))


def _names(key: str) -> Callable[[str], bool]:
    return lambda cell: key in [part.strip() for part in cell.replace("|", ";").split(";")]


def _keys(table: "pd.DataFrame") -> "pd.Series":
    first, *rest = (table[name].astype("object").astype(str) for name in sheets.CELL)
    joined = first
    for part in rest:
        joined = joined + "\x1f" + part
    return joined


def _plain(source: Path) -> "pa.Table":
    """The table with texts instead of codes: a dictionary would remember whoever is deleted."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(source)
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table[field.name].cast(pa.string()))
    return table


def _arrow(table: "pd.DataFrame", source: Path) -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_pandas(table, schema=_plain(source).schema, preserve_index=False)


def _write(table: "pa.Table", source: Path, target: Path) -> None:
    from pyarrow import parquet

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
