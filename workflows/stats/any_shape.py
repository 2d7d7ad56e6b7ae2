"""Step 6, the other prior: teachers' effects may have any shape, such as a few stars among equals.

A bell is a poor guess where a few stand out and the rest are alike: it finds stars everywhere. So the shape itself is
estimated (a nonparametric maximum likelihood; Kiefer & Wolfowitz 1956, Laird 1978), jointly with what is usual in each
place, and only then is anybody compared. A name needs both priors' word.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from workflows.stats.counting import sums_by
from workflows.stats.places import Places, Shown, of_others

Numbers = NDArray[np.float64]
STEPS = 60  # EM begins with a bell; stopped here it is smooth where the data say nothing.
MOST_FITTED = 2_000  # Units enough to know a shape.
FINEST, COARSEST = 0.02, 0.06
FARTHEST = 3.0
NOWHERE = 1e-300
UNLIKELY = 1e-4


@dataclass(frozen=True)
class Grid:
    """Where effects and places' levels may lie, both a multiple of ``step`` from the middle."""

    step: float
    effects: int
    levels: int

    @property
    def effect(self) -> Numbers:
        """Every possible effect."""
        return np.linspace(-self.effects, self.effects, 2 * self.effects + 1) * self.step

    @property
    def total(self) -> Numbers:
        """Every possible sum of an effect and a place's level."""
        most = self.effects + self.levels
        return np.linspace(-most, most, 2 * most + 1) * self.step

    def spread(self, values: Numbers) -> Numbers:
        """A matrix that sums over effects: by total and level, the value of their difference's effect."""
        width = 2 * self.levels + 1
        table = np.zeros((len(self.total), width))
        for level in range(width):
            table[level : level + len(values), level] = values
        return table


def any_shape(place: Places, shown: Shown, persistent: float, cut: float, asked: NDArray[np.bool_]) -> Numbers:
    """Pr(a unit's lasting contrast with its peers > ``cut``) under the fitted shape; 0 where it isn't asked.

    Parameters
    ----------
    place, shown
        Each unit's place, and what it shows beside the others there.
    persistent
        σ²_μ, for the bell that the fit begins with.
    cut
        The contrast that matters.
    asked
        The units whose probability is wanted.
    """
    weight = 1 / shown.noise
    level = shown.level - (sums_by(place, weight * shown.level) / sums_by(place, weight))[place]
    grid = grid_for(level, shown.noise)
    bell = np.exp(-0.5 * grid.effect**2 / persistent)
    some = np.flatnonzero(place % (1 + len(level) // MOST_FITTED) == 0)
    shape = fitted(renumbered(place[some]), likelihood(level[some], shown.noise[some], grid), bell / bell.sum(), grid)
    chances = np.zeros(len(level))
    theirs = np.flatnonzero(np.isin(place, place[asked]))
    if len(theirs):
        table = likelihood(level[theirs], shown.noise[theirs], grid)
        chances[theirs] = exceeding(renumbered(place[theirs]), table, shape, grid, cut, asked[theirs])
    return chances


def grid_for(level: Numbers, noise: Numbers) -> Grid:
    """A grid fine enough for the noise and wide enough for what is seen."""
    step = float(np.clip(0.4 * np.sqrt(np.median(noise)), FINEST, COARSEST))
    farthest = min(float(np.abs(level).max()), FARTHEST)
    effects, levels = max(1.0, farthest + step), max(0.6, farthest / 2)
    return Grid(step, int(np.ceil(effects / step)), int(np.ceil(levels / step)))


def likelihood(level: Numbers, noise: Numbers, grid: Grid) -> Numbers:
    """How likely what each unit shows is, for every total of its effect and its place's level."""
    return np.asarray(np.exp(-0.5 * (level[:, None] - grid.total) ** 2 / noise[:, None]))


def fitted(place: Places, table: Numbers, shape: Numbers, grid: Grid) -> Numbers:
    """The shape after so many steps of EM: each effect's share among units, their places' levels unknown."""
    width = 2 * grid.levels + 1
    for _ in range(STEPS):
        chance, weight = levels_of(place, table @ grid.spread(shape))
        met = (weight[place] / chance).T @ table
        shape = shape * sum(met[level, level : level + len(shape)] for level in range(width))
        shape = shape / shape.sum()
    return shape


def levels_of(place: Places, chance: Numbers) -> tuple[Numbers, Numbers]:
    """The chances of what units show by their place's level, never quite 0; and how likely each place's levels are."""
    chance = np.maximum(chance, NOWHERE)
    logs = np.stack([sums_by(place, column) for column in np.log(chance).T], axis=1)
    weight = np.exp(logs - logs.max(1, keepdims=True))
    return chance, weight / weight.sum(1, keepdims=True)


def exceeding(
    place: Places, table: Numbers, shape: Numbers, grid: Grid, cut: float, asked: NDArray[np.bool_]
) -> Numbers:
    """Pr(effect − mean effect of the others of one's place > ``cut``), for those who are asked.

    Given its place's level a unit's effect has a distribution of its own; the others' mean is taken as normal.
    """
    chance, weight = levels_of(place, table @ grid.spread(shape))
    mean = table @ grid.spread(shape * grid.effect) / chance
    spread = np.maximum(table @ grid.spread(shape * grid.effect**2) / chance - mean**2, 1e-6)
    others = np.maximum(sums_by(place)[place] - 1, 1)
    found = np.zeros(len(table))
    for number in range(2 * grid.levels + 1):
        rows = np.flatnonzero(asked & (weight[place, number] > UNLIKELY))
        apart = of_others(place, mean[:, number])[rows], of_others(place, spread[:, number])[rows] / others[rows]
        share = table[rows, number : number + len(shape)] * shape / chance[rows, number, None]
        above = ndtr((grid.effect - cut - apart[0][:, None]) / np.sqrt(apart[1])[:, None])
        found[rows] += weight[place[rows], number] * (share * above).sum(1)
    return found


def renumbered(place: Places) -> Places:
    """Places from 0 on without gaps."""
    return np.unique(place, return_inverse=True)[1]
