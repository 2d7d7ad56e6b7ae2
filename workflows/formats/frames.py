"""The files of a SIS as frames of text, to be joined into one roster: only the columns that are wanted."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from workflows.formats import coded_columns
from workflows.formats.coded_columns import Coded
from workflows.formats.tables import HEAD_ROWS, Table


def frame_of(tables: Sequence[Table], stem: str, headers: Sequence[str]) -> pd.DataFrame:
    """The wanted columns of one file as text; a column that isn't there is blank, a missing file has no rows."""
    table = next((table for table in tables if stem_of(table) == stem), None)
    if table is None:
        return pd.DataFrame({header: pd.Series([], dtype="str") for header in headers})
    found = {header: each for header in headers for each in table.header if each.lower() == header.lower()}
    parts = [_texts(raw, found) for raw in table.batches(tuple(found.values()))]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({header: [] for header in found})
    return frame.reindex(columns=list(headers), fill_value="").fillna("").astype("str")


def _texts(raw: Mapping[str, Coded], found: Mapping[str, str]) -> pd.DataFrame:
    clean = {header: coded_columns.clean(raw[each]) for header, each in found.items()}
    return pd.DataFrame({header: column.plain() for header, column in clean.items()}, dtype="str")


def stem_of(table: Table) -> str:
    """A file's name as its vendor's documents write it: lower case, without the ending."""
    return table.name.lower().rsplit(".", 1)[0]


def looked_up(keys: pd.Series, frame: pd.DataFrame, key: str, name: str) -> pd.Series:
    """What one column of another file says of each key, blank where it says nothing."""
    known = frame.set_index(key)[name]
    return keys.map(known[~known.index.duplicated()]).astype(object).fillna("")


def table_of(rows: pd.DataFrame, name: str, like: Table) -> Table:
    """Joined rows as a table under the name of a file, each header beginning with the vendor's name."""

    def batches(wanted: Sequence[str]) -> Iterator[Mapping[str, Coded]]:
        if len(rows):
            yield {each: coded_columns.from_texts(rows[each].tolist()) for each in wanted}

    head = tuple(tuple(row) for row in rows.head(HEAD_ROWS).itertuples(index=False, name=None))
    return Table(name, like.encoding, like.delimiter, tuple(rows.columns), 1, head, batches)
