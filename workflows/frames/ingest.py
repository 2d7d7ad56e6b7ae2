"""Write a confirmed file as Parquet, apart from the rest: these functions run in another process, with pandas.

They take and return plain values, so that they can travel between processes. Student ids are hidden before anything is
written.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workflows.frames import opening, stored, tables
from workflows.frames.opening import Answer, Paper
from workflows.refusal import Refusal

if TYPE_CHECKING:
    import pandas as pd

    from workflows.formats.uploads import Upload as Opened

Hide = Callable[[str], str]


def bring_in(paper: Paper, said: Answer, folder: Path, key: str, pupil_key: str, cut: int | None) -> Answer:
    """Write a file as Parquet with hidden ids, and say what it holds.

    Gives ``figures`` (small groups hidden), ``cells`` (how many scores of which test, grade and window) and
    ``teachers`` (who has which classes), or a refusal.
    """
    hide = tables.hide_under(pupil_key)
    try:
        opened = opening.opened(paper, said)
        kind = opened.parts[0].kind
        if kind == "scores":
            return _bring_scores(opened, paper, folder / f"{key}.parquet", hide, cut)
        return _bring_table(opened, kind, folder, key, hide)
    except Refusal as refusal:
        return opening.refused(refusal)


def _bring_scores(opened: "Opened", paper: Paper, path: Path, hide: Hide, cut: int | None) -> Answer:
    from workflows.formats import parquet, reading
    from workflows.formats.tally import Tally

    batches = opening.noted(reading.counted(opened, Tally()), paper.progress_at)
    parquet.to_parquet(batches, path.parent, path.stem, hide)
    roster = _roster_beside(opened, path, hide)
    if roster is not None:
        tables.write(roster, path.parent / "rosters", path.stem)
    return {
        "figures": stored.figures_of(path, cut),
        "cells": stored.cells_of(path),
        "teachers": [] if roster is None else tables.teachers_in(roster),
    }


def _roster_beside(opened: "Opened", path: Path, hide: Hide) -> "pd.DataFrame | None":
    """The roster in the same ZIP file, or what a teacher column in the scores tells; ids are hidden in both."""
    from workflows.formats.tidy import to_frame

    beside = [batch for part in opened.rosters for batch in part.batches()]
    if beside:
        return tables.hidden(tables.shared(to_frame(beside)), hide)
    taught = stored.taught(path)
    return None if taught is None else tables.shared(taught)


def _bring_table(opened: "Opened", kind: str, folder: Path, key: str, hide: Hide) -> Answer:
    from workflows.formats import reading
    from workflows.formats.tally import Tally
    from workflows.formats.tidy import to_frame

    table = to_frame(list(reading.counted(opened, Tally())))
    table = tables.shared(table) if kind == "roster" else table
    tables.write(tables.hidden(table, hide), folder / f"{kind}s", key)
    teachers = tables.teachers_in(table) if kind == "roster" else []
    return {"figures": [], "cells": [], "teachers": teachers}
