"""No group below the minimum ever appears anywhere, not even by subtraction."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.refusal import Refusal
from workflows.stats.suppression import can_stay_nameless, suppressed

GRADE_BY_SUBJECT = st.lists(st.integers(0, 60), min_size=4, max_size=20)


def groups_of(sizes: list[int]) -> pd.DataFrame:
    """Groups in two columns, so that rows and columns both have totals."""
    places = np.arange(len(sizes))
    return pd.DataFrame({"grade": places // 2, "subject": places % 2, "students": sizes, "percent": 50.0})


@settings(max_examples=40, deadline=None)
@given(GRADE_BY_SUBJECT, st.integers(5, 20))
def test_no_small_group_is_shown_and_none_can_be_computed_from_a_total(sizes: list[int], minimum: int) -> None:
    within = [["grade"], ["subject"], []]
    shown = suppressed(groups_of(sizes), within, ["percent"], ["percent"], minimum)

    assert (shown["students"].dropna() >= minimum).all()
    assert shown.loc[shown["hidden"], ["students", "percent"]].isna().all(axis=None)
    for columns in within:
        for _, total in shown.groupby(columns) if columns else [((), shown)]:
            if total["hidden"].any() and not total["hidden"].all():
                hidden = pd.Series(sizes)[total.index[total["hidden"]]]
                assert len(hidden) >= 2
                assert hidden.sum() >= minimum


@settings(max_examples=15, deadline=None)
@given(GRADE_BY_SUBJECT)
def test_suppression_does_not_depend_on_the_order_of_distinct_groups(sizes: list[int]) -> None:
    groups = groups_of(sorted(set(sizes)))
    shown = suppressed(groups, [[]], ["percent"], ["percent"])
    turned = suppressed(groups.iloc[::-1], [[]], ["percent"], ["percent"])

    pd.testing.assert_frame_equal(shown, turned.sort_index())


def test_large_groups_stay_as_they_are() -> None:
    shown = suppressed(groups_of([30, 40, 50, 60]), [["grade"], []], ["percent"], ["percent"])

    assert shown["students"].tolist() == [30, 40, 50, 60]
    assert not shown["hidden"].any()


def test_one_small_group_hides_the_next_smallest_too() -> None:
    shown = suppressed(groups_of([4, 40, 30, 60]), [[]], ["percent"], ["percent"])

    assert shown["hidden"].tolist() == [True, False, True, False]


@pytest.mark.parametrize("minimum", [4, 21])
def test_the_minimum_itself_has_bounds(minimum: int) -> None:
    with pytest.raises(Refusal, match="5 to 20"):
        suppressed(groups_of([30, 30, 30, 30]), [], [], [], minimum)


def test_extreme_percents_are_coded() -> None:
    shown = suppressed(groups_of([30, 40, 50]).assign(percent=[99.0, 1.0, 50.0]), [[]], ["percent"], ["percent"])

    assert shown["percent"].tolist() == [95, 5, 50]


def test_a_count_says_nothing_only_where_three_could_be_meant() -> None:
    assert [can_stay_nameless(each) for each in (1, 2, 3)] == [False, False, True]
