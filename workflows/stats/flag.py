"""Step 7: speak only when fairly sure that a pattern is real and not tiny."""

import numpy as np
import pandas as pd

from workflows.stats.counting import numbers
from workflows.stats.parameters import Parameters


def flagged(posteriors: pd.DataFrame, unit: list[str], parameters: Parameters) -> pd.DataFrame:
    """The longest list, best first, whose expected share of false flags stays bounded.

    Keeps units from the most to the least probable while mean(1 − P) ≤ ``list_false`` (a Bayesian false discovery
    rate; Müller, Parmigiani & Rice 2006) and P ≥ ``least_probability``; of those, the ones that hold in enough
    years, on enough students, and without the class-mean adjustment. Whether the whole school lies above the district
    isn't asked: that says nothing about a teacher's own part, and asking it cost 6 to 8 points of recall.

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
    first = posteriors.iloc[np.lexsort((numbers(posteriors, unit), -posteriors["probability"].to_numpy()))]
    p = first["probability"].to_numpy()
    expected_false = np.cumsum(1 - p) / np.arange(1, len(first) + 1)
    holds = {name: first[name].to_numpy() for name in ("positive_years", "students", "plain")}
    return first[
        (expected_false <= parameters.list_false)
        & (p >= parameters.least_probability)
        & (holds["positive_years"] >= parameters.least_positive_years)
        & (holds["students"] >= parameters.least_students)
        & (holds["plain"] > 0)
    ]
