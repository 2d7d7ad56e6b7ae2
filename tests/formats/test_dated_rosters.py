"""A roster with dates is no photograph: a teacher's share of a student is the share of the year they had together."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from tests.formats import files
from workflows.formats import reading

KNOWN = files.known()
LEFT = Path(__file__).parents[1] / "stats" / "cases" / "oneroster-dates.zip"
TERMS = (
    "sourcedId,status,title,type,startDate,endDate,schoolYear",
    "y1,active,2023-24,schoolYear,2023-09-01,2024-06-30,2024",
    "a,active,Autumn,semester,2023-09-01,2024-01-31,2024",
    "b,active,Spring,semester,2024-02-01,2024-06-30,2024",
)
ENROLLED = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
)


def shares(content: bytes) -> dict[tuple[str, str], float]:
    """The share that each student's rows give each teacher."""
    roster = reading.read(content, "oneroster.zip", recognisers=KNOWN).roster
    assert roster is not None
    return {(student, teacher): round(share, 2) for student, teacher, share in
            roster[["student", "teacher", "share"]].itertuples(index=False)}  # fmt: skip


def oneroster(*enrolled: str, classes: tuple[str, ...] = ()) -> bytes:
    """The small OneRoster archive of the other tests, with these enrolments and terms."""
    with zipfile.ZipFile(io.BytesIO(files.ONEROSTER)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["enrollments.csv"] = files.rows(ENROLLED, *enrolled)
    members["academicSessions.csv"] = files.rows(*TERMS)
    if classes:
        header = "sourcedId,status,title,grades,courseSourcedId,schoolSourcedId,termSourcedIds,subjects"
        members["classes.csv"] = files.rows(header, *classes)
    return files.packed(members)


def test_a_student_who_left_in_october_is_no_students_of_the_year() -> None:
    found = shares(LEFT.read_bytes())

    assert found.pop(("001001", "t1")) == pytest.approx(0.21, abs=0.01)
    assert set(found.values()) == {1.0}


@pytest.mark.parametrize(
    ("enrolled", "expected"),
    [
        (["t1,teacher,true,,", "t2,teacher,true,,"], {"t1": 0.5, "t2": 0.5}),
        (["t1,teacher,true,,2023-12-31", "t2,teacher,true,2024-01-01,"], {"t1": 0.40, "t2": 0.60}),
        (["t1,teacher,true,2023-09-01,2024-06-30", "t2,teacher,false,2024-01-10,2024-02-10"], {"t1": 1.0}),
        (["t1,teacher,true,,2024-03-31", "t1,teacher,true,2024-05-01,"], {"t1": 0.90}),
    ],
)
def test_teachers_of_one_class_divide_the_year(enrolled: list[str], expected: dict[str, float]) -> None:
    """At once, one after the other, a substitute who isn't primary, an absence."""
    rows = [f"e{n},active,,k1,s1,{row}" for n, row in enumerate(["u1,student,false,,", *enrolled])]
    found = shares(oneroster(*rows))

    assert {teacher: share for (_, teacher), share in found.items()} == pytest.approx(expected, abs=0.01)


def test_two_semesters_with_one_teacher_are_a_year_and_one_is_half() -> None:
    classes = [f"{key},active,4A Math,04,c1,s1,{term},Mathematics" for key, term in (("k1", "a"), ("k2", "b"))]
    rows = ["k1,s1,u1,student,false,,", "k2,s1,u1,student,false,,", "k1,s1,u2,student,false,,"]
    rows += ["k1,s1,t1,teacher,true,,", "k2,s1,t1,teacher,true,,"]
    found = shares(oneroster(*(f"e{n},active,,{row}" for n, row in enumerate(rows)), classes=tuple(classes)))

    assert found == pytest.approx({("0042", "t1"): 1.0, ("0043", "t1"): 0.5}, abs=0.01)


def test_a_student_who_moves_to_another_teacher_is_shared_by_time() -> None:
    rows = ["k1,s1,u1,student,false,,2023-11-30", "k2,s1,u1,student,false,2023-12-01,"]
    rows += ["k1,s1,t1,teacher,true,,", "k2,s1,t2,teacher,true,,"]
    found = shares(oneroster(*(f"e{n},active,,{row}" for n, row in enumerate(rows))))

    assert found == pytest.approx({("0042", "t1"): 0.30, ("0042", "t2"): 0.70}, abs=0.01)


def test_dates_that_make_no_sense_leave_the_even_share() -> None:
    rows = ["k1,s1,u1,student,false,soon,later", "k1,s1,t1,teacher,true,,"]
    content = oneroster(*(f"e{n},active,,{row}" for n, row in enumerate(rows)))

    assert shares(content) == {("0042", "t1"): 1.0}
    assert pd.notna(list(shares(content).values())).all()
