"""Exports of the listed vendors in other years, and as districts rename, reshape and cut them; each judged by hand."""

# ruff: noqa: E501 - the lines are as long as the vendors make them

import pytest

from tests.formats.said import KNOWN, read, scores, table
from workflows.formats import reading
from workflows.formats.recognised import Hints
from workflows.refusal import Refusal

READY = "Last Name,First Name,Student ID,Student Grade,Academic Year,School"
PUPIL = "A,B,0042,3,2021-2022,East"
SHOWN = ("student", "subject", "grade", "year", "window", "score", "proficient")
BELOW = ("0042", "math", 3, 2022, "fall", 430.0, False)
ABOVE = ("0042", "math", 3, 2022, "winter", 480.0, True)
I_READY = {
    "Inform, as it is called since 2026": (
        "i-ready_inform_results_math_CONFIDENTIAL.csv",
        f"{READY},Completion Date,Norming Window,Baseline Assessment (Y/N),Most Recent Assessment YTD (Y/N),Assessment Language,Overall Scale Score,Overall Relative Placement,Assessment Gain",
        f"{PUPIL},9/2/2021,Fall,Y,N,Spanish,430,1 Grade Level Below,0",
        [BELOW],
    ),
    "the most recent of the year to date": (
        "x_math.csv",
        f"{READY},Diagnostic: Completion Date (Most Recent YTD),Diagnostic: Overall Scale Score (Most Recent YTD),Diagnostic: Overall Relative Placement (Most Recent YTD)",
        f"{PUPIL},9/2/2021,430,1 Grade Level Below",
        [BELOW],
    ),
    "windows behind": (
        "x_math.csv",
        f"{READY},Overall Scale Score (BOY),Overall Relative Placement (BOY),Overall Scale Score (MOY),Overall Relative Placement (MOY)",
        f"{PUPIL},430,Two Grade Levels Below,480,Mid or Above Grade Level",
        [BELOW, ABOVE],
    ),
    "seasons before": (
        "x_math.csv",
        f"{READY},Fall Overall Scale Score,Fall Overall Relative Placement,Winter Overall Scale Score,Winter Overall Relative Placement,Spring Overall Scale Score",
        f"{PUPIL},430,3+ Grade Levels Below,480,Early On Grade Level,",
        [BELOW, ABOVE],
    ),
    "three and five levels": (
        "x.csv",
        f"{READY},Subject,Completion Date,Overall Scale Score,Overall Relative Placement (3-Level),Overall Relative Placement (5-Level)",
        f"{PUPIL},Math,9/2/2021,430,One Grade Level Below,1 Grade Level Below",
        [BELOW],
    ),
    "a district's own names": (
        "i-Ready math.csv",
        "Student Name,SIS ID,Grade,School Name,Academic Year,Test Date,Window,Overall Scale Score,Overall Relative Placement,Rush Flag,Teacher",
        "A B,0042,3,East,2021-22,9/2/2021,Fall,430,1 Grade Level Below,,Ada",
        [BELOW],
    ),
}
MAP = "TermName,SchoolName,{},Subject,GrowthMeasureYN,TestRITScore,Grade"
STAR = "RenaissanceClientID,SchoolYear,StudentRenaissanceID,{},CurrentGrade,CompletedDate,AssessmentStatus,{},ScreeningPeriodWindowName"
REFUSED = {
    "Spanish reading of i-Ready": (
        f"{READY},Completion Date,Overall Spanish Placement,Phonics % Correct",
        "no scale score",
    ),
    "standards mastery of i-Ready": (
        f"{READY},Subject,Standards Mastery Form,Score (%),Completion Date",
        "i-Ready's file of",
    ),
    "literacy tasks of i-Ready": (
        f"{READY},Assessment Type,Task Type,Time of Year,Score,Percentile",
        "i-Ready's file of",
    ),
    "usage": ("Student Name,Student ID,Grade,Teacher,Current Level,Units Gained,Usage Minutes", "lessons and usage"),
    "probes of FastBridge": (
        "Assessment,School,Student Id,Fast ID,Grade,AssessmentDate,ScoreMetric,Score,Start Goal,End Goal",
        "progress monitoring",
    ),
    "probes of mCLASS": (
        "School Year,Student Primary ID,Official Teacher Name,Assessment,PM Period,Measure,Probe Number,Score,Client Date",
        "progress monitoring",
    ),
    "behaviour in FastBridge": (
        "Assessment,School,Local ID,FAST ID,Grade,Fall SAEBRS Total Score,Fall SAEBRS Risk Level,Fall SAEBRS Final Date",
        "another screener|screener that has no score",
    ),
    "AP": ("AP Number / AP ID,Last Name,Admin Year 01,Exam Code 01,Exam Grade 01,Student Identifier", "AP exams"),
}


@pytest.mark.parametrize("name", I_READY)
def test_i_ready_in_other_years_and_shapes(name: str) -> None:
    """The overall scale score, its window and its place against the grade, wherever a year or a district put them."""
    file, header, row, expected = I_READY[name]

    assert scores(read(header, row, name=file), *SHOWN) == expected


@pytest.mark.parametrize("name", ["i-ready_inform_results_reading_spanish.csv", "Lectura 2022.csv"])
def test_reading_in_spanish_is_not_english_reading(name: str) -> None:
    """Its domains are the same, its scale is not: the file's name is believed."""
    found = read(
        f"{READY},Completion Date,Overall Scale Score,Phonics Scale Score", f"{PUPIL},9/2/2021,430,400", name=name
    )

    assert found.understanding.subjects == ("spanish reading",)
    assert "subject" in found.understanding.needs


@pytest.mark.parametrize("column", ["Student_Number", "SIS ID", "Local Student ID", "Student Local ID", "ID"])
def test_an_id_by_another_name_keeps_the_formats_rules(column: str) -> None:
    """A test that is none of growth and a deactivated one are left out still."""
    growth = read(
        MAP.format(column), "Fall 2021-2022,East,0042,Math,TRUE,201,4", "Fall 2021-2022,East,0043,Math,FALSE,201,4"
    )
    star = read(
        STAR.format(column, "UnifiedScore"),
        "1,2021-2022,R1,0042,4,2021-09-16,Active,1010,Fall",
        "1,2021-2022,R2,0043,4,2021-09-16,Deactivated,1010,Fall",
    )

    assert (growth.understanding.format, growth.understanding.refused) == ("nwea-map-growth", {"not a growth test": 1})
    assert (star.understanding.format, star.understanding.refused) == ("renaissance-star", {"deactivated test": 1})
    assert {*growth.scores["student"], *star.scores["student"]} == {"0042"}


def test_stars_two_scales_are_two_tests() -> None:
    """A row without a Unified score has a Scaled one, which is compared with Scaled ones only."""
    mixed = read(
        STAR.format("StudentIdentifier", "UnifiedScore,ScaledScore"),
        "1,2021-2022,R1,0042,4,2021-09-16,Active,1010,650,Fall",
        "1,2021-2022,R2,0043,4,2021-09-16,Active,,650,Fall",
    )
    row = "1,2019-2020,R1,0042,1,2019-09-16,Active,650,Fall"
    early = read(STAR.format("StudentIdentifier", "ScaledScore"), row, name="SEL_v1.csv")

    assert scores(mixed, "source", "score") == [("Star", 1010.0), ("Star (scaled score)", 650.0)]
    assert scores(early, "source", "subject", "score") == [("Star (scaled score)", "early literacy", 650.0)]


@pytest.mark.parametrize("name", REFUSED)
def test_files_without_a_test_in_them_are_refused(name: str) -> None:
    """Each in the sentence that says what it is."""
    header, sentence = REFUSED[name]

    with pytest.raises(Refusal, match=sentence):
        read(*table(header, dict.fromkeys(header.split(","), "1")))


@pytest.mark.parametrize("columns", ["SS,PR", "Fall SS,Spring SS", "Star Score", "Winter Math"])
def test_a_table_of_scores_is_never_a_roster(columns: str) -> None:
    """Whatever a teacher calls them, her scores are not left out in silence: the guess has to be confirmed."""
    found = read(f"Student ID,Grade,Teacher,{columns}", "0042,4,Ada,450,55", "0043,4,Ada,460,57").understanding

    assert (found.kind, found.needs[0]) == ("scores", "mapping")


@pytest.mark.parametrize("columns", ["Math Quiz", "Pretest", "Reading Benchmark", "NCE", "Lexile"])
def test_a_table_of_something_like_scores_is_no_roster_either(columns: str) -> None:
    """It is proposed as scores, to be corrected or confirmed, and never read without its last column."""
    found = read(f"Student ID,Grade,Teacher,{columns}", "0042,4,Ada,45", "0043,4,Ada,46").understanding

    assert (found.kind, found.needs[0], found.columns["score"]) == ("scores", "mapping", columns)


def test_levels_that_nobody_named_do_not_count_once_some_are_named() -> None:
    """A word that the format doesn't know is neither, until somebody who saw it among the others has chosen."""
    lines = (
        f"{READY},Subject,Completion Date,Overall Scale Score,Overall Relative Placement",
        f"{PUPIL},Math,9/2/2021,430,Far Below",
        f"{PUPIL},Math,9/2/2021,480,Early On Grade Level",
    )
    told = Hints(proficient=("Early On Grade Level",))
    chosen = reading.read("\n".join(lines).encode(), "x.csv", recognisers=KNOWN, hints=told)

    assert scores(read(*lines), "proficient") == [(None,), (True,)]
    assert scores(chosen, "proficient") == [(False,), (True,)]


@pytest.mark.parametrize(
    ("banner", "header"),
    [
        (",,Math,,Reading,", "Student ID,Grade,Fall,Winter,Fall,Winter"),
        (",,Fall,,Winter,", "Student ID,Grade,Math RIT,Reading RIT,Math RIT,Reading RIT"),
    ],
)
def test_a_row_of_groups_tells_headers_apart_that_repeat(banner: str, header: str) -> None:
    """The second Fall is Reading's: neither lost nor taken for Math's."""
    values = {"Math": ("1", "2"), "Reading": ("3", "4")}
    order = [values["Math"], values["Reading"]] if "Math,," in banner else list(zip(*values.values(), strict=True))

    found = read(banner, header, ",".join(["0042", "4", *order[0], *order[1]]))

    assert set(scores(found, "subject", "window", "score")) == {
        *[("math", "fall", 1.0), ("math", "winter", 2.0), ("ela", "fall", 3.0), ("ela", "winter", 4.0)],
    }
    assert found.understanding.needs[0] == "mapping"


@pytest.mark.parametrize(
    "lines",
    [
        ("ID del estudiante;Nombre;Grado;Materia;Ventana;Fecha;Puntaje", "0042;Ana;4;Matemáticas;Otoño;16/09/2021;201"),
        (
            "Número de estudiante,Grado,Año escolar,Asignatura,Temporada,Puntaje de escala,Percentil,Maestra",
            "0042,4,2021-2022,Matemáticas,otono,201,45,Ada",
        ),
    ],
)
def test_a_table_in_spanish_is_guessed_as_one_in_english(lines: tuple[str, str]) -> None:
    """And a table of scores with a teacher in it is no roster there either."""
    found = read(*lines)

    assert scores(found, "student", "subject", "grade", "year", "window", "score") == [
        ("0042", "math", 4, 2022, "fall", 201.0)
    ]
    assert found.understanding.needs[0] == "mapping"


@pytest.mark.parametrize(
    "header",
    [
        "Student_Number,State_StudentNumber",
        "LASID,SASID",
        "Local ID,TX Unique ID",
        "Student Number,FLEID",
        "SIS ID,SSID",
    ],
)
def test_states_have_names_of_their_own_for_an_id(header: str) -> None:
    """A crosswalk has the school's first and the state's second."""
    found = read(header, "0042,900042")

    assert found.crosswalk is not None
    assert found.crosswalk[["student", "student_state"]].values.tolist() == [["0042", "900042"]]


@pytest.mark.parametrize(
    ("said", "day", "year"),
    [
        ("2021", "2021-09-16", 2022),
        ("2022", "2021-09-16", 2022),
        ("2022", "2022-05-16", 2022),
        ("2021-2022", "2022-09-16", 2022),
        ("2021", "", 2021),
    ],
)
def test_a_year_that_stands_alone_may_be_the_first_or_the_last_of_two(said: str, day: str, year: int) -> None:
    """The day of the test decides which; a span of two years is believed, whatever the day."""
    found = read(STAR.format("StudentIdentifier", "UnifiedScore"), f"1,{said},R1,0042,4,{day},Active,1010,Fall")

    assert scores(found, "year") == [(year,)]


@pytest.mark.parametrize(
    "names", ["Fall 2020 RIT,Spring 2021 RIT,Fall 2021 RIT", "2020-21 Fall RIT,2020-21 Spring RIT,2021-22 Fall RIT"]
)
def test_two_years_side_by_side_are_two_years(names: str) -> None:
    """The second fall is neither lost nor the first one's; the file says the years, so nobody is asked for them."""
    found = read(f"Student ID,Grade,{names}", "0042,4,1,2,3", name="Math.csv")

    assert sorted(scores(found, "year", "window", "score")) == [
        (2021, "fall", 1.0),
        (2021, "spring", 2.0),
        (2022, "fall", 3.0),
    ]
    assert found.understanding.needs == ("mapping", "subject", "roster")
