"""An upload understood from its head: its tables, what each of them is, and what they are to each other."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from workflows.formats import clever, coded_columns, ids, oneroster, values
from workflows.formats.coded_columns import Coded
from workflows.formats.column_meaning import Told
from workflows.formats.guessing import names_columns
from workflows.formats.headers import known_cells
from workflows.formats.opening import open_tables, source_of
from workflows.formats.patterns import Recogniser, spaced
from workflows.formats.proposals import is_gradebook
from workflows.formats.recognise import recognise
from workflows.formats.recognised import Hints, Match
from workflows.formats.rosters import tidy_crosswalk, tidy_roster
from workflows.formats.tables import Limits, Source, Table
from workflows.formats.tidy import Batch, tidy
from workflows.refusal import Refusal

MOST_NAMED = 8
FORMULAS = (
    "Cells of this spreadsheet hold formulas without a result. Open it in Excel or Google Sheets, save it, "
    "and upload it again."
)
MARKS = (
    "This is a gradebook. Marks don't measure growth, so they are not imported; "
    "bring it to a meeting with the protocol for examining data."
)
NAMED_SEASONS = (
    ("fall", r"\bfall\b|\bboy\b|\bautumn\b|\botono\b"),
    ("winter", r"\bwinter\b|\bmoy\b|\binvierno\b"),
    ("spring", r"\bspring\b|\beoy\b|\bprimavera\b"),
)
FEW_ROWS = 100  # are read sooner than a thread is started
# Measures and domains that only one subject has, as they stand in headers.
DOMAINS = {
    "ela": r"lexile|phonics|phonological|oral ?reading|vocabulary|high-frequency words|comprehension:",
    "math": r"quantile|number and operations|algebra|measurement and data",
}


def _ahead(pieces: Iterator[Mapping[str, Coded]]) -> Iterator[Mapping[str, Coded]]:
    """The same pieces; of more than a short table, the next one is parsed on another core while this one is tidied."""
    first = next(pieces, None)
    if first is None or len(next(iter(first.values()), ())) < FEW_ROWS:
        yield from itertools.chain([first] if first else [], pieces)
        return
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, pieces, None)
        yield first
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
    tables = _with_roster_joined(tables)
    found = {table: recognise(table, recognisers, hints or Hints()) for table in tables}
    matches = {table: match for table, match in found.items() if match}
    if not matches:
        raise _unknown(tables[0])
    unread = tuple(table.name for table in tables if table not in matches)
    return _arranged(source, matches, hints or Hints(), unread)


def _with_roster_joined(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The files of OneRoster or Clever as one roster, beside what came with them."""
    if oneroster.is_oneroster(tables):
        return (oneroster.joined(tables), *(each for each in tables if not oneroster.is_ours(each)))
    if clever.is_clever(tables):
        return (clever.joined(tables), *(each for each in tables if not clever.is_ours(each)))
    return tables


def _arranged(source: Source, matches: Mapping[Table, Match], hints: Hints, unread: tuple[str, ...]) -> Upload:
    grades = {key: grade for table, match in matches.items() for key, grade in _grades(table, match).items()}
    parts = [
        Part(table, match, _told((table.name, source.name), table, match, hints, grades))
        for table, match in matches.items()
        if match.recogniser.kind != "students"
    ]
    main = _main(parts)
    rosters = tuple(part for part in parts if part not in main and part.kind == "roster")
    left = tuple(part.table.name for part in parts if part not in main and part not in rosters)
    return Upload(source, main, rosters, (*unread, *left))


def _told(names: Sequence[str], table: Table, match: Match, hints: Hints, grades: Mapping[str, str]) -> Told:
    return Told(_subject(names, table, match), hints, grades, _window(names))


def _window(names: Sequence[str]) -> str | None:
    """The one season that the name of a file, or of its archive, names."""
    for name in names:
        said = {window for window, word in NAMED_SEASONS if re.search(word, spaced(name))}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def _main(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The tables that an upload is about: scores before rosters, what is known before what is guessed."""
    usable = [part for part in parts if part.kind not in ("roster", "refused")]
    known = [part for part in usable if not part.match.recogniser.generic]
    main = tuple(known or usable or [part for part in parts if part.kind == "roster"] or parts)
    if not main:
        raise Refusal("This is a list of students; it holds no scores. Upload the file with the scores.")
    if main[0].kind == "refused":
        raise Refusal(main[0].match.recogniser.refusal)
    if len({_shape(part) for part in main}) > 1:
        named = "; ".join(f"{part.table.name} ({part.match.recogniser.title})" for part in main[:MOST_NAMED])
        raise Refusal("This file holds tables of different kinds: {files}. Upload them one by one.", files=named)
    return main


def _shape(part: Part) -> object:
    """What parts that can be read as one table share: their format, and where that is a guess, their columns."""
    recogniser = part.match.recogniser
    return (recogniser.format, part.table.header if recogniser.generic else ())


def _unknown(table: Table) -> Refusal:
    if "sourcedid" in (header.lower() for header in table.header):
        return Refusal("This is one file of OneRoster. Upload the whole ZIP, with enrollments.csv and users.csv in it.")
    if table.blank_formulas:
        return without_results()
    if is_gradebook(table):
        return gradebook()
    if not names_columns(table):
        return Refusal(
            "The first row of this file is a student's and names no columns, so they can't be told apart. Upload the "
            "export with its header row; of a fixed-width state file, the CSV version."
        )
    return Refusal(
        "We could not find both a student id and a score in this file. Its columns start with: {columns}.",
        columns=", ".join(header[:40] for header in table.header[:6]),
    )


def gradebook() -> Refusal:
    """What is said of marks that a teacher gave."""
    return Refusal(MARKS)


def without_results() -> Refusal:
    """What is said of a spreadsheet that a program wrote and nobody has opened since."""
    return Refusal(FORMULAS)


def _grades(table: Table, match: Match) -> Mapping[str, str]:
    """Student → grade, from a list of students that came along with the scores."""
    columns = match.columns()
    if match.recogniser.kind != "students":
        return {}
    pairs: dict[str, str] = {}
    for raw in table.batches(match.headers()):
        student = ids.tidied(coded_columns.clean(raw[columns["student"]]))
        both = coded_columns.joined([student, coded_columns.clean(raw[columns["grade"]])], "\0")
        pairs.update((text.split("\0")[0], text.split("\0")[1]) for text in both.distinct() if "\0" in text)
    return pairs


def _subject(names: Sequence[str], table: Table, match: Match) -> str | None:
    """The subject that the columns or the names of file and archive give away, where no column says it."""
    headers = " ".join(table.header).lower()
    told = [subject for subject, domains in DOMAINS.items() if re.search(domains, headers)]
    named = _named_subject(names, match)
    # Reading in Spanish has the domains of Reading, and is another test.
    return told[0] if len(told) == 1 and not (named or "").startswith("spanish") else named


def _named_subject(names: Sequence[str], match: Match) -> str | None:
    for name, (pattern, subject) in itertools.product(names, match.recogniser.file_names.items()):
        if re.search(pattern, name.lower()):
            return subject
    return next((said for name in names if (said := values.subject(name))), None)
