"""Step 2: where students with the same earlier scores usually end up, and how each student did beside that."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from workflows.stats.counting import numbers, ratio, sums_by, weighted_means
from workflows.stats.inclusion import Admitted
from workflows.stats.limits import at_limits, beyond
from workflows.stats.parameters import Parameters
from workflows.stats.pools import Pools
from workflows.stats.runs import run_starts, runs_of
from workflows.stats.tidy import SPARSE

Numbers = NDArray[np.float64]
WORTH_A_THREAD = 50_000  # Of fewer rows the work takes less time than starting threads for it.
CLEARLY = 1.281552  # Nine in ten values of chance lie below, in its SDs.
LIMIT_ROUNDS = 8  # Filled-in scores move by less than a hundredth of an SD after about five.
ROUNDING = 9  # Decimals: keeps equal residuals equal, whatever the order of the rows.


def growth(admitted: Admitted, pools: Pools, parameters: Parameters) -> pd.DataFrame:
    """How every student grew beside students with the same earlier scores.

    In each cell (source, subject, grade, year) scores are standardised and regressed on a cubic of the prior, the
    other subjects' prior, a second earlier score, and flags where these are missing. Slopes come from differences
    *within* classes, so that no teacher's effect leaks into them; what is left is adjusted for the class's mean prior,
    ranked over the cell and turned into q = Φ⁻¹((rank − ½)/N), a normal score, and into a growth percentile (Betebenner
    2009; Castellano & Ho 2015). Where a cell is too small, a vendor's own norm-referenced growth serves instead.

    Parameters
    ----------
    admitted
        Records and classes of step 1.
    pools
        Which of them share a regression, from ``pools.pooled``.
    parameters
        Cell sizes and the clipping point.

    Returns
    -------
    DataFrame
        The admitted records cell by cell: ``class_id, weight, score``, ``q`` (SDs of growth), ``unadjusted``
        (SDs, without the class-mean adjustment), ``z_prior`` (SDs of the cell's earlier scores; missing with
        vendor growth) and, where known, ``proficient``.
    """
    records = admitted.records
    score_of = records["score"].to_numpy()[pools.order]
    score = standardised(score_of, pools.cell_slices, parameters.clip)
    prior = standardised(records["prior"].to_numpy()[pools.order], pools.cell_slices, parameters.clip)
    left, adjusted = beyond_expectation(admitted, score, prior, pools, parameters)
    sides = at_limits(score_of, cell_numbers(pools))
    if sides.any():
        left, adjusted = beyond_limits(admitted, score, prior, sides, pools, parameters)
    q, unadjusted = vendor_scores(admitted, pools), np.full(len(records), np.nan)

    def rank(rows: slice) -> None:
        q[rows] = normal_scores(adjusted[rows])
        unadjusted[rows] = left[rows] / max(float(adjusted[rows].std()), 1e-12)

    side_by_side(rank, pools.slices)
    columns = {
        "class_id": pools.classes,
        "weight": records["weight"].to_numpy()[pools.order],
        "q": q,
        "unadjusted": np.where(np.isnan(unadjusted), q, unadjusted),
        "z_prior": prior,
        "score": score_of,
    }
    if "proficient" in records:
        columns["proficient"] = records["proficient"].to_numpy()[pools.order]
    return pd.DataFrame(columns, copy=False)


def beyond_expectation(
    admitted: Admitted, score: Numbers, prior: Numbers, pools: Pools, parameters: Parameters
) -> tuple[Numbers, Numbers]:
    """What earlier scores leave of each (standardised) score, before and after the class-mean adjustment."""
    besides = [other_priors(admitted, prior, pools), *second_priors(admitted, pools, parameters)]
    left = np.full(len(score), np.nan)

    def regress(rows: slice) -> None:
        some = [each[rows] for each in besides]
        left[rows] = residuals(score[rows], prior[rows], some, pools.classes[rows], parameters)

    side_by_side(regress, pools.slices)
    return left, left - class_mean_adjustment(admitted, left, prior, pools, parameters)


def beyond_limits(
    admitted: Admitted,
    score: Numbers,
    prior: Numbers,
    sides: NDArray[np.int8],
    pools: Pools,
    parameters: Parameters,
) -> tuple[Numbers, Numbers]:
    """The same where a test stops: a score at its ceiling or floor counts as what lies beyond it on average.

    With e normal around what was expected, that is E[e | e beyond the limit]; regressing and filling in take turns (EM
    for a censored regression; Tobin 1958, Aitkin 1981). A class's own effect is left out of it, so that nobody is named
    for scores that nobody has seen.
    """
    rows = np.flatnonzero(sides)
    outward, full = sides[rows].astype(np.float64), score.copy()
    left, adjusted = beyond_expectation(admitted, full, prior, pools, parameters)
    for _ in range(LIMIT_ROUNDS):
        sd = float(np.nanstd(np.delete(adjusted, rows)))
        expected = full[rows] - adjusted[rows]
        full[rows] = expected + outward * sd * beyond(outward * (score[rows] - expected) / sd)
        left, adjusted = beyond_expectation(admitted, full, prior, pools, parameters)
    return left, adjusted


def cell_numbers(pools: Pools) -> NDArray[np.int64]:
    """Which cell each sorted record is of; those that only a vendor's growth serves share the last number."""
    cell = np.full(len(pools.order), len(pools.cell_slices), dtype=np.int64)
    for number, rows in enumerate(pools.cell_slices):
        cell[rows] = number
    return cell


def standardised(values: Numbers, cells: list[slice], clip: float) -> Numbers:
    """Scores in robust SDs around their cell's median, (x − median)/(IQR/1.349), clipped so that no single one
    has leverage.

    Where more than half the scores are equal (a ceiling) the plain SD takes the place of the IQR.
    """
    z = np.full(len(values), np.nan)

    def standardise(cell: slice) -> None:
        low, middle, high = np.quantile(values[cell], [0.25, 0.5, 0.75])
        spread = (high - low) / 1.349 or float(values[cell].std()) or 1.0
        z[cell] = np.clip((values[cell] - middle) / spread, -clip, clip)

    side_by_side(standardise, cells)
    return z


def side_by_side(work: Callable[[slice], None], slices: list[slice]) -> None:
    """Do the same work on every slice, of many rows two at a time: sorting and arithmetic on arrays let other threads
    run."""
    if sum(each.stop - each.start for each in slices) < WORTH_A_THREAD:
        for each in slices:
            work(each)
        return
    with ThreadPoolExecutor(max_workers=2) as together:
        list(together.map(work, slices))


def other_priors(admitted: Admitted, prior: Numbers, pools: Pools) -> Numbers:
    """Each student's mean standardised prior in the other subjects of the same source and year; missing where none."""
    records, classes = admitted.records, admitted.classes
    occasion = numbers(classes, ["source", "year"])
    key = records["student"].to_numpy(dtype=np.int64)[pools.order] * (occasion.max() + 1) + occasion[pools.classes]
    codes = key if key.max(initial=0) < SPARSE * len(key) else pd.factorize(key)[0]
    known = ~np.isnan(prior)
    sums = sums_by(codes, np.where(known, prior, 0.0))[codes]
    times = np.bincount(codes if known.all() else codes[known], minlength=int(codes.max(initial=-1)) + 1).astype(
        np.int32
    )[codes]
    others = np.full(len(prior), np.nan)
    np.divide(sums - prior, times - 1, out=others, where=times > 1)
    return others


def second_priors(admitted: Admitted, pools: Pools, parameters: Parameters) -> list[Numbers]:
    """Each student's standardised second earlier score of the same test, where files know any; missing where not."""
    if "prior_before" not in admitted.records:
        return []
    values = admitted.records["prior_before"].to_numpy()[pools.order]
    known = ~np.isnan(values)
    z = np.full(len(values), np.nan)
    for cell in pools.cell_slices:
        some = np.flatnonzero(known[cell]) + cell.start
        if len(some) >= parameters.pooled_cell:
            z[some] = standardised(values[some], [slice(0, len(some))], parameters.clip)
    return [z]


def residuals(
    score: Numbers, prior: Numbers, besides: list[Numbers], classes: NDArray[np.int32], parameters: Parameters
) -> Numbers:
    """What the within-class regression on earlier scores leaves of each score; its mean over the pool is 0.

    y − Xβ with β = (X̃ᵀX̃)⁺X̃ᵀỹ, where ~ is the deviation from the class mean (a fixed-effects estimator). ``besides``
    are further earlier scores, each with a flag where it is missing.
    """
    columns = [prior]
    if len(score) >= parameters.own_cell:
        columns += [prior * prior, prior * prior * prior]
        for other in besides:
            missing = np.isnan(other)
            columns += [] if missing.all() else [np.where(missing, 0.0, other), missing.astype(float)]
    table = np.stack([*columns, score])
    runs = runs_of(classes - classes.min())
    sums = np.stack([runs.sums(column) for column in table])
    size = np.bincount(runs.of, np.diff(runs.starts, append=len(classes)))
    # X̃ᵀX̃ = XᵀX − Σ n·x̄x̄ᵀ, without writing the deviations down.
    within = table @ table.T - (sums / np.maximum(size, 1)) @ sums.T
    slopes = np.linalg.pinv(within[:-1, :-1], rcond=1e-10) @ within[:-1, -1]
    left = score - slopes @ table[:-1]
    return np.asarray(left - left.mean())


def class_mean_adjustment(
    admitted: Admitted, left: Numbers, prior: Numbers, pools: Pools, parameters: Parameters
) -> Numbers:
    """γ · (mean prior of the class): what classes of higher earlier scores gain on top, for every record.

    γ is the slope of class mean residuals on class mean priors *between classes of one school, grade and year*, so that
    it can't absorb what whole schools do; each pool's slope is pulled toward that of its source and subject as far as
    chance alone could explain the difference (``shared_slopes``).
    """
    classes, length = admitted.classes, len(admitted.classes)
    known = ~np.isnan(left)
    runs = runs_of(pools.classes)
    n = runs.sums(known, length)
    size = np.maximum(n, 1)
    mean_left = runs.sums(np.where(known, left, 0.0), length) / size
    mean_prior = runs.sums(np.where(known, prior, 0.0), length) / size
    unlimited = means_beyond_limits(admitted, pools)
    mean_prior = np.where(np.isnan(unlimited), mean_prior, unlimited)
    group = numbers(classes, ["source", "subject", "year", "grade", "school"])
    inside_left = np.subtract(mean_left, weighted_means(mean_left, n, group))
    inside_prior = np.subtract(mean_prior, weighted_means(mean_prior, n, group))
    pool = pools.pool_of_class
    slope = shared_slopes(inside_prior, inside_left, n, pool, numbers(classes, ["source", "subject"]))
    return (slope * (mean_prior - weighted_means(mean_prior, n, pool)))[pools.classes]


def shared_slopes(x: Numbers, y: Numbers, n: Numbers, pool: NDArray[np.int64], subject: NDArray[np.int64]) -> Numbers:
    """Each class's slope of y on x: its pool's, pulled toward its subject's.

    Slopes b with variances v = s²/Σnx², whose true spread τ² is estimated by moments (DerSimonian & Laird 1986, from
    what exceeds nine in ten values of chance), become (b/v + b̄/τ²)/(1/v + 1/τ²).
    """
    products, squares = sums_by(pool, n * x * y), sums_by(pool, n * x**2)
    own = ratio(products, squares)
    of = np.zeros(len(own), dtype=np.int64)
    of[pool] = subject
    whole = ratio(sums_by(of, products), sums_by(of, squares))
    free = np.maximum(sums_by(subject, n > 0) - 1, 1)
    noise = sums_by(subject, n * (y - whole[subject] * x) ** 2) / free
    weight = ratio(squares, np.maximum(noise[of], 1e-12))
    many, sums = np.maximum(sums_by(of, squares > 0) - 1, 1), sums_by(of, weight)
    surplus = sums_by(of, weight * (own - whole[of]) ** 2) - many - CLEARLY * np.sqrt(2 * many)
    spread = np.maximum(ratio(surplus, sums - ratio(sums_by(of, weight**2), sums)), 0.0)[of]
    share = ratio(weight * spread, 1 + weight * spread)
    return np.asarray((share * own + (1 - share) * whole[of])[pool])


def means_beyond_limits(admitted: Admitted, pools: Pools) -> Numbers:
    """Classes' mean earlier scores beyond the test's limits, in the robust SDs of their cell."""
    known, prior = admitted.classes["prior_mean"].to_numpy(dtype=np.float64), admitted.records["prior"].to_numpy()
    means = np.full(len(known), np.nan)
    if np.isnan(known).all():
        return means
    for cell in pools.cell_slices:
        low, middle, high = np.quantile(prior[pools.order[cell]], [0.25, 0.5, 0.75])
        theirs = np.unique(pools.classes[cell])
        means[theirs] = (known[theirs] - middle) / ((high - low) / 1.349 or 1.0)
    return means


def normal_scores(values: Numbers) -> Numbers:
    """q = Φ⁻¹((rank − ½)/N); ties share their mean rank."""
    # Sorting whole numbers that carry their places is several times as fast as sorting places.
    keys = np.rint(values * 10.0**ROUNDING).astype(np.int64)
    bits = len(values).bit_length()
    together = np.sort((keys << bits) | np.arange(len(values)))
    order, keys = together & ((1 << bits) - 1), together >> bits
    starts = np.append(run_starts([keys]), len(values))
    middles = (starts[:-1] + starts[1:]) / 2  # The mean of rank − ½ over each run of ties.
    q = np.empty_like(values)
    q[order] = np.repeat(ndtri(middles / len(values)), np.diff(starts))
    return q


def vendor_scores(admitted: Admitted, pools: Pools) -> Numbers:
    """The vendor's own growth (already q) where a file brings it; the regression's takes its place in large
    enough cells."""
    records = admitted.records
    if "vendor_growth" not in records:
        return np.full(len(records), np.nan)
    return np.asarray(records["vendor_growth"].to_numpy()[pools.order], dtype=np.float64)
