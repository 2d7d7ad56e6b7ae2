"""Step 6: pull each estimate toward the middle as far as its evidence is thin."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from workflows.stats.counting import numbers, sums_by, taken
from workflows.stats.parameters import Parameters
from workflows.stats.variance_components import Variances


def posterior(years: pd.DataFrame, unit: list[str], found: Variances, parameters: Parameters) -> pd.DataFrame:
    """What each unit's lasting contrast μ probably is, given its years (normal–normal empirical Bayes; Morris 1983).

    h_t = 1/(σ²_c f + σ²_e f/n_t), d̄ = Σhd/Σh, V = σ²_μ f, posterior mean d̄·V/(V + 1/Σh), variance 1/(1/V + Σh).

    Parameters
    ----------
    years
        One row per unit and year: ``d, plain, u, f, n, students``, from ``contrast.teacher_years``.
    unit
        The columns that name a unit.
    found
        The variances of step 5.
    parameters
        ``meaningful`` and ``least_persistent``.

    Returns
    -------
    DataFrame
        One row per unit: ``mean``, ``sd``, ``probability`` = Pr(μ > ``meaningful``), ``above_zero`` = Pr(μ > 0),
        ``years``, ``positive_years``, ``students``, ``district`` and ``plain`` (h-weighted contrasts). In memory
        only: estimates of units that aren't flagged must never be stored.
    """
    each = numbers(years, unit)
    _, first = np.unique(each, return_index=True)
    d, plain, u, f, n = (years[name].to_numpy(dtype=np.float64) for name in ("d", "plain", "u", "f", "n"))
    h = 1 / (found.classroom_shock * f + found.within * f / n)
    weight, occasions = sums_by(each, h), sums_by(each)
    v = max(found.persistent, parameters.least_persistent) * sums_by(each, f) / occasions
    sd = np.sqrt(1 / (1 / v + weight))
    mean = sums_by(each, h * d) / weight * v / (v + 1 / weight)
    facts = {
        "years": occasions,
        "positive_years": sums_by(each, d > 0),
        "students": sums_by(each, years["students"].to_numpy()),
        "mean": mean,
        "sd": sd,
        "probability": ndtr((mean - parameters.meaningful) / sd),
        "above_zero": ndtr(mean / sd),
        "district": sums_by(each, h * u) / weight,
        "plain": sums_by(each, h * plain) / weight,
    }
    return pd.DataFrame({**taken(years, unit, first), **facts})
