"""The files of an analysis: tidy CSVs the fast way, everything else through the readers of exports."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv

from bot import analysis_exports as exports
from bot.analysis_text import delimiter, encodings, first_line, headers
from workflows import kept
from workflows.refusal import Refusal
from workflows.stats.rosters import tidy_from_exports
from workflows.stats.stacked import stacked
from workflows.stats.taught import taught
from workflows.stats.tidy import COLUMNS, GRADEBOOK_COLUMNS, labelled

REPEATED = ("teacher", "school", "grade", "year", "subject", "source", "proficient", "growth_kind")
KINDS = {"student": pa.string(), **dict.fromkeys(REPEATED, pa.dictionary(pa.int32(), pa.string()))}
CONTRACT = frozenset(COLUMNS)
WHEN = {"window", "taken_on"}
READ = CONTRACT | GRADEBOOK_COLUMNS | WHEN | {"share"}  # What else a file holds would only cost time.
BLOCK_BYTES = 4 << 20
# The system's allocator keeps freed memory for what comes next; Arrow's own asks for new pages each time.
POOL = pa.system_memory_pool()
FEWEST = 5  # A tidy file that lacks one or two columns is told which; fewer in common is another layout.
STUDENT_ID = re.compile(r"student.*(id\b|number|identifier)")


@dataclass(frozen=True)
class Gathered:
    """What the files hold: the table to analyse, what to say about them, rows left out by reason, teachers' names."""

    table: pd.DataFrame
    notes: tuple[str, ...] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def known_as(self, teacher: str) -> str:
        """The id of a teacher who is given by id, or by a name that only one has."""
        named = [each for each, name in self.names.items() if name == teacher]
        return named[0] if len(named) == 1 else teacher

    def called(self, teacher: str) -> str:
        """A teacher's id with the name, where the files say one."""
        return f"{self.names[teacher]} ({teacher})" if teacher in self.names else teacher


def gathered(scores: Sequence[Path], rosters: Sequence[Path]) -> Gathered:
    """Read score files and rosters, tidy or exported, into one tidy table with teachers.

    Raises
    ------
    Refusal
        When a file can't be read, isn't what it was given as, or holds marks or levels instead of scores.
    """
    tidy = [tidy_csv(path) for path in scores if is_tidy(path)]
    read = [exports.scores_in(path) for path in scores if not is_tidy(path)]
    given = [roster_in(path) for path in rosters]
    if not read and not given and not any("window" in table for table in tidy):
        return Gathered(stacked(tidy))
    crosswalks = [each.ids for each in [*given, *read] if each.ids is not None]
    own = not any(each.roster is not None for each in given)
    lists = [each for each in (read if own else given) if each.roster is not None]
    taught = [kept.linked(each.roster, crosswalks) for each in lists if each.roster is not None]
    tables = [kept.linked(each, crosswalks) for each in tidy]
    taught += [itself(each) for each in tables if own and taught and "teacher" in each]
    tables += [kept.linked(each.scores, crosswalks) for each in read if each.scores is not None]
    return Gathered(
        with_teachers(tables, taught),
        tuple(notes(lists, own=own)),
        excluded([*read, *given]),
        {teacher: name for each in lists for teacher, name in each.names.items()},
    )


def is_tidy(path: Path) -> bool:
    """Whether a file of scores is laid out as our own contract, or nearly so."""
    names = {name.lower() for name in headers(path)}
    ids = any(STUDENT_ID.search(name) for name in names)
    return "student" in names and not ids and len(CONTRACT & names) >= FEWEST


def roster_in(path: Path) -> exports.Export:
    """A roster file: ours (student, teacher, year, and more), or whatever the readers know."""
    if set(exports.NEEDED) <= {name.lower() for name in headers(path)}:
        return exports.Export(path, "roster", roster=tidy_csv(path))
    return exports.roster_in(path)


def itself(table: pd.DataFrame) -> pd.DataFrame:
    """The roster that a tidy table is, beside those of other files."""
    names = [name for name in ("student", "teacher", "school", "year", "subject", "weight") if name in table]
    return table[names].rename(columns={"weight": "share"})


def with_teachers(tables: Sequence[pd.DataFrame], rosters: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Scores with their earlier scores and teachers; tables that bring earlier scores keep them."""
    bring = [table for table in tables if "prior" in table]
    lack = [table for table in tables if "prior" not in table]
    if lack and (bring or any(WHEN & set(table) for table in lack)):
        lack = [tidy_from_exports(stacked(lack), None)]
    scores = stacked([*bring, *lack])
    if not rosters:
        return scores
    if "subject" not in scores:
        raise Refusal("The table of scores lacks these columns: subject.")
    subjects = labelled(scores["subject"]).cat.categories
    return taught(scores, exports.under_names_of(stacked(rosters), subjects))


def notes(lists: Sequence[exports.Export], *, own: bool) -> Iterator[str]:
    """Where it is known from who taught whom."""
    for each in lists:
        yield (
            f"Who taught whom: as {each.path.name} itself says, for no roster was given. Please check it."
            if own
            else f"Who taught whom: {each.path.name} ({each.title})."
        )


def excluded(read: Sequence[exports.Export]) -> dict[str, int]:
    """How many rows of the files the readers could not use, by reason."""
    counts: Counter[str] = Counter()
    for each in read:
        counts.update({f"rows of {each.path.name}: {reason}": times for reason, times in each.refused.items()})
    return dict(counts)


def tidy_csv(path: Path) -> pd.DataFrame:
    """Read a tidy CSV with identifiers as text (leading zeros matter) and repeated text as categories."""
    read = first_readable(path)
    names = [plain_name(name) for name in read.column_names]
    read = read.rename_columns(names)
    if "student" in names:
        place = names.index("student")
        read = read.set_column(place, "student", whole_numbers(read["student"]))
    return pd.DataFrame(read.to_pandas(self_destruct=True, memory_pool=POOL))


def first_readable(path: Path) -> pa.Table:
    """The file's columns in the first encoding that fits it. Raises ``Refusal`` when none does."""
    why: Exception | None = None
    for encoding in encodings(path):
        try:
            return arrow_table(path, encoding)
        except (pa.ArrowInvalid, OSError, UnicodeError) as error:
            why = error
    raise Refusal("We can't read {path} as a table: is it a CSV file?", path=path.name) from why


def arrow_table(path: Path, encoding: str) -> pa.Table:
    """The columns of a file that an analysis knows. Raises ``Refusal`` when one of them is there twice."""
    line = first_line(path)
    wide = pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES, encoding=encoding)
    apart = pyarrow.csv.ParseOptions(delimiter=delimiter(line))
    with pyarrow.csv.open_csv(path, read_options=wide, parse_options=apart, memory_pool=POOL) as peek:
        raw = peek.schema.names
    names = [plain_name(name) for name in raw]
    twice = [name for name in names if name in READ and names.count(name) > 1]
    if twice:
        raise Refusal("The column “{name}” appears twice in {path}.", name=twice[0], path=path.name)
    wanted = {own: name for own, name in zip(raw, names, strict=True) if name in READ}
    kinds = {own: KINDS[name] for own, name in wanted.items() if name in KINDS}
    only = pyarrow.csv.ConvertOptions(column_types=kinds, strings_can_be_null=True, include_columns=list(wanted))
    return pyarrow.csv.read_csv(path, read_options=wide, parse_options=apart, convert_options=only, memory_pool=POOL)


def plain_name(column: str) -> str:
    """A column's name as we know it."""
    return column.strip().lower()


def whole_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Identifiers that are plain whole numbers as such: six times faster to tell apart than text.

    A leading zero is part of an identifier: where turning numbers back into text would lose one, the text stays.
    """
    if len(column) and str(column[0].as_py()).endswith(".0"):
        column = compute.replace_substring_regex(column, r"^(\d+)\.0$", r"\1")
    try:
        cast = compute.cast(column, pa.int64())
    except pa.ArrowInvalid:
        return column
    if cast.null_count or not len(cast):
        return column
    numbers = cast.to_numpy()
    longest = len(str(numbers.max()))
    digits = len(numbers) + sum(int(np.count_nonzero(numbers >= 10**place)) for place in range(1, longest))
    written = compute.sum(compute.binary_length(column)).as_py()
    return cast if numbers.min() >= 0 and digits == written else column
