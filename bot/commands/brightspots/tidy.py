"""Tidy CSVs the fast way. Nothing heavy but Arrow is loaded here, so that files are read while pandas is loading."""

import re
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv

from bot.commands.brightspots.text import delimiter, encodings, first_line, headers
from workflows.refusal import Refusal
from workflows.stats.columns import COLUMNS, GRADEBOOK_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

Reading = dict[Path, Future[pa.Table]]
NEEDED = ("student", "teacher", "year")  # What a roster of ours must have.
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


def begun(scores: Sequence[Path], rosters: Sequence[Path]) -> Reading:
    """Begin to read those of the files that are tidy, one after the other and each on all cores."""
    paths = [path for path in scores if path.is_file() and is_tidy(path)]
    paths += [path for path in rosters if path.is_file() and is_roster(path)]
    aside = ThreadPoolExecutor(1)
    reading = {path: aside.submit(tidy_csv, path) for path in paths}
    aside.shutdown(wait=False)
    return reading


def ended(path: Path, reading: Reading) -> "pd.DataFrame":
    """A tidy file as a frame, repeated text as categories; it leaves ``reading``, so that it is in memory only once."""
    table = reading.pop(path).result() if path in reading else tidy_csv(path)
    frame: pd.DataFrame = table.to_pandas(self_destruct=True, memory_pool=POOL)
    return frame


def is_tidy(path: Path) -> bool:
    """Whether a file of scores is laid out as our own contract, or nearly so."""
    names = {name.lower() for name in headers(path)}
    ids = any(STUDENT_ID.search(name) for name in names)
    return "student" in names and not ids and len(CONTRACT & names) >= FEWEST


def is_roster(path: Path) -> bool:
    """Whether a roster is laid out as ours."""
    return set(NEEDED) <= {name.lower() for name in headers(path)}


def tidy_csv(path: Path) -> pa.Table:
    """Read a tidy CSV with identifiers as text (leading zeros matter) and repeated text as dictionaries."""
    read = first_readable(path)
    names = [plain_name(name) for name in read.column_names]
    read = read.rename_columns(names)
    if "student" in names:
        place = names.index("student")
        read = read.set_column(place, "student", whole_numbers(read["student"]))
    return read


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
