"""Tables as they may be stored: student ids hidden, small classes without a name; and what they hold, in counts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pandas as pd

from workflows.formats.parquet import ID_COLUMNS
from workflows.formats.tidy import Batch
from workflows.rules.cells import CELL
from workflows.rules.privacy import LEAST_STUDENTS

Answer = dict[str, Any]
Cell = tuple[str, str, str, int, str]
MOST_CELLS = 200


def cells_of(batch: Batch) -> dict[Cell, int]:
    """How many scores a batch holds of each source, grade, subject, year and window."""
    columns: dict[str, Any] = {name: batch.columns[name] for name in CELL}
    plain = {name: each.categorical() if hasattr(each, "categorical") else each for name, each in columns.items()}
    return cells_in(pd.DataFrame(plain))


def cells_in(scores: pd.DataFrame) -> dict[Cell, int]:
    """The same of a table of scores; rows that don't say all five are left out."""
    sizes = cast(dict[Any, int], scores.groupby(list(CELL), observed=True, dropna=True).size().to_dict())
    return {_cell(*cell): int(many) for cell, many in sizes.items()}


def _cell(source: object, grade: float, subject: object, year: float, window: object) -> Cell:
    return str(source), str(int(grade)), str(subject), int(year), str(window)


def listed(cells: Mapping[Cell, int]) -> list[Answer]:
    """Cells for storing, the largest ones where there are too many."""
    most = sorted(cells.items(), key=lambda each: -each[1])[:MOST_CELLS]
    return [dict(zip(CELL, cell, strict=True)) | {"scores": many} for cell, many in sorted(most)]


def hidden(table: pd.DataFrame, hide: Callable[[str], str]) -> pd.DataFrame:
    """A table with every student id replaced by what may be stored."""
    ids = {name: table[name].map(hide, na_action="ignore") for name in ID_COLUMNS if name in table}
    return table.assign(**{name: column.astype("object") for name, column in ids.items()})


def shared(roster: pd.DataFrame) -> pd.DataFrame:
    """Where several teachers share a class and nothing says how, each has an even part: no student counts twice."""
    blank = {name: roster[name].astype("object").fillna("") for name in ("student", "section", "subject", "year")}
    keys = [blank[name] for name in blank]
    total = roster["share"].groupby(keys).transform("sum")
    return roster.assign(share=(roster["share"] / total.where(total > 1, 1)).astype("float32"))


def teachers_in(roster: pd.DataFrame) -> list[Answer]:
    """Who has which classes in the roster's latest year: counts, and the names of classes of ten students and more."""
    latest = roster[roster["year"].isna() | (roster["year"] == roster["year"].max())]
    plain = latest.assign(
        **{
            name: latest[name].astype("object").fillna("").astype(str)
            for name in ("teacher_name", "section", "subject")
        }
    )
    return [_teacher(str(key), rows) for key, rows in plain.groupby("teacher", observed=True)]


def _teacher(key: str, rows: pd.DataFrame) -> Answer:
    sizes = cast(dict[Any, int], rows.groupby(["section", "subject"], observed=True)["student"].nunique().to_dict())
    classes = [
        {"section": section if many >= LEAST_STUDENTS else "", "subject": subject, "students": int(many)}
        for (section, subject), many in sizes.items()
    ]
    name = next((each for each in rows["teacher_name"] if each), key)
    year = rows["year"].max()
    told = {"key": key, "name": name, "students": int(rows["student"].nunique()), "classes": classes}
    return told | {"year": None if year != year else int(year)}  # NaN differs from itself


def write(table: pd.DataFrame, folder: Path, key: str) -> None:
    """A table on disk, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{key}.part"
    try:
        table.to_parquet(part, index=False, compression="zstd")
        part.replace(folder / f"{key}.parquet")
    finally:
        part.unlink(missing_ok=True)


def figure(row: Answer) -> Answer:
    """One aggregate as the database keeps it; ``school`` is None where it is about all students of the file."""
    before = row["window_before"]
    return {
        "school": row.get("school"),
        "source": str(row["source"]), "grade": str(int(row["grade"])), "subject": str(row["subject"]),
        "year": int(row["year"]), "window": str(row["window"]), "place": int(row["place"]),
        "window_before": before if isinstance(before, str) else None,
        "rated": _whole(row["rated"]), "percent_proficient": _whole(row["percent_proficient"]),
        "compared": _whole(row["compared"]), "median_gain": _number(row["median_gain"]),
        "teachers": _whole(row["teachers"]),
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if value != value else float(value)  # NaN differs from itself


def _whole(value: float) -> int | None:
    return None if value != value else int(value)
