"""Each step against a few numbers worked out by hand, or against another library."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from tests.stats.districts import District, simulated
from workflows.stats import tidy
from workflows.stats.any_shape import any_shape
from workflows.stats.composition import between_schools
from workflows.stats.contrast import CELL, PEERS, TEACHER, beside_peers, class_years, within_variance
from workflows.stats.differences import Observed, certainly, likely
from workflows.stats.flag import flagged
from workflows.stats.growth import growth
from workflows.stats.inclusion import admit
from workflows.stats.parameters import Parameters
from workflows.stats.places import Shown
from workflows.stats.pools import pooled
from workflows.stats.second_source import Tier, logistic, proficiencies, tier, wilson
from workflows.stats.shrinkage import posterior
from workflows.stats.teams import team_years
from workflows.stats.variance_components import variances
from workflows.stats.vendor import vendor_q

P = Parameters()
PLACE = {"source": "Test", "subject": "Math", "grade": "3", "year": 2025, "school": "A"}


def test_growth_matches_ordinary_least_squares_with_class_dummies() -> None:
    scores, _ = simulated(District(schools=5, grades=1), 1)
    scores = scores[scores["year"] == 2024]
    both = pd.concat([scores, scores.assign(year=2025, student=scores["student"] + "x")])
    admitted = admit(tidy.understood(both), P)
    grown = growth(admitted, pooled(admitted, P), P)
    one = grown[grown["class_id"].isin(admitted.classes.index[admitted.classes["year"] == 2024])]

    def z(values: pd.Series) -> pd.Series:
        low, middle, high = values.quantile([0.25, 0.5, 0.75])
        return ((values - middle) / ((high - low) / 1.349)).clip(-4, 4)

    x, y = z(scores["prior"]), z(scores["score"])
    dummies = pd.get_dummies(scores["teacher"]).astype(float)
    design = np.column_stack([x, x**2, x**3, dummies])
    beta = np.linalg.lstsq(design, y, rcond=None)[0]
    left = y - design[:, :3] @ beta[:3]
    means = pd.DataFrame({"left": left, "prior": x}).groupby([scores["school"], scores["teacher"]]).mean()
    sizes = scores.groupby(["school", "teacher"]).size()

    def inside(column: pd.Series) -> pd.Series:
        return column - (column * sizes).groupby("school").sum() / sizes.groupby("school").sum()

    gamma = (sizes * inside(means["left"]) * inside(means["prior"])).sum() / (sizes * inside(means["prior"]) ** 2).sum()
    adjusted = left - gamma * x.groupby(scores["teacher"]).transform("mean")

    expected = pd.DataFrame({"score": scores["score"], "rank": adjusted.rank()}).sort_values(["score", "rank"])["rank"]
    observed = one.assign(rank=one["q"].rank()).sort_values(["score", "rank"])["rank"]
    assert np.allclose(observed, expected, atol=2)


def test_q_is_a_normal_score() -> None:
    scores, _ = simulated(District(schools=5), 1)
    admitted = admit(tidy.understood(scores), P)
    grown = growth(admitted, pooled(admitted, P), P).join(admitted.classes, on="class_id")

    cells = grown.groupby(["grade", "year"], observed=True)["q"]
    assert np.allclose(cells.mean(), 0, atol=1e-9)
    assert np.allclose(cells.std(), 1, atol=0.02)


def test_class_years_weigh_students_by_their_share() -> None:
    grown = pd.DataFrame(
        {"class_id": 0, "q": [1.0, 3.0], "weight": [1.0, 0.5], "unadjusted": [0.0, 3.0], "z_prior": [0.2, 0.4]}
    )
    row = class_years(grown, pd.DataFrame([{"teacher": "T", **PLACE}])).iloc[0]

    assert row["m"] == pytest.approx(2.5 / 1.5)
    assert row["unadjusted"] == pytest.approx(1.0)
    assert row["n"] == pytest.approx(1.5**2 / 1.25)
    assert row["spread"] == pytest.approx(2.0)


def test_a_contrast_leaves_the_class_itself_out() -> None:
    years = pd.DataFrame([{"teacher": each, **PLACE} for each in "abc"]).assign(
        m=[3.0, 1.0, 2.0], unadjusted=0.0, n=20.0
    )
    lone = pd.DataFrame([{"teacher": "d", **PLACE, "school": "B", "m": 6.0, "unadjusted": 0.0, "n": 60.0}])
    found = beside_peers(pd.concat([years, lone], ignore_index=True), PEERS)

    assert found["d"].tolist() == pytest.approx([1.5, -1.5, 0.0])
    assert found["f"].tolist() == pytest.approx([1.5] * 3)


def drawn(persistent: float, shock: float, within: float, seed: int, groups: int = 400) -> pd.DataFrame:
    """Class-years whose variances are known: groups of four teachers, three years, 25 students."""
    draw = np.random.default_rng(seed)
    mu = np.repeat(draw.normal(0, persistent**0.5, (groups, 4))[:, :, None], 3, axis=2)
    m = mu + draw.normal(0, shock**0.5, mu.shape) + draw.normal(0, (within / 25) ** 0.5, mu.shape)
    group, teacher, year = (each.reshape(-1) for each in np.indices(m.shape))
    table = pd.DataFrame({"source": "Test", "subject": "Math", "grade": "3", "year": year + 2024})
    table = table.assign(school=group.astype(str), teacher=[f"{g}-{t}" for g, t in zip(group, teacher, strict=True)])
    return table.assign(m=m.reshape(-1), unadjusted=m.reshape(-1), n=25.0, students=25, spread=within * 24)


def test_variances_are_recovered() -> None:
    years = drawn(0.06, 0.03, 0.9, seed=1)
    found, _ = variances(beside_peers(years, PEERS), TEACHER, within_variance(years), P)

    assert found.within == pytest.approx(0.9)
    assert found.persistent == pytest.approx(0.06, abs=0.008)
    assert found.classroom_shock == pytest.approx(0.03, abs=0.005)
    assert (found.lasting, found.assumed, found.teachers) == (True, False, 1600)


def test_shuffled_labels_do_as_well_when_nothing_lasts() -> None:
    ps = []
    for seed in range(20):
        years = drawn(0.0, 0.06, 0.9, seed=seed, groups=20)
        ps.append(variances(beside_peers(years, PEERS), TEACHER, within_variance(years), P)[0].p)

    assert sum(p <= 0.05 for p in ps) <= 4
    assert 0.3 < np.mean(ps) < 0.7


def test_few_teachers_take_the_documented_defaults() -> None:
    years = drawn(0.06, 0.03, 0.9, seed=1, groups=7)
    found, _ = variances(beside_peers(years, PEERS), TEACHER, within_variance(years), P)

    assert (found.persistent, found.classroom_shock, found.assumed) == (0.04, 0.03, True)


def test_the_posterior_is_the_normal_one() -> None:
    """Four equal teachers of one place: the best linear predictor of one teacher beside the three others."""
    m = np.array([[0.6, 0.3, 0.3], [0.0, 0.1, -0.1], [0.1, 0.0, -0.1], [-0.2, 0.0, 0.2]])
    teacher, year = (each.reshape(-1) for each in np.indices(m.shape))
    years = pd.DataFrame({**PLACE, "teacher": teacher.astype(str)}).assign(year=year + 2024, m=m.reshape(-1))
    beside = beside_peers(years.assign(n=25.0, students=25, unadjusted=years["m"]), PEERS)
    row = posterior(beside, TEACHER, PEERS, 0.9, certainly(0.05, 0.02), P).iloc[0]
    noise = (0.02 + 0.9 / 25) / 3
    kappa, base = 0.05 / (0.05 + noise), m.mean()
    contrast = kappa * (m[0].mean() - m[1:].mean())

    assert row["mean"] == pytest.approx(contrast)
    assert row["sd"] ** 2 == pytest.approx(kappa * noise * (1 + 1 / 3))
    assert row["level"] == pytest.approx(base + kappa * (m[0].mean() - base))
    assert row["students"] == 75


def effects(kind: str, seed: int) -> NDArray[np.float64]:
    """Effects of 60 places with four teachers: a bell, or one star in twenty among equals; the same variance."""
    draw = np.random.default_rng(seed)
    star = 0.2 / np.sqrt(0.05 * 0.95)
    return draw.normal(0, 0.2, (60, 4)) if kind == "bell" else star * (draw.random((60, 4)) < 0.05)


@pytest.mark.parametrize(("kind", "most_false"), [("bell", 0.25), ("stars", 0.10)])
def test_a_fitted_shape_knows_stars_from_equals(kind: str, most_false: float) -> None:
    mu = np.concatenate([effects(kind, seed) for seed in range(5)])
    place, noise = np.repeat(np.arange(len(mu)), 4), np.full(mu.size, 0.15**2)
    seen = mu.reshape(-1) + np.random.default_rng(9).normal(0, 0.15, mu.size)
    shown = Shown(seen, noise, np.zeros(mu.size))
    chance = any_shape(place, shown, 0.04, 0.125, np.ones(mu.size, dtype=bool))
    truth = (mu - (mu.sum(1, keepdims=True) - mu) / 3).reshape(-1)
    named = chance >= 0.8

    assert named.sum() >= 10
    assert (truth[named] <= 0.125).mean() <= most_false


def test_a_variance_that_few_units_tell_stays_open() -> None:
    few = Observed(between=0.06, noise=0.06, students=0.04, years=3, units_free=9, years_free=18)
    many = replace(few, units_free=900, years_free=1800)
    open_, settled = likely(few, P), likely(many, P)
    spread = [float(np.sqrt(each.weight @ (each.persistent - each.mean[0]) ** 2)) for each in (open_, settled)]

    assert settled.mean == pytest.approx((0.04, 0.02), rel=0.1)
    assert spread[0] > 5 * spread[1]
    assert open_.chance_above(0.125) < settled.chance_above(0.125)


def unit(name: str, probability: float, **other: float) -> dict[str, object]:
    """A unit that passes every filter unless told otherwise."""
    return {
        "teacher": name,
        "probability": probability,
        "positive_years": 2,
        "students": 60,
        "plain": 0.1,
    } | other


def test_the_list_is_the_longest_whose_expected_false_share_is_bounded() -> None:
    units = pd.DataFrame([unit(name, p) for name, p in zip("abcde", (0.95, 0.9, 0.8, 0.65, 0.55), strict=True)])
    assert flagged(units, ["teacher"], P)["teacher"].tolist() == ["a", "b", "c", "d"]


@pytest.mark.parametrize("lacking", [{"positive_years": 1}, {"students": 24}, {"plain": -0.1}])
def test_one_doubt_is_enough_to_stay_silent(lacking: dict[str, float]) -> None:
    units = pd.DataFrame([unit("a", 0.95), unit("b", 0.99, **lacking)])
    assert flagged(units, ["teacher"], P)["teacher"].tolist() == ["a"]


def test_nobody_is_flagged_when_the_opposite_is_likelier() -> None:
    units = pd.DataFrame([unit("a", 0.999), unit("b", 0.999), unit("c", 0.49)])
    assert flagged(units, ["teacher"], P)["teacher"].tolist() == ["a", "b"]


def test_a_second_test_decides_the_tier() -> None:
    words = [tier(chance, P) for chance in (None, 0.9, 0.8, 0.5, 0.2, 0.1)]
    assert words == [Tier.PROMISING, Tier.CONFIRMED, Tier.CONFIRMED, Tier.UNDECIDED, Tier.UNDECIDED, Tier.DISAGREE]


def test_the_logistic_curve_is_statsmodels() -> None:
    from statsmodels.discrete.discrete_model import Logit  # a second to load, so not for whoever collects the tests

    draw = np.random.default_rng(1)
    z = draw.normal(0, 1, 2000)
    yes = (draw.random(2000) < 1 / (1 + np.exp(-0.4 - 1.7 * z))).astype(float)
    theirs = Logit(yes, np.column_stack([np.ones(2000), z])).fit(disp=0).params

    assert logistic(z, yes) == pytest.approx(theirs, abs=0.02)


@pytest.mark.parametrize(("yes", "n"), [(0, 12), (7, 25), (25, 25)])
def test_the_interval_is_wilsons(yes: int, n: int) -> None:
    from statsmodels.stats.proportion import proportion_confint

    assert wilson(yes, n) == pytest.approx(proportion_confint(yes, n, method="wilson"), abs=1e-6)


def test_proficiency_warns_when_only_the_students_at_the_cut_moved() -> None:
    records = pd.DataFrame({"flag": 0, "chance": 0.5, "proficient": [1.0] * 8 + [0.0] * 2})
    warned = proficiencies(records.assign(near=[True] * 5 + [False] * 5, q=[1.0] * 5 + [-0.1] * 5))[0]
    fine = proficiencies(records.assign(near=[True] * 5 + [False] * 5, q=0.2))[0]

    assert [warned.observed, warned.expected, warned.spread] == pytest.approx([8, 5.0, 2.5**0.5])
    assert (warned.near_cut, fine.near_cut) == (True, False)


def test_a_team_of_one_is_part_of_the_school() -> None:
    rows = [{"teacher": t, **PLACE, "grade": g} for t, g in (("a", "3"), ("b", "3"), ("c", "4"), ("d", "5"))]
    lone = [{"teacher": "e", **PLACE, "school": "B"}]
    years = pd.DataFrame(rows + lone).assign(m=1.0, unadjusted=1.0, n=20.0, students=20, spread=19.0, prior=0.0)
    found = team_years(years)

    assert found.set_index("grade")["team"].to_dict() == {"3": "3", "4": "all", "5": "all"}
    assert set(found["school"]) == {"A"}


def test_vendor_growth_speaks_in_sds_and_ireadys_never() -> None:
    source = pd.Series(["NWEA MAP Growth", "Star", "Star", "i-Ready"], dtype="category")
    q = vendor_q(pd.Series([0.4, 50.0, 84.134, 30.0]), source)

    assert q[:3] == pytest.approx([0.4, 0.0, 1.0], abs=1e-4)
    assert np.isnan(q[3])


def test_thousands_of_units_leave_the_variances_known() -> None:
    observed = Observed(between=0.06, noise=0.06, students=0.04, years=3, units_free=30_000, years_free=60_000)

    assert likely(observed, P).mean == pytest.approx((0.04, 0.02), rel=0.15)
    assert np.isfinite(likely(observed, P).shock).all()


def test_what_stronger_schools_gain_on_top_is_read_between_schools() -> None:
    draw = np.random.default_rng(3)
    schools, cells = np.repeat(np.arange(30), 3), np.tile(np.arange(3), 30)
    prior = np.repeat(draw.normal(0, 0.4, 30), 3) + draw.normal(0, 0.05, 90)
    years = pd.DataFrame(
        {**PLACE, "school": schools.astype(str), "grade": cells.astype(str), "prior": prior, "n": 90.0}
    )
    found = between_schools(years.assign(m=0.25 * prior + draw.normal(0, 0.05, 90)), CELL)
    nothing = between_schools(years.assign(m=0.0, prior=0.0), CELL)

    assert found.by == pytest.approx(0.25, abs=3 * found.variance**0.5)
    assert 0.005 < found.variance**0.5 < 0.05
    assert (nothing.by, nothing.variance) == (0.0, 0.0)
