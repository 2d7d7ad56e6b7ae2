"""NWEA: projected levels of several studies, Spanish tests, MAP Reading Fluency."""

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.recognised import Hints

KNOWN = files.known()
PROJECTED = files.rows(
    "TermName,SchoolName,StudentID,Grade,Subject,Course,GrowthMeasureYN,TestStartDate,TestRITScore,TestPercentile,"
    "ProjectedProficiencyStudy1,ProjectedProficiencyLevel1,ProjectedProficiencyStudy2,ProjectedProficiencyLevel2,"
    "ProjectedProficiencyStudy3,ProjectedProficiencyLevel3",
    "Winter 2021-2022,East,07,5,Mathematics,Math K-12,TRUE,1/9/2022,226,65,College,Not yet,State test,Proficient,,",
    "Winter 2021-2022,East,08,5,Mathematics,Math K-12,TRUE,1/9/2022,206,35,College,Not on Track,State test,Basic,,",
)
FLUENCY = (
    "TermName,DistrictName,SchoolName,StudentID,Grade,AssignedTestType,ResultType,TestLanguage,TestCompletionDate,"
    "PhonologicalAwarenessDomainScore,PhonologicalAwarenessTestPercentile,OralReadingRatePerformanceLevel,{},"
    "OralReadingAccuracyScore"
)


def test_projected_levels_are_offered_by_study_never_taken() -> None:
    """Two studies say different things of one child: which of them counts is for the uploader to say."""
    found = reading.read(PROJECTED, "map.csv", recognisers=KNOWN)

    assert found.understanding.needs == (
        "roster",
        "confirm study: College (ProjectedProficiencyLevel1); State test (ProjectedProficiencyLevel2)",
    )
    assert found.scores["level"].isna().all()
    assert found.scores["proficient"].isna().all()


def test_a_chosen_study_gives_the_levels() -> None:
    """The level column and what counts as proficient are the uploader's word; the others then don't count."""
    told = Hints(columns={"level": "ProjectedProficiencyLevel2"})
    chosen = reading.read(PROJECTED, "map.csv", recognisers=KNOWN, hints=told)
    cut = Hints(columns=told.columns, proficient=("Proficient", "Advanced"))

    assert chosen.understanding.needs == ("confirm cut", "roster")
    assert chosen.scores["proficient"].isna().all()
    assert reading.read(PROJECTED, "map.csv", recognisers=KNOWN, hints=cut).scores["proficient"].tolist() == [
        True,
        False,
    ]


def test_reading_in_spanish_is_another_test() -> None:
    """Its scores are not compared with those of English Reading."""
    content = PROJECTED.replace(b"Mathematics,Math K-12", b"Language Arts,Reading (Spanish)", 1)

    assert reading.inspect(content, "map.csv", recognisers=KNOWN).subjects == ("math", "spanish reading")


@pytest.mark.parametrize(
    ("column", "source"),
    [
        ("OralReadingWCPMScaled", "MAP Reading Fluency"),
        ("OralReadingWCPM", "MAP Reading Fluency (unscaled)"),
    ],
)
def test_reading_fluency_is_words_per_minute(column: str, source: str) -> None:
    """Foundational skills have no score over all of them; scaled and counted words are different scales."""
    found = reading.read(
        files.rows(
            FLUENCY.format(column),
            "Fall 2023-2024,,,605000,K,Foundational Skills,Foundational Skills,English,9/26/2023,483,21,,,",
            "Fall 2023-2024,,,605001,1,Oral Reading,Oral Reading,English,9/22/2023,,,No Score,No Score,",
            "Fall 2023-2024,,,605002,2,Oral Reading,Oral Reading,English,9/21/2023,474,2,Exceeds Expectation,163,0.97",
            "Fall 2023-2024,,,605003,2,Oral Reading,Oral Reading,Spanish,9/21/2023,,,Meets Expectation,90,0.97",
        ),
        "fluency.csv",
        recognisers=KNOWN,
    )

    assert found.understanding.refused == {"no score": 2, "test in another language": 1}
    columns = ["source", "student", "subject", "grade", "window", "score", "proficient"]
    assert found.scores[columns].values.tolist() == [[source, "605002", "ela", 2, "fall", 163.0, True]]
