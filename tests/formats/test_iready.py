"""i-Ready's layouts since 2015: long and wide, without teacher or placement; growth is never Diagnostic Gain."""

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.reading import Reading
from workflows.refusal import Refusal

KNOWN = files.known()
PERSON = "Last Name,First Name,Student ID,Student Grade,Academic Year,School"
WIDE = f"{PERSON},Subject,Class(es),Class Teacher(s),Diagnostic Gain (Note: negative gains = zero. See Export Guide)"
FALL = "9/4/2015,9/4/2015,50,,430,Level 3,40,1 Grade Level Below,300Q,420"
WINTER = "1/14/2016,1/15/2016,50,,445,Level 3,44,1 Grade Level Below,350Q,431"
SPRING = "5/4/2016,5/5/2016,50,Red,420,Level 3,30,On or Above Grade Level,400Q,450"


def read(name: str, *lines: str) -> Reading:
    """What an export with this name holds."""
    return reading.read(files.rows(*lines), name, recognisers=KNOWN)


def diagnostic(place: str) -> str:
    """The headers of one diagnostic in the wide export."""
    names = [
        *("Start Date", "Completion Date", "Time on Task (min)", "Rush Flag (see Student Profile)"),
        *("Overall Scale Score", "Overall Placement", "Percentile", "Overall Relative Placement"),
        *("Quantile Measure", "Number and Operations Scale Score"),
    ]
    return ",".join(f"Diagnostic: {name} ({place})" for name in names)


def test_a_wide_export_has_a_score_per_diagnostic() -> None:
    """The most recent one is there twice and counts once; a rushed one is left out; domains and gain are not read."""
    header = ",".join([WIDE, diagnostic("Most Recent"), diagnostic("1"), diagnostic("2"), diagnostic("3")])
    row = f"X,Y,0042,3,2015-2016,East,Math,3A,Ada Lovelace; Grace Hopper,15,{SPRING},{FALL},{WINTER},{SPRING}"

    found = read("export.csv", header, row)

    assert found.understanding.format == "i-ready-wide"
    assert found.scores[["student", "subject", "grade", "year", "window", "score", "percentile"]].values.tolist() == [
        ["0042", "math", 3, 2016, "fall", 430.0, 40.0],
        ["0042", "math", 3, 2016, "winter", 445.0, 44.0],
    ]
    assert found.scores["proficient"].tolist() == [False, False]
    assert found.scores["vendor_growth"].isna().all()
    assert found.roster is not None
    assert sorted(found.roster["teacher"]) == ["Ada Lovelace", "Grace Hopper"]


def test_a_wide_export_of_the_most_recent_alone() -> None:
    """Cut down to one diagnostic, it has one score for each student."""
    header = f"{WIDE},{diagnostic('Most Recent')}"

    found = read("export.csv", header, f"X,Y,0042,3,2015-2016,East,Math,3A,Ada Lovelace,15,{FALL}")

    assert found.understanding.format == "i-ready-latest"
    assert found.scores[["window", "score"]].values.tolist() == [["fall", 430.0]]


@pytest.mark.parametrize(
    ("name", "more", "subject"),
    [
        ("diagnostic_results_ela.csv", "", "ela"),
        ("diagnostic_results_math.csv", "", "math"),
        ("export.csv", ",Lexile Measure", "ela"),
        ("export.csv", ",Quantile Measure", "math"),
        ("export.csv", ",Phonics Scale Score,Vocabulary Scale Score", "ela"),
        ("export.csv", ",Number and Operations Scale Score,Geometry Scale Score", "math"),
        # What the columns measure is surer than what somebody called the file.
        ("math_and_more.csv", ",Lexile Measure", "ela"),
    ],
)
def test_the_subject_is_inferred_and_has_to_be_confirmed(name: str, more: str, subject: str) -> None:
    """No column says it: the name of the file does, or a measure, or the domains."""
    columns = f"Completion Date,Most Recent Diagnostic (Y/N),Overall Scale Score,Overall Placement,Percentile{more}"

    found = read(name, f"{PERSON},{columns}", "X,Y,0042,K,2019-2020,East,9/1/2019,Y,350,Level K,44,,")

    assert (found.understanding.format, found.understanding.subjects) == ("i-ready", (subject,))
    assert found.understanding.needs == ("subject", "roster")
    assert found.understanding.columns["score"] == "Overall Scale Score"
    assert found.scores[["grade", "year", "window", "score"]].values.tolist() == [[0, 2020, "fall", 350.0]]


def test_without_a_clue_the_subject_is_asked_for() -> None:
    """Nothing is assumed."""
    found = read(
        "export.csv", f"{PERSON},Completion Date,Overall Scale Score", "X,Y,0042,K,2019-2020,East,9/1/2019,350"
    )

    assert found.understanding.subjects == ()
    assert "subject" in found.understanding.needs


def test_a_loss_between_baseline_and_most_recent_is_kept() -> None:
    """The gain column says 0; the two scores say what happened."""
    flags = "Baseline Diagnostic (Y/N),Most Recent Diagnostic YTD (Y/N)"
    header = f"{PERSON},Completion Date,{flags},Overall Scale Score,Diagnostic Gain"
    found = read(
        "x_math.csv",
        header,
        "X,Y,7,3,2025-2026,East,9/1/2025,Y,N,440,0",
        "X,Y,7,3,2025-2026,East,5/1/2026,N,Y,425,0",
    )

    assert found.scores["score"].tolist() == [440.0, 425.0]
    assert "Diagnostic Gain" in found.understanding.ignored


@pytest.mark.parametrize(
    "columns",
    [
        "Subject,Instruction: Overall Lessons Passed,Instruction: Overall Pass Rate (%)",
        "Subject,Initial Diagnostic Scale Score,Annual Typical Growth Measure,Annual Projected Growth",
    ],
)
def test_lessons_and_growth_monitoring_are_refused(columns: str) -> None:
    """Their first score is no diagnostic of today; the sentence says which export is."""
    with pytest.raises(Refusal, match="Upload the export called Diagnostic Results"):
        read("export.csv", f"{PERSON},{columns}", "X,Y,1,3,2019-2020,East,Math,3,40,7")
