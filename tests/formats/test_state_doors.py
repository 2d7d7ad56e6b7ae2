"""States whose files nobody described one by one: the Cambium portals' files, and subjects side by side."""

# ruff: noqa: E501 - the lines are as long as the states make them

import pytest

from tests.formats.said import read, scores

PORTAL = "Student Name,Student ID,Student DOB,Enrolled Grade,Enrolled School,Test Reason,Test OppNumber,Date Taken,"
# The enrolled grade (9) is today's; a name is never read.
WHO = '"X, Y",0042,11/15/2009,9,East,{},Most Recent Assessment,05/03/2019,{}'
# reason, headers, cells → source, subject, grade, year, window, score, proficient
PORTALS: list[tuple[str, str, str, tuple[object, ...]]] = [
    (
        "Spring 2019 (OST)",
        "Grade 4 Mathematics Scale Score,Grade 4 Mathematics Performance,Fractions Performance",
        "735,Accelerated,Below Proficient",
        ("State test", "math", 4, 2019, "spring", 735.0, True),
    ),
    (
        "Fall 2018 (OST)",
        "Algebra I Scale Score,Algebra I Performance,Functions Performance",
        "690,Basic,Above Proficient",
        ("State test, Algebra I", "math", 9, 2019, "fall", 690.0, False),
    ),
    (
        "Spring 2019 (OST)",
        "English Language Arts II Scale Score,English Language Arts II Performance",
        "710,Proficient",
        ("State test, English II", "ela", 9, 2019, "spring", 710.0, True),
    ),
    (
        "Spring 2023 (OSAS)",
        "OSAS Grade 4 Mathematics Scale Score Standard Error,OSAS Grade 4 Mathematics Scale Score,OSAS Grade 4 Mathematics Performance,1 - Concepts and Procedures Claim Scale Score",
        "27,2416,Level 2,2600",
        ("State test", "math", 4, 2023, "spring", 2416.0, False),
    ),
    (
        "Spring 2023 (OSAS)",
        "OSAS High School Social Sciences Scale Score,OSAS High School Social Sciences Performance",
        "710,Level 3",
        ("State test, high school", "social studies", 9, 2023, "spring", 710.0, True),
    ),
    (
        "Summative 2024-2025",
        "Summative: Math Grade 5 Scale Score,Summative: Math Grade 5 Performance",
        "366,2 - Approaching Proficient",
        ("State test", "math", 5, 2025, "spring", 366.0, False),
    ),
    (
        "Summative 2024-2025",
        "Summative: Science Grade 4 Scale Score,Summative: Science Grade 4 Performance",
        "860,4 - Highly Proficient",
        ("State test", "science", 4, 2025, "spring", 860.0, True),
    ),
    (
        "Spring 2019",
        "NDSA Mathematics Grade 6 Scale Score,NDSA Mathematics Grade 6 Performance",
        "2510,Level 3",
        ("State test", "math", 6, 2019, "spring", 2510.0, True),
    ),
]
PARTS = ["WY-TOPP Interim Grade 5 Math", "Benchmark: Math Grade 5 Module 3", "Summative: Writing Grade 5"]


@pytest.mark.parametrize(("reason", "columns", "cells", "meaning"), PORTALS, ids=lambda each: str(each)[:24])
def test_a_portals_file_says_its_test_in_its_headers(
    reason: str, columns: str, cells: str, meaning: tuple[object, ...]
) -> None:
    """The tested grade and the subject are the header's; claims, errors and parts are not the score."""
    found = read(PORTAL + columns, WHO.format(reason, cells))

    assert found.understanding.format == "cambium-portal"
    assert scores(found, "source", "subject", "grade", "year", "window", "score", "proficient") == [meaning]
    assert scores(found, "student") == [("0042",)]


@pytest.mark.parametrize("test", PARTS)
def test_an_interim_or_a_part_is_not_the_states_test(test: str) -> None:
    """It is guessed at like any table that nobody knows, and has to be confirmed."""
    found = read(PORTAL + f"{test} Scale Score,{test} Performance", WHO.format("Fall 2019", "366,At/Near"))

    assert (found.understanding.format, "mapping" in found.understanding.needs) == ("generic", True)


# columns, cells → each score's subject, grade, score and whether it is proficient
WIDE: dict[str, tuple[str, str, list[tuple[object, ...]]]] = {
    "Georgia": (
        "Class Name,Student Name,State_StudentNumber,Student_Number,Grade,ELA Form,ELA Scale Score,ELA Achievement Level,ELA Achievement Level Description,ELA National Percentile Range,ELA Test Date,Math Form,Math Scale Score,Math Achievement Level,Math Achievement Level Description,Math Test Date,Test_Name",
        '4A,"X, Y",900042,0042,7,A5,505,2,Developing Learner,37-54,05/01/2023,A5,584,3,Proficient Learner,05/03/2023,EOG',
        [("ela", 7, 505.0, False), ("math", 7, 584.0, True)],
    ),
    "Louisiana, a void score and a blank one": (
        "SchoolName,LastName,LASID,DOB,Grade,ELARawScore,ELAScaleScore,ELAVoidFlag,ELAAchievement,ELA Reading Performance,MathRawScore,MathScaleScore,MathVoidFlag,MathAchievement,SocialScaleScore,SocialVoidFlag,SocialAchievement,ScienceScaleScore,ScienceVoidFlag,ScienceAchievement",
        "East,X,0042,12/20/2010,06,28,725,Yes,Basic,Weak,15,750,No,Mastery,,,,709,No,Approaching Basic",
        [("math", 6, 750.0, True), ("science", 6, 709.0, False)],
    ),
    "New Mexico, in Spanish": (
        "Last Name,First Name,Test Grade Level,School Number,State Student ID,Student Grade,Language Arts Test Language,Language Arts Scale Score,Language Arts Achievement Level,Reading Scale Score,Writing Scale Score,Mathematics Test Language,Mathematics Scale Score,Mathematics Achievement Level",
        "X,Y,Grade 03,100,0042,Grade 04,Spanish,338,Nearing Proficiency,399,335,Spanish,349,Proficient",
        [("spanish reading", 3, 338.0, False), ("math", 3, 349.0, True)],
    ),
    "Oklahoma, whose district has an id": (
        "Student ID (State),Student ID (Local),District Name,District ID,School Name,Enrolled Grade,ELA - OPI,ELA - Performance Level,ELA - Prior Performance Level,ELA - Vocabulary Performance Level,Mathematics - OPI,Mathematics - Performance Level,Mathematics - Prior Performance Level",
        "900042,0042,D,2118,East,Grade 08,310,Proficient,Basic,Approaching Expectations,256,Below Basic,Advanced",
        [("ela", 8, 310.0, True), ("math", 8, 256.0, False)],
    ),
    "levels that are numbers, of a state nobody knows": (
        "Student Number,Grade,ELA Scale Score,ELA Performance Level,Math Scaled Score,Math Performance Level",
        "0042,5,505,3,484,1",
        [("ela", 5, 505.0, None), ("math", 5, 484.0, None)],
    ),
}


@pytest.mark.parametrize("state", WIDE)
def test_subjects_side_by_side_are_read_of_any_state(state: str) -> None:
    """Each subject's own score and level; raw and part scores, void tests and last year's levels are not counted."""
    columns, cells, meaning = WIDE[state]

    found = read(columns, cells)

    assert found.understanding.format == "state-wide"
    assert scores(found, "subject", "grade", "score", "proficient") == meaning
    assert {student for (student,) in scores(found, "student")} == {"0042"}
    assert "roster" in found.understanding.needs


LEVELS = [
    ("Level 4: Met Expectations", True),
    ("Level 3: Approached Expectations", False),
    ("L4", True),
    ("4 - Met", True),
    ("Performance Level 3", False),
    ("PL 5", True),
    ("Met Expectations (4)", True),
    ("9", None),
]


@pytest.mark.parametrize(("written", "is_proficient"), LEVELS)
def test_a_level_is_known_by_its_words_or_by_its_number(written: str, *, is_proficient: bool | None) -> None:
    """Programs write number and words of a level in many ways; what is neither is not known, and never a no."""
    found = read(
        "StateStudentIdentifier,LocalStudentIdentifier,GradeLevelWhenAssessed,TestCode,TestStatus,AssessmentYear,Subject,SS,PerfLVL",
        f"1,0042,05,MAT05,Attempt,2022-2023,Mathematics,752,{written}",
    )

    assert scores(found, "level", "proficient") == [(written, is_proficient)]


def test_the_cut_names_the_files_own_levels() -> None:
    """Of a vocabulary of many states, what is shown is what stands in the file."""
    found = read(PORTAL + PORTALS[5][1], *(WHO.format("Summative 2024-2025", f"366,{said}") for said in ("4 - Highly Proficient", "3 - Proficient", "1 - Below Proficient")))  # fmt: skip

    assert found.understanding.cut == "3 - Proficient or 4 - Highly Proficient"
