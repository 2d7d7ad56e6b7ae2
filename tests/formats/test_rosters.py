"""Rosters in a school's own words: who sits with whom, in which class, who shares it."""

import io
import zipfile

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.recognised import Hints
from workflows.refusal import Refusal

KNOWN = files.known()
Row = tuple[str, str, str, float, int, str]
ADA: Row = ("0042", "4A", "Ada Lovelace", 1.0, 2024, "math")


def rows_of(content: bytes, name: str = "roster.csv") -> list[Row]:
    """Student, section, teacher, share, year and subject of each roster row."""
    roster = reading.read(content, name, recognisers=KNOWN).roster
    assert roster is not None
    wanted = ["student", "section", "teacher", "share", "year", "subject"]
    return [tuple(row) for row in roster[wanted].values.tolist()]


@pytest.mark.parametrize(
    "lines",
    [
        ("Student Number,Class,Teacher Name,School Year,Course", "0042,4A,Ada Lovelace,2023-24,Math"),
        ("teacher,student,period,subject,year", "Ada Lovelace,0042,4A,Algebra 1,2023-2024"),
        ("SIS ID,Teacher of Record,Homeroom,Grade,Subject,School Year", "0042,Ada Lovelace,4A,4,Math,2023-2024"),
        ("ID,Staff Name,Group,Content Area,Academic Year", "0042,Ada Lovelace,4A,Mathematics,2023-24"),
        ("Alumno,Docente,Grupo,Año escolar,Materia", "0042,Ada Lovelace,4A,2023-2024,Matemáticas"),
        ("STUDENT ID ;TEACHER\xa0;SECTION;YEAR;SUBJECT", "0042;Ada Lovelace;4A;2024;Math"),
    ],
)
def test_words_differ(lines: tuple[str, str]) -> None:
    """Student, teacher, class, year and subject, whatever they are called and in whatever order."""
    assert rows_of(files.rows(*lines)) == [ADA]


def test_teachers_in_one_cell_share_the_class() -> None:
    """Each row of the file is counted once, each teacher has a part."""
    content = files.rows(
        "student_id,section,teacher,year,subject",
        "0042,4A,Ada Lovelace; Grace Hopper,2023-2024,Math",
        "0043,4A,Ada Lovelace,2023-2024,Math",
    )
    found = reading.inspect(content, "roster.csv", recognisers=KNOWN)

    assert rows_of(content) == [
        ("0042", "4A", "Ada Lovelace", 0.5, 2024, "math"),
        ("0042", "4A", "Grace Hopper", 0.5, 2024, "math"),
        ("0043", "4A", "Ada Lovelace", 1.0, 2024, "math"),
    ]
    assert (found.rows, found.usable_rows, found.teachers, found.refused) == (2, 2, 2, {})


def test_ids_and_names_of_two_teachers_stay_together() -> None:
    """The first id belongs to the first name."""
    content = files.rows("student_id,teacher id,teacher name,year", "0042,t1|t2,Ada | Grace,2024")

    roster = reading.read(content, "roster.csv", recognisers=KNOWN).roster

    assert roster is not None
    assert roster[["teacher", "teacher_name"]].values.tolist() == [["t1", "Ada"], ["t2", "Grace"]]


def test_what_a_roster_lacks_is_asked_for() -> None:
    """Without year and subject nobody knows which test it belongs to; the uploader may say them."""
    content = files.rows("student_id,teacher", "0042,Ada Lovelace")
    told = Hints(year=2024, subject="math")

    assert reading.inspect(content, "roster.csv", recognisers=KNOWN).needs == ("year", "subject")
    assert reading.inspect(content, "roster.csv", recognisers=KNOWN, hints=told).needs == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1.2E+08,4A,Ada Lovelace,2024,Math", "id mangled by a spreadsheet"),
        ("Pat Doe,4A,Ada Lovelace,2024,Math", "a name instead of a student id"),
        ("Total,,1,,", "a total, not a student"),
    ],
)
def test_a_row_without_an_id_is_left_out(line: str, reason: str) -> None:
    """A name is never taken for an id."""
    content = files.rows("Student,Section,Teacher,Year,Subject", "0042,4A,Ada Lovelace,2024,Math", line)

    assert reading.inspect(content, "roster.csv", recognisers=KNOWN).refused == {reason: 1}
    assert rows_of(content) == [ADA]


@pytest.mark.parametrize(
    "scores", ["Fall MAP", "Winter RIT", "Math BOY", "Spring", "RIT", "Points", "Test Points", "Lexile", "Marks"]
)
def test_a_table_with_scores_is_no_roster(scores: str) -> None:
    """Teachers keep their own tables: their scores are never dropped in silence."""
    content = files.rows(f"Student #,Teacher,{scores}", "0042,Ada Lovelace,201")

    found = reading.inspect(content, "mine.csv", recognisers=KNOWN)

    assert (found.kind, found.needs[0], found.columns["score"]) == ("scores", "mapping", scores)


def test_a_column_per_season_is_a_guess() -> None:
    """Subjects and seasons are read from the headers, one score each; the mapping has to be confirmed."""
    content = files.rows(
        "Student ID,Student Name,Grade,Teacher,Fall Math RIT,Spring Math RIT,Fall Reading RIT,Fall Math Percentile",
        "0042,Pat,4,Ada,201,212,188,45",
    )

    found = reading.read(content, "mine.csv", recognisers=KNOWN)

    assert found.understanding.needs == ("mapping", "year")
    assert sorted(found.scores[["subject", "window", "score"]].values.tolist()) == [
        ["ela", "fall", 188.0],
        ["math", "fall", 201.0],
        ["math", "spring", 212.0],
    ]


def test_oneroster_may_say_1_for_true() -> None:
    """Who is primary teaches; the assistant does not share the class."""
    with zipfile.ZipFile(io.BytesIO(files.ONEROSTER)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["enrollments.csv"] = members["enrollments.csv"].replace(b",true,", b",1,").replace(b",false,", b",0,")

    assert rows_of(files.packed(members), "oneroster.zip") == [("0042", "4A Math", "t1", 1.0, 2024, "math")]


@pytest.mark.parametrize("name", ["users.csv", "classes.csv", "orgs.csv"])
def test_one_file_of_oneroster_is_not_enough(name: str) -> None:
    """The sentence says what to upload instead."""
    with zipfile.ZipFile(io.BytesIO(files.ONEROSTER)) as archive:
        content = archive.read(name)

    with pytest.raises(Refusal, match="Upload the whole ZIP"):
        reading.inspect(content, name, recognisers=KNOWN)
