"""The analysis as a whole: what it keeps to itself, and what must not change its answer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats.commandline import ask
from tests.stats.districts import District, simulated
from workflows.stats.analyze import Analysis, Verdict, analyze

SMALL = District(schools=6, grades=2)
SCORES, TRUTH = simulated(SMALL, 2)
FOUND = analyze(SCORES)


def same(one: Analysis, other: Analysis) -> bool:
    """Whether two analyses name the same units with the same figures, rounding of the last decimals aside."""
    names = [
        [(flag.teacher, flag.school, flag.grade, flag.n_by_year) for flag in each.flags + each.teams]
        for each in (one, other)
    ]
    means = [[flag.posterior_mean for flag in each.flags + each.teams] for each in (one, other)]
    return names[0] == names[1] and np.allclose(means[0], means[1], atol=1e-6)


def test_the_small_district_has_something_to_find() -> None:
    assert FOUND.verdict is Verdict.FLAGGED
    assert FOUND.teams


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_shuffling_rows_changes_nothing(seed: int) -> None:
    assert same(analyze(SCORES.sample(frac=1, random_state=seed)), FOUND)


@settings(max_examples=2, deadline=None)
@given(st.floats(0.01, 1000), st.floats(-5000, 5000))
def test_scaling_scores_changes_nothing(scale: float, shift: float) -> None:
    moved = SCORES.assign(score=SCORES["score"] * scale + shift, prior=SCORES["prior"] * 2 - shift)
    assert same(analyze(moved), FOUND)


def test_names_change_nothing() -> None:
    renamed = analyze(
        SCORES.assign(student="s" + SCORES["student"], grade="0" + SCORES["grade"], year=SCORES["year"].astype(str))
    )
    assert same(renamed, FOUND)


def test_the_table_is_never_changed() -> None:
    before = SCORES.copy(deep=True)
    analyze(SCORES)
    pd.testing.assert_frame_equal(SCORES, before)


def test_only_flagged_teachers_appear_anywhere(tmp_path: Path) -> None:
    answer = ask(tmp_path, SCORES)
    written = (tmp_path / "out.json").read_text()
    flagged = {flag["teacher"] for flag in answer.result["flags"]}

    assert flagged
    assert flagged < set(SCORES["teacher"])
    for teacher in set(SCORES["teacher"]) - flagged:
        assert teacher not in written
        assert teacher not in answer.screen
        assert teacher not in repr(FOUND)


def test_the_json_is_the_agreed_one(tmp_path: Path) -> None:
    result = ask(tmp_path, SCORES.assign(proficient=(SCORES["score"] > 500).astype(int))).result

    assert list(result) == ["verdict", "parameters", "flags", "teams", "excluded", "variance", "groups"]
    assert list(result["variance"]) == ["persistent", "classroom_shock", "within"]
    for flag in result["flags"]:
        assert list(flag) == [
            *[
                "teacher",
                "school",
                "grade",
                "subject",
                "tier",
                "posterior_mean",
                "posterior_sd",
                "probability",
                "years",
            ],
            *["n_by_year", "median_growth_percentile", "share_above_typical", "proficient_observed"],
            *["proficient_expected", "second_source"],
        ]
        assert flag["tier"] == "promising"
        assert 0 < flag["proficient_expected"] < sum(flag["n_by_year"].values())
    assert [flag["teacher"] for flag in result["flags"]] == sorted(flag["teacher"] for flag in result["flags"])


@pytest.mark.parametrize("flagged", [True, False])
def test_a_teacher_hears_what_was_compared_and_only_a_flagged_one_what_came_out(flagged: bool, tmp_path: Path) -> None:
    names = {flag.teacher for flag in FOUND.flags}
    teacher = sorted(set(SCORES["teacher"]) & names if flagged else set(SCORES["teacher"]) - names)[0]
    told = " ".join(ask(tmp_path, SCORES, "--explain", teacher).screen.split())

    assert told.count("beside 3 other classes of the same school and grade") == 3
    assert ("The chance that the lead" in told) is flagged


def test_a_stranger_cannot_be_explained(tmp_path: Path) -> None:
    answer = ask(tmp_path, SCORES, "--explain", "Nobody")
    assert answer.code == 2
    assert "“Nobody”" in answer.errors


def second_test(scores: pd.DataFrame, direction: float) -> pd.DataFrame:
    """Another test of the same students, growing the same way (1), or the other way round (-1)."""
    other = scores.assign(
        source="Benchmark", score=scores["prior"] * 0.8 + direction * (scores["score"] - scores["prior"] * 0.8)
    )
    noise = np.random.default_rng(3).normal(0, 15, len(scores))
    return pd.concat([scores, other.assign(score=other["score"] + noise).iloc[: len(scores) - 30]])


def test_a_second_test_confirms_or_silences() -> None:
    agreeing, disagreeing = analyze(second_test(SCORES, 1.0)), analyze(second_test(SCORES, -1.0))

    tiers = [str(flag.tier) for flag in agreeing.flags]
    assert tiers.count("confirmed") > 0.8 * len(tiers)
    assert {
        flag.tier == "confirmed"
        for flag in agreeing.flags
        if flag.second_source and flag.second_source.probability >= 0.8
    } == {True}
    assert {flag.source for flag in agreeing.flags} == {"State test"}
    assert all(flag.second_source and flag.second_source.source == "Benchmark" for flag in agreeing.flags)
    assert len(disagreeing.flags) < len(FOUND.flags) / 4


@pytest.mark.parametrize(
    "scale", [lambda score: score, lambda score: 200 + score / 7, lambda score: score.rank(pct=True)]
)
def test_the_same_export_under_two_names_confirms_nothing(scale: Callable[[pd.Series], pd.Series]) -> None:
    again = SCORES.assign(source="Copy", score=scale(SCORES["score"])).iloc[50:]
    found = analyze(pd.concat([SCORES, again]))

    assert same(found, FOUND)
    assert {str(flag.tier) for flag in found.flags} == {"promising"}
    assert found.excluded["score records of a test that is another test under a second name"] == len(again)


def test_a_second_test_that_says_neither_way_is_a_tier_of_its_own() -> None:
    noise = np.random.default_rng(4).normal(0, 120, len(SCORES))
    found = analyze(pd.concat([SCORES, SCORES.assign(source="Weak", score=SCORES["score"] + noise).iloc[30:]]))

    assert "undecided" in {str(flag.tier) for flag in found.flags}
    assert all(flag.second_source for flag in found.flags)


def test_the_same_teacher_may_shine_in_one_subject_only() -> None:
    other, _ = simulated(District(schools=6, grades=2, teacher_sd=0.0), 9)
    found = analyze(pd.concat([SCORES, other.assign(subject="ELA")]))

    assert {flag.subject for flag in found.flags} == {"Math"}


def test_a_vendors_growth_serves_where_a_grade_is_too_small() -> None:
    tiny, _ = simulated(District(schools=1, grades=1, teachers=2, pupils=14), 3)
    tiny = tiny.assign(source="NWEA MAP")[tiny.groupby(["teacher", "year"]).cumcount() < 14]
    vendor = tiny.assign(vendor_growth=np.random.default_rng(1).normal(0, 1, len(tiny)))
    found = analyze(vendor)
    few = "score records of grades with too few students to know what is usual"

    assert analyze(tiny).excluded == {few: len(tiny)}
    assert few not in found.excluded
    assert found.variances
    assert found.verdict is Verdict.NOT_ENOUGH


def test_priors_come_from_the_year_before_when_the_file_has_none() -> None:
    before = SCORES.assign(
        year=SCORES["year"] - 1, score=SCORES["prior"], teacher="Before " + SCORES["school"], grade="PK"
    )
    found = analyze(pd.concat([SCORES, before]).drop(columns="prior"))

    assert same(found, FOUND)
    assert found.excluded == FOUND.excluded | {
        "score records of years or grades without any earlier score": len(before)
    }


def test_the_real_reason_is_said(tmp_path: Path) -> None:
    """Three other classes that lost their earlier scores aren't “no other class”."""
    place = (SCORES["school"] == "School 0") & (SCORES["grade"] == "3") & (SCORES["year"] == 2025)
    mine = place & (SCORES["teacher"] == "T0-0-0")
    alone = SCORES.assign(prior=SCORES["prior"].where(~place | mine))
    gone = SCORES.assign(prior=SCORES["prior"].where(~mine))
    said = [" ".join(ask(tmp_path, table, "--explain", "T0-0-0").screen.split()) for table in (alone, gone)]

    assert "and none of the 3 other classes of the same school and grade could be compared" in said[0]
    assert "not compared: classes missing more than 30 % of their students in one year" in said[1]
