"""A vendor's own growth measure as q, for grades too small to know what is usual."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

UNUSABLE = re.compile(r"i-?ready", re.I)  # “Diagnostic Gain” has its negatives set to zero.
LARGEST_INDEX = 6.0  # In SDs around the norm; percentiles, which run to 99, are larger nearly always.
MOSTLY_INDEX = 0.95  # Of an index nearly all figures are that small, one typing error aside.
MOSTLY_PERCENTILE = 0.25  # Of percentiles one in twenty is; of anything between the two we believe nothing.


def vendor_q(growth: pd.Series, source: pd.Series, kind: pd.Series | None = None) -> NDArray[np.float64]:
    """Vendor growth in SDs: an index around the norm (NWEA's CGI) as it is, a percentile as Φ⁻¹(SGP/100), i-Ready's
    gain never.

    Parameters
    ----------
    growth
        The vendor's figure per record; missing where there is none.
    source
        The name of the test, a category.
    kind
        What the figure is, a category (“cgi fall-spring”, “sgp”); gains in points are of no kind we can use. Where a
        file doesn't say, the size of a source's figures tells an index from a percentile, or nothing does.
    """
    values = growth.to_numpy(dtype=np.float64)
    index, percentile = said(kind) if kind is not None else guessed(values, source)
    unusable = of_categories(source, [bool(UNUSABLE.search(str(name))) for name in source.cat.categories])
    index = index & (np.abs(values) <= LARGEST_INDEX) & ~unusable
    percentile = percentile & (values >= 1) & (values <= 99) & ~unusable
    q = np.where(index, values, np.nan)
    q[percentile] = ndtri(values[percentile] / 100)
    return q


def said(kind: pd.Series) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which figures are an index and which a percentile, as the file says."""
    names = [str(name).lower() for name in kind.cat.categories]
    found = [of_categories(kind, [name.startswith(word) for name in names]) for word in ("cgi", "sgp")]
    return found[0], found[1]


def guessed(values: NDArray[np.float64], source: pd.Series) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The same by the size of each source's figures."""
    codes = source.cat.codes.to_numpy()
    sizes = [np.abs(values[(codes == place) & ~np.isnan(values)]) for place in range(len(source.cat.categories))]
    small = [float((each <= LARGEST_INDEX).mean()) if len(each) else 0.5 for each in sizes]
    return (
        of_categories(source, [share >= MOSTLY_INDEX for share in small]),
        of_categories(source, [share <= MOSTLY_PERCENTILE for share in small]),
    )


def of_categories(column: pd.Series, judgements: list[bool]) -> NDArray[np.bool_]:
    """A judgement on each category, spread over the rows; blanks get none."""
    return np.array([*judgements, False], dtype=bool)[column.cat.codes.to_numpy()]
