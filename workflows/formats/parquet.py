"""Tidy scores on disk: one Parquet file per upload, named by the upload's bytes, with no id in the clear."""

import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from workflows.formats.coded_columns import Coded
from workflows.formats.column_meaning import Column
from workflows.formats.patterns import GROUPS
from workflows.formats.reading import counted, finished
from workflows.formats.tables import Source
from workflows.formats.tally import Tally
from workflows.formats.tidy import Batch
from workflows.formats.understanding import Understanding
from workflows.formats.uploads import Upload

Hide = Callable[[str], str]
# A piece has more than a megabyte of distinct ids, and the least and the greatest of hidden ones tell nothing.
STORED: dict[str, Any] = {"compression": "zstd", "dictionary_pagesize_limit": 16 << 20, "write_statistics": False}
ID_COLUMNS = ("student", "student_state", "student_vendor")
NUMBERS = {
    "grade": pa.int8(),
    "year": pa.int16(),
    "tested_on": pa.timestamp("s"),
    **dict.fromkeys(["proficient", *GROUPS], pa.bool_()),
    **dict.fromkeys(["score", "standard_error", "percentile", "vendor_growth", "share"], pa.float32()),
}
TEXT = pa.dictionary(pa.int32(), pa.string())


def content_key(source: Source) -> str:
    """The SHA-256 of an upload's bytes: the same file twice has the same name."""
    digest = hashlib.sha256()
    with source.open() as file:
        while piece := file.read(1 << 22):
            digest.update(piece)
    return digest.hexdigest()


def import_upload(upload: Upload, folder: Path, hide: Hide) -> tuple[Path, Understanding]:
    """Read an upload in pieces and write its tidy rows; ``hide`` turns an id into what may be stored.

    Raises ``Refusal``; then, as after a crash, no file with the final name exists.
    """
    tally = Tally()
    path = to_parquet(counted(upload, tally), folder, content_key(upload.source), hide)
    return path, finished(upload, tally)


def to_parquet(batches: Iterable[Batch], folder: Path, key: str, hide: Hide) -> Path:
    """Write batches of one kind to ``folder/key.parquet`` with hidden ids; the file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path, part = folder / f"{key}.parquet", folder / f".{key}.{os.getpid()}.part"
    try:
        _write(iter(batches), part, hide)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _write(batches: Iterator[Batch], part: Path, hide: Hide) -> None:
    first = next(batches)
    schema = pa.schema([(name, NUMBERS.get(name, TEXT)) for name in first.columns])
    with parquet.ParquetWriter(part, schema, **STORED) as writer:
        for batch in itertools.chain([first], batches):
            writer.write_table(_hidden(batch, schema, hide))


def _hidden(batch: Batch, schema: pa.Schema, hide: Hide) -> pa.Table:
    """The batch with every student id replaced; each distinct id is hidden once."""
    kept = {name: _hide(column, hide) if name in ID_COLUMNS else column for name, column in batch.columns.items()}
    return pa.table([_arrow(kept[name], schema.field(name).type) for name in schema.names], schema=schema)


def _hide(column: Column, hide: Hide) -> Column:
    if not isinstance(column, Coded):
        return column
    # Ids of earlier pieces aren't remembered: finding them among half a million takes as long as hiding them again.
    return Coded(column.codes, pa.array(map(hide, column.distinct()), pa.string()))


def _arrow(column: Column, kind: pa.DataType) -> pa.Array:
    return column.arrow() if isinstance(column, Coded) else pa.array(column, from_pandas=True).cast(kind)
