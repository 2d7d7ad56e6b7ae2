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
class InForce:
    """The stored tables of a school that a file is compared with, and the key under which their ids are hidden."""

    scores: Sequence[Path]
    rosters: Sequence[Path]
    pupil_key: str = field(repr=False)


@dataclass(frozen=True)
class Comparison:
    """How many of a file's students and teachers are known, are on the roster, would be with other zeros, are gone."""

    students: int
    known: int
    gone: int
    has_scores: bool
    on_roster: int
    has_roster: bool
    with_other_zeros: int
    same_as_year: int | None
    teachers_known: int
    teachers_gone: int


@dataclass(frozen=True)
class ReadFile(Job[FileReading]):
    """Say what a file is, beside what is in force; nothing is written.

    ``said`` are the uploader's corrections; without any, what was ``remembered`` of files with the same headers counts.
    """

    file: GivenFile
    said: Hints | None
    remembered: Mapping[str, Hints]
    there: InForce | None = None


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
