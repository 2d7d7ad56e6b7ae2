"""Step 6: pull each estimate toward the middle as far as its evidence is thin."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from workflows.stats.any_shape import any_shape
from workflows.stats.counting import numbers, sums_by, taken
from workflows.stats.differences import Likely
from workflows.stats.parameters import Parameters
from workflows.stats.places import Beside, Places, Shown, beside_one_another, of_others, shown_by

Numbers = NDArray[np.float64]
WORTH_ASKING = 0.3  # Whoever a bell leaves less probable than this is named by no other shape either.


@dataclass(frozen=True)
class Contrast:
    """Normal posteriors by unit: of the lasting contrast with its peers, and of its level in the district."""

    mean: Numbers
    variance: Numbers
    level: Numbers
    level_variance: Numbers


def posterior(
    contrasts: pd.DataFrame, unit: list[str], peers: list[str], within: float, likely: Likely, parameters: Parameters
) -> pd.DataFrame:
    """What each unit's lasting contrast with its peers probably is, given all their years.

    Two priors are asked and the smaller probability counts: a bell whose variance is uncertain (``likely``) and a
    shape fitted to the data (``any_shape``).

    Parameters
    ----------
    contrasts
        One row per class and year, from ``contrast.beside_peers``.
    unit, peers
        The columns that name a unit, and those that make others comparable.
    within
        σ²_e.
    likely
        The variances of step 5.
    parameters
        ``meaningful``.

    Returns
    -------
    DataFrame
        One row per unit: ``mean, sd`` of the contrast, ``probability`` = Pr(contrast > ``meaningful``), ``above_zero``,
        ``level, level_sd`` (among the district's students), ``others`` (how many peers it has), ``years,
        positive_years, students``, ``plain`` (its contrast without the class-mean adjustment). In memory only:
        estimates of units that aren't flagged must never be stored.
    """
    beside = beside_one_another(contrasts, unit, peers)
    persistent, shock = likely.mean
    shown = shown_by(beside, persistent, shock, within)
    each = contrast_of(beside.place, shown, persistent)
    probability, above_zero = integrated(beside, within, likely.probable, parameters.meaningful)
    asked = probability >= WORTH_ASKING
    other = any_shape(beside.place, shown, persistent, parameters.meaningful, asked)
    facts = {
        "mean": each.mean,
        "sd": np.sqrt(each.variance),
        "probability": np.where(asked, np.minimum(probability, other), probability),
        "above_zero": above_zero,
        "others": sums_by(beside.place)[beside.place] - 1,
        "level": each.level,
        "level_sd": np.sqrt(each.level_variance),
        **by_unit(contrasts, beside.unit),
    }
    _, first = np.unique(beside.unit, return_index=True)
    return pd.DataFrame({**taken(contrasts, unit, first), **facts})


def contrast_of(place: Places, shown: Shown, persistent: float) -> Contrast:
    """Posteriors of effects that are normal, in places whose own level is unknown (a flat prior).

    κ = σ²_μ/(σ²_μ + noise); given the place's level the effect is κ·(what is shown − level), with variance κ·noise;
    the level's own variance is 1/Σ1/(σ²_μ + noise).
    """
    known = 1 / (persistent + shown.noise)
    kappa, precision = persistent * known, sums_by(place, known)
    base = (sums_by(place, known * shown.level) / precision)[place]
    effect, left = kappa * (shown.level - base), kappa * shown.noise
    others = np.maximum(sums_by(place)[place] - 1, 1)
    return Contrast(
        mean=effect - of_others(place, effect),
        variance=left + of_others(place, left) / others + (kappa - of_others(place, kappa)) ** 2 / precision[place],
        level=shown.around + base + effect,
        level_variance=left + (1 - kappa) ** 2 / precision[place],
    )


def integrated(beside: Beside, within: float, likely: Likely, cut: float) -> tuple[Numbers, Numbers]:
    """Pr(contrast > ``cut``) and Pr(contrast > 0), over all the variances that the data allow."""
    many = int(beside.unit.max(initial=-1)) + 1
    above, positive = np.zeros(many), np.zeros(many)
    for persistent, shock, weight in zip(likely.persistent, likely.shock, likely.weight, strict=True):
        each = contrast_of(beside.place, shown_by(beside, persistent, shock, within), persistent)
        sd = np.sqrt(each.variance)
        above += weight * ndtr((each.mean - cut) / sd)
        positive += weight * ndtr(each.mean / sd)
    return above, positive


def by_unit(contrasts: pd.DataFrame, unit: Places) -> dict[str, Numbers]:
    """Years, years above the peers, students, and the contrast without the class-mean adjustment."""
    year = numbers(contrasts, ["year"])
    occasions, of = np.unique(unit * (int(year.max(initial=0)) + 1) + year, return_inverse=True)
    owner = occasions // (int(year.max(initial=0)) + 1)
    n, d, plain = (contrasts[name].to_numpy(dtype=np.float64) for name in ("n", "d", "plain"))
    yearly = sums_by(of, n * d)
    return {
        "years": sums_by(owner),
        "positive_years": sums_by(owner, yearly > 0),
        "students": sums_by(unit, contrasts["students"].to_numpy()),
        "plain": sums_by(unit, n * plain) / sums_by(unit, n),
    }
