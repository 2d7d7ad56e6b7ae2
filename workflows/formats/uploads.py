"""An upload understood from its head: its tables, what each of them is, and what they are to each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from workflows.formats import cells, oneroster, values
from workflows.formats.cells import Coded
from workflows.formats.columns import Told
from workflows.formats.opening import open_tables, source_of
from workflows.formats.patterns import Recogniser
from workflows.formats.recognise import Hints, Match, known_cells, recognise
from workflows.formats.rosters import tidy_crosswalk, tidy_roster
from workflows.formats.tables import Limits, Source, Table
from workflows.formats.tidy import Batch, tidy
from workflows.refusal import Refusal


def _ahead(pieces: Iterator[Mapping[str, Coded]]) -> Iterator[Mapping[str, Coded]]:
    """The same pieces, the next one being parsed on another core while this one is tidied."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, pieces, None)
            yield piece


@dataclass(frozen=True)
class Part:
    """One table of an upload with its format."""

    table: Table
    match: Match
    told: Told

    @property
    def kind(self) -> str:
        """What the table holds: scores, a roster, a gradebook, a crosswalk, students."""
        return self.match.recogniser.kind

    def batches(self) -> Iterator[Batch]:
        """The table's rows, tidied piece by piece."""
        for raw in _ahead(self.table.batches(self.match.headers())):
            if self.kind == "roster":
                yield tidy_roster(raw, self.match, self.told)
            elif self.kind == "crosswalk":
                yield tidy_crosswalk(raw, self.match)
            else:
                yield tidy(raw, self.match, self.told)


@dataclass(frozen=True)
class Upload:
    """An upload whose rows have not been read yet: its main parts, all of one format, and a roster that came along."""

    source: Source
    parts: tuple[Part, ...]
    rosters: tuple[Part, ...] = ()
    unread: tuple[str, ...] = field(default=())


def open_upload(
    upload: Path | bytes,
    name: str,
    *,
    recognisers: Sequence[Recogniser],
    hints: Hints | None = None,
    limits: Limits | None = None,
) -> Upload:
    """Understand the head of an upload: its layout, its format, its columns. Raises ``Refusal``."""
    source = source_of(upload, name)
    tables = open_tables(source, lambda row: known_cells(row, recognisers), limits or Limits())
    if oneroster.is_oneroster(tables):
        tables = (oneroster.joined(tables),)
    found = {table: recognise(table, recognisers, hints or Hints()) for table in tables}
    matches = {table: match for table, match in found.items() if match}
    if not matches:
        raise _unknown(tables[0])
    unread = tuple(table.name for table in tables if table not in matches)
    return _arranged(source, matches, hints or Hints(), unread)


def _arranged(source: Source, matches: Mapping[Table, Match], hints: Hints, unread: tuple[str, ...]) -> Upload:
    grades = {key: grade for table, match in matches.items() for key, grade in _grades(table, match).items()}
    parts = [
        Part(table, match, Told(_subject(f"{source.name} {table.name}", table, match), hints, grades))
        for table, match in matches.items()
        if match.recogniser.kind != "students"
    ]
    main = [part for part in parts if part.kind not in ("roster", "refused")] or parts
    if not main:
        raise Refusal("This is a list of students; it holds no scores. Upload the file with the scores.")
    _refuse_mixed(main)
    return Upload(
        source, tuple(main), tuple(part for part in parts if part not in main and part.kind == "roster"), unread
    )


def _refuse_mixed(parts: Sequence[Part]) -> None:
    first = parts[0].match.recogniser
    if first.kind == "refused":
        raise Refusal(first.refusal)
    if any(part.match.recogniser.format != first.format for part in parts):
        raise Refusal("This ZIP file holds exports of different tests. Upload them one by one.")


def _unknown(table: Table) -> Refusal:
    return Refusal(
        "We could not find both a student id and a score in this file. Its columns start with: {columns}.",
        columns=", ".join(header[:40] for header in table.header[:6]),
    )


def _grades(table: Table, match: Match) -> Mapping[str, str]:
    """Student → grade, from a list of students that came along with the scores."""
    columns = match.columns()
    if match.recogniser.kind != "students":
        return {}
    pairs: dict[str, str] = {}
    for raw in table.batches(match.headers()):
        both = cells.joined([cells.clean(raw[columns["student"]]), cells.clean(raw[columns["grade"]])], "\0")
        pairs.update((text.split("\0")[0], text.split("\0")[1]) for text in both.distinct() if "\0" in text)
    return pairs


def _subject(name: str, table: Table, match: Match) -> str | None:
    """The subject that the names of file and archive or the columns give away, where no column says it."""
    for pattern, subject in match.recogniser.file_names.items():
        if re.search(pattern, name.lower()):
            return subject
    headers = " ".join(table.header).lower()
    lexile, quantile = "lexile" in headers, "quantile" in headers
    if lexile != quantile:
        return "ela" if lexile else "math"
    return values.subject(name)
