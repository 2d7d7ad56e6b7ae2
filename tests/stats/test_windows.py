"""Over what time growth is measured: the same for classes that are compared, and it is said."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.stats.commandline import ask
from tests.stats.districts import District, simulated
from workflows.stats.analyze import analyze
from workflows.stats.rosters import spans, with_earlier_scores

DISTRICT = District(schools=6, grades=2)


def sittings(seed: int = 2) -> pd.DataFrame:
    """Every spring's scores of a district, and those of the springs before, as one test taken once a year."""
    scores, _ = simulated(DISTRICT, seed)
    lower = (scores["grade"].astype(int) - 1).astype(str)
    before = scores.assign(year=scores["year"] - 1, score=scores["prior"], grade=lower, teacher="Before")
    return pd.concat([scores, before], ignore_index=True).drop(columns="prior").assign(window="Spring")


def falls(scores: pd.DataFrame) -> pd.DataFrame:
    """A fall test of the same students and year: halfway to what they reach in spring."""
    noise = np.random.default_rng(1).normal(0, 10, len(scores))
    return scores.assign(window="Fall", score=scores["score"] - 20 + noise)


def names(table: pd.DataFrame) -> list[str | None]:
    return [flag.teacher for flag in analyze(table).flags]


def test_a_school_that_also_tests_in_fall_silences_nobody(tmp_path: Path) -> None:
    springs = sittings()
    one = springs[(springs["school"] == "School 0") & (springs["teacher"] != "Before")]
    asked = names(with_earlier_scores(springs))
    told = ask(tmp_path, pd.concat([springs, falls(one)], ignore_index=True))

    assert len(asked) >= 4
    assert [flag["teacher"] for flag in told.result["flags"]] == asked
    assert "growth from last spring to spring in 2024, 2025, 2026" in told.screen
    assert "2023 can't be compared, for there are no earlier scores" in told.screen


def test_where_everybody_tests_in_fall_growth_is_one_teachers() -> None:
    springs = sittings()
    taught = springs[springs["teacher"] != "Before"]
    found = with_earlier_scores(pd.concat([springs, falls(taught)], ignore_index=True))
    grown = {(span.start, span.end, span.years, span.is_shared) for span in spans(found)}

    assert ("fall", "spring", (2024, 2025, 2026), False) in grown


def test_winter_to_winter_says_whose_time_it_is(tmp_path: Path) -> None:
    told = ask(tmp_path, sittings().assign(window="Winter"))

    assert (
        "growth from last winter to winter in 2024, 2025, 2026. Part of that time belongs to last year's" in told.screen
    )


def test_a_partly_filled_prior_column_loses_no_year() -> None:
    scores, _ = simulated(DISTRICT, 2)
    before = scores[scores["year"] == 2025].assign(
        year=2024, score=lambda rows: rows["prior"], teacher="Before", grade="2"
    )
    table = pd.concat([scores[scores["year"] != 2024], before.assign(prior=np.nan)])
    partly = table.assign(prior=table["prior"].where(table["year"] != 2025))

    assert names(partly) == names(table)
