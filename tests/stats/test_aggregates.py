"""What a digest reads: proficiency and growth by window, with small groups hidden."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.stats.aggregates import CELL, figures_by_school, publishable, window_figures


def scores(students: int = 12, *, gain: float = 4.0, grade: int = 5) -> pd.DataFrame:
    """Two windows of one grade; pupil ``n`` scores 200 + n and gains the same as everybody."""
    rows = [
        {"student": f"{grade}-{n}", "window": window, "score": 200.0 + n + (gain if window == "winter" else 0),
         "percentile": 40.0 + n, "tested_on": pd.Timestamp("2026-09-10" if window == "fall" else "2026-12-10")}
        for n in range(students) for window in ("fall", "winter")
    ]  # fmt: skip
    unrated = pd.array([None] * len(rows), dtype="boolean")
    return pd.DataFrame(rows).assign(source="MAP Growth", grade=grade, subject="math", year=2027, proficient=unrated)


def by_window(figures: pd.DataFrame) -> dict[str, dict[str, object]]:
    return {str(row["window"]): {str(name): row[name] for name in row.index} for _, row in figures.iterrows()}


def test_growth_runs_from_the_window_before() -> None:
    """Winter is compared with fall, fall with nothing."""
    found = by_window(window_figures(scores(gain=4)))

    assert found["winter"]["window_before"] == "fall"
    assert (found["winter"]["compared"], found["winter"]["median_gain"]) == (12, 4.0)
    assert found["fall"]["compared"] == 0


def test_a_percentile_cut_stands_in_for_levels_only_where_there_are_none() -> None:
    """Twelve pupils at the 40th to 51st percentile: seven reach 45."""
    assert by_window(window_figures(scores(), 45))["fall"]["proficient"] == 7
    assert by_window(window_figures(scores()))["fall"]["rated"] == 0
    levelled = window_figures(scores().assign(proficient=pd.array([True] * 24, dtype="boolean")), 99)
    assert by_window(levelled)["fall"]["proficient"] == 12


def test_only_a_pupil_s_last_test_of_a_window_counts() -> None:
    """A repeated test replaces the first one; nobody counts twice."""
    again = scores().query("window == 'fall'").assign(score=300.0, tested_on=pd.Timestamp("2026-09-20"))
    found = by_window(window_figures(pd.concat([again, scores()])))

    assert found["fall"]["students"] == 12
    assert found["winter"]["median_gain"] == pytest.approx(209.5 - 300)


def test_the_order_of_rows_changes_nothing() -> None:
    """Shuffled rows give the same figures."""
    table = pd.concat([scores(), scores(15, grade=4)])
    shuffled = table.sample(frac=1, random_state=7)

    pd.testing.assert_frame_equal(window_figures(table, 45), window_figures(shuffled, 45))


def test_of_no_scores_there_are_no_figures() -> None:
    """A file whose rows say too little to be counted."""
    assert publishable(window_figures(scores().assign(year=float("nan")))).empty


def test_a_window_is_compared_with_the_school_s_window_before() -> None:
    """One who missed the winter is compared with nobody's fall, and no student with another."""
    spring = scores(1).query("window == 'fall'").assign(window="spring", score=300.0, student="5-0")
    found = by_window(window_figures(pd.concat([scores(12).query("student != '5-0' or window == 'fall'"), spring])))

    assert (found["winter"]["compared"], found["spring"]["compared"]) == (11, 0)


@settings(max_examples=10, deadline=None)
@given(sizes=st.lists(st.integers(1, 25), min_size=1, max_size=4), minimum=st.integers(5, 20))
def test_no_group_below_the_minimum_is_ever_shown(sizes: list[int], minimum: int) -> None:
    """Whatever the sizes: a shown count is at least the minimum, and a percent is between 5 and 95."""
    table = pd.concat([scores(size, grade=3 + place) for place, size in enumerate(sizes)])
    shown = publishable(window_figures(table, 45), minimum)

    assert (shown["rated"].dropna() >= minimum).all()
    assert (shown["compared"].dropna() >= minimum).all()
    assert shown["percent_proficient"].dropna().between(5, 95).all()
    assert shown.loc[shown["rated"].isna(), "percent_proficient"].isna().all()
    assert shown.loc[shown["compared"].isna(), "median_gain"].isna().all()


def test_schools_are_counted_apart_and_none_can_be_worked_out_from_the_whole() -> None:
    """Of three schools the small one is hidden, and with it the next: the file's total is published, too."""
    parts = [scores(many).assign(school=name) for name, many in (("Hill", 4), ("Lake", 15), ("Brook", 30))]
    table = pd.concat([part.assign(student=part["school"] + part["student"]) for part in parts], ignore_index=True)
    found = publishable(figures_by_school(table, 45), within=CELL)
    winter = found[found["window"] == "winter"].set_index("school")["rated"]
    assert winter["Brook"] == 30
    assert winter[["Hill", "Lake"]].isna().all()
    assert figures_by_school(parts[2]).empty
