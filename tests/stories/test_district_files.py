"""One file of a whole district: each school reads its own part, nobody another school's as its own."""

import io
import time
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from tests.coach import EXPORT, Coach, figures
from tests.people import PATIENCE_S, Clock, Loop, Slack, Stage
from tests.postgres import Postgres
from workflows.uploads import imports

LAKESIDE = pd.read_csv(io.BytesIO(EXPORT), dtype=str)


def district(names: Iterable[str]) -> bytes:
    """The same pupils once more in each school, under ids of their own; every school has two points more."""
    parts = [
        LAKESIDE.assign(
            SchoolName=name,
            StudentID=str(number) + LAKESIDE["StudentID"],
            Student_StateID=str(number) + LAKESIDE["Student_StateID"],
            TestRITScore=(LAKESIDE["TestRITScore"].astype(int) + 2 * number).astype(str),
        )
        for number, name in enumerate(names)
    ]
    return pd.concat(parts).to_csv(index=False).encode()


@pytest.fixture
def office(slack: Slack) -> Coach:
    """The district's office: its name is no school's."""
    return Coach.at(slack, "Olga Fern", "district-office", school="Fern District")


def test_each_school_reads_its_own_part(slack: Slack, stage: Stage, clock: Clock) -> None:
    """Lakeside's coach uploads for both; the other school's digest tells its own students' figures."""
    dana = Coach.at(slack)
    Coach.at(slack, "Pia Brook", "brookfield-ilt", school="BROOKFIELD  elementary")
    dana.imports(district(["Lakeside Elementary", "Brookfield Elementary"]), cut="61")

    about = {(each.school_id, each.schools) for each in figures(stage)}
    assert about == {(1, 1), (2, 1)}
    rated = {each.school_id: each.rated for each in figures(stage) if (each.grade, each.window) == ("5", "winter")}
    assert rated[1] == rated[2]

    clock.passes("2026-09-18 13:05")
    for where in ("lakeside-ilt", "brookfield-ilt"):
        assert "Grade 5 math" in slack.shown_in(where)[-1]
        assert "schools in the file together" not in slack.shown_in(where)[-1]


@pytest.mark.parametrize(
    ("here", "in_the_file"),
    [
        ("St. Mary's School", "St. Mary’s School"), ("Cañada School", unicodedata.normalize("NFD", "Cañada School")),
        ("Lincoln Elementary", "Lincoln Elementary "), ("Adams Elementary", "ADAMS\u00a0ELEMENTARY"),
    ],
)  # fmt: skip
def test_a_school_is_found_however_the_district_spells_it(
    here: str, in_the_file: str, slack: Slack, stage: Stage
) -> None:
    """Another apostrophe, letters taken apart, spaces, capitals: it reads its own students alone."""
    coach = Coach.at(slack, school=here)
    coach.imports(district([in_the_file, "Hill School"]), cut="61")

    assert {(each.school_id, each.schools) for each in figures(stage)} == {(1, 1)}


def test_an_office_reads_all_schools_together_and_that_it_does(office: Coach, slack: Slack, clock: Clock) -> None:
    """No school of the file has its name."""
    office.imports(district(["Lakeside Elementary", "Brookfield Elementary", "Hill School"]), cut="61")
    clock.passes("2026-09-18 13:05")
    assert "the figures of all 3 schools in the file together" in slack.shown_in("district-office")[-1]


def test_a_school_that_comes_later_finds_its_part(office: Coach, slack: Slack, clock: Clock) -> None:
    """Its leadership team sets up two days after the import."""
    office.imports(district(["Lakeside Elementary", "Brookfield Elementary"]), cut="61")
    clock.passes("2026-09-16 09:00")
    Coach.at(slack)
    clock.passes("2026-09-18 13:05")
    assert "Grade 5 math" in slack.shown_in("lakeside-ilt")[-1]


def test_two_schools_set_up_at_once_double_nothing(loop: Loop, postgres: Postgres, tmp_path: Path) -> None:
    """Sharing out waits for whoever works on the same school's figures."""
    stage = Stage.opened(loop, tmp_path, database_url=postgres.empty())
    try:
        dana = Coach.at(Slack(stage))
        dana.imports(district(["Lakeside Elementary", "Brookfield Elementary"]), cut="61")
        before, db = len(figures(stage)), stage.play.brightcycle.deps.db
        with ThreadPoolExecutor(1) as other:
            with db.begin(1) as session:
                imports.share_out(session, now=stage.play.clock.now())
                second = other.submit(_shares_out, stage)
                _until_somebody_waits(stage)
            second.result(timeout=PATIENCE_S)
        assert len(figures(stage)) == before > 0
    finally:
        stage.close()


def _shares_out(stage: Stage) -> None:
    with stage.play.brightcycle.deps.db.begin(1) as session:
        imports.share_out(session, now=stage.play.clock.now())


def _until_somebody_waits(stage: Stage) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with stage.play.brightcycle.deps.db.engine.connect() as connection:
            if connection.scalar(waiting):
                return
    pytest.fail("nobody waited")


def test_undoing_takes_every_school_s_part_away(slack: Slack, stage: Stage) -> None:
    """Nothing of it is left anywhere."""
    dana = Coach.at(slack)
    Coach.at(slack, "Pia Brook", "brookfield-ilt", school="Brookfield Elementary")
    dana.imports(district(["Lakeside Elementary", "Brookfield Elementary"]), cut="61")
    dana.clicks("Undo this import")
    assert figures(stage) == []
