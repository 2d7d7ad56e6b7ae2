"""Uploaded files as another process opens them, where pandas may be loaded: by their format, or by a guess."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflows.refusal import Refusal

if TYPE_CHECKING:
    from workflows.formats.recognised import Hints
    from workflows.formats.tables import Limits
    from workflows.formats.tidy import Batch
    from workflows.formats.uploads import Upload

Answer = dict[str, Any]
UNREADABLE = (
    "We could not find both a student id and a score in this file. Is it the export itself, with its header row?"
)
ROSTER = "roster"  # the format of a class roster whose columns its uploader names
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


class Unknown(Refusal):
    """No format fits, and nobody has said which column is what."""


def opened(paper: Paper, said: Mapping[str, Any]) -> "Upload":
    """A file by its format and what its uploader says about it.

    Raises
    ------
    Unknown
        When it is a table, but of no format we know.
    Refusal
        When it can't be read, or holds marks.
    """
    from workflows.formats import recognisers, uploads

    known = recognisers.load(paper.formats_at)
    try:
        upload = uploads.open_upload(
            paper.path, paper.name, recognisers=known, hints=_hints(said), limits=_limits(paper)
        )
    except Refusal as refusal:
        if isinstance(refusal.facts.get("columns"), str):
            # Without a header row, what looks like columns is the first student: the refusal must not repeat them.
            raise Unknown(UNREADABLE) from None
        raise
    if upload.parts[0].kind == "gradebook":
        raise Refusal(MARKS)
    return upload


def guessed(paper: Paper) -> Answer:
    """What may be said about a table that nobody knows, as an uploader would say it: which column is what.

    Raises
    ------
    Refusal
        When no column can hold student ids, or none scores or teachers.
    """
    from workflows.formats import guessing, opening

    tables = opening.open_tables(opening.source_of(paper.path, paper.name), lambda _row: 0, _limits(paper))
    for table in tables:
        allowed = [each for each in table.header if not guessing.is_personal(each)]
        if found := guessing.guessed(table, allowed):
            return {"columns": found}
        if found := guessing.guessed_roster(table, allowed):
            return {"columns": found, "format": ROSTER}
    raise Refusal(UNREADABLE)


def noted(batches: "Iterable[Batch]", progress_at: Path) -> "Iterator[Batch]":
    """The batches, while the number of rows gone by is written where the waiting process can see it."""
    rows = 0
    for batch in batches:
        rows += len(batch.students)
        progress_at.write_text(str(rows))
        yield batch


def refused(refusal: Refusal) -> Answer:
    """A refusal as it travels between processes."""
    facts = {name: fact if isinstance(fact, int | float) else str(fact) for name, fact in refusal.facts.items()}
    return {"refusal": refusal.sentence, "facts": facts}


def _hints(said: Mapping[str, Any]) -> "Hints":
    from workflows.formats.recognised import Hints

    proficient = said.get("proficient")
    return Hints(**{**said, "proficient": None if proficient is None else tuple(proficient)})


def _limits(paper: Paper) -> "Limits":
    """As large as the file is: the door that took it in has its own limit, which depends on the way it came."""
    from workflows.formats.tables import Limits

    return Limits(upload_bytes=paper.path.stat().st_size)
