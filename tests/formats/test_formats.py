"""Every listed format is recognised by its columns; each row is usable or not for the reason a person would give."""

from dataclasses import dataclass, field

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.recognised import Hints
from workflows.refusal import Refusal

KNOWN = files.known()


@dataclass(frozen=True)
class Case:
    """A file and what a person finds in it."""

    name: str
    content: bytes
    format: str
    rows: int
    usable: int
    scores: int
    subjects: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    years: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    refused: dict[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    teachers: int = 0


CASES = [
    # Before 2020 the subject was called MeasurementScale; Language Usage is not Reading.
    Case(
        *("old.csv", files.MAP_OLD, "nwea-map-growth", 3, 3, 3),
        subjects=("ela", "language", "math"),
        years=("2012-2013",),
        windows=("fall", "spring"),
        needs=("grade", "roster"),
    ),
    # Lower-case headers, hand-added columns (ignored even where filled), grade 13 = K, one screening test.
    Case(
        *("combined.csv", files.MAP_COMBINED, "nwea-map-growth", 3, 2, 2),
        subjects=("math",),
        grades=(0,),
        years=("2022-2023",),
        windows=("spring",),
        refused={"not a growth test": 1},
        teachers=1,
    ),
    # NWEA's ZIP file: grades come from StudentsBySchool, teachers from ClassAssignments.
    Case(
        *("cdf.zip", files.CDF, "nwea-map-growth", 2, 2, 2),
        subjects=("math",),
        grades=(0, 4),
        years=("2021-2022",),
        windows=("fall",),
        teachers=2,
    ),
    # 2018-19: no teacher, no relative placement, growth that hides losses; the second test was rushed.
    Case(
        *("iready.csv", files.I_READY_2018, "i-ready", 2, 1, 1),
        subjects=("math",),
        grades=(0,),
        years=("2018-2019",),
        windows=("fall",),
        refused={"rushed (rush flag)": 1},
        needs=("roster",),
    ),
    # SM_ in the name is the only word about the subject; the window of the third is in its date alone.
    Case(
        *("SM_export.csv", files.STAR_MATH, "renaissance-star", 3, 2, 2),
        subjects=("math",),
        grades=(4,),
        years=("2023-2024",),
        windows=("winter", "spring"),
        refused={"deactivated test": 1},
        needs=("subject",),
        teachers=1,
    ),
    Case(
        *("next.csv", files.DIBELS_NEXT, "dibels-next", 2, 1, 1),
        subjects=("ela",),
        grades=(1,),
        years=("2017-2018",),
        windows=("winter",),
        refused={"no score": 1},
        needs=("confirm cut",),
        teachers=1,
    ),
    # BOM, hard spaces in headers; a score of 1 can't be on STAAR's scale, so columns must have shifted.
    Case(
        *("interim.csv", files.STAAR_INTERIM, "staar-interim", 3, 1, 1),
        subjects=("science",),  # test code I5C: grade 5 sCience
        grades=(5,),
        years=("2022-2023",),
        windows=("winter",),
        refused={"no score": 1, "score outside the test's scale": 1},
        needs=("roster",),
    ),
    # Caret-delimited with commas inside; record type 06 is the science test; one student was not included.
    Case(
        *("caaspp.txt", files.CAASPP, "caaspp", 4, 3, 3),
        subjects=("ela", "math", "science"),
        grades=(4, 5),
        years=("2021-2022",),
        windows=("spring",),
        refused={"not included by the state (include indicator)": 1},
        needs=("confirm cut", "roster", "crosswalk"),
    ),
    # A block test has no overall score; a test under non-standard conditions doesn't count.
    Case(
        *("interim_results.csv", files.SBAC, "smarter-balanced", 3, 1, 1),
        subjects=("ela",),
        grades=(3,),
        years=("2020-2021",),
        refused={"block test without an overall score": 1, "not given under standard conditions": 1},
        needs=("window", "confirm cut", "roster"),
    ),
    # Subject and grade are in the header alone; every row ends in a comma.
    Case(
        *("portal.csv", files.SBAC_PORTAL, "smarter-balanced-summative", 2, 2, 2),
        subjects=("ela",),
        grades=(6,),
        years=("2025-2026",),
        windows=("spring",),
        needs=("confirm cut", "roster"),
    ),
    # A testlet has no total score.
    Case(
        *("beacon.csv", files.BEACON, "drc-beacon", 2, 1, 1),
        subjects=("math",),
        grades=(7,),
        years=("2024-2025",),
        windows=("winter",),
        refused={"testlet without a total score": 1},
        needs=("confirm cut", "roster", "crosswalk"),
    ),
    # Two subjects for the first student, one for the second, none for the third; 2017's scores are not this year's.
    Case(
        *("mcas.csv", files.MCAS, "mcas", 3, 2, 3),
        subjects=("ela", "math"),
        grades=(5,),
        years=("2018-2019",),
        windows=("spring",),
        refused={"not tested (test status)": 1},
        needs=("confirm cut", "roster", "crosswalk"),
    ),
    Case(
        *("iar.csv", files.IAR, "parcc", 2, 1, 1),
        subjects=("math",),
        grades=(5,),
        years=("2022-2023",),
        windows=("spring",),
        refused={"test not attempted": 1},
        needs=("confirm cut",),
        teachers=1,
    ),
    Case(
        *("cmas.csv", files.CMAS, "parcc", 2, 2, 2),
        subjects=("ela", "math"),
        grades=(3,),
        years=("2022-2023",),
        windows=("spring",),
        needs=("confirm cut", "roster"),
    ),
    Case(
        *("growth.csv", files.CO_GROWTH, "colorado-growth", 2, 2, 2),
        subjects=("math",),
        grades=(4,),
        years=("2022-2023",),
        windows=("spring",),
        needs=("confirm cut", "roster", "crosswalk"),
    ),
    Case(
        *("forward.csv", files.WI_FORWARD, "wisconsin-forward", 2, 2, 4),
        subjects=("ela", "math", "science"),
        grades=(4,),
        years=("2022-2023",),
        windows=("spring",),
        needs=("confirm cut", "roster", "crosswalk"),
    ),
    # The VSS columns are filled, the SS columns are not; another teacher for each subject.
    Case(
        *("ready.csv", files.SC_READY, "sc-ready", 2, 2, 3),
        subjects=("ela", "math"),
        grades=(4,),
        years=("2023-2024",),
        windows=("spring",),
        needs=("confirm cut",),
        teachers=2,
    ),
    Case(
        *("istation.csv", files.ISTATION, "istation", 3, 2, 3),
        grades=(1,),
        years=("2023-2024",),
        windows=("fall", "winter"),
        refused={"no score": 1},
        needs=("subject", "confirm cut"),
        teachers=1,
    ),
    Case(
        *("fast.csv", files.FL_FAST, "fl-fast", 2, 1, 1),
        subjects=("ela",),
        grades=(3,),
        years=("2023-2024",),
        windows=("spring",),
        refused={"no score": 1},
        needs=("confirm cut", "roster"),
    ),
    # The grade is in the header alone.
    Case(
        *("fast9.csv", files.FL_FAST_9, "fl-fast", 1, 1, 1),
        subjects=("ela",),
        grades=(9,),
        years=("2023-2024",),
        needs=("window", "confirm cut", "roster"),
    ),
    # Points Possible and the test student have no id of the school's own.
    Case(
        *("marks.csv", files.CANVAS, "gradebook", 3, 1, 1),
        refused={"not a student row": 1, "no student id": 1},
    ),
    Case(
        *("ClassAssignments.csv", files.CLASS_ASSIGNMENTS, "nwea-class-assignments", 3, 2, 2),
        subjects=("math",),
        years=("2021-2022",),
        windows=("fall",),
        refused={"no teacher": 1},
        teachers=2,
    ),
    # Two students in a class with its primary teacher, one of them deleted; the second class has no teacher.
    Case(
        *("oneroster.zip", files.ONEROSTER, "oneroster", 3, 1, 1),
        subjects=("math",),
        grades=(4,),
        years=("2023-2024",),
        refused={"marked for deletion": 1, "no teacher": 1},
        teachers=1,
    ),
    Case(
        *("roster.csv", files.ROSTER, "roster", 3, 2, 2),
        subjects=("math",),
        years=("2023-2024",),
        refused={"no teacher": 1},
        teachers=1,
    ),
    Case(*("ids.csv", files.CROSSWALK, "crosswalk", 3, 2, 2), refused={"only one id": 1}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_format_is_understood(case: Case) -> None:
    """Format, counts, subjects, grades, years, windows, reasons and needs are those a person finds."""
    found = reading.inspect(case.content, case.name, recognisers=KNOWN)

    assert (found.format, found.rows, found.usable_rows, found.scores) == (
        case.format,
        case.rows,
        case.usable,
        case.scores,
    )
    assert (found.subjects, found.grades) == (case.subjects, case.grades)
    assert (found.years, found.windows) == (case.years, case.windows)
    assert (found.refused, found.needs, found.teachers) == (case.refused, case.needs, case.teachers)
    assert found.rows == found.usable_rows + sum(found.refused.values())


def test_growth_is_the_one_that_ends_in_the_rows_own_window() -> None:
    """A conditional growth index is a z score, read from the span that ends in this term; a gain is never read."""
    scores = reading.read(files.MAP_COMBINED, "combined.csv", recognisers=KNOWN).scores

    assert scores["vendor_growth"].tolist() == pytest.approx([-0.35, 1.2])
    assert set(scores["growth_kind"]) == {"cgi fall-spring"}
    assert reading.read(files.I_READY_2018, "x.csv", recognisers=KNOWN).scores["vendor_growth"].isna().all()


def test_ids_keep_their_leading_zeros() -> None:
    """An id is text: 007 is not 7."""
    scores = reading.read(files.MAP_OLD, "old.csv", recognisers=KNOWN).scores

    assert scores["student"].tolist() == ["007", "007", "008"]


def test_the_cut_that_a_format_assumes_can_be_overruled() -> None:
    """MCAS letters mean proficient from M on, unless the uploader says otherwise."""
    scores = reading.read(files.MCAS, "mcas.csv", recognisers=KNOWN).scores
    strict = reading.read(files.MCAS, "mcas.csv", recognisers=KNOWN, hints=Hints(proficient=("E",)))

    assert dict(zip(scores["level"], scores["proficient"], strict=True)) == {"M": True, "PM": False, "E": True}
    assert strict.scores["proficient"].tolist() == [False, False, True]
    assert "confirm cut" not in strict.understanding.needs


def test_a_teacher_column_is_a_roster() -> None:
    """Each subject of SC READY has its own teacher; two teachers in one cell share the section."""
    roster = reading.read(files.SC_READY, "ready.csv", recognisers=KNOWN).roster
    shared = files.rows(
        "Student ID,Student Grade,Academic Year,Norming Window,Overall Scale Score,Class Teacher(s),Class(es)",
        "01,3,2025-2026,Fall,424,Ada Lovelace; Grace Hopper,3A",
    )
    both = reading.read(shared, "x_ela.csv", recognisers=KNOWN).roster

    assert roster is not None
    assert both is not None
    assert sorted(zip(roster["student"], roster["subject"], roster["teacher"], strict=True)) == [
        ("0000001", "ela", "T1"),
        ("0000001", "math", "T2"),
        ("0000002", "ela", "T1"),
    ]
    assert both[["teacher", "share"]].values.tolist() == [["Ada Lovelace", 0.5], ["Grace Hopper", 0.5]]


def test_an_unknown_table_is_a_guess_that_can_be_corrected() -> None:
    """A guess says that its mapping must be confirmed; a correction is taken at its word."""
    table = files.rows("Pupil Number,Sitting,Mark Total,Total Score", "0042,Autumn 2024,7,61", "0043,Autumn 2024,8,72")

    guess = reading.read(table, "unknown.csv", recognisers=KNOWN)
    told = Hints(columns={"score": "Mark Total", "window": "Sitting", "year": "Sitting"}, subject="math", grade=4)
    corrected = reading.read(table, "unknown.csv", recognisers=KNOWN, hints=told)

    assert (guess.understanding.format, guess.understanding.columns["score"]) == ("generic", "Total Score")
    assert "mapping" in guess.understanding.needs
    assert guess.understanding.confidence < 0.7
    assert corrected.scores["score"].tolist() == [7.0, 8.0]
    assert corrected.scores["year"].tolist() == [2025, 2025]
    assert corrected.understanding.needs == ("roster",)


def test_stars_standards_hold_no_score() -> None:
    """Mastery by standard is no test score; the sentence says which file to upload instead."""
    with pytest.raises(Refusal, match="whose name starts with SR, SM or SEL"):
        reading.inspect(files.STAR_STANDARDS, "SR_Dashboard_Standards_v2.csv", recognisers=KNOWN)


def test_a_file_without_a_usable_row_is_refused_with_the_reasons() -> None:
    """A file of levels without scores has nothing to compute with."""
    levels_only = files.rows("sasid,grade,adminyear,eteststat,escaleds,eperf2", "1,04,2019,T,,M", "2,04,2019,T,,E")

    with pytest.raises(Refusal, match=r"None of the 2 rows of this file can be used: no score \(2\)\."):
        reading.inspect(levels_only, "mcas.csv", recognisers=KNOWN)
