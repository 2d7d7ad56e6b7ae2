"""One file of a whole district: each school reads its own part, nobody another school's as its own."""

import io
from collections.abc import Iterable

import pandas as pd
import pytest

from tests.coach import EXPORT, Coach, figures
from tests.people import Clock, Slack, Stage

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


def test_undoing_takes_every_school_s_part_away(slack: Slack, stage: Stage) -> None:
    """Nothing of it is left anywhere."""
    dana = Coach.at(slack)
    Coach.at(slack, "Pia Brook", "brookfield-ilt", school="Brookfield Elementary")
    dana.imports(district(["Lakeside Elementary", "Brookfield Elementary"]), cut="61")
    dana.clicks("Undo this import")
    assert figures(stage) == []
