"""The PARCC family's files: the vendor's, the states' own, and the lists of the reporting site."""

# ruff: noqa: E501 - the lines are as long as the vendors make them

import pytest

from tests.formats.said import read, scores, table

VENDOR = (
    "StateStudentIdentifier,LocalStudentIdentifier,GradeLevelWhenAssessed,ContinuousInSchool,ClassName,TestCode,TestStatus,"
    "TestAttemptednessFlag,NotTestedCode,VoidScoreCode,SummativeFlag,Unit1TestStartDateTime,AssessmentYear,Subject,Period,"
    "ResponsibleSchoolName,SS,SSCSEM,PerfLVL,PercentileRank,TestReadingScaleScore,Std1SSCO,Std1PerfLvl"
)
TAKEN: dict[str, object] = {
    "TestStatus": "Attempt",
    "TestAttemptednessFlag": "Y",
    "AssessmentYear": "2024-2025",
    "SummativeFlag": "Y",
}
TESTS = [
    # Science and social studies have four levels: 3 is met. English and mathematics have five: 3 is not.
    ("SC08S", "Science", 8, 3, ("PARCC family", "science", True)),
    ("SS07S", "Social Studies", 7, 3, ("PARCC family", "social studies", True)),
    ("SC08S", "Science", 8, 2, ("PARCC family", "science", False)),
    ("MAT08", "Mathematics", 8, 3, ("PARCC family", "math", False)),
    ("ELA08", "English Language Arts/Literacy", 8, 4, ("PARCC family", "ela", True)),
    # Tests of another kind in the same file keep apart from the test of the grade.
    ("ALG01", "Algebra I", 8, 4, ("PARCC family, Algebra I", "math", True)),
    ("CSLA03", "Spanish Language Arts", 3, 4, ("PARCC family, Spanish language arts", "spanish reading", True)),
    # New Jersey's graduation test has two levels: ready is 2.
    ("ELAGP", "English Language Arts", 11, 2, ("NJGPA", "ela", True)),
    ("MATGP", "Mathematics", 11, 1, ("NJGPA", "math", False)),
]


@pytest.mark.parametrize(("code", "subject", "grade", "level", "meaning"), TESTS, ids=lambda each: str(each)[:8])
def test_each_test_has_its_own_name_and_cut(
    code: str, subject: str, grade: int, level: int, meaning: tuple[str, str, bool]
) -> None:
    """The test code tells another test, and the same number is another level there."""
    row = TAKEN | {"LocalStudentIdentifier": "0101", "GradeLevelWhenAssessed": f"{grade:02}", "TestCode": code}
    row |= {
        "Subject": subject,
        "SS": 741,
        "PerfLVL": level,
        "TestReadingScaleScore": 150,
        "Std1SSCO": 480,
        "Std1PerfLvl": 1,
    }

    found = read(*table(VENDOR, row))

    assert scores(found, "source", "subject", "proficient") == [meaning]
    assert scores(found, "student", "grade", "year", "window", "score") == [("0101", grade, 2025, "spring", 741.0)]


def test_records_that_do_not_count_say_why() -> None:
    """Absent, voided, and a second record of the same test; who came late counts and is mentioned."""
    base = TAKEN | {
        "LocalStudentIdentifier": "0101",
        "TestCode": "MAT05",
        "Subject": "Mathematics",
        "SS": 750,
        "PerfLVL": 4,
    }
    absent = {"LocalStudentIdentifier": "0102", "TestCode": "MAT05", "TestStatus": "Assign", "NotTestedCode": "Y"}

    found = read(
        *table(
            VENDOR,
            base | {"ContinuousInSchool": 0},
            base | {"VoidScoreCode": "Y"},
            base | {"SummativeFlag": "N"},
            absent,
        )
    )

    said = found.understanding
    assert (said.usable_rows, said.refused) == (
        1,
        {"void score": 1, "not the record that counts (summative flag)": 1, "test not taken": 1},
    )
    assert said.columns["full_year"] == "ContinuousInSchool"
    assert (
        "1 of the 1 usable rows: not there the full year, as ContinuousInSchool says. They count all the same."
        in said.notes
    )


def test_a_fall_block_is_not_spring() -> None:
    """The period stands in the file."""
    row = TAKEN | {"LocalStudentIdentifier": "1", "TestCode": "ELAGP", "Subject": "ELA", "SS": 700, "Period": "Fall"}

    assert read(*table(VENDOR, row)).understanding.windows == ("fall",)


def test_illinois_own_files() -> None:
    """Two layouts of the state board's: long headers, subjects as letters, sub-scores beside the score."""
    old = read(
        "Student ID,SAP ID (Local ID),Race / Ethnicity,EL Indicator,RCDTS for Home School,RCDTS for Testing School,Content Area,Test Code,Reason for No Valid Test Attempt,"
        "Overall Scale Score (Range 650 - 850),Performance Level *,Student Growth Percentile (SGP),Reading Scale Score (Range 10-90),Writing Scale Score (10-60),"
        "Grade Level When Assessed,Class Name,Unit 1 Online Test Start Date Time",
        "900,0061,11,2,Home,Testing,M,MAT07,,712,2,44,,,7,,3/11/2019 8:14",
        "901,0062,11,2,Home,Testing,E,ELA06,,755,4,61,38,10,6,,4/1/2019 8:05",
        "902,0063,11,2,Home,Testing,E,ELA06,09,,,,,,6,,",
    )
    new = read(
        "Student ID,Student Name,Home School,Testing School,Grade,Birth Date,Administration (S=Spring or F=Fall),Content Area (E=ELA/L or M=Mathematics),"
        "Test Code of Test Taken/To Be Taken,Overall Scale Score (Range 650 - 850),Performance Level,"
        "Reading Scale Score (Range 10-90) OR Mathematics Subclaim: Major Content,Writing Scale Score (Range 10-60),Reason for No Valid Test Attempt,Cohort SGP,Baseline SGP",
        '900,"X, Y",East,East,6,,S,M,MAT06,738,3,2,,,30,42',
        '900,"X, Y",East,East,6,,S,E,ELA06,746,3,46,37,,8,20',
    )

    assert scores(old, "student", "subject", "grade", "year", "score", "proficient", "vendor_growth") == [
        ("0061", "math", 7, 2019, 712.0, False, 44.0),
        ("0062", "ela", 6, 2019, 755.0, True, 61.0),
    ]
    assert (old.understanding.format, old.understanding.refused) == ("iar", {"no valid test attempt": 1})
    assert scores(new, "subject", "window", "score", "vendor_growth") == [
        ("math", "spring", 738.0, 30.0),
        ("ela", "spring", 746.0, 8.0),
    ]
    assert "year" in new.understanding.needs


def test_the_reporting_sites_list() -> None:
    """Nine columns and an empty second line; grade and subject are in the test's name."""
    found = read(
        '"State Student Identifier","Last or Surname","First Name","Date of Birth","Scale Score","Performance Level","Test Name","Testing School","Home School"',
        "",
        '"0012","X","Y","05-11-2013","768","Met Expectations","Grade 05 ELA","A (1)","Oak (2)"',
        '"0013","X","Y","05-11-2013","160","Level 3","Grade 08 Science","A (1)","Oak (2)"',
    )

    assert scores(found, "student", "subject", "grade", "score", "proficient", "school") == [
        ("0012", "ela", 5, 768.0, True, "Oak (2)"),
        ("0013", "science", 8, 160.0, True, "Oak (2)"),
    ]


def test_colorados_growth_file() -> None:
    """Last year's score is not this year's; a SAT row is another test; nobody is left out for lacking a percentile."""
    columns = (
        "REPORTING_YEAR,REPORTING_YEAR_SPAN,SCH_NUMBER,SCH_NAME,SUBJECT,TEST_NAME,TEST_RECORD_YEAR,TEST_CODE,INCLUDED_PFWK_CALCS,EXCLUDED_NO_SGP_YN,"
        "EXCLUDED_TEST_INVALID_YN,EMH_LEVEL,GRADE_LEVEL,SASID,ELL_YN,CONTINUOUS_SCHOOL,SCALE_SCORE,PROFICIENCY_LEVEL,PRIOR_YR_SCALE_SCORE,SGP,AGP,SGP_BASELINE"
    )
    row = {
        "TEST_RECORD_YEAR": 2021,
        "REPORTING_YEAR": 2022,
        "SCH_NAME": "East",
        "TEST_NAME": "CMAS",
        "SUBJECT": "MATH",
        "GRADE_LEVEL": "04",
    }
    with_growth = row | {
        "SASID": "011",
        "SCALE_SCORE": 742,
        "PRIOR_YR_SCALE_SCORE": 731,
        "PROFICIENCY_LEVEL": "Approached Expectations",
        "SGP": 55,
        "SGP_BASELINE": 60,
        "CONTINUOUS_SCHOOL": "N",
    }
    without = row | {
        "SASID": "012",
        "SCALE_SCORE": 760,
        "PROFICIENCY_LEVEL": "Met Expectations",
        "EXCLUDED_NO_SGP_YN": "Y",
    }
    sat = row | {"SASID": "013", "SCALE_SCORE": 490, "TEST_NAME": "SAT", "GRADE_LEVEL": "11", "SGP": 40}

    found = read(*table(columns, with_growth, without, sat, with_growth | {"EXCLUDED_TEST_INVALID_YN": "Y"}))

    assert scores(found, "source", "student", "grade", "year", "score", "proficient", "vendor_growth") == [
        ("CMAS", "011", 4, 2021, 742.0, False, 55.0),
        ("CMAS", "012", 4, 2021, 760.0, True, None),
        ("Colorado PSAT and SAT", "013", 11, 2021, 490.0, None, 40.0),
    ]
    assert (found.understanding.refused, found.understanding.part_year) == ({"invalidated": 1}, 1)
