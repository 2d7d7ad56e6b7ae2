"""Looks for bright spots in stored scores."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflows.jobs import Job

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """What an analysis reads. Each file comes with its uploader's school, which stands for a file's only school.

    The scores come with the oldest import first. ``left_out`` are teachers, as the files name them, who want no part in
    it: they go before anything is compared. ``crosswalks`` say which ids belong to one student.
    """

    scores: Sequence[tuple[Path, str]]
    rosters: Sequence[tuple[Path, str]]
    left_out: Collection[str]
    crosswalks: Sequence[Path] = ()


@dataclass(frozen=True)
class Findings:
    """What may leave an analysis: a verdict, counts, flagged teachers who confirmed their roster, teams, groups."""

    verdict: str
    assumed: bool
    variances: Mapping[str, Row]
    excluded: Mapping[str, int]
    flags: Sequence[Row]
    teams: Sequence[Row]
    groups: Sequence[Row]


@dataclass(frozen=True)
class FindBrightSpots(Job[Findings]):
    """Compare everybody, and tell of those among ``confirmed``."""

    sources: Sources
    confirmed: Collection[str]


@dataclass(frozen=True)
class CompareClasses(Job[Sequence[Row]]):
    """What was compared for one teacher, class by class. No estimate, for anybody."""

    sources: Sources
    teacher: str
