"""State files with a student's subjects side by side, or a flag for the full year: MO, WI, SC, AK, NC."""

# ruff: noqa: E501 - the lines are as long as the states make them

import pytest

from tests.formats.said import read, scores, table

MISSOURI = (
    "CONTENT_AREA,YEAR,SCHOOL_CODE,GRADE_LEVEL,DISTRICT_STUDENT_NUMBER,EXAMINER_NAME,BUILDING_LESS_THAN_YEAR,MAP_SCALE_SCORE,PERFORMANCE_LEVEL,MAP_SCORE_INVALIDATION,SECURITY_BREACH,MAP_ALTERNATE,"
    "SCHOOL_NAME,MOSIS_STATE_ID,INVALID_MAP_SCORE,TEACHER_INVALIDATION,EOC_SCORE,TEST_DATE,TEST_NAME_MAP"
)


def test_missouris_flags_are_told_apart() -> None:
    """Less than a year in the building is a note; each invalidation and another test has its reason."""
    row: dict[str, object] = {
        "CONTENT_AREA": "Mathematics       ",
        "YEAR": 2022,
        "GRADE_LEVEL": "03",
        "DISTRICT_STUDENT_NUMBER": "0042",
        "MAP_SCALE_SCORE": 385,
        "PERFORMANCE_LEVEL": "Proficient",
        "SCHOOL_NAME": "East",
        "TEST_NAME_MAP": "MAP",
    }
    flagged: list[dict[str, object]] = [
        {"TEACHER_INVALIDATION": "Y"},
        {"MAP_SCORE_INVALIDATION": "Y"},
        {"SECURITY_BREACH": "Y"},
        {"TEST_NAME_MAP": "MAPA", "MAP_SCALE_SCORE": ""},
        {"TEST_NAME_MAP": "EOC", "EOC_SCORE": 387},
    ]

    found = read(
        *table(MISSOURI, row, row | {"BUILDING_LESS_THAN_YEAR": "Y"}, *(row | flag for flag in flagged), between="\t")
    )

    said = found.understanding
    assert scores(found, "subject", "grade", "year", "score", "proficient") == [("math", 3, 2022, 385.0, True)] * 2
    assert said.refused == {
        "invalidated": 2,
        "invalidated by the teacher": 1,
        "alternate test, a level without a scale score": 1,
        "end-of-course test on another scale": 1,
    }
    assert (said.columns["full_year"], said.part_year) == ("BUILDING_LESS_THAN_YEAR", 1)


def test_missouri_before_2018() -> None:
    """Achievement instead of performance, Communication Arts, an invalidation for each session."""
    columns = MISSOURI.replace("PERFORMANCE_LEVEL", "ACHIEVEMENT_LEVEL").replace(
        "TEACHER_INVALIDATION", "TEACHER_INVALIDATION_SESSION1,TEACHER_INVALIDATION_SESSION2"
    )
    row = {
        "CONTENT_AREA": "Communication Arts",
        "YEAR": 2014,
        "GRADE_LEVEL": "05",
        "DISTRICT_STUDENT_NUMBER": "0042",
        "MAP_SCALE_SCORE": 658,
        "ACHIEVEMENT_LEVEL": "Advanced",
    }

    found = read(*table(columns, row, row | {"TEACHER_INVALIDATION_SESSION2": "Y"}, between="\t"))

    assert scores(found, "subject", "grade", "year", "score", "proficient") == [("ela", 5, 2014, 658.0, True)]
    assert found.understanding.refused == {"invalidated by the teacher": 1}


@pytest.mark.parametrize("level", ["Performance_Level", "Proficiency"])
def test_wisconsin_of_two_years(level: str) -> None:
    """Levels were called proficiency before 2024; part scores have their own columns; the full year is a flag per school."""
    columns = (
        f"Year,Grade,School_Name,WISEID,Local_Student_ID,Enrolled_in_School_FAY,Enrolled_in_District_FAY,Disability_Status,English_Proficiency_Status,Economic_Status,Reason_Not_Tested_ELA,"
        f"ELA_Attempted_Status,MTH_Attempted_Status,SCN_Attempted_Status,SS_Attempted_Status,ELA_{level},Reading_{level},MTH_{level},SCN_{level},SS_{level},Scale_Score_ELA,Scale_Score_Reading,"
        "Scale_Score_MTH,Scale_Score_SCN,Scale_Score_SS,WI_Percentile_ELA,WI_Percentile_MTH,Test_End_Date_ELA,Test_End_Date_MTH"
    )
    row = {
        "Year": 2025,
        "Grade": "04",
        "School_Name": "East",
        "WISEID": "0042",
        "ELA_Attempted_Status": "Y",
        "MTH_Attempted_Status": "Y",
        "SCN_Attempted_Status": "N",
        "SS_Attempted_Status": "Y",
        f"ELA_{level}": 3,
        f"MTH_{level}": 2,
    }
    row |= {
        f"SS_{level}": 4,
        "Scale_Score_ELA": 1634,
        "Scale_Score_Reading": 1648,
        "Scale_Score_MTH": 1592,
        "Scale_Score_SS": 586,
        "WI_Percentile_ELA": 75,
        "Test_End_Date_ELA": "4072025",
        "Enrolled_in_School_FAY": "N",
    }

    found = read(
        *table(
            columns,
            row,
            {
                "Year": 2025,
                "Grade": "03",
                "WISEID": "0043",
                "Reason_Not_Tested_ELA": "SME",
                "ELA_Attempted_Status": "N",
            },
        )
    )

    assert scores(found, "subject", "grade", "year", "score", "percentile", "proficient") == [
        ("ela", 4, 2025, 1634.0, 75.0, True),
        ("math", 4, 2025, 1592.0, None, False),
        ("social studies", 4, 2025, 586.0, None, True),
    ]
    assert (found.understanding.refused, found.understanding.part_year) == ({"not tested (test status)": 1}, 1)


def test_south_carolina_fills_one_of_two_columns_anywhere_in_the_file() -> None:
    """Science begins with grade 4, after more rows than are looked at first: its scores are read all the same."""
    columns = "TestAdmin,School,Grade,StateID,PermID,ELAAttempt,ELAGrade,ELAVSS,ELALev,ELASSRead,MathAttempt,MathVSS,MathLev,SciAttempt,SciGrade,SciSS,SciVSS,SciLev,ELATeachNbr,ELATeachLName,ELATeachFName,SciTeachNbr"
    third = {
        "TestAdmin": "SP23",
        "School": "East",
        "Grade": "03",
        "ELAGrade": "03",
        "ELAVSS": "0405",
        "ELALev": 1,
        "ELASSRead": "0450",
        "ELATeachNbr": "T1",
        "SciVSS": "    ",
    }
    sixth = third | {"Grade": "06", "ELAGrade": "06", "SciGrade": "06", "SciSS": 1620, "SciLev": 3}

    found = read(
        *table(columns, *(third | {"StateID": f"00{number}"} for number in range(100)), sixth | {"StateID": "00600"})
    )

    assert found.understanding.scores == 102
    assert scores(found, "student", "subject", "grade", "year", "score", "proficient")[-1] == (
        "00600",
        "science",
        6,
        2023,
        1620.0,
        True,
    )


def test_alaska_and_north_carolina() -> None:
    """Alaska's part scores and medians are not the score; North Carolina's test form holds the grade."""
    alaska = read(
        "Unused Field #1,School Name,AKSID,District Student ID,Student Grade,English Learner Status,ELA scale score,ELA standard error,ELA achievement level,ELA School Median,Math scale score,Math achievement level,Science: Concepts of Life Science scale score",
        ",East,900042,0042,6,N,558,14,A,496,476,BP,336",
    )
    carolina = read(
        "LastName\tLEASchCode\tTestDates\tInstrName\tTestForm\tIDNumber\tMathScaleScore\tMathPctl\tMathAchLevel\tNCEXTEND1\tSchoolName\tNCEdStudentID\tDateCompleted",
        "X   \t100\tEOY23\tLOVELACE, ADA \tEGM3\t0042   \t552\t79\tLevel 4   \t \tEast  \t0001\t05/18/23",
        "Y   \t100\tEOY23\tLOVELACE, ADA \tEGM3\t0043   \t540\t30\tNot Proficient\t \tEast  \t0002\t05/18/23",
    )

    assert scores(alaska, "student", "subject", "grade", "score", "proficient") == [
        ("0042", "ela", 6, 558.0, True),
        ("0042", "math", 6, 476.0, False),
    ]
    assert scores(
        carolina, "student", "subject", "grade", "year", "window", "teacher_name", "percentile", "proficient"
    ) == [
        ("0042", "math", 3, 2023, "spring", "LOVELACE, ADA", 79.0, True),
        ("0043", "math", 3, 2023, "spring", "LOVELACE, ADA", 30.0, False),
    ]
