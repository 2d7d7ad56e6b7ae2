"""State files with one row per test: codes for subjects, alternate tests among the others, tests that don't count."""

# ruff: noqa: E501 - the lines are as long as the states make them

from dataclasses import dataclass, field

import pytest

from tests.formats.said import read, scores, table

Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """A layout, one ordinary row, how further rows differ, and what a person finds in all of them."""

    format: str
    columns: str
    row: Row
    others: tuple[Row, ...]
    meaning: list[tuple[object, ...]]  # source, student, subject, grade, year, window, score, proficient
    refused: dict[str, int] = field(default_factory=dict)
    between: str = ","


ALTERNATE, INVALID = "alternate test on another scale", "invalidated"
CASES = {
    "Michigan": Case(
        "state-list",
        "TestCycleId,SchoolCode,Grade,LastName,UIC,StudentNumber,BirthDate,ContentArea,Valid,OutOfLevel,Attemptedness,ProhibitedBehavior,Misadministration,NonstandardAccommodation,SS,SSSE,PL,ReportingLevel1SS,AssessmentDate",
        {"TestCycleId": "Spring 2023 M-STEP", "Grade": 3, "UIC": "9000042", "StudentNumber": "0042", "ContentArea": "EL", "Valid": "Y", "Attemptedness": "Y", "SS": 1338, "PL": 4, "ReportingLevel1SS": 1325, "AssessmentDate": "10-05-2023"},
        ({"ContentArea": "MA"}, {"ContentArea": "SC"}, {"ContentArea": "SS"}, {"Valid": "N"}, {"Misadministration": "Y"}, {"OutOfLevel": "Y"}, {"Attemptedness": "N"}),
        [("State test", "0042", subject, 3, 2023, "spring", 1338.0, None) for subject in ("ela", "math", "science", "social studies")],
        {INVALID: 2, "not given under standard conditions": 1, "test not attempted": 1},
    ),
    "Minnesota": Case(
        "state-list",
        "ADMINISTRATION,SCHOOL,TEST_NAME,TEST_DATE,SUBJECT,GRADE,MARSS_SSID_NUMBER,LOCAL_USE_ID,LAST_NAME,SCALE_SCORE,ACHIEVEMENT_LEVEL,RS1,RS1_PL",
        {"TEST_NAME": "Grade 5 Reading MCA", "TEST_DATE": "20230307", "SUBJECT": "Reading", "GRADE": 5, "LOCAL_USE_ID": "0042", "SCALE_SCORE": 553, "ACHIEVEMENT_LEVEL": "Meets", "RS1": 4},
        ({"TEST_NAME": "High School Science MCA", "SUBJECT": "Science", "GRADE": 10, "SCALE_SCORE": 1040, "ACHIEVEMENT_LEVEL": "Partially Meets"}, {"TEST_NAME": "Grade 5 Math MTAS", "SUBJECT": "Math", "SCALE_SCORE": 205}),
        [("State test", "0042", "ela", 5, 2023, "spring", 553.0, True), ("State test, end of course", "0042", "science", 10, 2023, "spring", 1040.0, False)],
        {ALTERNATE: 1},
    ),
    "Ohio": Case(
        "state-list",
        "Assessment type,Administration,SSID,Local ID,Last Name,Enrolled Grade,Attending school name,Test name,Overall scaled score,Overall performance level,Part 1 tested,Subscore 1 performance band,Grade 3 Reading Subscore,Overall Raw Score,Test Date",
        {"Assessment type": "OST", "Administration": "Spring2021", "SSID": "AB42", "Local ID": "0042", "Enrolled Grade": 5, "Test name": "Grade 4 Mathematics", "Overall scaled score": 712, "Overall performance level": 3, "Overall Raw Score": 34},
        ({"Test name": "Algebra I", "Overall performance level": "Basic"}, {"Assessment type": "AASCD", "Overall scaled score": 401}, {"Overall scaled score": "INV"}),
        [("State test", "0042", "math", 4, 2021, "spring", 712.0, None), ("State test, Algebra I", "0042", "math", 5, 2021, "spring", 712.0, False)],
        {ALTERNATE: 1, "no score": 1},
    ),
    "Virginia, whose first level is the best": Case(
        "state-list",
        "STI,LocalStuID,SchName,StuLastName,StuGrade,StatusRetest,StatusTest,Admin Name,TestDate,TestCode,TestName,TestScore,PassFail,PerfLevel,VerticalScaledScore",
        {"STI": "9000042", "LocalStuID": "0042", "StuGrade": 5, "StatusRetest": "First Time Tester", "StatusTest": "Test Completed", "Admin Name": "Spring 2019 Non-Writing", "TestName": "Gr 4 Reading CAT", "TestScore": 531, "PassFail": "Pass", "PerfLevel": 1},
        ({"StatusRetest": "Expedited Retake"}, {"TestName": "Biology (10)", "StuGrade": 10, "PassFail": "Fail", "PerfLevel": 3}, {"StatusTest": "Not Tested", "TestScore": 0}),
        [("State test", "0042", "ela", 4, 2019, "spring", 531.0, True), ("State test, retest", "0042", "ela", 4, 2019, "spring", 531.0, True), ("State test, end of course", "0042", "science", 10, 2019, "spring", 531.0, False)],
        {"test not completed": 1},
    ),
    "Pennsylvania, by letters": Case(
        "state-list",
        "Subject,Attributed School Name,DRC Student ID,PAsecureID,Local Student ID,Student Last Name,Grade,Tested Year,PASA Record,Schl Participation Documents Scored,Scale Score,Performance Level Code,Performance Level Name,Total Raw Score",
        {"Subject": "E", "PAsecureID": "9000042", "Local Student ID": "0042", "Grade": 6, "Tested Year": 2021, "PASA Record": "N", "Scale Score": 1092, "Performance Level Code": 3, "Performance Level Name": "Pro", "Total Raw Score": 43},
        ({"Subject": "M", "Performance Level Name": "Bas"}, {"Subject": "S", "Performance Level Name": "Adv"}, {"PASA Record": "Y"}),
        [("State test", "0042", "ela", 6, 2021, "spring", 1092.0, True), ("State test", "0042", "math", 6, 2021, "spring", 1092.0, False), ("State test", "0042", "science", 6, 2021, "spring", 1092.0, True)],
        {ALTERNATE: 1},
    ),
    "Arizona, by tabs": Case(
        "state-list",
        "Sch Name,Test Date,Last Name,Grade of Student,SSID,Test Code,Total Performance,P/F,Total Raw Score,Total Theta Score,Total Scale Score,Total SEM of Scale Score,RC1 Scale Score,RC1 Perf Lvl",
        {"Test Date": "04042022", "Grade of Student": "03", "SSID": "0042", "Test Code": "AZAE03", "Total Performance": 2, "Total Raw Score": 27, "Total Scale Score": 2504, "RC1 Scale Score": 2483},
        ({"Test Code": "AZAM03", "Total Scale Score": 3513},),
        [("State test", "0042", "ela", 3, 2022, "spring", 2504.0, None), ("State test", "0042", "math", 3, 2022, "spring", 3513.0, None)],
        between="\t",
    ),
    "Tennessee's end-of-course file of 2018": Case(
        "tcap",
        "ADMINISTRATION,SCHOOL_NAME,SLNAME,State_Student_ID_Number,GRADE,TEST_GRADE,CONTENT,ATTEMPT,TEACHER_LICENSE_NUMBER,TEACHER_LAST_NAME,TEACHER_FIRSTNAME,RI_STATUS,TOT_RS,SCALE_SCORE,Prof_Classification,Scale_Score_Inf",
        {"ADMINISTRATION": "TN1804", "State_Student_ID_Number": "0042", "GRADE": 10, "TEST_GRADE": "  ", "CONTENT": "E2 ", "ATTEMPT": "Y", "RI_STATUS": 0, "TOT_RS": 39, "SCALE_SCORE": 344, "Prof_Classification": "On track       "},
        ({"CONTENT": "A1 ", "Prof_Classification": "Approaching"}, {"CONTENT": "G1"}, {"RI_STATUS": 4}, {"ATTEMPT": "N"}),
        [("TCAP English II", "0042", "ela", 10, None, None, 344.0, True), ("TCAP Algebra I", "0042", "math", 10, None, None, 344.0, False), ("TCAP Geometry", "0042", "math", 10, None, None, 344.0, True)],
        {INVALID: 1, "test not attempted": 1},
    ),
    "Tennessee's accountability file": Case(
        "tcap-accountability",
        "system,school,school_name,test,original_subject,subject,semester,original_performance_level,performance_level,scale_score,enrolled,tested,valid_test,student_key,last_name,grade,teacher_of_record_tln,reason_not_tested,ri_status,percentile",
        {"school_name": "East", "test": "TNReady", "original_subject": "Math", "semester": "Spring", "performance_level": "Met Expectations", "scale_score": 349, "valid_test": 1, "student_key": "0042", "grade": 8, "ri_status": 0},
        ({"test": "MSAA", "scale_score": 1243}, {"test": "Alt-Science/Social Studies"}, {"valid_test": 0, "scale_score": ""}, {"test": "EOC", "original_subject": "Biology I"}),
        [("TCAP", "0042", "math", 8, None, "spring", 349.0, True), ("TCAP Biology", "0042", "science", 8, None, "spring", 349.0, True)],
        {ALTERNATE: 2, "no valid test attempt": 1},
    ),
    "Maryland, of four levels": Case(
        "mcap",
        "StateAbbreviation,StateStudentId,LocalStudentIdentifier,FirstName,GradeLevelWhenAssessed,AssessmentYear,AdminName,AssessmentPeriod,TestStatus,TestCode,SubjectOfTest,TestAttemptednessFlag,Void,SummativeFlag,TestScaleScore,TestPerformanceLevel,L2Element1ScaleScore,L2Element1PerformanceLevel",
        {"StateStudentId": "9000042", "LocalStudentIdentifier": "0042", "GradeLevelWhenAssessed": "07", "AssessmentYear": 2025, "AssessmentPeriod": "Spring 25", "TestCode": "MAT07", "SubjectOfTest": "MA", "SummativeFlag": "Y", "TestScaleScore": 750, "TestPerformanceLevel": 3},
        ({"TestCode": "ALG01", "AssessmentPeriod": "Winter 24", "TestPerformanceLevel": 2}, {"SummativeFlag": "N"}, {"Void": "Y"}),
        [("MCAP", "0042", "math", 7, 2025, "spring", 750.0, True), ("MCAP Algebra I", "0042", "math", 7, 2025, "winter", 750.0, False)],
        {"not the record that counts (summative flag)": 1, "void score": 1},
    ),
    "Connecticut's portal, of all its tests": Case(
        "cambium-list",
        "Test Group,Test Subject,Test Grade,Test Name,Student Name,Student ID,Student DOB,Grade Level When Assessed,Enrolled District,Enrolled School,Test Reason,Test OppNumber,Date Taken,Test Completion Date,Scale Score,Scale Score Standard Error,Performance",
        {"Test Group": "Smarter Balanced Summative", "Test Subject": "ELA", "Test Grade": 3, "Student ID": "0042", "Student DOB": "1/2/2014", "Grade Level When Assessed": 4, "Test Reason": "Spring 2024", "Date Taken": "04/12/2024", "Scale Score": 2440, "Scale Score Standard Error": 25, "Performance": "Level 3"},
        ({"Test Group": "NGSS", "Test Subject": "Science", "Test Grade": 5, "Scale Score": 480, "Performance": "Level 2"}, {"Test Group": "CTAA", "Test Subject": "Math", "Scale Score": 1240}, {"Test Group": "Interim (ICA)", "Test Reason": "Fall 2023", "Date Taken": "10/12/2023"}, {"Test Group": "Smarter Balanced IABs"}, {"Test Group": "LAS Links"}),
        [("Smarter Balanced", "0042", "ela", 3, 2024, "spring", 2440.0, True), ("State test", "0042", "science", 5, 2024, "spring", 480.0, False), ("State test, interim", "0042", "ela", 3, 2024, "fall", 2440.0, True)],
        {ALTERNATE: 1, "block test without an overall score": 1, "another test on another scale": 1},
    ),
    "Washington, which says who met the standard": Case(
        "state-list",
        "SchoolYear,Administration,SchoolName,StudentLastName,SSID,Grade,Subject,TestType,TestAttempt,AchievementLevel,MetStandard,ScaleScore,SGP,SGPLevel,ScaleScorePrior,AchievementLevelPrior",
        {"SchoolYear": "2021-22", "Administration": "Spring 2022", "SSID": "0042", "Grade": 5, "Subject": "ELA", "TestType": "SBAC", "AchievementLevel": 3, "MetStandard": "Y", "ScaleScore": 2540, "SGP": 61, "ScaleScorePrior": 2490},
        ({"Subject": "Math", "AchievementLevel": "L2", "MetStandard": "N"}, {"TestType": "WA-AIM", "ScaleScore": 105}, {"TestAttempt": "NT - Refused", "ScaleScore": ""}),
        [("State test", "0042", "ela", 5, 2022, "spring", 2540.0, True), ("State test", "0042", "math", 5, 2022, "spring", 2540.0, False)],
        {ALTERNATE: 1, "no score": 1},
    ),
    "Washington, as districts upload it": Case(
        "state-list",
        "ScoredFileID,Schoolyear,Administration,ReportingSchoolName,ReportingGrade,TestedGrade,SSID,LastName,BirthDate,DistrictStudentCode,TestAdmin,ResolvedTestType,TestSubject,ResolvedSubject,Course,ScaleScore,ScaleScoreSEM,Level,MetStandard,Met_CCR_Standard,TestStatus,Invalid,MedicalExempt,MetStateStandard,LevelTested",
        {"ScoredFileID": 1, "Schoolyear": "2021-2022", "Administration": "Spring2022", "ReportingGrade": 7, "TestedGrade": 6, "SSID": "9000042", "DistrictStudentCode": "0042", "ResolvedTestType": "SBA", "TestSubject": "Math", "ScaleScore": 2608, "ScaleScoreSEM": 33, "Level": "L3", "MetStandard": "YES", "Invalid": "N"},
        ({"TestSubject": "ELA", "Level": "L1", "MetStandard": "NO"}, {"Invalid": "Y"}, {"ResolvedTestType": "WA-AIM", "ScaleScore": 108}),
        [("State test", "0042", "math", 6, 2022, "spring", 2608.0, True), ("State test", "0042", "ela", 6, 2022, "spring", 2608.0, False)],
        {INVALID: 1, ALTERNATE: 1},
    ),
    "Colorado's alternate test among CMAS": Case(
        "parcc",
        "StateAbbreviation,StateStudentIdentifier,LocalStudentIdentifier,GradeLevelWhenAssessed,TestCode,TestStatus,TestAttemptednessFlag,VoidScoreCode,AssessmentYear,Subject,SS,CSEM,Perf LVL",
        {"StateStudentIdentifier": "9000042", "LocalStudentIdentifier": "0042", "GradeLevelWhenAssessed": 11, "TestCode": "SCHS", "TestStatus": "attempt", "TestAttemptednessFlag": "Y", "AssessmentYear": "2020-2021", "Subject": "Science", "SS": 632, "CSEM": 8, "Perf LVL": 3},
        ({"TestCode": "SCHSA", "SS": 132}, {"TestCode": "SS04A", "SS": 177}),
        [("PARCC family", "0042", "science", 11, 2021, "spring", 632.0, True)],
        {ALTERNATE: 2},
    ),
    "North Carolina, one file per course": Case(
        "nc-tests",
        "LastName,LEASchCode,TestDates,InstrName,TestForm,IDNumber,GradeLevel,MathScale,MathPctl,MathAchLevel,HdrSchoolName,SchoolName,TestAdminYear,Misadministration,DateStarted,DateCompleted,NCEdStudentID",
        {"LEASchCode": 300, "TestDates": "F4X19", "TestForm": "MAT1", "IDNumber": "0042   ", "GradeLevel": 9, "MathScale": 552, "MathPctl": 79, "MathAchLevel": "Level 3       ", "DateCompleted": "12/18/19", "NCEdStudentID": "9000042"},
        ({"TestForm": "MAT3", "TestDates": "EOY20", "DateCompleted": "05/26/20"}, {"TestDates": "PEY20", "DateCompleted": "05/26/20", "MathAchLevel": "Not Proficient"}, {"Misadministration": "Y"}),
        [("NC EOC Math 1", "0042", "math", 9, 2020, "winter", 552.0, True), ("NC EOC Math 3", "0042", "math", 9, 2020, "spring", 552.0, True), ("NC retest", "0042", "math", 9, 2020, "spring", 552.0, False)],
        {INVALID: 1},
        between="\t",
    ),
    "North Carolina, all tests in one list": Case(
        "nc-list",
        "student_id,School_id,School_Name,test_date,grade_level,test_code,test_type,perf_level,scale_score",
        {"student_id": "0042", "test_date": "05/18/2023", "grade_level": 3, "test_code": "EGR3", "test_type": "EOG", "perf_level": 4, "scale_score": 445},
        ({"test_code": "EGM3", "perf_level": "Not Proficient"}, {"test_code": "BOG3", "test_type": "BOG3", "test_date": "9/18/2022"}, {"test_code": "BIOL", "grade_level": 10}, {"test_code": "NR3", "test_type": "NCEXTEND1"}),
        [("NC EOG", "0042", "ela", 3, 2023, "spring", 445.0, True), ("NC EOG", "0042", "math", 3, 2023, "spring", 445.0, False), ("NC beginning of grade", "0042", "ela", 3, 2023, "fall", 445.0, True), ("NC EOC Biology", "0042", "science", 10, 2023, "spring", 445.0, True)],
        {"alternate assessment": 1},
    ),
    "WIDA ACCESS as a district hands it on": Case(
        "wida-access",
        "Building Number,Building Name,Student ID (State),SAP ID (Local),Legal Last Name,Grade,Listening Scale Score,Comprehension Score,Oral Scale Score,Literacy Scale Score,Composite (Overall) Scale Score,Listening Proficiency Level,Composite (Overall) Proficiency Level,Reported Record,Vendor Number",
        {"Building Name": "East", "Student ID (State)": "0042", "SAP ID (Local)": "555", "Grade": 3, "Listening Scale Score": 330, "Comprehension Score": 344, "Composite (Overall) Scale Score": 335, "Composite (Overall) Proficiency Level": 3.5, "Reported Record": "Y", "Vendor Number": 1},
        ({"Reported Record": "N"}, {"Composite (Overall) Scale Score": ""}),
        [("WIDA ACCESS", "0042", "english as a new language", 3, None, "winter", 335.0, None)],
        {"not a reported record": 1, "no score": 1},
    ),
    "a list that nobody knows": Case(
        "generic",
        "Student ID,District ID,Grade,Subject,Test Type,Invalidated,Scale Score,Percent Proficient,Student Growth Percentile",
        {"Student ID": "0042", "District ID": "2118", "Grade": 4, "Subject": "Math", "Test Type": "General", "Invalidated": "N", "Scale Score": 500, "Student Growth Percentile": 61},
        ({"Test Type": "DLM"}, {"Invalidated": "Y"}, {"Scale Score": "N/A"}),
        [("Other", "0042", "math", 4, None, None, 500.0, None)],
        {ALTERNATE: 1, INVALID: 1, "no score": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", CASES)
def test_a_states_list_is_read_as_a_person_reads_it(state: str) -> None:
    """Its own ids, codes and levels; what doesn't count says why."""
    case = CASES[state]

    found = read(*table(case.columns, case.row, *(case.row | other for other in case.others), between=case.between))

    assert found.understanding.format == case.format
    assert found.understanding.refused == case.refused
    assert (
        scores(found, "source", "student", "subject", "grade", "year", "window", "score", "proficient") == case.meaning
    )


def test_a_growth_percentile_is_no_percentile() -> None:
    """It says how far a student moved, not where they stand."""
    case = CASES["a list that nobody knows"]

    assert read(*table(case.columns, case.row)).scores["percentile"].isna().all()
