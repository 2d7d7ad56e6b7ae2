"""Vendors that no sample stands for: FastBridge CBMmath, College Board, ACT, aimswebPlus, Exact Path, IXL, Acadience, ELPAC."""

# ruff: noqa: E501 - the lines are as long as the vendors make them

from dataclasses import dataclass, field

import pytest

from tests.formats.said import read, scores

FAST = "Assessment,School,Local ID,State ID,FAST ID,Grade"
ACADIENCE = "School Year,School Name,Class Name,Teacher SIS ID,Student Number,Student State ID,Student Grade Level,Benchmark Period"
AIMS = "Schooluid,SchoolName,ClassName,Teacheruid,Studentuid,SSID,StudentGrade,Period,Type,IsBatteryScore,MeasureName,Score,AdministrationDate,SchoolYear,FallWinSgp,Natl,RiskStatus"


@dataclass(frozen=True)
class Case:
    """An export and what a person finds in it: ``rows`` of ``SHOWN``."""

    lines: tuple[str, ...]
    format: str
    rows: list[tuple[object, ...]]
    name: str = "export.csv"
    refused: dict[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


SHOWN = ("source", "student", "subject", "grade", "year", "window", "score", "percentile", "proficient")
CASES = {
    # Items attempted, of another level and in ten minutes stand beside the score; each level is a test of its own.
    "FastBridge CBMmath, one level a grade": Case(
        (
            f"{FAST},Fall AUTO L1 GOM Items Attempted,Fall AUTO L1 GOM Items Correct,Fall AUTO L1 GOM IC per minute,Fall AUTO L1 GOM IC per ten minute,Fall AUTO L1 GOM Percentile at Nation,Fall AUTO L1 GOM Risk Level,Fall AUTO L1 GOM Final Date,Fall AUTO L2 GOM Items Attempted,Fall AUTO L2 GOM IC per minute,Winter AUTO L2 GOM IC per minute,Winter AUTO L2 GOM Final Date",
            "AUTO L1 GOM,East,0042,,F1,Two,40,39,11,110,88,lowRisk,9/20/2022,,,14,1/24/2023",
        ),
        "fastbridge-cbmmath",
        [
            ("FastBridge CBMmath AUTO L1", "0042", "math", 2, 2023, "fall", 11.0, 88.0, True),
            ("FastBridge CBMmath AUTO L2", "0042", "math", 2, 2023, "winter", 14.0, None, None),
        ],
        needs=("confirm cut", "roster"),
    ),
    "FastBridge CBMmath CAP": Case(
        (
            f"{FAST},Fall CBMmath CAP IC per ten minute,Fall CBMmath CAP Percentile at School,Fall CBMmath CAP Percentile at Nation,Fall CBMmath CAP Risk Level,Fall CBMmath CAP Final Date",
            "CBMmath CAP,East,0042,,F1,Eight,2,N/A*,18,highRisk,10/5/2022",
        ),
        "fastbridge-cbmmath",
        [("FastBridge CBMmath CAP", "0042", "math", 8, 2023, "fall", 2.0, 18.0, False)],
        needs=("confirm cut", "roster"),
    ),
    # Grade 5 is College Board's code for grade 10; the total, old tests and answers to questions are no section scores.
    "SAT": Case(
        (
            "AI_NAME,COHORT_YEAR,NAME_LAST,CB_ID,SECONDARY_ID,LATEST_SAT_DATE,LATEST_SAT_GRADE,LATEST_SAT_TOTAL,LATEST_SAT_EBRW,LATEST_SAT_MATH_SECTION,LATEST_SAT_READING,LATEST_SAT_MATH_TEST,LATEST_SAT_MATH,PERCENTILE_NATREP_SAT_MATH_SECTION,EBRW_CCR_BENCHMARK,MATH_CCR_BENCHMARK,READING_QUES_CORRECT,ADMIN2_SAT_DATE,ADMIN2_SAT_EBRW,ADMIN2_SAT_MATH_SECTION",
            "East,2024,A,10001,0042,2023-10-07,5,1010,520,490,26,24.5,,45,Y,N,30,2023-03-04,500,460",
        ),
        "sat",
        [
            ("SAT", "0042", "math", None, 2024, "fall", 490.0, 45.0, False),
            ("SAT", "0042", "ela", None, 2024, "fall", 520.0, None, True),
            ("SAT", "0042", "math", None, 2023, "spring", 460.0, None, None),
            ("SAT", "0042", "ela", None, 2023, "spring", 500.0, None, None),
        ],
        needs=("grade", "roster"),
    ),
    "PSAT": Case(
        (
            "AI_NAME,CB_ID,DISTRICT_STUDENT_ID,EBRW_CCR_BENCHMARK,LATEST_PSAT_DATE,LATEST_PSAT_EBRW,LATEST_PSAT_GRADE,LATEST_PSAT_MATH_SECTION,LATEST_PSAT_TOTAL,MATH_CCR_BENCHMARK,SECONDARY_ID,STATE_STUDENT_ID",
            "East,9,0042,N,2023-10-02,410,4,400,810,Y,77,1000000001",
        ),
        "psat",
        [
            ("PSAT", "0042", "math", None, 2024, "fall", 400.0, None, True),
            ("PSAT", "0042", "ela", None, 2024, "fall", 410.0, None, False),
        ],
        needs=("grade", "roster"),
    ),
    # Ranks in the state, course grades, the best of several days and the composite stand around the four sections.
    "ACT": Case(
        (
            "ID_ACT,ID_StateAssign,ID_Local,L_Name,HS_GradeLev,HS_Code,G_AllEng,Test_Dte,StRnk_Eng,Eng,Mth,Rdg,Sci,Composite,USRnk_Eng,USRnk_Math,USRnk_Read,USRnk_Sci,Sup_Eng_Sc,Sup_Composite",
            "1234567891,900001,0042,B,11th Grade,111111,40,092024,45,15,14,23,--,16,39,19,71,--,18,19",
        ),
        "act",
        [
            ("ACT", "0042", "math", 11, 2025, "fall", 14.0, 19.0, None),
            ("ACT", "0042", "ela", 11, 2025, "fall", 23.0, 71.0, None),
            ("ACT", "0042", "language", 11, 2025, "fall", 15.0, 39.0, None),
        ],
        needs=("roster",),
    ),
    "ACT Aspire": Case(
        (
            "State School Name,State Student ID,Local ID,Actual Grade,English Test Administration Date,English Tested Grade,English Scale Score,English ACT Readiness Benchmark,English Growth Percentile,Mathematics Test Administration Date,Mathematics Tested Grade,Mathematics Scale Score,Mathematics ACT Readiness Benchmark,Mathematics Projected ACT Score Range Lower,ACT Aspire Composite Score,English National Percentile Rank,Mathematics National Percentile Rank",
            "East,1122334455,0042,07,05192015,07,422,N,44,05192015,07,423,Y,16,420,38,75",
        ),
        "act-aspire",
        [
            ("ACT Aspire", "0042", "math", 7, 2015, "spring", 423.0, 75.0, True),
            ("ACT Aspire", "0042", "language", 7, 2015, "spring", 422.0, 38.0, False),
        ],
        needs=("roster",),
    ),
    "mCLASS, Math beside Reading": Case(
        (
            "School Year,Student Primary ID,School Name,Official Teacher Name,Assessment,Assessment Edition,Assessment Grade,Benchmark Period,Composite Score,Composite Level",
            "2023-2024,0042,East,Ada,mCLASS,DIBELS 8th Edition,2,BOY,320,At Benchmark",
            "2023-2024,0042,East,Ada,mCLASS Math,mCLASS Math,2,BOY,120,At Benchmark",
        ),
        "dibels-8",
        [("DIBELS", "0042", "ela", 2, 2024, "fall", 320.0, None, True)],
        refused={"another test on another scale": 1},
        needs=("confirm cut",),
    ),
    "aimswebPlus": Case(
        (
            AIMS,
            "2,East,4A,T9,0042,900042,4,Winter,Benchmark,Y,Reading,450,1/16/2023,2022-2023,61,55,Low",
            "2,East,4A,T9,0042,900042,4,Winter,Benchmark,N,Oral Reading Fluency,98,1/16/2023,2022-2023,,50,Low",
            "2,East,4A,T9,0042,900042,4,Winter,Progress Monitoring,N,Oral Reading Fluency,104,2/16/2023,2022-2023,,50,Low",
        ),
        "aimsweb-plus",
        [("aimswebPlus", "0042", "ela", 4, 2023, "winter", 450.0, 55.0, None)],
        refused={"progress monitoring, not a benchmark": 1, "part of a test, not its composite": 1},
        needs=("confirm cut",),
    ),
    "Exact Path": Case(
        (
            "Subject Name,Academic Year,Location Name,Student Name,Student ID,Classes,Growth Test 1 / 2,Diagnostic Test 1 Window,Diagnostic Test 1 Grade,Diagnostic Test 1 Time (minutes),Diagnostic Test 1 Completion Date,Diagnostic Test 1 Scale Score,Diagnostic Test 1 NPR,Diagnostic Test 2 Window,Diagnostic Test 2 Grade,Diagnostic Test 2 Completion Date,Diagnostic Test 2 Scale Score,Diagnostic Test 2 NPR",
            "Math,2021-2022,East,A B,0042,4A,30,Fall Window,4,45,9/16/2021,1010,55,Winter Window,4,1/16/2022,1040,60",
        ),
        "exact-path",
        [
            ("Exact Path", "0042", "math", 4, 2022, "fall", 1010.0, 55.0, None),
            ("Exact Path", "0042", "math", 4, 2022, "winter", 1040.0, 60.0, None),
        ],
        needs=("roster",),
    ),
    "IXL": Case(
        (
            "Student ID,First name,Teacher(s),Grade,Numbers & operations level,Overall Math level,Overall Math percentile",
            "0042,A,Ada,4,430,420,55",
        ),
        "ixl-diagnostic",
        [("IXL", "0042", "math", 4, None, None, 420.0, 55.0, None)],
        needs=("year", "window"),
    ),
    # A subtest's status and score stand before the composite's, which is that of DIBELS Next.
    "Acadience Reading": Case(
        (
            f"{ACADIENCE},Maze Date,Maze Total Adjusted Score,Maze Total Status,ORF Words Correct Score,Composite Score,Composite Gate,Composite Status",
            "2022-2023,East,1A,T9,0042,900042,1,Beginning,9/1/2022,12,Below Benchmark,44,120,1,At or Above Benchmark",
        ),
        "acadience-reading",
        [("DIBELS Next", "0042", "ela", 1, 2023, "fall", 120.0, None, True)],
        needs=("confirm cut",),
    ),
    "Acadience Math": Case(
        (
            f"{ACADIENCE},Computation Date,Computation Score,Math Composite Score,Math Composite Status",
            "2022-2023,East,1A,T9,0042,900042,1,End,5/1/2023,12,40,Well Below Benchmark",
        ),
        "acadience-math",
        [("Acadience Math", "0042", "math", 1, 2023, "spring", 40.0, None, False)],
        needs=("confirm cut",),
    ),
    "ELPAC": Case(
        (
            "RecordType,SSID,LocalStudentID,CALPADSGrade,GradeAssessed,FinalTestedSchoolName,TestStartDate1,OralLanguageScaleScore,OralLanguagePerformanceLevel,OverallScaleScore,OverallPerformanceLevel,Attemptedness",
            "21,9000000001,0042,03,03,East,2023-02-20,1500,4,1480,3,Y",
            "21,9000000002,0043,03,03,East,2023-02-20,,,,,N",
        ),
        "elpac",
        [("ELPAC", "0042", "english as a new language", 3, 2023, "spring", 1480.0, None, False)],
        refused={"test not attempted": 1},
        needs=("confirm cut", "roster"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_score_is_the_one_over_the_whole_test(name: str) -> None:
    """Neither a part of it nor a rank, a total, a gain or a count beside it; what the file doesn't say is asked for."""
    case = CASES[name]

    found = read(*case.lines, name=case.name)

    assert found.understanding.format == case.format
    assert scores(found, *SHOWN) == case.rows
    assert (found.understanding.refused, found.understanding.needs) == (case.refused, case.needs)
