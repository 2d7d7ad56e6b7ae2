"""Any export in, one tidy table out: the door of this folder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workflows.formats.patterns import Recogniser
from workflows.formats.recognised import Hints
from workflows.formats.rosters import roster_of
from workflows.formats.tables import Limits
from workflows.formats.tally import Tally
from workflows.formats.tidy import Batch, to_frame
from workflows.formats.understanding import Understanding, understood
from workflows.formats.uploads import Part, Upload, open_upload, without_results
from workflows.refusal import Refusal


@dataclass(frozen=True)
class Reading:
    """A whole upload in memory.

    ``scores`` has one row per usable score; of a roster or a crosswalk it has none. ``roster`` is the file itself, the
    one that came along in its ZIP file, or what a teacher column in the scores tells; else ``None``.
    """

    understanding: Understanding
    scores: pd.DataFrame
    roster: pd.DataFrame | None = None
    crosswalk: pd.DataFrame | None = None


def read(
    upload: Path | bytes,
    name: str,
    *,
    recognisers: Sequence[Recogniser],
    hints: Hints | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Read a whole upload into memory.

    Raises ``Refusal`` with one sentence when it can't be read as scores, a gradebook, a roster or a crosswalk.
    """
    opened = open_upload(upload, name, recognisers=recognisers, hints=hints, limits=limits)
    tally = Tally()
    frame = to_frame(list(counted(opened, tally)))
    understanding = finished(opened, tally)
    if understanding.kind == "roster":
        return Reading(understanding, frame.head(0), roster=frame)
    if understanding.kind == "crosswalk":
        return Reading(understanding, frame.head(0), crosswalk=frame)
    return Reading(understanding, frame, roster=_roster(opened, frame))


def inspect(
    upload: Path | bytes,
    name: str,
    *,
    recognisers: Sequence[Recogniser],
    hints: Hints | None = None,
    limits: Limits | None = None,
) -> Understanding:
    """What an upload is, read in pieces of which none is kept. Raises ``Refusal``."""
    opened = open_upload(upload, name, recognisers=recognisers, hints=hints, limits=limits)
    tally = Tally()
    for _ in counted(opened, tally):
        pass
    return finished(opened, tally)


def counted(upload: Upload, tally: Tally) -> Iterator[Batch]:
    """The batches of an upload's main parts, counted as they go by. Raises ``Refusal`` when not one row can be used."""
    for batch in _batches(upload.parts):
        tally.add(batch)
        yield batch
    if not tally.rows:
        raise Refusal("This file has headers but no rows.")
    if not tally.reasons[""] and any(part.table.blank_formulas for part in upload.parts):
        raise without_results()
    if not tally.reasons[""]:
        # Pieces that the doors can take apart again and say in the reader's language.
        reasons = "; ".join(f"{reason} ({many})" for reason, many in tally.reasons.most_common())
        raise Refusal("None of the {rows} rows of this file can be used: {reasons}.", rows=tally.rows, reasons=reasons)


def finished(upload: Upload, tally: Tally) -> Understanding:
    """What was understood of an upload, once all its batches have gone by."""
    companions = Tally()
    for batch in _batches(upload.rosters):
        companions.add(batch)
    return understood(upload, tally, companions)


def _batches(parts: Iterable[Part]) -> Iterator[Batch]:
    for part in parts:
        yield from part.batches()


def _roster(upload: Upload, scores: pd.DataFrame) -> pd.DataFrame | None:
    if upload.rosters:
        return to_frame(list(_batches(upload.rosters)))
    return roster_of(scores) if scores["teacher"].notna().any() else None
