"""Texas: STAAR of several years, by subject, interim, and end of course."""

# ruff: noqa: E501 - the lines are as long as the state makes them

import pytest

from tests.formats.said import read, scores


@pytest.mark.parametrize("reading", ["reading", "reading_language_arts"])
def test_texas_of_several_years(reading: str) -> None:
    """Reading was renamed in 2023, the lists of other years' scores carry numbers for names, writing ended in 2021."""
    found = read(
        f"administration_date,grade_level_tested,campus_name,local_student_id,tx_unique_student_id,score_code_{reading},score_code_mathematics,score_code_writing,{reading}_raw_score,{reading}_scale_score,"
        f"meets_grade_level_in_{reading},approaches_grade_level_in_{reading},masters_grade_level_in_{reading},previous_year_scale_score__{reading},percentile_{reading},mathematics_scale_score,"
        "meets_grade_level_in_mathematics,approaches_grade_level_in_mathematics,masters_grade_level_in_mathematics,writing_scale_score,meets_grade_level_in_writing,approaches_grade_level_in_writing,"
        "masters_grade_level_in_writing,scale_score_294,score_code_291,algebra_i_raw_score",
        "0521,04,East,0042,9000000042,S,A,S,24,1594,0,1,0,1450,41,,,,,4069,1,1,0,1400,S,",
    )

    assert scores(found, "student", "subject", "grade", "year", "window", "score", "level", "proficient") == [
        ("0042", "ela", 4, 2021, "spring", 1594.0, "Approaches", False),
        ("0042", "language", 4, 2021, "spring", 4069.0, "Meets", True),
    ]


def test_texas_with_a_row_for_each_subject() -> None:
    """A spreadsheet took the zero from April 2019; a score counts with code S only."""
    found = read(
        "TestSubject,Administration Date,Grade-Level-Tested,Campus-Name,Student-ID,Local-Student-ID,TX Unique Student-ID,Score Code,Raw Score,Scale Score,Meets Grade Level,Approaches Grade Level,Masters Grade Level,Percentile",
        "MATH,419,05,East,,0042,9000000042,S,24,1594,0,1,0,041",
        "READ,0419,05,East,,0042,9000000042,S,32,1642,1,1,0,072",
        "SOCSTUD,0522,08,East,,0043,9000000043,S,22,3550,0,0,0,048",
        "SCI,0519,05,East,,0042,9000000042,A,,,,,,",
    )

    assert scores(found, "subject", "grade", "year", "window", "score", "level", "proficient") == [
        ("math", 5, 2019, "spring", 1594.0, "Approaches", False),
        ("ela", 5, 2019, "spring", 1642.0, "Meets", True),
        ("social studies", 8, 2022, "spring", 3550.0, "Did Not Meet", False),
    ]
    assert found.understanding.refused == {"not scored (score code)": 1}


def test_texas_interim_codes() -> None:
    """The test code holds subject and grade; Spanish, end-of-course and beginning-of-year versions are other tests."""
    codes = ["I5R", "I5D", "I5M", "I8S", "IM5", "IA1", "IBI", "B5R"]

    found = read(
        "ADMINISTRATION TYPE,TEST DATE,CAMPUS-NAME,TSDS UID,LOCAL-STUDENT-ID,TEST CODE,GRADE LEVEL TESTED,Total Scale Score,Predicted STAAR Performance Level",
        *(f"INT,02012024,East,90,0042,{code},05,1510,Meets" for code in codes),
    )

    assert scores(found, "source", "subject") == [
        *[("STAAR Interim", "ela")] * 2,
        ("STAAR Interim", "math"),
        ("STAAR Interim", "social studies"),
        ("STAAR Interim, Spanish", "math"),
        ("STAAR Interim, end of course", "math"),
        ("STAAR Interim, end of course", "science"),
        ("STAAR beginning of year", "ela"),
    ]


def test_texas_end_of_course() -> None:
    """The course's code tells the subject; the best earlier scores beside it are not read; a retest is another test."""
    header = (
        "administration_date,grade_level_code,campus_name,local_student_id,tx_unique_student_id,end_of_course_code,score_code,first_time_tester/retester,scale_score,meets_grade_level,"
        "masters_grade_level,approaches_grade_level_at_the_students_standard,approaches_grade_level_at_thecurrent_standard,previous_year_scale_score,percentile,algebra_i_scale_score,biology_scale_score"
    )
    rows = [
        ("A1", "S", "F", 4010, 1),
        ("BI", "S", "F", 3900, 0),
        ("E2", "S", "F", 4100, 1),
        ("US", "S", "R", 3800, 0),
        ("A1", "A", "F", "", ""),
    ]

    found = read(
        header,
        *(
            f"0524,09,East,0042,90,{code},{scored},{first},{score},{met},0,1,1,3500,50,3000,3100"
            for code, scored, first, score, met in rows
        ),
    )

    assert scores(found, "source", "subject", "grade", "year", "score", "proficient") == [
        ("STAAR end of course", "math", 9, 2024, 4010.0, True),
        ("STAAR end of course", "science", 9, 2024, 3900.0, False),
        ("STAAR English II", "ela", 9, 2024, 4100.0, True),
        ("STAAR end of course, retest", "social studies", 9, 2024, 3800.0, False),
    ]
    assert found.understanding.refused == {"not scored (score code)": 1}
