"""Step 7: speak only when fairly sure that a pattern is real and not tiny."""

import numpy as np
import pandas as pd

from workflows.stats.parameters import Parameters


def flagged(posteriors: pd.DataFrame, unit: list[str], parameters: Parameters) -> pd.DataFrame:
    """The longest list, best first, whose expected share of false flags stays bounded.

    Keeps units from the most to the least probable while mean(1 − P) ≤ ``most_false`` (a Bayesian false discovery
    rate; Müller, Parmigiani & Rice 2006) and P ≥ ``least_probability``; of those, the ones that hold in enough
    years, on enough students, against the district, and without the class-mean adjustment.

    Parameters
    ----------
    posteriors
        One row per unit, from ``shrink.posterior``.
    unit
        The columns that name a unit (they settle ties).
    parameters
        The thresholds.

    Returns
    -------
    DataFrame
        The flagged rows of ``posteriors``, most probable first.
    """
    first = posteriors.sort_values(["probability", *unit], ascending=[False, *[True] * len(unit)])
    p = first["probability"]
    expected_false = (1 - p).cumsum() / np.arange(1, len(first) + 1)
    listed = first[(expected_false <= parameters.most_false) & (p >= parameters.least_probability)]
    return listed[
        (listed["positive_years"] >= parameters.least_positive_years)
        & (listed["students"] >= parameters.least_students)
        & (listed["district"] > 0)
        & (listed["plain"] > 0)
    ]
