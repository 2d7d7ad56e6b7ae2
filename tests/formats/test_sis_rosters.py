"""Rosters as student information systems write them: PowerSchool, Infinite Campus, Skyward, Aeries, Clever, OneRoster."""

# ruff: noqa: E501 - the lines are as long as their makers make them

import io
import zipfile
from collections.abc import Mapping

import pytest

from tests.formats import files
from tests.formats.said import KNOWN, read
from workflows.formats import reading
from workflows.formats.reading import Reading
from workflows.refusal import Refusal

SIS = {
    "PowerSchool, by table number": (
        "Student_Number\tState_StudentNumber\tLastFirst\tGrade_Level\t[02]Course_Name\tSection_Number\tTermID\t[05]LastFirst\t[05]TeacherNumber\tSchoolID",
        "0042\t900042\tDoe, Pat\t4\tMath 4\t1\t3300\tLovelace, Ada\tT9\t140",
        ("0042", "Math 4 1", "T9", 4, None, "math"),
    ),
    "PowerSchool, by table name": (
        "Students.Student_Number,Students.LastFirst,Courses.Course_Name,Sections.Section_Number,Teachers.LastFirst,Terms.Abbreviation",
        '0042,"Doe, Pat",Math 4,1,"Lovelace, Ada",23-24',
        ("0042", "Math 4 1", "Lovelace, Ada", None, 2024, "math"),
    ),
    "Infinite Campus": (
        "student.studentNumber,student.stateID,student.lastName,student.grade,courseSection.courseName,courseSection.sectionNumber,courseSection.teacherDisplay,sch.name,cal.endYear",
        '0042,900042,Doe,04,Math 4,1,"Lovelace, Ada",East,2024',
        ("0042", "Math 4 1", "Lovelace, Ada", 4, 2024, "math"),
    ),
    "Skyward": (
        "Other ID,Student Last Name,Grade,Entity,Course Key,Course Description,Section,Period,Teacher Name,Teacher ID,School Year",
        '0042,Doe,04,140,M4,Math 4,01,2,"LOVELACE, ADA",T9,2024',
        ("0042", "Math 4 01", "T9", 4, 2024, "math"),
    ),
    "Aeries": (
        "School Code,Student ID,Student Number,Last Name,Grade,Period,Section#,Course ID,Course Title,Teacher#,Teacher Name",
        '140,0042,12,Doe,4,1,101,M4,Math 4,12,"Lovelace, A"',
        ("0042", "Math 4 101", "Lovelace, A", 4, None, "math"),
    ),
    "Synergy": (
        "Sis Number,State Student Number,Last Name,Grade,Section ID,Course Title,Staff Name,Organization Name",
        '0042,900042,Doe,04,101,Math 4,"Lovelace, Ada",East',
        ("0042", "Math 4 101", "Lovelace, Ada", 4, None, "math"),
    ),
    "Illuminate": (
        "01 Student ID\t02 SSID\t03 Last Name\t06 Birth Date\t07 Teacher ID\t08 Section ID\t09 Course ID\t10 School Year",
        "0042\t900042\tDoe\t1/1/2014\tT9\t4A\tM4\t2023-2024",
        ("0042", "4A", "T9", None, 2024, None),
    ),
    "NWEA's own": (
        "School State Code,School Name,Previous Instructor ID,Instructor ID,Instructor Last Name,Instructor First Name,User Name,Class Name,Previous Student ID,Student ID,Student State ID,Student Last Name,Student Grade",
        "S1,East,,T9,Lovelace,Ada,ada,Math 4,,0042,900042,Doe,4",
        ("0042", "Math 4", "T9", 4, None, "math"),
    ),
    "Clever's list of a section": (
        "School Name,Section Name,Section SIS ID,Teacher Name,Student Name,Student SIS ID,Student Number,Grade,Subject,Term Name",
        "East,Math 4A,sec1,Ada Lovelace,Pat Doe,st1,0042,4,math,2023-2024",
        ("0042", "Math 4A", "Ada Lovelace", 4, 2024, "math"),
    ),
}
NO_ROSTERS = {
    "who sits where": ("School_id,Section_id,Student_id", "s1,sec1,st1", "but not both"),
    "who teaches what": ("School_id,Section_id,Teacher_id,Name,Course_name", "s1,sec1,t1,4A,Math 4", "but not both"),
    "a column a subject": (
        "Student ID,Grade,Homeroom Teacher,Math Teacher,ELA Teacher",
        "0042,4,Ada,Grace,Ana",
        "a column of teachers for each subject",
    ),
    "names": ("Student Name,Teacher,Class", "Pat Doe,Ada,4A", "by name only"),
    "students": ("Student_Number\tLastFirst\tGrade_Level\tHome_Room", "0042\tDoe, Pat\t4\t4A", "a list of students"),
}
CLEVER = {
    "schools.csv": files.rows("School_id,School_name", "s1,East"),
    "students.csv": files.rows(
        "School_id,Student_id,Student_number,State_id,Last_name,First_name,Grade,DOB",
        "s1,st1,0042,900042,Doe,Pat,4,1/1/2014",
        "s1,st2,,,Roe,Sam,4,1/1/2014",
    ),
    "teachers.csv": files.rows("School_id,Teacher_id,Last_name,First_name", "s1,t1,Lovelace,Ada", "s1,t2,Hopper,Grace"),
    "sections.csv": files.rows(
        "School_id,Section_id,Teacher_id,Teacher_2_id,Name,Course_name,Subject,Term_name,Term_end",
        "s1,k1,t1,t2,Math 4A,Math 4,math,Year,2024-06-10",
        "s1,k2,t2,,,Science 4,,Year,2024-06-10",
    ),
    "enrollments.csv": files.rows("School_id,Section_id,Student_id", "s1,k1,st1", "s1,k2,st2", "s1,k9,st1"),
}


def zipped(members: Mapping[str, bytes]) -> Reading:
    """What a ZIP file of these files holds."""
    return reading.read(files.packed(members), "sis.zip", recognisers=KNOWN)


def taught(found: Reading, *columns: str) -> list[tuple[object, ...]]:
    """The roster's rows, as these columns; what is missing is ``None``."""
    assert found.roster is not None
    kept = found.roster[list(columns)].astype(object)
    return [tuple(row) for row in kept.where(kept.notna(), None).itertuples(index=False, name=None)]


def oneroster(old: bytes = b"", new: bytes = b"", **more: bytes) -> Mapping[str, bytes]:
    """OneRoster's files with one text changed in all of them, and more files beside them."""
    with zipfile.ZipFile(io.BytesIO(files.ONEROSTER)) as archive:
        members = {name: archive.read(name).replace(old, new) for name in archive.namelist()}
    return {**members, **{f"{name}.csv": content for name, content in more.items()}}


@pytest.mark.parametrize("name", SIS)
def test_each_system_has_its_own_words(name: str) -> None:
    """Tables before columns, numbers before both: the student's own number, the class, the teacher, never a name as id."""
    header, row, expected = SIS[name]

    found = read(header, row)

    assert taught(found, "student", "section", "teacher", "grade", "year", "subject") == [expected]


@pytest.mark.parametrize("name", NO_ROSTERS)
def test_what_is_no_roster_is_said_to_be_none(name: str) -> None:
    """One sentence, which says what to upload instead."""
    header, row, sentence = NO_ROSTERS[name]

    with pytest.raises(Refusal, match=sentence):
        read(header, row)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Teacher,Co-Teacher", "Ada,Grace"),
        ("Teacher 1,Teacher 2", "Ada,Grace"),
        ("Teacher", "Ada / Grace"),
        ("Teacher", "Ada & Grace"),
        ("Teacher", "Ada and Grace"),
    ],
)
def test_two_teachers_share_a_class_however_they_are_written(columns: str, cells: str) -> None:
    """Neither is lost."""
    found = read(f"Student ID,Section,{columns},Year,Subject", f"0042,4A,{cells},2024,Math")

    assert taught(found, "teacher", "share") == [("Ada", 0.5), ("Grace", 0.5)]


def test_who_has_left_a_class_is_not_on_it() -> None:
    """Their row is counted and named."""
    rows = (f"{student},4A,Ada,2024,{status}" for student, status in [("1", "Active"), ("2", "Withdrawn"), ("3", "")])

    found = read("Student ID,Section,Teacher,Year,Enrollment Status", *rows)

    assert taught(found, "student") == [("1",), ("3",)]
    assert found.understanding.refused == {"no longer in the class": 1}


def test_clevers_files_are_joined() -> None:
    """Who sits where, by the school's number; who teaches it, shared by all; a section that isn't there has no teacher."""
    found = zipped(CLEVER)

    assert taught(found, "student", "student_state", "section", "teacher", "teacher_name", "share") == [
        ("0042", "900042", "Math 4A", "t1", "Lovelace, Ada", 0.5),
        ("0042", "900042", "Math 4A", "t2", "Hopper, Grace", 0.5),
        ("st2", None, "Science 4", "t2", "Hopper, Grace", 1.0),
    ]
    assert taught(found, "school", "grade", "year", "subject")[2] == ("East", 4, 2024, "science")
    assert (found.understanding.title, found.understanding.refused) == ("Clever", {"no teacher": 1})


def test_clevers_files_without_the_enrolments_are_no_roster() -> None:
    """Nor is the list of students taken for a crosswalk in silence."""
    with pytest.raises(Refusal, match="but not both"):
        zipped({name: CLEVER[name] for name in ("sections.csv", "teachers.csv")})


@pytest.mark.parametrize("gone", [b"u1,active", b"k1,active"])
def test_students_and_classes_that_are_to_be_deleted_are_not_taught(gone: bytes) -> None:
    """OneRoster marks them in their own files, whatever the enrolment says."""
    with pytest.raises(Refusal, match=r"marked for deletion \(2\)"):
        zipped(oneroster(gone, gone.replace(b"active", b"tobedeleted")))


def test_a_teacher_who_is_to_be_deleted_teaches_nobody() -> None:
    """The class's other teacher does, although nobody called her primary."""
    found = zipped(oneroster(b"t1,active", b"t1,tobedeleted"))

    assert taught(found, "student", "teacher", "share") == [("0042", "t2", 1.0)]


def test_a_roster_beside_scores_does_not_hide_them() -> None:
    """Scores in the same ZIP file are what it is about; marks of OneRoster's own gradebook are not."""
    marks = files.rows("sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score", "r1,l1,u1,fully graded,88")

    both = zipped(oneroster(AssessmentResults=files.MAP_RESULTS))
    own = zipped(oneroster(results=marks))

    assert (both.understanding.format, both.understanding.usable_rows) == ("nwea-map-growth", 2)
    assert taught(both, "student", "teacher") == [("0042", "t1")]
    assert own.understanding.format == "oneroster"
