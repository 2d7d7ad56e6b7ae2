"""Write a confirmed file as Parquet. Student ids are hidden before anything is written."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from workflows.formats import parquet, reading
from workflows.formats.tally import Tally
from workflows.formats.tidy import to_frame
from workflows.formats.uploads import Upload as Opened
from workflows.frames import opening, stored, tables
from workflows.jobs.files import GivenFile, Hints, ImportedTable
from workflows.store.vault import hide_under

Hide = Callable[[str], str]


def bring_in(file: GivenFile, said: Hints, folder: Path, key: str, pupil_key: str, cut: int | None) -> ImportedTable:
    """Write a file as Parquet with hidden ids, and say what it holds. Raises ``Refusal``."""
    hide = hide_under(pupil_key)
    opened = opening.opened(file, said)
    kind = opened.parts[0].kind
    if kind == "scores":
        return _bring_scores(opened, file, folder / f"{key}.parquet", hide, cut)
    return _bring_table(opened, kind, folder, key, hide)


def _bring_scores(opened: Opened, file: GivenFile, path: Path, hide: Hide, cut: int | None) -> ImportedTable:
    batches = opening.noted(reading.counted(opened, Tally()), file.progress_at)
    parquet.to_parquet(batches, path.parent, path.stem, hide)
    roster = _roster_beside(opened, path, hide)
    if roster is not None:
        tables.write(roster, path.parent / "rosters", path.stem)
    return ImportedTable(
        figures=stored.figures_of(path, cut),
        cells=stored.cells_of(path),
        teachers=[] if roster is None else tables.teachers_in(roster),
    )


def _roster_beside(opened: Opened, path: Path, hide: Hide) -> pd.DataFrame | None:
    """The roster in the same ZIP file, or what a teacher column in the scores tells; ids are hidden in both."""
    beside = [batch for part in opened.rosters for batch in part.batches()]
    if beside:
        return tables.hidden(tables.shared(to_frame(beside)), hide)
    taught = stored.taught(path)
    return None if taught is None else tables.shared(taught)


def _bring_table(opened: Opened, kind: str, folder: Path, key: str, hide: Hide) -> ImportedTable:
    table = to_frame(list(reading.counted(opened, Tally())))
    table = tables.shared(table) if kind == "roster" else table
    tables.write(tables.hidden(table, hide), folder / f"{kind}s", key)
    return ImportedTable(teachers=tables.teachers_in(table) if kind == "roster" else [])
