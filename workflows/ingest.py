"""Read a file apart from the rest: these functions run in another process, where pandas may be loaded.

They take and return plain values, so that they can travel between processes. Student ids are hidden before anything is
written; names, birthdates and free text are not even loaded.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workflows import sheets
from workflows.refusal import Refusal

if TYPE_CHECKING:
    import pandas as pd

    from workflows.formats.recognise import Hints
    from workflows.formats.tidy import Batch
    from workflows.formats.understanding import Understanding
    from workflows.formats.uploads import Upload as Opened

Answer = dict[str, Any]
MOST_LEVELS, MOST_COLUMNS = 20, 90
PERSONAL = re.compile(
    r"(student|pupil|first|last|middle|given|family|sur|full|nick|preferred|legal|user|parent|guardian).*name"
    r"|^\W*name\W*$|birth|\bdob\b|phone|address|mail|guardian|parent|comment|note|remark|login",
    re.I,
)
STAFF = re.compile(r"teacher|staff|instructor|educator", re.I)
UNREADABLE = (
    "We could not find both a student id and a score in this file. Is it the export itself, with its header row?"
)

MARKS = (
    "This is a gradebook. Marks don't measure growth, so they are not imported; "
    "bring it to a meeting with the protocol for examining data."
)


@dataclass(frozen=True)
class Paper:
    """A file to read: where it lies, what it is called, where the recognisers are, and where to note the progress."""

    path: Path
    name: str
    formats_at: Path
    progress_at: Path


def understand(paper: Paper, said: Answer | None, remembered: Mapping[str, Answer]) -> Answer:
    """What a file is, or ``{"refusal": sentence}``. Nothing is written.

    ``said`` are the uploader's corrections; without any, what was ``remembered`` of files with the same headers counts.
    """
    from workflows.formats import parquet, reading
    from workflows.formats.tally import Tally

    try:
        opened = _open(paper, said or {})
        signature = signature_of(opened)
        used = said or remembered.get(signature, {})
        opened = _open(paper, used) if used and not said else opened
        if opened.parts[0].kind == "gradebook":
            raise Refusal(MARKS)
        tally, cells = Tally(), Counter[tuple[Any, ...]]()
        for batch in _noted(reading.counted(opened, tally), paper.progress_at):
            cells.update(sheets.cells_of(batch) if "score" in batch.columns else {})
        found = reading.finished(opened, tally)
        content = parquet.content_key(opened.source)
    except Refusal as refusal:
        return _refused(refusal)
    told = _plain(found) | {
        "cells": sheets.listed(cells),
        "offered": _offered(opened),
        "notes": list(opened.parts[0].match.recogniser.notes),
        "remembered": bool(used and not said),
    }
    return {
        "understood": told, "hash": content, "signature": signature, "hints": used,
        "stored_as": stored_as(content, used),
    }  # fmt: skip


def bring_in(paper: Paper, said: Answer, folder: Path, key: str, pupil_key: str, cut: int | None) -> Answer:
    """Write a file as Parquet with hidden ids, and say what it holds.

    Gives ``figures`` (small groups hidden), ``cells`` (how many scores of which test, grade and window) and
    ``teachers`` (who has which classes), or a refusal.
    """
    hide = sheets.hide_under(pupil_key)
    try:
        opened = _open(paper, said)
        kind = opened.parts[0].kind
        if kind == "scores":
            return _bring_scores(opened, paper, folder, key, hide, cut)
        if kind in ("roster", "crosswalk"):
            return _bring_table(opened, kind, folder, key, hide)
    except Refusal as refusal:
        return _refused(refusal)
    return {"refusal": MARKS, "facts": {}}


def stored_as(content_hash: str, said: Answer) -> str:
    """The name of a file's Parquet: of its bytes and of how they were read."""
    if not said:
        return content_hash
    return hashlib.sha256(f"{content_hash} {json.dumps(said, sort_keys=True)}".encode()).hexdigest()


def signature_of(opened: "Opened") -> str:
    """What files with the same headers in the same format share."""
    part = opened.parts[0]
    headers = "\x1f".join(sorted(part.table.header))
    return hashlib.sha256(f"{part.match.recogniser.format}\x1e{headers}".encode()).hexdigest()


def _open(paper: Paper, said: Answer) -> "Opened":
    from workflows.formats import recognisers, uploads

    try:
        return uploads.open_upload(
            paper.path, paper.name, recognisers=recognisers.load(paper.formats_at), hints=_hints(said)
        )
    except Refusal as refusal:
        if isinstance(refusal.facts.get("columns"), str):
            # Without a header row, what looks like columns is the first student.
            raise Refusal(UNREADABLE) from None
        raise


def _hints(said: Answer) -> "Hints":
    from workflows.formats.recognise import Hints

    proficient = said.get("proficient")
    return Hints(**{**said, "proficient": None if proficient is None else tuple(proficient)})


def _noted(batches: "Iterable[Batch]", progress_at: Path) -> "Iterator[Batch]":
    """The batches, while the number of rows gone by is written where the waiting process can see it."""
    rows = 0
    for batch in batches:
        rows += len(batch.students)
        progress_at.write_text(str(rows))
        yield batch


def _offered(opened: "Opened") -> list[str]:
    """The columns an uploader may choose from: none that names a student or holds free text."""
    part = opened.parts[0]
    used = list(dict.fromkeys(part.match.headers()))
    rest = [each for each in part.table.header if each not in used]
    return [each for each in (*used, *rest) if each.strip() and not personal(each)][:MOST_COLUMNS]


def personal(header: str) -> bool:
    """Whether a column may hold a student's name, birthdate, address or free text about them."""
    return bool(PERSONAL.search(header)) and not STAFF.search(header)


def _plain(found: "Understanding") -> Answer:
    told: Answer = found.summary()
    return told | {
        "title": found.title,
        "kind": found.kind,
        "cut": found.cut,
        "levels": dict(Counter(found.levels).most_common(MOST_LEVELS)),
        "proficient": list(found.proficient),
        "teachers": found.teachers,
        "percentiles": "percentile" in found.columns,
        "examples": [dict(each) for each in found.examples],
        "ignored": len(found.ignored),
    }


def _bring_scores(
    opened: "Opened", paper: Paper, folder: Path, key: str, hide: Callable[[str], str], cut: int | None
) -> Answer:
    import pandas as pd

    from workflows.formats import parquet, reading
    from workflows.formats.tally import Tally
    from workflows.stats.windows import publishable, window_figures

    batches = _noted(reading.counted(opened, Tally()), paper.progress_at)
    scores = pd.read_parquet(parquet.to_parquet(batches, folder, key, hide))
    figures = publishable(window_figures(scores, cut))
    roster = _roster_beside(opened, scores, hide)
    if roster is not None:
        sheets.write(roster, folder / "rosters", key)
    return {
        "figures": [sheets.figure(row) for row in cast(list[Answer], figures.to_dict("records"))],
        "cells": sheets.listed(sheets.cells_in(scores)),
        "teachers": [] if roster is None else sheets.teachers_in(roster),
    }


def _roster_beside(opened: "Opened", scores: "pd.DataFrame", hide: Callable[[str], str]) -> "pd.DataFrame | None":
    """The roster in the same ZIP file, or what a teacher column in the scores tells; ids are hidden in both."""
    from workflows.formats.rosters import roster_of
    from workflows.formats.tidy import to_frame

    beside = [batch for part in opened.rosters for batch in part.batches()]
    if beside:
        return sheets.hidden(sheets.shared(to_frame(beside)), hide)
    return sheets.shared(roster_of(scores)) if scores["teacher"].notna().any() else None


def _bring_table(opened: "Opened", kind: str, folder: Path, key: str, hide: Callable[[str], str]) -> Answer:
    from workflows.formats import reading
    from workflows.formats.tally import Tally
    from workflows.formats.tidy import to_frame

    table = to_frame(list(reading.counted(opened, Tally())))
    table = sheets.shared(table) if kind == "roster" else table
    sheets.write(sheets.hidden(table, hide), folder / f"{kind}s", key)
    teachers = sheets.teachers_in(table) if kind == "roster" else []
    return {"figures": [], "cells": [], "teachers": teachers}


def _refused(refusal: Refusal) -> Answer:
    facts = {name: fact if isinstance(fact, int | float) else str(fact) for name, fact in refusal.facts.items()}
    return {"refusal": refusal.sentence, "facts": facts}
