"""A vendor's own growth measure as q, for grades too small to know what is usual."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

INDEX = re.compile(r"nwea|\bmap\b", re.I)  # Conditional growth index: already in SDs around the norm, 0 is the norm.
UNUSABLE = re.compile(r"i-?ready", re.I)  # “Diagnostic Gain” has its negatives set to zero.


def vendor_q(growth: pd.Series, source: pd.Series) -> NDArray[np.float64]:
    """Vendor growth in SDs: NWEA's index as it is, i-Ready's gain never, every other vendor's percentile as
    Φ⁻¹(SGP/100).

    Parameters
    ----------
    growth
        The vendor's figure per record; missing where there is none.
    source
        The name of the test, a category.
    """
    names = [str(name) for name in source.cat.categories] + [""]
    codes = source.cat.codes.to_numpy()
    index = np.array([bool(INDEX.search(name)) for name in names])[codes]
    unusable = np.array([bool(UNUSABLE.search(name)) for name in names])[codes]
    values = growth.to_numpy(dtype=np.float64)
    percentile = np.where((values >= 1) & (values <= 99), values, np.nan)
    return np.where(unusable, np.nan, np.where(index, values, ndtri(percentile / 100)))
