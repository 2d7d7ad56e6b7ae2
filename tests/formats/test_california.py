"""CAASPP's student data file of several years, and Smarter Balanced results from each of their doors."""

# ruff: noqa: E501 - the lines are as long as the vendors make them

import pytest

from tests.formats.said import read, scores, table
from workflows.refusal import Refusal

YEARS = {
    "2024": (
        "RecordType,SSID,StudentLastName,DateofBirth,CALPADSGrade,GradeAssessed,CALPADSSchoolName,CALPADSSpecialEducation,ELStatus,EconomicDisadvantageStatus,TestStartDate1,TestCompletedDate1,"
        "FinalTestedSchoolName,FinalTestCompletedDate,ConditionCode,Attemptedness,ScoreStatus,IncludeIndicator,SmarterClaimScore1,ScaleScore,StandardErrorMeasurement,SmarterScaleScoresErrorBandsMin,"
        "AchievementLevels,Domain1Level,GradeAssessedMinus1,SEMMinus1,ScaleScoreMinus1,AchievementLevelMinus1,ScaleScoreMinus2,LocalStudentID,EndofRecord",
        "01,0000000042,X,2013-01-01,05,05,East,No,EL,Yes,2024-05-08,2024-05-09,East,2024-05-09,,Y,V,Y,2390,2502,0025,2477,3,2,04,0023,2440,2,2399,00042,ZZ",
    ),
    # Spelt with spaces, subjects and levels in words, no school but the tested one.
    "2019": (
        "Record Type,Statewide Student Identifier (SSID),Date of Birth,CALPADS Grade,Grade Assessed,Homeroom,Math Teacher,IDEA Indicator,EL Status,English Language Acquisition Status,Tested School Name 1,"
        "Test Start Date 1,Test Completion Date 1,Condition Code,Attemptedness,Score Status,Include Indicator,Scale Score,Smarter Standard Error Measurement  -  SEM,Achievement Levels,"
        "Grade Assessed Current Year minus 1,Smarter Standard Error Measurement  - SEM Current Year minus 1,Scale Scores Current Year minus 1,Growth Score",
        "ELA,0000000042,1/1/2008,5,5,Ada,,No,Yes,EL,East,5/21/2019,5/24/2019,,Y,V,Y,2502,25,Standard Met,4,23,2440,",
    ),
    "2016": (
        "RecordType,UIN,Statewide Student_Identifier(SSID),Local ID number,CALPADS Grade,IDEAIndicator,LEP(Limited English Proficient)Status,GradeAssessed,CAPALevel,TestedSchoolName1,TestStartDateandTime1,"
        "TestCompletionDateandTime1,ConditionCode,ScoreStatus,IncludeIndicator,ScaleScore,SmarterStandardErrorMeasurement-SEM,PerformanceLevel,AchievementLevels,"
        "Theta ScoreCurrent Year minus 1,Smarter Standard Error Measurement  - SEMCurrent Year minus 1,Scale ScoresCurrent Year minus 1",
        "1,7,0000000042,00042,5,No,Yes,5,,East,2016-05-1611:53:25,2016-05-1612:50:46,,V,Y,2502,25,,3,,23,2440",
    ),
}


@pytest.mark.parametrize("year", YEARS)
def test_every_years_layout_gives_this_years_score(year: str) -> None:
    """The same student and score in three years' headers; an earlier year's score rides along and is not read."""
    found = read(*YEARS[year])

    said = found.understanding
    assert said.format == "caaspp"
    assert scores(
        found,
        "source",
        "subject",
        "grade",
        "year",
        "window",
        "student",
        "school",
        "score",
        "standard_error",
        "proficient",
    ) == [("CAASPP", "ela", 5, int(year), "spring", "0000000042", "East", 2502.0, 25.0, True)]
    assert "crosswalk" in said.needs


def test_the_record_type_tells_the_test() -> None:
    """01 and 02 are Smarter Balanced, 06 is science; alternate tests and tests in Spanish are left out, as are lowest scores for no work."""
    row = {
        "SSID": "01",
        "GradeAssessed": "08",
        "FinalTestCompletedDate": "2024-05-09",
        "IncludeIndicator": "Y",
        "ScoreStatus": "V",
        "AchievementLevels": 3,
    }
    kinds = [("01", 2580), ("02", 2560), ("06", 415), ("03", 860), ("05", 870), ("09", 811)]
    rows = [row | {"RecordType": kind, "ScaleScore": score} for kind, score in kinds]
    rows.append(row | {"RecordType": "02", "ScaleScore": 2265, "ConditionCode": "LOSS"})
    rows.append(row | {"RecordType": "01", "ConditionCode": "PGE", "IncludeIndicator": "N"})
    rows.append(row | {"RecordType": "01", "ScaleScore": 2600, "IncludeIndicator": "R"})

    found = read(*table(YEARS["2024"][0], *rows))

    assert scores(found, "source", "subject", "score") == [
        ("CAASPP", "ela", 2580.0),
        ("CAASPP", "math", 2560.0),
        ("CAST", "science", 415.0),
    ]
    assert found.understanding.refused == {
        "alternate test on another scale": 2,
        "another test on another scale": 1,
        "incomplete test, given the lowest score": 1,
        "not tested, or not to be counted (condition code)": 1,
        "not included by the state (include indicator)": 1,
    }


def test_before_2017_number_6_was_another_test() -> None:
    """Then it was the modified science test, whose level is in a column of its own."""
    header, row = YEARS["2016"]
    modified = "6,8,0000000043,00043,5,No,Yes,5,,East,,,,V,Y,350,,3,,,,"

    assert read(header, row, modified).understanding.refused == {"another test on another scale": 1}


def test_smarter_balanced_interim_and_summative_are_different_tests() -> None:
    """The system that holds both: a comprehensive interim test, a block, the summative test, science, an alternate test."""
    columns = (
        "DistrictId,SchoolName,StudentIdentifier,SubmitDateTime,SchoolYear,AssessmentType,AssessmentSubType,AssessmentName,Subject,GradeLevelWhenAssessed,Completeness,"
        "AdministrationCondition,ScaleScoreAchievementLevel,ScaleScore,ScaleScoreStandardError,Alt1ScaleScore,Claim1ScoreAchievementLevel,EnglishLanguageAcquisitionStatus"
    )
    row = {
        "SchoolName": "East",
        "SubmitDateTime": "2025-04-02 01:01:00.000",
        "SchoolYear": 2025,
        "Completeness": "Complete",
        "AdministrationCondition": "Valid",
        "ScaleScoreAchievementLevel": 3,
    }
    kinds = [
        ("ICA", "Grade 5 MATH - Interim Comprehensive Assessment (ICA)", "MATH", 2483),
        ("IAB", "Grade 5 MATH - Fractions (FIAB)", "MATH", 2500),
        ("SUM", "Math Summative Grade 5", "MATH", 2510),
        ("SUM", "CAST Summative Grade 5", "SCI", 217),
        ("SUM", "CAA ELA Grade 5", "ELA", 515),
    ]
    rows = [
        row
        | {
            "StudentIdentifier": "007",
            "GradeLevelWhenAssessed": "05",
            "AssessmentSubType": kind,
            "AssessmentName": name,
            "Subject": subject,
            "ScaleScore": score,
        }
        for kind, name, subject, score in kinds
    ]

    found = read(*table(columns, *rows, rows[2] | {"Completeness": "Partial", "ScaleScore": ""}))

    assert scores(found, "source", "subject", "year", "window", "score", "proficient") == [
        ("Smarter Balanced interim (ICA)", "math", 2025, "spring", 2483.0, True),
        ("Smarter Balanced", "math", 2025, "spring", 2510.0, True),
        ("CAST", "science", 2025, "spring", 217.0, True),
    ]
    assert found.understanding.refused == {
        "block test without an overall score": 1,
        "another test on another scale": 1,
        "test not completed": 1,
    }


def test_a_retake_is_not_the_grades_test() -> None:
    """Its header names two grades."""
    found = read(
        "Student Name,Student ID,Student DOB,Test Reason,Test OppNumber,Date Taken,Test Completion Date,Grade 10 Math Summative - Grade 11 (RETAKE) Scale Score,Grade 10 Math Summative - Grade 11 (RETAKE) Performance",
        "X,s1,01/01/2000,Spring 2025-2026 (Summative),Most Recent Assessment,05/01/2026,05/01/2026,2640,Level 3",
    )

    assert scores(found, "source", "grade", "year", "window", "score", "proficient") == [
        ("Smarter Balanced retake", 10, 2026, "spring", 2640.0, True)
    ]


def test_interim_blocks_without_a_scale_score_are_refused() -> None:
    """The sentence says what to upload instead."""
    with pytest.raises(Refusal, match="These are interim block tests"):
        read(
            "Test Group,Test Subject,Test Grade,Test Name,Student Name,Student ID,Enrolled School,Test Reason,Test OppNumber,Date Taken,Test Completion Date,Performance",
            "Interim Assessment Blocks (IAB),ELA,grade 4,Grade 4 ELA - Listen (FIAB),X,13,East,Unassigned,Most Recent Assessment,04/11/2024,04/11/2024,Below Standard",
        )


def test_summative_results_side_by_side() -> None:
    """Ninety-four columns: error bands and claims beside the score, a flag for each subject, a grade for each subject."""
    found = read(
        "SST_RECORD_ID,DISTID,SSID,LOCATION_CODE,LAST_TEST_SCHCD,LAST_TEST_DATE,ENROLLED_GRADE,ELA_GRADE_TESTED,MATH_GRADE_TESTED,LEP_STATUS,ELA_INCLUDE_IND,ELA_INVALID_FLAG,ELA_SCALE_SCORE,"
        "ELA_ACHIEVE_LVL,ELA_CLAIM_PFLVL_1,ELA_SEM,ELA_ERR_BAND_MIN,MATH_INCLUDE_IND,MATH_INVALID_FLAG,MATH_SCALE_SCORE,MATH_ACHIEVE_LVL,MATH_SEM,MATH_ERR_BAND_MIN,TEST_YEAR,MATH_CONDITION_CODE",
        "1,77,0042,3210,0109413,2024-05-15T00:00:00.000Z,05,05,05,No,Y,V,2608,4,2,0036,2572,Y,V,2502,2,0027,2475,2024,",
        "2,77,0043,3210,0109413,2024-05-15T00:00:00.000Z,05,05,05,No,N,V,2500,3,2,0036,2572,Y,I,2502,2,0027,2475,2024,",
    )

    assert scores(found, "source", "student", "subject", "grade", "year", "window", "score", "proficient") == [
        ("Smarter Balanced", "0042", "ela", 5, 2024, "spring", 2608.0, True),
        ("Smarter Balanced", "0042", "math", 5, 2024, "spring", 2502.0, False),
    ]
    assert found.understanding.refused == {"not included by the state (include indicator)": 1}


def test_a_warehouses_science_file() -> None:
    """The levels of the three sciences are not the level."""
    found = read(
        "SCIENCE_PERF_LVL,SCALE_SCORE,SCORE_STATUS,INCLUDE_INDICATOR,GRADE_ASSESSED,TEST_COMPLETED_DT,LOCATION_CODE,SSID,STUDENT_DISTRICT_ID,SCHOOL_END_YEAR,LIFE_SCI_PERF_LVL",
        "3,441,V,Y,08,2019-05-17T00:00:00Z,100,900042,0042,2019,1",
    )

    assert scores(found, "source", "student", "subject", "grade", "year", "score", "proficient") == [
        ("CAST", "0042", "science", 8, 2019, 441.0, True)
    ]
