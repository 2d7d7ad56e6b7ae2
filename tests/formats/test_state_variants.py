"""State files that look like a test we know and are another one: alternate, Spanish, retest, older, without headers."""

# ruff: noqa: E501 - the lines are as long as the states make them

import pytest

from tests.formats.said import read, scores, table
from workflows.refusal import Refusal

Row = dict[str, object]
STAAR = (
    "administration_date,grade_level_tested,local_student_id,score_code_reading_language_arts,score_code_mathematics,reading_language_arts_scale_score,reading_language_arts_test_language_version,"
    "meets_grade_level_in_reading_language_arts,mathematics_scale_score,mathematics_test_language_version,meets_grade_level_in_mathematics,score_code_291,scale_score_294"
)
STAAR_ROW: Row = {
    "administration_date": "0425",
    "grade_level_tested": "04",
    "score_code_reading_language_arts": "S",
    "score_code_mathematics": "S",
    "reading_language_arts_scale_score": 1500,
    "mathematics_scale_score": 1600,
    "score_code_291": "S",
    "scale_score_294": 1400,
}
ALTERNATES = {
    "STAAR Alternate 2": STAAR.replace("score_code_291", "level_iii__accomplished_academic_performance_in_mathematics"),
    "STAAR Alternate 2, end of course": "administration_date,local_student_id,end_of_course_code,score_code,scale_score,level_iii:_accomplished_academic_performance",
    "SC-Alt": "TestAdmin,PermID,StateID,Grade,RSchool,ELAGRADE,TestNameELA,StatusELA,LevelELA,ELASS,MathGrade,MathSS,SciSS",
    "NCEXTEND1": "LEASchCode,IDNumber,AssignedGrade,AssessedGrade,TestForm,DateStarted,MathScale,MathAchLevel,Assessor,SchoolName",
    "CTAA": "Student ID,Enrolled Grade,Test Reason,Test OppNumber,Date Taken,CTAA Grade 3 Math Scale Score,CTAA Grade 3 Math Performance",
    "I AM": "Student ID,Enrolled Grade,Test Reason,Test OppNumber,Date Taken,I AM English/Language Arts Grade 5 Scale Score,I AM English/Language Arts Grade 5 Performance",
    "AASCD": "Student ID,Enrolled Grade,Test Reason,Test OppNumber,Date Taken,AASCD Grade 3 Math Scale Score,AASCD Grade 3 Math Performance",
}


def test_reading_in_spanish_is_another_test_and_mathematics_in_spanish_is_not() -> None:
    """The reading tests of both languages have scales of their own; mathematics is translated and has one scale."""
    languages = ({"reading_language_arts_test_language_version": said} for said in ("E", "S"))
    rows = [STAAR_ROW | {"local_student_id": f"004{place}"} | said for place, said in enumerate(languages)]

    found = read(*table(STAAR, *(row | {"mathematics_test_language_version": "S"} for row in rows)))

    assert scores(found, "student", "subject", "grade", "score") == [
        ("0040", "ela", 4, 1500.0),
        ("0041", "spanish reading", 4, 1500.0),
        ("0040", "math", 4, 1600.0),
        ("0041", "math", 4, 1600.0),
    ]


@pytest.mark.parametrize("name", ALTERNATES)
def test_an_alternate_assessment_is_never_read_as_the_regular_test(name: str) -> None:
    """Its columns are those of the regular test, but for a few; its scale is another."""
    with pytest.raises(Refusal, match="results of an alternate assessment"):
        read(*table(ALTERNATES[name], STAAR_ROW | {"local_student_id": "0041", "StateID": "0041", "ELASS": 605}))


def test_south_carolinas_older_science_test_is_not_sc_ready() -> None:
    """The same columns without English and mathematics; a level in numbers meant other things in other years."""
    columns = "TestAdmin,School,Grade,StateID,SciAttempt,SciGrade,SciRS,SciSS,SciVSS,SciLev,SciRS1,SocAttempt,SocSS,SocLev,SciTeachNbr"
    row = {"TestAdmin": "SP16", "Grade": "06", "StateID": "0041", "SciSS": 1620, "SciLev": 2, "SciRS1": 4, "SocSS": ""}

    found = read(*table(columns, row))

    assert scores(found, "source", "subject", "grade", "year", "score", "proficient") == [
        ("SC PASS", "science", 6, 2016, 1620.0, None)
    ]


def test_south_carolinas_end_of_course_examinations() -> None:
    """The subject is a letter, the score a mark out of 100; a letter of a mark is no level of proficiency."""
    columns = "TestAdmin,School,TeachLName,TeachFI,TestDate,Subject,Course,Grade,StateID,PermID,AttemptFlag,SS,Level,Lex,AlgLev1"
    row = {"TestAdmin": "FA23", "TeachLName": "LOVELACE", "TeachFI": "A", "TestDate": "20231214", "Grade": "09", "StateID": "0041", "AttemptFlag": "Y", "SS": 57, "Level": "F"}  # fmt: skip
    kinds: list[Row] = [
        {"Subject": "A ", "Course": "IA"},
        {"Subject": "E1"},
        {"Subject": "E2"},
        {"Subject": "B "},
        {"Subject": "H"},
    ]

    found = read(*table(columns, *(row | kind for kind in kinds), row | {"Subject": "B", "AttemptFlag": "N"}))

    assert scores(found, "source", "subject") == [
        ("SC EOCEP", "math"),
        ("SC EOCEP, English 1", "ela"),
        ("SC EOCEP", "ela"),
        ("SC EOCEP", "science"),
        ("SC EOCEP", "social studies"),
    ]
    assert set(scores(found, "grade", "year", "window", "score", "proficient", "teacher_name")) == {
        (9, 2024, "fall", 57.0, None, "LOVELACE, A")
    }
    assert found.understanding.refused == {"test not attempted": 1}


def fixed_width(name: str, *, rows: int = 12) -> list[str]:
    """Lines of a made-up fixed-width file, a name in each."""
    return [
        f"0523039912345{grade:04}DEMO ISD     {name:<15}M1000000{grade:02}M01012014 SS 17091H2614{grade}   +D++B"
        for grade in range(rows)
    ]


HEADLESS = {
    "fixed width": (fixed_width("PUPIL ANN"), "download it from the testing portal as CSV"),
    "fixed width with a comma": (fixed_width("PUPIL, ANN"), "names no columns"),
    "fixed width with signs that delimit": (fixed_width("PUPIL; A|N"), "names no columns"),
    "fixed width under a header": (["STUDENTID   SCORE  ", *fixed_width("PUPIL ANN")], "as CSV"),
    "numbers alone": ([f"1000{n},PUPIL,03,MATH,40{n},2" for n in range(9)], "names no columns"),
    "codes alone": ([f"A100{n},PUPIL,G03,MATH,S40{n},L2" for n in range(9)], "names no columns"),
}


@pytest.mark.parametrize("name", HEADLESS)
def test_a_file_without_a_header_row_shows_nobody(name: str) -> None:
    """What would be its columns is the first student: the sentence says what to do and names nobody."""
    lines, sentence = HEADLESS[name]

    with pytest.raises(Refusal, match=sentence) as no:
        read(*lines, name="staar.txt")

    assert "PUPIL" not in str(no.value)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Year,Jurisdiction,All students,Average scale score,Standard Error", "2022,National,All students,216,0.3"),
        (
            "School Year,District Name,School Name,Grade,Subject,Student Group,Tested,Scale Score,Level 1 %,Level 2 %",
            "2023,D,East,3,Math,All,80,512,10,20",
        ),
    ],
)
def test_averages_of_states_and_schools_are_refused(columns: str, cells: str) -> None:
    """No row is a pupil."""
    with pytest.raises(Refusal, match="a report about schools or groups"):
        read(columns, cells)
