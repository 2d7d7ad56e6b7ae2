"""Every sample imports with the counts that a person finds in it, or is refused with the right sentence.

The counts were read off the rows by eye; the comments say why each row counts or doesn't.
"""

from functools import cache
from pathlib import Path

import pytest

from tests.formats import files
from workflows.formats import reading
from workflows.formats.understanding import Understanding
from workflows.refusal import Refusal

SAMPLES = Path(__file__).parent / "samples"
KNOWN = files.known()

# file → format, rows, usable rows, scores, refused
COUNTS: dict[str, tuple[str, int, int, int, dict[str, int]]] = {
    # All five have a composite (271, 261, 314, 246, 324) at BOY. Three are enrolled in 2, 04 and PK but took the
    # kindergarten test: the score is of the kindergarten scale, so they count, as grade K.
    "Dibels_8_Benchmark/sample_anonymized_file.csv": ("dibels-8", 5, 5, 5, {}),
    # Seven students have a fall theta (208.9 … 205.9); the last three have no value in any season.
    "FastBridgeCAT/sample_anonymized_aMath.csv": ("fastbridge", 10, 7, 7, {"no score": 3}),
    # Five ILEARN tests of two students, each with a scale score; subject and grade are in the test's name.
    "IN_ILEARN/ilearn_sample_data.csv": ("ilearn", 5, 5, 5, {}),
    # Six growth tests; the seventh row is a screening test (GrowthMeasureYN FALSE) and a cell short.
    "MAP_Growth/sample_anonymized_file.csv": ("nwea-map-growth", 7, 6, 6, {"not a growth test": 1}),
    # Rows 2 and 3 are MAP tests with scores 390 and 311. Rows 1, 4, 5, 6 are MAPA (a level, no scale score), rows
    # 7 and 8 are end-of-course tests whose score is in another column on another scale.
    "Missouri_Assessment_Program/sample_anonymized_file.txt": (
        *("missouri-map", 8, 2, 2),
        {"alternate test, a level without a scale score": 4, "end-of-course test on another scale": 2},
    ),
    # Ten rows, each with score code S and a scale score in reading and mathematics; nothing in the other subjects.
    "STAAR_Summative/sample_anonymized_file.csv": ("staar", 10, 10, 20, {}),
    # Five active tests of five students, all with a Unified score.
    "STAR/SR_sample_anonymized_file.csv": ("renaissance-star", 5, 5, 5, {}),
    # Five tests of two students, none rushed.
    "i-Ready/sample_anonymized_file_ela.csv": ("i-ready", 5, 5, 5, {}),
    "i-Ready/sample_anonymized_file_math.csv": ("i-ready", 5, 5, 5, {}),
}

# file → subjects, grades, years, windows, needs
MEANING: dict[str, tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "Dibels_8_Benchmark/sample_anonymized_file.csv": (("ela",), (0,), ("2023-2024",), ("fall",), ("confirm cut",)),
    "FastBridgeCAT/sample_anonymized_aMath.csv": (
        *(("math",), (9, 10, 11, 12), ("2024-2025",), ("fall",)),
        ("confirm cut", "roster"),
    ),
    # There is no date anywhere in the file: the year has to be asked for.
    "IN_ILEARN/ilearn_sample_data.csv": (
        *(("ela", "math", "social studies"), (3, 6), (), ("spring",)),
        ("year", "confirm cut", "roster", "crosswalk"),
    ),
    "MAP_Growth/sample_anonymized_file.csv": (
        *(("math", "science"), (), ("2021-2022",), ("fall",)),
        ("grade", "roster"),
    ),
    "Missouri_Assessment_Program/sample_anonymized_file.txt": (
        *(("ela", "math"), (5, 6), ("2024-2025",), ("spring",)),
        ("confirm cut", "roster"),
    ),
    "STAAR_Summative/sample_anonymized_file.csv": (("ela", "math"), (3,), ("2022-2023",), ("spring",), ("roster",)),
    "STAR/SR_sample_anonymized_file.csv": (("ela",), (4, 6, 7, 8), ("2023-2024",), ("fall",), ("subject",)),
    # The winter window's name mentions November; the subject is in the file's name and in its Lexile column only.
    "i-Ready/sample_anonymized_file_ela.csv": (
        *(("ela",), (3, 6), ("2025-2026",), ("fall", "winter", "spring")),
        ("subject", "confirm cut"),
    ),
    "i-Ready/sample_anonymized_file_math.csv": (
        *(("math",), (3, 6), ("2025-2026",), ("fall", "winter", "spring")),
        ("subject", "confirm cut"),
    ),
}


@cache
def inspected(name: str) -> Understanding:
    """What a sample is understood to be."""
    path = SAMPLES / name
    return reading.inspect(path, path.name, recognisers=KNOWN)


@pytest.mark.parametrize("name", COUNTS)
def test_a_sample_has_the_right_counts(name: str) -> None:
    """Format, rows, usable rows, scores and reasons."""
    found = inspected(name)

    assert (found.format, found.rows, found.usable_rows, found.scores, dict(found.refused)) == COUNTS[name]


@pytest.mark.parametrize("name", MEANING)
def test_a_sample_has_the_right_meaning(name: str) -> None:
    """Subjects, grades, years, windows, and what has to be asked for."""
    found = inspected(name)

    assert (found.subjects, found.grades, found.years, found.windows, found.needs) == MEANING[name]


def test_circle_is_refused() -> None:
    """Two rows of groups above the headers, dozens of raw counts, no score over all of them."""
    with pytest.raises(Refusal, match="This is a CIRCLE file for pre-kindergarten"):
        inspected("CIRCLE/sample_anonymized_file.csv")


def test_the_table_names_every_sample() -> None:
    """No sample is left out."""
    present = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.*")}

    assert present == {*COUNTS, "CIRCLE/sample_anonymized_file.csv"}


def test_i_ready_scores_are_read_row_by_row() -> None:
    """The second student fell from 593 to 575 in spring: no gain column hides it."""
    path = SAMPLES / "i-Ready/sample_anonymized_file_ela.csv"

    scores = reading.read(path, path.name, recognisers=KNOWN).scores

    assert list(zip(scores["student"], scores["window"], scores["score"], scores["proficient"], strict=True)) == [
        ("605001", "winter", 424.0, False),
        ("605001", "spring", 468.0, False),
        ("605002", "fall", 572.0, False),
        ("605002", "winter", 593.0, False),
        ("605002", "spring", 575.0, False),
    ]


def test_staar_flags_become_levels() -> None:
    """Three cumulative flags are one level: 1444 approaches, 1047 did not meet."""
    path = SAMPLES / "STAAR_Summative/sample_anonymized_file.csv"

    scores = reading.read(path, path.name, recognisers=KNOWN).scores.head(5)

    assert scores["score"].tolist() == [1444.0, 1345.0, 1047.0, 1213.0, 1359.0]
    assert scores["level"].tolist() == ["Approaches", "Approaches", "Did Not Meet", "Did Not Meet", "Approaches"]


def test_no_name_birthday_or_gain_is_read() -> None:
    """Names, birthdates and free text are never among the columns that are read."""
    for name in COUNTS:
        read = " ".join(inspected(name).columns.values()).lower()
        assert not {"last name", "first name", "dob", "birth", "gain", "email"} & set(read.split("_"))
        assert "birth" not in read
        assert "gain" not in read
