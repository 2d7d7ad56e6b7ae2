"""Vendors' exports, rosters and crosswalks in the columns that an analysis knows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from bot.commands.brightspots.text import headers
from bot.commands.brightspots.tidy import NEEDED
from workflows.formats import reading, recognisers, values
from workflows.formats.patterns import Recogniser
from workflows.formats.reading import Reading
from workflows.formats.rosters import IDS
from workflows.formats.tables import Limits
from workflows.refusal import Refusal
from workflows.stats.columns import GROUPS
from workflows.stats.tidy import labelled, refuse_gradebooks

TEMPLATES = Path(__file__).parents[3] / "templates" / "formats"
LIMITS = Limits(upload_bytes=8 << 30)  # A file on one's own disk may be larger than what Slack takes.
SCORES = (
    *("source", "subject", "grade", "year", "window", "taken_on", "student", "school", "score", "proficient"),
    *("vendor_growth", "growth_kind", *GROUPS),
)
ROSTER = ("student", "section", "teacher", "school", "grade", "year", "subject", "share")
GRADES = np.array(["PK", "K", *map(str, range(1, 13)), None], dtype=object)  # From -1; the last one is “not said”.
NO_GRADE = len(GRADES) - 2
LEVELS = re.compile(r"proficien|level|placement|mastery|benchmark", re.I)
# Who teaches these sees every student of a school, so that a class of no stated subject isn't a class of them all.
SPECIAL = re.compile(
    r"\b(art|music|band|choir|chorus|orchestra|p\.?e|phys|gym|library|media|lunch|recess|advisory|study hall|drama"
    r"|dance|comput\w*|technology|spanish|french|health|counsel\w*)\b",
    re.I,
)


@dataclass(frozen=True)
class Export:
    """One file as its reader understood it: ``scores`` (none in a roster), who taught whom if it says so, student ids
    of several systems side by side, teachers' names, rows left out by reason."""

    path: Path
    title: str
    scores: pd.DataFrame | None = None
    roster: pd.DataFrame | None = None
    ids: pd.DataFrame | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)


def scores_in(path: Path) -> Export:
    """Read an export as scores. Raises ``Refusal`` for marks, levels, rosters, and what can't be read."""
    found = read(path)
    if found.understanding.kind == "gradebook":
        refuse_gradebooks(found.scores)
    if found.understanding.kind != "scores":
        raise Refusal("{path} holds no scores. If it says who taught whom, give it as a roster.", path=path.name)
    return understood(path, found)


def roster_in(path: Path) -> Export:
    """Read a roster, a crosswalk of student ids, or scores that name teachers. Raises ``Refusal`` for anything else."""
    found = read(path)
    if found.roster is None and found.crosswalk is None:
        raise Refusal("{path} names no teachers, so it can't say who taught whom.", path=path.name)
    if found.roster is not None and found.roster["year"].isna().all():
        raise Refusal("{path} doesn't say which school year it is about: add a column year.", path=path.name)
    return understood(path, found)


def read(path: Path) -> Reading:
    """What the readers make of a file; a refusal names the file."""
    try:
        return reading.read(path, path.name, recognisers=known(), limits=LIMITS)
    except Refusal as no:
        if "no score" in str(no) or levels_only(headers(path)):
            raise Refusal(
                "{path} has no scale scores. Bright spots need scale scores, not only proficiency levels.",
                path=path.name,
            ) from no
        raise Refusal("{path}: {why}", path=path.name, why=no) from no


@cache
def known() -> tuple[Recogniser, ...]:
    """The formats we know."""
    return recognisers.load(TEMPLATES)


def levels_only(names: list[str]) -> bool:
    """Whether a file's columns are about levels and none is about scores."""
    return any(LEVELS.search(name) for name in names) and not any("score" in name.lower() for name in names)


def understood(path: Path, found: Reading) -> Export:
    """An export in the words of an analysis."""
    roster = found.roster
    ids = found.crosswalk if roster is None else roster
    return Export(
        path=path,
        title=found.understanding.title,
        scores=scores_of(found.scores) if len(found.scores) else None,
        roster=None if roster is None else roster_of(roster),
        ids=None if ids is None else ids[[name for name in IDS if name in ids]].drop_duplicates(),
        names={} if roster is None else names_of(roster),
        refused=found.understanding.refused,
    )


def scores_of(read: pd.DataFrame) -> pd.DataFrame:
    """A reader's scores in the columns of ``rosters.tidy_from_exports``; columns that say nothing are left out."""
    scores = read.rename(columns={"tested_on": "taken_on"})
    scores = scores[[name for name in SCORES if scores[name].notna().any()]]
    grade = read["grade"].fillna(NO_GRADE).to_numpy(dtype=np.int64) + 1
    return scores.assign(student=scores["student"].astype(object), grade=GRADES[grade])


def roster_of(read: pd.DataFrame) -> pd.DataFrame:
    """A reader's roster likewise, without special subjects' classes that would pass for classes of every subject."""
    roster = read[[name for name in ROSTER if name in read and (name in NEEDED or read[name].notna().any())]]
    roster = roster.assign(student=roster["student"].astype(object))
    if not {"section", "subject"} <= set(roster):
        return roster
    section = roster["section"].astype("category")
    special = [bool(SPECIAL.search(str(name))) for name in section.cat.categories]
    of_all = np.array([*special, False])[section.cat.codes.to_numpy()] & roster["subject"].isna()
    return roster[~of_all]


def names_of(roster: pd.DataFrame) -> dict[str, str]:
    """What each teacher of a roster is called, where that is more than the id says."""
    if "teacher_name" not in roster:
        return {}
    pairs = roster[["teacher", "teacher_name"]].dropna().drop_duplicates().astype(str)
    return {each: name for each, name in pairs.itertuples(index=False) if each != name}


def under_names_of(roster: pd.DataFrame, subjects: Iterable[str]) -> pd.DataFrame:
    """The roster with its subjects called what the scores call them: “Mathematics” and “Algebra I” are “Math”, too.

    A row whose subject the scores know by name stays as it is; so does one whose subject they don't know at all.
    """
    if "subject" not in roster:
        return roster
    there = pd.DataFrame({"named": list(dict.fromkeys(subjects))})
    there = there.assign(kind=there["named"].map(kind))
    said = labelled(roster["subject"])
    known = set(there["named"].str.strip().str.lower())
    strange = [name for name in said.cat.categories if name.lower() not in known]
    if not strange:
        return roster
    other = said.isin(strange)
    moved = roster[other].assign(kind=said[other].astype(object).map(kind)).merge(there, on="kind", how="left")
    moved = moved.assign(subject=moved["named"].fillna(moved["subject"].astype(object)))
    return pd.concat([roster[~other], moved.drop(columns=["kind", "named"])], ignore_index=True)


def kind(subject: str) -> str:
    """What kind of subject a name means, or the name itself."""
    return values.subject(subject) or subject.strip().lower()
