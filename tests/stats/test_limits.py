"""Ceilings and floors: nobody is named for what a test couldn't measure."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.stats.districts import District, simulated
from workflows.stats.analyze import analyze
from workflows.stats.limits import at_limits, class_means

CASE = Path(__file__).parent / "cases" / "ceiling.csv"
AT_LIMIT = "score records whose earlier score was the highest or lowest that the test gives"
LIMITED_CLASS = "classes where too many students had the highest or lowest score that the test gives"


def honours(**limits: float) -> District:
    """A district without any teacher effect, where one class of four is an honours class with one teacher for good."""
    return District(teacher_sd=0.0, honours=1.8, schools=12, **limits)  # type: ignore[arg-type]


def test_honours_classes_beyond_a_ceiling_are_left_out_and_counted() -> None:
    found = analyze(pd.read_csv(CASE))

    assert found.flags == ()
    assert found.excluded[AT_LIMIT] == 1041
    assert found.excluded[LIMITED_CLASS] == 54


@pytest.mark.parametrize(
    "district",
    [
        honours(prior_ceiling=0.85),
        honours(prior_ceiling=0.75),
        honours(prior_floor=0.40),
        honours(score_ceiling=0.75),
        District(teacher_sd=0.0, sorting_sd=0.6, schools=12, prior_ceiling=0.75),
        District(teacher_sd=0.0, honours=-1.8, schools=12, prior_floor=0.30),
    ],
)
def test_nobody_is_named_for_a_ceiling_or_a_floor(district: District) -> None:
    assert [flag.teacher for seed in range(2) for flag in analyze(simulated(district, seed)[0]).flags] == []


def test_a_few_equal_scores_at_the_end_are_no_ceiling() -> None:
    scores, _ = simulated(District(schools=6, grades=2), 2)
    whole = scores.assign(prior=scores["prior"].round(), score=scores["score"].round())

    assert AT_LIMIT not in analyze(whole).excluded
    assert [flag.teacher for flag in analyze(whole).flags] == [flag.teacher for flag in analyze(scores).flags]


def test_limits_are_found_cell_by_cell() -> None:
    values = np.concatenate([np.arange(40.0), np.minimum(np.arange(40.0), 30.0), np.maximum(np.arange(40.0), 8.0)])
    sides = at_limits(values, np.repeat([0, 1, 2], 40))

    assert not sides[:40].any()
    assert (sides[40:80] == (np.arange(40) >= 30)).all()
    assert (sides[80:] == -1 * (np.arange(40) <= 8)).all()


def test_a_classs_mean_is_found_beyond_a_ceiling() -> None:
    draw = np.random.default_rng(1)
    true = np.repeat([-0.5, 0.0, 1.0], 400)
    values = true + draw.normal(0, 1, len(true))
    seen = np.minimum(values, 0.8)
    means = class_means(seen, (seen == 0.8).astype(np.int8), np.repeat([0, 1, 2], 400))

    assert means == pytest.approx([-0.5, 0.0, 1.0], abs=0.12)
    assert seen[800:].mean() < 0.6
