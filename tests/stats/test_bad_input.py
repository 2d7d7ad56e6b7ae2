"""Whatever a file lacks ends in one sentence, or in an exclusion that is counted and said."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stats.commandline import Answer, ask
from tests.stats.districts import District, simulated

DRAWN, _ = simulated(District(schools=4), 1)
SCORES = DRAWN[DRAWN.groupby(["teacher", "year"])["score"].transform("size") >= 10].reset_index(drop=True)
FIRST_TEACHER = SCORES["teacher"] == "T0-0-0"


def odd(scores: pd.DataFrame, share: float) -> pd.Series:
    """A random but fixed share of the rows."""
    return pd.Series(np.random.default_rng(5).random(len(scores)) < share, index=scores.index)


REFUSED = {
    "no roster": (SCORES.drop(columns="teacher"), "who taught whom"),
    "an empty file": (SCORES[:0], "no rows"),
    "a column less": (SCORES.drop(columns="grade"), "lacks these columns: grade"),
    "one year": (SCORES[SCORES["year"] == 2025], "one school year only (2025)"),
    "all scores equal": (SCORES.assign(score=500), "All scores in this file are the same"),
    "two tests in one column": (
        SCORES.assign(score=SCORES["score"].where(odd(SCORES, 0.5), SCORES["score"] * 3)),
        "two different tests in one column",
    ),
    "another test each year": (
        SCORES.assign(score=SCORES["score"].where(SCORES["year"] > 2024, SCORES["score"] + 1000)),
        "two different tests in one column",
    ),
    "a renamed subject": (
        SCORES.assign(subject=SCORES["subject"].where(SCORES["year"] > 2024, "Mathematics")),
        "“Mathematics” ends in 2024 and “Math” begins after it",
    ),
    "a renamed subject without earlier scores": (
        SCORES.drop(columns="prior").assign(subject=SCORES["subject"].where(SCORES["year"] > 2025, "Numeracy 2")),
        "“Numeracy 2” ends in 2025",
    ),
    "proficiency only": (SCORES.drop(columns="score").assign(proficient="yes"), "no scale scores"),
    "proficiency beside empty scores": (SCORES.assign(score=np.nan, proficient="yes"), "no scale scores"),
    "levels as scores": (SCORES.assign(score=(SCORES["score"] // 40).clip(10, 14) - 9), "look like performance levels"),
    "gradebook marks": (SCORES.assign(source="Canvas gradebook"), "gradebook marks"),
    "gradebook columns": (SCORES.rename(columns={"score": "Final Score"}), "gradebook marks"),
    "shares in percent": (SCORES.assign(weight=100), "from 0 to 1"),
    "an unreadable year": (SCORES.assign(year="last year"), "last year"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_carry_an_analysis_is_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    scores, sentence = REFUSED[case]
    answer = ask(tmp_path, scores)

    assert (answer.code, answer.result) == (2, {})
    assert sentence in answer.errors
    assert "Traceback" not in answer.errors + answer.screen


def excluded(tmp_path: Path, scores: pd.DataFrame) -> dict[str, int]:
    """What the command says was left out, having said it on the screen too."""
    return told_as_excluded(ask(tmp_path, scores))


def told_as_excluded(answer: Answer) -> dict[str, int]:
    """The same of an answer."""
    assert answer.code == 0
    told = " ".join(answer.screen.split())
    for reason, times in answer.result["excluded"].items():
        assert f"Left out: {times} {reason}." in told
    return dict(answer.result["excluded"])


def test_one_school_is_analysed_with_the_documented_defaults(tmp_path: Path) -> None:
    answer = ask(tmp_path, simulated(District(schools=1), 4)[0])

    assert answer.code == 0
    assert "documented typical variances" in " ".join(answer.screen.split())
    assert answer.result["variance"]["persistent"] == 0.04
    assert answer.result["teams"] == []


def test_one_class_per_grade_names_no_teacher(tmp_path: Path) -> None:
    alone = SCORES[SCORES["teacher"].str.endswith("-0")]
    answer = ask(tmp_path, alone)

    assert (answer.result["verdict"], answer.result["flags"]) == ("not enough data", [])
    reason = "classes without another class of the same school, grade, subject and year to compare with"
    assert answer.result["excluded"][reason] == alone.groupby(["teacher", "year"]).ngroups
    assert {team["grade"] for team in answer.result["teams"]} <= {"all"}


def test_a_teacher_in_two_schools_in_one_year_is_left_out(tmp_path: Path) -> None:
    half = FIRST_TEACHER & odd(SCORES, 0.5)
    scores = SCORES.assign(school=SCORES["school"].where(~half, "School 1"))

    reason = "score records of a teacher listed in two schools in one year"
    assert excluded(tmp_path, scores) == {reason: int(FIRST_TEACHER.sum())}


def test_a_record_that_appears_twice_counts_once(tmp_path: Path) -> None:
    again = ask(tmp_path, pd.concat([SCORES, SCORES[:7]]))

    assert told_as_excluded(again) == {"score records that appear twice": 7}
    assert again.result["flags"] == ask(tmp_path, SCORES).result["flags"]


def test_a_student_with_two_scores_on_one_test_is_left_out(tmp_path: Path) -> None:
    again = pd.concat([SCORES, SCORES[:7].assign(score=SCORES["score"][:7] + 1)])

    assert excluded(tmp_path, again) == {"score records of a student with two different scores on one test": 14}


def test_many_missing_priors_are_counted_and_silence_their_classes(tmp_path: Path) -> None:
    scores = SCORES.assign(prior=SCORES["prior"].mask(odd(SCORES, 0.4)))
    left_out = excluded(tmp_path, scores)

    assert left_out["score records without an earlier score"] == int(odd(SCORES, 0.4).sum())
    assert left_out["classes missing more than 30 % of their students in one year"] > 100


def test_nothing_is_left_when_every_class_misses_half(tmp_path: Path) -> None:
    order = SCORES.groupby(["teacher", "year"]).cumcount()
    answer = ask(tmp_path, SCORES.assign(prior=SCORES["prior"].mask(order % 2 == 0)))

    assert (answer.code, answer.result["verdict"], answer.result["flags"]) == (0, "not enough data", [])
    assert answer.result["excluded"]["classes missing more than 30 % of their students in one year"] == len(
        SCORES.groupby(["teacher", "year"])
    )


def test_a_small_share_of_instruction_is_no_claim(tmp_path: Path) -> None:
    scores = SCORES.assign(weight=np.where(FIRST_TEACHER, 0.4, 1.0))

    reason = "score records where the teacher taught less than half"
    assert excluded(tmp_path, scores) == {reason: int(FIRST_TEACHER.sum())}


def test_a_grade_of_equal_scores_is_left_out_alone(tmp_path: Path) -> None:
    flat = (SCORES["grade"] == "3") & (SCORES["year"] == 2025)

    reason = "score records of grades where every score is the same"
    assert excluded(tmp_path, SCORES.assign(score=SCORES["score"].mask(flat, 500)))[reason] == int(flat.sum())


def test_blank_labels_are_counted(tmp_path: Path) -> None:
    columns = ["teacher", "school", "grade", "year", "subject", "source", "student"]
    blank = {column: pd.Series(SCORES.index % 700 == 3 + place, SCORES.index) for place, column in enumerate(columns)}
    scores = SCORES.assign(**{column: SCORES[column].mask(where) for column, where in blank.items()})

    reason = "score records without a student, teacher, school, grade, year, subject or source"
    assert all(where.any() for where in blank.values())
    assert excluded(tmp_path, scores) == {reason: sum(int(where.sum()) for where in blank.values())}


def test_a_column_that_appears_twice_is_refused(tmp_path: Path) -> None:
    answer = ask(tmp_path, pd.concat([SCORES, SCORES["score"]], axis=1))

    assert answer.code == 2
    assert "“score” appears twice" in answer.errors


def test_a_missing_file_and_a_broken_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_bytes(b'student,school,year,source,score\n"1,2\n3\xff,4,5\n')
    missing = ask(tmp_path, SCORES, "--scores", str(tmp_path / "none.csv"))
    broken = ask(tmp_path, SCORES, "--scores", str(tmp_path / "broken.csv"))

    assert (missing.code, broken.code) == (2, 2)
    assert "There is no file" in missing.errors
    assert "is it a CSV file?" in broken.errors


@pytest.mark.parametrize("name", ["source", "subject", "year", "student", "score"])
def test_a_table_with_windows_that_lacks_a_column_is_told_which(name: str, tmp_path: Path) -> None:
    scores, _ = simulated(District(schools=2, grades=1), 1)
    answer = ask(tmp_path, scores.drop(columns=["prior", name]).assign(window="Spring"))

    assert answer.code == 2
    assert name in answer.errors or "scale scores" in answer.errors
    assert "Traceback" not in answer.errors
