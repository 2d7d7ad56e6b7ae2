"""Files to read and to import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflows.jobs import Job

Row = Mapping[str, Any]
Hints = Mapping[str, Any]  # what an uploader said about the columns, as `formats.recognise.Hints` names it


@dataclass(frozen=True)
class GivenFile:
    """A file to read: where it lies, what it is called, where the recognisers are, and where to note the progress."""

    path: Path
    name: str
    formats_at: Path
    progress_at: Path


@dataclass(frozen=True)
class FileReading:
    """What a file was found to be.

    ``hints`` are what its reading followed, ``stored_as`` the name of its Parquet file, ``signature`` what files with
    the same headers share.
    """

    understood: dict[str, Any]
    hash: str
    signature: str
    hints: dict[str, Any]
    stored_as: str


@dataclass(frozen=True)
class ReadFile(Job[FileReading]):
    """Say what a file is; nothing is written.

    ``said`` are the uploader's corrections; without any, what was ``remembered`` of files with the same headers counts.
    """

    file: GivenFile
    said: Hints | None
    remembered: Mapping[str, Hints]


@dataclass(frozen=True)
class ImportedTable:
    """What an imported file holds: figures with small groups hidden, cells with their counts, teachers' classes."""

    figures: Sequence[dict[str, Any]] = ()
    cells: Sequence[dict[str, Any]] = ()
    teachers: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class ImportFile(Job[ImportedTable]):
    """Write a confirmed file as Parquet, with ids hidden under the workspace's key."""

    file: GivenFile
    said: Hints
    folder: Path
    stored_as: str
    cut: int | None
    pupil_key: str = field(repr=False)
