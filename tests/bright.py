"""A simulated district in the product's own storage: scores imported, rosters linked and confirmed."""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from sqlalchemy import inspect, select, text

from tests.people import Stage, Teacher
from tests.stats.districts import District, simulated
from workflows.brightspots import findings
from workflows.frames import analyses
from workflows.jobs.analyses import Findings, Sources
from workflows.stats.analyze import Analysis, analyze
from workflows.store import analysis_claims
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import School, Workspace
from workflows.store.uploads import Upload

SCHOOL = "School 0"
KEPT: list[TemporaryDirectory[str]] = []  # until the test run ends


@dataclass(frozen=True)
class Stored:
    """A district as a file of scores. ``said``, where a story gives it, takes the place of what it really says."""

    path: Path
    scores: pd.DataFrame
    said: Findings | None = None

    @cached_property
    def found(self) -> Analysis:
        """What an analysis of it finds."""
        return analyze(self.scores)

    @cached_property
    def answer(self) -> Findings:
        """What of that may leave the analysis."""
        return self.said or analyses.find(Sources([(self.path, SCHOOL)], [], ()), set(self.scores["teacher"]))

    @cached_property
    def teachers(self) -> dict[str, str]:
        """Every teacher's school."""
        pairs = self.scores[["teacher", "school"]].drop_duplicates()
        return dict(zip(pairs["teacher"], pairs["school"], strict=True))

    def flagged(self, school: str = SCHOOL) -> list[str]:
        """The teachers of a school who are flagged."""
        return [str(flag.teacher) for flag in self.found.flags if flag.school == school and flag.announceable]

    def others(self, school: str = SCHOOL) -> list[str]:
        """The teachers of a school who are not."""
        here = self.scores[self.scores["school"] == school]["teacher"].unique()
        return sorted(set(here) - set(self.flagged(school)))


@cache
def draw(district: District, seed: int) -> Stored:
    """Simulate a district and write it as an import does, a fall and a spring test for every year; once a test run."""
    scores, _ = simulated(district, seed)
    base = scores.drop(columns=["prior"]).assign(
        subject="math", source="MAP Growth", grade=scores["grade"].astype("int8"), tested_on=None,
        proficient=scores["score"] > 520, vendor_growth=float("nan"), growth_kind=None,
    )  # fmt: skip
    fall, spring = base.assign(window="fall", score=scores["prior"]), base.assign(window="spring")
    folder = TemporaryDirectory(prefix="district-")
    KEPT.append(folder)
    path = Path(folder.name) / "district.parquet"
    pd.concat([fall, spring]).to_parquet(path)
    return Stored(path, scores)


def brought_in(stage: Stage, stored: Stored, *, by: str, key: str = "a" * 64) -> None:
    """A district's scores were imported."""
    deps, now = stage.play.brightcycle.deps, stage.play.clock.now()
    with deps.db.everywhere() as session:
        workspace = session.scalars(select(Workspace.id)).one()
    folder = deps.scores_at / str(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(stored.path, folder / f"{key}.parquet")
    with deps.db.begin(workspace) as session:
        school = session.scalars(select(School.id).order_by(School.id)).first()
        session.add(
            Upload(
                school_id=school,
                uploader=by,
                state="imported",
                kind="scores",
                content_hash=key,
                stored_as=key,
                understood={"title": "MAP Growth"},
                received_at=now,
                settled_at=now,
                imported_at=now,
            )
        )


def schools_added(stage: Stage, stored: Stored) -> list[str]:
    """Every school of a district is known; gives their names."""
    names = sorted(set(stored.teachers.values()))
    with stage.play.brightcycle.deps.db.begin(1) as session:
        known = set(session.scalars(select(School.name)))
        session.add_all(
            School(name=name, zone="America/New_York", language="en") for name in names if name not in known
        )
    return names


def confirms(stage: Stage, teacher: Teacher, key: str, school: str = SCHOOL) -> None:
    """A teacher has confirmed that a part of the roster is hers."""
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        upload = session.scalars(select(Upload.id).order_by(Upload.id.desc())).first()
        known = session.scalars(select(School.id).where(School.name == school)).one()
        session.add(
            RosterTeacher(
                school_id=known,
                upload_id=upload,
                teacher_key=key,
                name_sealed=deps.db.vault.seal(key),
                classes=[],
                students=70,
                slack_id=teacher.id,
                confirmed_at=stage.play.clock.now(),
            )
        )


def found(stage: Stage, stored: Stored) -> None:
    """A worker has looked, without another process: its answer was computed once for all stories."""
    deps, now = stage.play.brightcycle.deps, stage.play.clock.now()
    with deps.db.begin(1) as session:
        findings.ask(session, now=now)
    with deps.db.engine.begin() as connection:
        taken = analysis_claims.take(connection, worker="test", now=now, lease=timedelta(minutes=1))
    assert taken is not None
    with deps.db.begin(1) as session:
        findings.found(session, taken.id, "test", stored.answer, now=now)
    looks(stage)


def forgotten(stage: Stage) -> None:
    """The scores were taken back; whatever was found in them goes with the next look."""
    deps = stage.play.brightcycle.deps
    with deps.db.begin(1) as session:
        for upload in session.scalars(select(Upload)):
            upload.state, upload.stored_as = "undone", None
        findings.ask(session, now=stage.play.clock.now())
    looks(stage)


def looks(stage: Stage) -> None:
    """The heartbeat takes up what is due."""
    stage.loop.run(stage.play.settle())


def rows(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """Everything the database holds, by table."""
    with stage.play.brightcycle.deps.db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {
            table: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()]
            for table in tables
        }


def files(stage: Stage) -> dict[Path, str]:
    """Every file below the place where scores are kept, and a hash of what it holds."""
    found = (path for path in stage.play.brightcycle.deps.scores_at.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def moment(stage: Stage) -> datetime:
    """What the clock shows."""
    return stage.play.clock.now()
