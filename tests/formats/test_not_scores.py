"""Files that look like scores and are none: each is refused in the sentence that fits, or called what it is."""

# ruff: noqa: E501 - the lines are as long as their makers make them

import pytest

from tests.formats.said import read, table
from workflows.refusal import Refusal

ABOUT_SCHOOLS = {
    "by hand": ("School,Grade,Subject,N Tested,Percent Proficient,Mean Scale Score", "East,3,Math,80,45.1,510"),
    "with an id that is the school's": (
        "ID,School Name,Grade,Subject,Number Tested,Average Score,% Proficient",
        "001,East,3,Math,80,510,45",
    ),
    "averages alone": ("School,Grade,Average Scale Score", "East,3,510"),
    "by group": (
        "SchoolYear,SchoolName,StudentSubgroup,StudentSubgroup_TotalTested,GradeLevel,Subject,Lev1_percent,Lev4_percent,AvgScaleScore,ProficientOrAbove_percent,ParticipationRate",
        "2022-23,East,All Students,80,G03,ela,.2,.2,450,.5,.99",
    ),
    "California": (
        "County Code,District Code,School Code,Test Year,Student Group ID,Test Type,Total Tested at Reporting Level,Grade,Test ID,Students Enrolled,Students Tested,Mean Scale Score,Percentage Standard Exceeded,Percentage Standard Met and Above",
        "01,61119,0000001,2023,1,B,70,03,1,72,70,2430.1,25.5,50.5",
    ),
    "Colorado": (
        "Level,District Code,School Code,School Name,Content,Test/Grade,Number of Total Records,Number of Valid Scores,Participation Rate,Mean Scale Score,Standard Deviation,# Met or Exceeded Expectations,% Met or Exceeded Expectations",
        "SCHOOL,0010,0187,East,ELA,03,55,53,96.4,740,30,20,37.7",
    ),
    "Missouri": (
        "YEAR,SCHOOL_CODE,SCHOOL_NAME,CONTENT_AREA,GRADE_LEVEL,TYPE,REPORTABLE,BELOW_BASIC_PCT,PROFICIENT_PCT,MEAN_SCALE_SCORE",
        "2023,2,East,Math,05,Total,79,12,38,400",
    ),
    "Wisconsin": (
        "SCHOOL_YEAR,SCHOOL_NAME,GRADE_LEVEL,TEST_SUBJECT,TEST_RESULT,GROUP_BY,STUDENT_COUNT,PERCENT_OF_GROUP,FORWARD_AVERAGE_SCALE_SCORE",
        "2022-23,East,4,ELA,Proficient,All Students,30,40,610",
    ),
    "by teacher": ("Teacher,Class,Number of Students,Average Score", "Ada,4A,25,510"),
    "Massachusetts": (
        "School Name,School Code,Subject,M+E #,M+E %,E #,E %,NM #,NM %,No. of Students Included,Avg. Scaled Score,SGP",
        "East,00010003,ELA,55,45,11,9,25,25,130,500,51",
    ),
}
OTHERS = {
    "attendance": (
        "Student ID,Last Name,First Name,Grade,School,Days Enrolled,Days Absent,Attendance Rate",
        "001,A,B,3,East,180,5,97.2",
        "an attendance file",
    ),
    "discipline": (
        "Student ID,Name,Grade,Incident Date,Incident Type,Action,Points",
        "001,A,3,2024-01-01,Fight,Detention,5",
        "a discipline file",
    ),
    "students": ("Student ID,Last Name,First Name,Grade,School,DOB", "001,A,B,3,East,1/1/2014", "a list of students"),
    "a codebook": (
        "Field Name,Description,Data Type,Length,Valid Values",
        "ScaleScore,Scale score,Number,4,2000-3000",
        "a data dictionary",
    ),
    "a codebook of few columns": (
        "Column,Description,Values",
        "escaleds,ELA scaled score,440-560",
        "a data dictionary",
    ),
    "answers": (
        "Student ID,Test Name,Item Number,Item Score,Standard",
        "001,Math 5,1,1,5.NF.1",
        "a row for each question",
    ),
    "ratings of staff": ("ID,Teacher,School,Evaluation Score", "001,Ada,East,3.5", "could not find both"),
    "ratings of schools": ("ID,School,Overall Score,Letter Grade", "001,East,72,B", "could not find both"),
    "a row for each kind of score": (
        "Student_Number,SchoolID,Grade_Level,AlphaScore,Test_Date,Test Name,Score Name,Year",
        "13555,140,3,16,9/1/2020,Beginning Grade 3rd Reading,Percentile,2020-2021",
        "a row for each kind of score",
    ),
}


@pytest.mark.parametrize("name", ABOUT_SCHOOLS)
def test_a_report_about_schools_is_never_taken_as_scores(name: str) -> None:
    """Means and percentages look like scores; no row is a student."""
    with pytest.raises(Refusal, match="a report about schools or groups"):
        read(*ABOUT_SCHOOLS[name])


@pytest.mark.parametrize("name", OTHERS)
def test_files_of_other_things_are_called_what_they_are(name: str) -> None:
    """One sentence, which names the file that was given."""
    header, row, sentence = OTHERS[name]

    with pytest.raises(Refusal, match=sentence):
        read(header, row)


def test_scores_of_nobody_are_refused() -> None:
    """Without a column that names a student, however wide the guess, there is nothing to compare."""
    with pytest.raises(Refusal, match="We could not find both a student id and a score"):
        read("School,Grade,Subject,Scale Score", "East,5,Math,512")


def test_two_ids_beside_a_name_are_a_crosswalk() -> None:
    """A list of students with the ids of two systems links them."""
    found = read("Student ID,State ID,Last Name,First Name,School,Grade", "0042,900042,X,Y,East,5")

    assert found.understanding.kind == "crosswalk"


@pytest.mark.parametrize(
    "lines",
    [
        ("Student ID,Last Name,Course,Teacher,Marking Period,Final Grade,Percent", "001,A,Math 5,Ada,Q1,A,95"),
        ("Student Number,Student Name,Assignment,Due Date,Points Possible,Score", "001,A,Essay,2024-01-01,10,9"),
        ("Student ID,School,GPA,Weighted GPA", "001,East,3.1,3.4"),
        ("Student_Number,LastFirst,Course_Name,Teacher,StoreCode,Percent,Grade", "001,A,Math 5,Ada,Q1,88,B"),
    ],
)
def test_marks_are_a_gradebook(lines: tuple[str, str]) -> None:
    """What a teacher gave is not what a test measured: it is read as marks, which the import refuses."""
    assert read(*lines).understanding.kind == "gradebook"


@pytest.mark.parametrize(
    "columns",
    [
        "Student ID,School,Grade,Percent Met Goal,Number of Items,Test Date,Scale Score",
        "USI,School Name,Grade,Mean Scale Score,Number Tested,Scale Score",
        "Local Student ID,School,Grade,Days Absent,Test Date,Scale Score",
    ],
)
def test_a_students_scores_are_not_refused_for_a_column_beside_them(columns: str) -> None:
    """A percentage, a mean or absences beside a student's own score do no harm."""
    names = columns.split(",")

    found = read(*table(columns, {names[0]: "0042", "Grade": 5, "Scale Score": 512}))

    assert (found.understanding.usable_rows, found.understanding.columns["score"]) == (1, "Scale Score")
