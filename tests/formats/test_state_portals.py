"""Files whose headers hold the grade or whose codes hold the subject: Florida, Indiana, Tennessee."""

# ruff: noqa: E501 - the lines are as long as the states make them

import pytest

from tests.formats.said import read, scores

FAST = "Student Name,Student ID,Student DOB,Ethnicity,Enrolled Grade,Section 504,Gender (K-12),Primary Exceptionality,English Language Learner (ELL) Status,Enrolled School,Enrolled District,Local ID,Test Reason,Test OppNumber,Date Taken,Test Completion Date,"
# The enrolled grade (6) is today's; the test was that of grade 5.
WHO = '"X, Y",FL01,01/28/2012,W,6,No,Male,N,No,East,D,0042,PM1 2022-23,1,09/06/2022,09/06/2022,'
SPELLINGS = [
    "Grade 5 FAST Mathematics {}",
    "FAST_GRADE_5_MATHEMATICS_{}",
    "FAST_Grade5_Mathematics_{}",
    "Grade 5 Mathematics {}",
    "grade 5 fast mathematics {}",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_florida_is_read(spelling: str) -> None:
    """The grade in the header is the test's; PM1 is fall; the local id is the student's."""
    header = ",".join(spelling.format(what) for what in ("Scale Score", "Achievement Level", "Percentile Rank"))

    found = read(FAST + header + ",1. Number Sense Performance", WHO + "321,Level 3,0.87,2")

    assert found.understanding.format == "fl-fast"
    assert scores(
        found, "source", "student", "subject", "grade", "year", "window", "score", "percentile", "proficient"
    ) == [("FAST", "0042", "math", 5, 2023, "fall", 321.0, 87.0, True)]


def test_florida_with_the_grade_in_a_column() -> None:
    """A file of all grades says the tested grade; without one, the enrolled grade is all there is."""
    header = "FAST ELA Reading Scale Score,FAST ELA Reading Achievement Level,FAST ELA Reading Percentile Rank"

    tested = read(FAST + header + ",Tested Grade", WHO.replace("PM1", "PM3") + "321,2,54,5")
    enrolled = read(FAST + header, WHO + "321,2,54")

    assert scores(tested, "subject", "grade", "window") == [("ela", 5, "spring")]
    assert scores(enrolled, "subject", "grade", "window") == [("ela", 6, "fall")]


def test_floridas_algebra_is_a_test_of_its_own() -> None:
    """Its scale ends beyond that of the grades."""
    found = read(FAST + "B.E.S.T. Algebra 1 EOC Scale Score,B.E.S.T. Algebra 1 EOC Achievement Level", WHO + "452,3")

    assert scores(found, "source", "subject", "grade", "score", "proficient") == [
        ("B.E.S.T. Algebra 1 EOC", "math", 6, 452.0, True)
    ]


def test_indiana_long() -> None:
    """Five subjects; an undetermined score is none; a checkpoint and IREAD-3 are other tests."""
    tests = [
        ("ILEARN English/Language Arts Grade 6", 5407, "Below Proficiency"),
        ("ILEARN Mathematics Grade 6", 6434, "At Proficiency"),
        ("ILEARN Science Grade 6", 7502, "Approaching Proficiency"),
        ("ILEARN Social Studies Grade 5", 8454, "Above Proficiency"),
        ("ILEARN Biology ECA", 7519, "At Proficiency"),
        ("ILEARN Mathematics Grade 5", "UND", "UND"),
        ("ILEARN Mathematics Grade 6 Checkpoint 1: Ratios", 6400, "At Proficiency"),
        ("IREAD-3", 480, ""),
    ]

    found = read(
        "Student First Name,STN,Socioeconomic Status,Enrolled Grade,Enrolled School,Test name,Overall scale score,Overall proficiency level,Reporting Category 1 Score",
        *(f"X,0042,Y,6,East,{test},{score},{level},12" for test, score, level in tests),
    )

    assert scores(found, "subject", "score", "proficient") == [
        ("ela", 5407.0, False),
        ("math", 6434.0, True),
        ("science", 7502.0, False),
        ("social studies", 8454.0, True),
        ("science", 7519.0, True),
    ]
    assert found.understanding.refused == {
        "no score": 1,
        "checkpoint on part of the standards, not the whole test": 1,
        "another test (IREAD-3 or I AM)": 1,
    }


def test_indiana_wide_and_by_test() -> None:
    """Subjects side by side with levels as numbers; and one test a file, its grade in the header."""
    wide = read(
        "Test Date,STN,Enrolled Grade,Enrolled School,English/Language Arts Scale Score,English/Language Arts Proficiency Level,Mathematics Scale Score,Mathematics Proficiency Level,Science Scale Score,Science Proficiency Level",
        "04-01-2019,0042,4,East,5479,2,6521,3,7525,3",
    )
    single = read(
        "Student Name,Student ID,Enrolled Grade,Enrolled School,Test Reason,Test OppNumber,Date Taken,Test Completion Date,ILEARN Science Grade 4 Scale Score,ILEARN Science Grade 4 Performance,Investigating Performance",
        "X,0042,05,East,Spring 2022 (ILEARN),First Assessment,04/22/2022,04/22/2022,7516,Level 3,Above",
    )

    assert scores(wide, "subject", "grade", "year", "score", "proficient") == [
        ("ela", 4, 2019, 5479.0, False),
        ("math", 4, 2019, 6521.0, True),
        ("science", 4, 2019, 7525.0, True),
    ]
    assert scores(single, "source", "subject", "grade", "year", "window", "score", "proficient") == [
        ("ILEARN", "science", 4, 2022, "spring", 7516.0, True)
    ]


def test_tennessee_brings_its_teachers() -> None:
    """Raw scores of parts beside the scale score; an irregularity takes it out; an end-of-course test is another test."""
    found = read(
        "Administration,school,Student_Number,USID,LocalClassNumber,EnrolledGrade,TestGrade,ContentAreaCode,Attemptedness,TeacherOfRecordLicenseNumber,TeacherOfRecordLastName,TeacherOfRecordFirstName,"
        "OverallRIStatus,S1OpRawScore,S1OpMaxPtsPossible,TestStatus,rawscore,TotalPointPossible,ScaleScore,PerformanceLevel",
        "Spring 2023 ACH Grades 2-8,East,0042,90,ENG8,8,8,ENG,Y,T1,LOVELACE,ADA,,11,15,attempt,41,58,349,3",
        "Spring 2023 ACH Grades 2-8,East,0042,90,MTH8,8,8,MAT,Y,T2,HOPPER,GRACE,4,6,12,attempt,27,52,322,2",
        "Spring 2023 EOC,East,0043,91,ALG,8,8,A1,Y,T2,HOPPER,GRACE,,6,12,attempt,27,52,330,3",
    )

    assert scores(
        found,
        "source",
        "student",
        "subject",
        "grade",
        "year",
        "window",
        "teacher",
        "teacher_name",
        "score",
        "proficient",
    ) == [
        ("TCAP", "0042", "ela", 8, 2023, "spring", "T1", "LOVELACE, ADA", 349.0, True),
        ("TCAP Algebra I", "0043", "math", 8, 2023, "spring", "T2", "HOPPER, GRACE", 330.0, True),
    ]
    assert found.understanding.refused == {"invalidated": 1}
