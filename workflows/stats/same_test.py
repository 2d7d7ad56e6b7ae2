"""One test under two names: an export that comes twice, also on another scale, is no second opinion on anything."""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NEARLY_SAME = 0.98  # Two real tests of one subject agree at about 0.8; even two forms of one test stay below 0.95.
ENOUGH = 50  # Students with both scores; fewer can agree by chance.
MOST_ASKED = 20_000


def copies(scores: pd.DataFrame) -> NDArray[np.bool_]:
    """Records of a source whose scores nearly coincide with another's of the same subject; the larger one stays.

    Parameters
    ----------
    scores
        As ``tidy.understood`` makes it: ``source, subject, grade, year, student, score``.
    """
    found = np.zeros(len(scores), dtype=bool)
    if len(scores["source"].cat.categories) < 2:
        return found
    for _, rows in scores.groupby("subject", observed=True).indices.items():
        some = scores.iloc[rows]
        sizes = some["source"].value_counts()
        names = sorted(sizes.index[sizes > 0], key=lambda name: (-sizes[name], str(name)))
        gone: set[object] = set()
        for first, second in combinations(names, 2):
            if first not in gone and second not in gone and coincide(some, first, second):
                gone.add(second)
        if gone:
            found[rows] |= some["source"].isin(gone).to_numpy()
    return found


def coincide(scores: pd.DataFrame, first: object, second: object) -> bool:
    """Whether students stand in nearly the same order on both tests, grade by grade and year by year."""
    names = ["student", "year", "grade", "score"]
    one, other = (scores.loc[scores["source"] == name, names].dropna() for name in (first, second))
    one = one.drop_duplicates(names[:3])
    met = one.iloc[:: 1 + len(one) // MOST_ASKED].merge(other.drop_duplicates(names[:3]), on=names[:3])
    if len(met) < ENOUGH:
        return False
    cells = met.groupby(["year", "grade"], observed=True)
    ranks = [cells[name].rank(pct=True) for name in ("score_x", "score_y")]
    size = cells["score_x"].transform("size")
    inside = (size >= ENOUGH // 5).to_numpy()
    if inside.sum() < ENOUGH:
        return False
    return abs(float(np.corrcoef(ranks[0][inside], ranks[1][inside])[0, 1])) >= NEARLY_SAME
