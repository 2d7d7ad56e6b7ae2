"""Uploaded files as they are opened: by their format, or by a guess."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from workflows.formats import guessing, opening, recognisers, uploads
from workflows.formats.recognised import Hints
from workflows.formats.tables import Limits
from workflows.formats.tidy import Batch
from workflows.formats.uploads import Upload
from workflows.jobs.files import GivenFile
from workflows.refusal import Refusal

Answer = dict[str, Any]
UNREADABLE = (
    "We could not find both a student id and a score in this file. Is it the export itself, with its header row?"
)
ROSTER = "roster"  # the format of a class roster whose columns its uploader names


class Unknown(Refusal):
    """No format fits, and nobody has said which column is what."""


def opened(file: GivenFile, said: Mapping[str, Any]) -> Upload:
    """A file by its format and what its uploader says about it.

    Raises
    ------
    Unknown
        When it is a table, but of no format we know.
    Refusal
        When it can't be read, or holds marks.
    """
    known = recognisers.load(file.formats_at)
    try:
        upload = uploads.open_upload(file.path, file.name, recognisers=known, hints=_hints(said), limits=_limits(file))
    except Refusal as refusal:
        if isinstance(refusal.facts.get("columns"), str):
            # Without a header row, what looks like columns is the first student: the refusal must not repeat them.
            raise Unknown(UNREADABLE) from None
        raise
    if upload.parts[0].kind == "gradebook":
        raise uploads.gradebook()
    return upload


def guessed(file: GivenFile) -> Answer:
    """What may be said about a table that nobody knows, as an uploader would say it: which column is what.

    Raises
    ------
    Refusal
        When no column can hold student ids, or none teachers; scores are proposed by the formats themselves.
    """
    tables = opening.open_tables(opening.source_of(file.path, file.name), lambda _row: 0, _limits(file))
    for table in tables:
        allowed = [each for each in table.header if not guessing.is_personal(each)]
        if found := guessing.guessed_roster(table, allowed):
            return {"columns": found, "format": ROSTER}
    raise Refusal(UNREADABLE)


def noted(batches: Iterable[Batch], progress_at: Path) -> Iterator[Batch]:
    """The batches, while the number of rows gone by is written where the waiting process can see it."""
    rows = 0
    for batch in batches:
        rows += len(batch.students)
        progress_at.write_text(str(rows))
        yield batch


def _hints(said: Mapping[str, Any]) -> Hints:
    proficient = said.get("proficient")
    return Hints(**{**said, "proficient": None if proficient is None else tuple(proficient)})


def _limits(file: GivenFile) -> Limits:
    """As large as the file is: the door that took it in has its own limit, which depends on the way it came."""
    return Limits(upload_bytes=file.path.stat().st_size)
