"""What an analysis gives back, and what it is kept from seeing."""

from pathlib import Path

import pandas as pd
import pytest

from tests import bright
from tests.bright import SCHOOL, Stored
from tests.stats.districts import District
from workflows.frames import analyses
from workflows.jobs.analyses import Findings, Sources
from workflows.refusal import Refusal


@pytest.fixture
def district() -> Stored:
    """Ten schools with two classes a grade."""
    return bright.draw(District(schools=10, teachers=2), seed=5)


def _find(stored: Stored, **changed: object) -> Findings:
    known: dict[str, object] = {"scores": [(stored.path, SCHOOL)], "rosters": [], "left_out": ()}
    return analyses.find(Sources(**(known | changed)), set(stored.scores["teacher"]))  # type: ignore[arg-type]


def test_it_gives_back_who_is_flagged_and_nobody_else(district: Stored) -> None:
    """The same flags as the library finds, in its order; only of those who confirmed."""
    flags = [flag["teacher"] for flag in district.answer.flags]
    assert flags == [flag.teacher for flag in district.found.flags if flag.announceable]
    assert len(flags) < len(district.found.flags)  # Whose own median is not above 50 hears nothing.
    assert flags
    one = analyses.find(Sources([(district.path, SCHOOL)], [], ()), {flags[0]})
    assert [flag["teacher"] for flag in one.flags] == flags[:1]


def test_two_classes_a_grade_can_never_be_nameless(district: Stored) -> None:
    """“A grade 4 math teacher” would be one of two."""
    assert {flag["may_be_nameless"] for flag in district.answer.flags} == {False}
    assert {flag["colleagues"] for flag in district.answer.flags} == {6}


def test_who_is_left_out_is_not_even_a_colleague(district: Stored) -> None:
    """Her classes are gone before anything is compared: a colleague loses one to be compared with."""
    here = district.scores[district.scores["school"] == "School 0"]
    one, other = sorted(here[here["grade"] == "3"]["teacher"].unique())[:2]
    sources = Sources([(district.path, SCHOOL)], [], [other])
    before = analyses.compare(Sources([(district.path, SCHOOL)], [], ()), one)
    after = analyses.compare(sources, one)
    assert [each["others"] for each in before] == [1, 1, 1]
    assert [each["others"] for each in after] == [0, 0, 0]
    with pytest.raises(Refusal):
        analyses.compare(sources, other)


def test_a_roster_file_says_who_taught_whom(district: Stored, tmp_path: Path) -> None:
    """Scores without teachers and a roster beside them give the same flags; with no roster, a refusal."""
    table = pd.read_parquet(district.path)
    bare, roster = tmp_path / "bare.parquet", tmp_path / "roster.parquet"
    table.assign(teacher=None).to_parquet(bare)
    table[["student", "teacher", "school", "year", "subject"]].drop_duplicates().assign(share=1.0).to_parquet(roster)
    found = _find(district, scores=[(bare, SCHOOL)], rosters=[(roster, SCHOOL)])
    assert [flag["teacher"] for flag in found.flags] == [
        flag.teacher for flag in district.found.flags if flag.announceable
    ]
    with pytest.raises(Refusal, match="who taught whom"):
        _find(district, scores=[(bare, SCHOOL)])
    with pytest.raises(Refusal, match="No scores are stored"):
        _find(district, scores=[])


def test_a_school_of_one_class_is_never_named(district: Stored, tmp_path: Path) -> None:
    """One class a grade has nobody to be compared with: no teacher is flagged, whatever the scores."""
    table = pd.read_parquet(district.path)
    alone = table[table["teacher"].astype(str).str.endswith("-0")]
    alone.to_parquet(tmp_path / "alone.parquet")
    found = _find(district, scores=[(tmp_path / "alone.parquet", SCHOOL)])
    assert found.flags == []
    assert found.verdict == "not enough data"


def test_a_test_without_levels_still_speaks(district: Stored, tmp_path: Path) -> None:
    """Nobody's proficiency is known: the same teachers are flagged, without a count of proficient students."""
    pd.read_parquet(district.path).assign(proficient=None).to_parquet(tmp_path / "bare.parquet")
    found = _find(district, scores=[(tmp_path / "bare.parquet", SCHOOL)])
    flags = found.flags
    assert [flag["teacher"] for flag in flags] == [flag["teacher"] for flag in district.answer.flags]
    assert {flag["shown"]["proficient"] for flag in flags} == {None}
