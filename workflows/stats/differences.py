"""Step 5, continued: the variances are estimates themselves, so every one that the data allow is considered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflows.stats.parameters import Parameters

Numbers = NDArray[np.float64]
SDS = np.geomspace(0.02, 0.8, 40)  # From nothing worth a visit to more than any study has found.
SHOCKS = np.geomspace(0.02, 0.6, 25)
NOWHERE = 1e-300
LEAST_WEIGHT = 1e-3  # Variances less likely than this change no probability that anybody would see.


@dataclass(frozen=True)
class Observed:
    """What years and units show of the variances, before anything is assumed.

    ``between`` is the variance of unit means over their ``years`` (on average), ``noise`` that of a unit's years around
    its mean, of which ``students`` is what students alone cause; with their degrees of freedom.
    """

    between: float
    noise: float
    students: float
    years: float
    units_free: int
    years_free: int


@dataclass(frozen=True)
class Likely:
    """Persistent variances σ²_μ that the data allow, how likely each is, and the shock σ²_c that goes with it."""

    persistent: Numbers
    shock: Numbers
    weight: Numbers

    def chance_above(self, sd: float) -> float:
        """How likely it is that units differ by more than this."""
        return float(self.weight[self.persistent > sd**2].sum())

    @property
    def mean(self) -> tuple[float, float]:
        """The persistent variance and the shock to be expected."""
        return float(self.weight @ self.persistent), float(self.weight @ self.shock)

    @property
    def probable(self) -> "Likely":
        """Without what is too unlikely to matter."""
        some = self.weight >= LEAST_WEIGHT
        return Likely(self.persistent[some], self.shock[some], self.weight[some] / self.weight[some].sum())


def likely(observed: Observed, parameters: Parameters) -> Likely:
    """How likely each persistent variance is, given what was observed and what is usual elsewhere.

    Mean squares of normal data are χ²: with k degrees of freedom, a mean square M and its expectation E the
    log-likelihood is −k/2 · (log E + M/E). The usual SDs (``default_persistent`` and ``default_shock``) are known to
    about a factor of two (``usual_within``, on the log scale); with many units they don't matter.
    """
    persistent, shock = (SDS**2)[:, None], (SHOCKS**2)[None, :]
    noise = shock + observed.students
    between = noise / observed.years + persistent
    fit = mean_square(observed.units_free, observed.between, between)
    fit = fit + mean_square(observed.years_free, observed.noise, noise)
    fit = fit + usual(SDS, parameters.default_persistent, parameters)[:, None]
    fit = fit + usual(SHOCKS, parameters.default_shock, parameters)[None, :]
    weight = np.exp(fit - fit.max())
    each = weight.sum(1)
    # With thousands of units most variances' weight is less than a number can hold.
    return Likely(persistent[:, 0], (weight * shock).sum(1) / np.maximum(each, NOWHERE), each / each.sum())


def certainly(persistent: float, shock: float) -> Likely:
    """One pair of variances, for data that can't estimate any."""
    return Likely(np.array([persistent]), np.array([shock]), np.ones(1))


def mean_square(free: int, found: float, expected: Numbers) -> Numbers:
    """The log-likelihood of a mean square with so many degrees of freedom."""
    return np.asarray(-0.5 * free * (np.log(expected) + found / expected))


def usual(sds: Numbers, variance: float, parameters: Parameters) -> Numbers:
    """The log of how usual SDs are elsewhere, up to a constant."""
    return np.asarray(-0.5 * (np.log(sds / np.sqrt(variance)) / parameters.usual_within) ** 2)
