"""Ceilings and floors: students whose score is the highest or lowest a test can give, and what that does to a class.

Of such a student only one side of the true score is known. Taken at its word, the score makes every strong class's
students look alike, and whatever they can do beyond the ceiling passes for their teacher's work in the next test.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from workflows.stats.counting import sums_by
from workflows.stats.runs import run_starts

Numbers = NDArray[np.float64]
Sides = NDArray[np.int8]
FEWEST, LEAST_SHARE = 5, 0.02  # Fewer equal scores at an end are what any scale of whole points has.
ROUNDS = 25
ROOT_TWO_PI = np.sqrt(2 * np.pi)


def at_limits(values: Numbers, cell: NDArray[np.int64]) -> Sides:
    """Which records stand at their cell's ceiling (1) or floor (-1), where enough of them share that score."""
    starts = run_starts([cell])
    of, length = cell[starts], int(cell.max(initial=-1)) + 1
    known = np.bincount(cell, ~np.isnan(values), length)
    sides = np.zeros(len(values), dtype=np.int8)
    for side, extreme in ((1, np.fmax), (-1, np.fmin)):
        end = np.full(length, np.nan)
        extreme.at(end, of, extreme.reduceat(values, starts))
        here = values == end[cell]
        many = np.bincount(cell, here, length)
        piled = (many >= FEWEST) & (many >= LEAST_SHARE * known) & (many < known)
        if piled.any():
            sides[here & piled[cell]] = side
    return sides


def beyond(distance: Numbers) -> Numbers:
    """E[z | z > ``distance``] of a standard normal z, the inverse Mills ratio."""
    return np.asarray(np.exp(-0.5 * distance**2 - log_ndtr(-distance)) / ROOT_TWO_PI)


def class_means(values: Numbers, sides: Sides, classes: NDArray[np.int64]) -> Numbers:
    """The mean score of every class if the test went on beyond its ends (a censored normal, by EM; Tobin 1958).

    Scores are normal around their class's mean with one variance for all; a score at an end counts as what lies beyond
    it on average.

    Parameters
    ----------
    values, sides, classes
        Of students with a score: the score, whether it is a limit, and the class's number.
    """
    n = np.maximum(sums_by(classes), 1)
    limited, outward = sides != 0, sides[sides != 0].astype(np.float64)
    of, end = classes[limited], values[limited]
    full, square = values.astype(np.float64).copy(), np.zeros(len(values))
    mean = sums_by(classes, full) / n
    for _ in range(ROUNDS):
        sd = np.sqrt(
            max(float((((full - mean[classes]) ** 2).sum() + square.sum()) / max(len(full) - len(n), 1)), 1e-12)
        )
        distance = outward * (end - mean[of]) / sd
        ratio = beyond(distance)
        full[limited] = mean[of] + outward * sd * ratio
        square[limited] = sd**2 * np.maximum(1 - ratio * (ratio - distance), 0)
        mean = sums_by(classes, full) / n
    return mean
