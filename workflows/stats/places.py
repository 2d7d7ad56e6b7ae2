"""Who is beside whom over all years, and what each unit shows there: the joint model of steps 4 to 6."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workflows.stats.counting import numbers, sums_by

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
ROUNDS = 30  # A unit's years and its peers' settle to the fifth decimal within about ten.


@dataclass(frozen=True)
class Beside:
    """Class-years of units among their peers.

    By class-year: ``unit``, ``group`` (peers of one year), ``m`` (mean growth) and ``n`` (effective students). By unit:
    ``doubt`` (variance of an error that all its years share, such as an adjustment's) and ``place``, the one in which
    it had most students: those of one place are each other's peers.
    """

    unit: Places
    group: Places
    m: Numbers
    n: Numbers
    doubt: Numbers
    place: Places


@dataclass(frozen=True)
class Shown:
    """What each unit's years show together: ``level`` above the peers of each year, ``noise`` (its variance), and
    the typical level of those peers in the district, ``around``."""

    level: Numbers
    noise: Numbers
    around: Numbers


def beside_one_another(contrasts: pd.DataFrame, unit: list[str], peers: list[str]) -> Beside:
    """Number units, groups and places.

    Parameters
    ----------
    contrasts
        One row per class and year, from ``contrast.beside_peers``.
    unit
        The columns that name a unit.
    peers
        What made others comparable, with the year; without it they name a place.
    """
    units, group = numbers(contrasts, unit), numbers(contrasts, ["group"])
    n = contrasts["n"].to_numpy(dtype=np.float64)
    spot = numbers(contrasts, [name for name in peers if name != "year"])
    place = joined(units, group, home(units, spot, n), n)
    m, doubt = (contrasts[name].to_numpy(dtype=np.float64) if name in contrasts else 0 * n for name in ("m", "doubt"))
    return Beside(units, group, m, n, sums_by(units, doubt) / sums_by(units), place)


def home(unit: Places, spot: Places, n: Numbers) -> Places:
    """Where each unit had most students."""
    wide = int(spot.max(initial=0)) + 1
    pairs, of = np.unique(unit * wide + spot, return_inverse=True)
    order = np.lexsort((-sums_by(of, n), pairs // wide))
    firsts = np.unique(pairs[order] // wide, return_index=True)[1]
    return np.asarray(pairs[order][firsts] % wide, dtype=np.int64)


def joined(unit: Places, group: Places, place: Places, n: Numbers) -> Places:
    """The same places, with a unit that is alone in its own counted where those beside it are at home."""
    alone = sums_by(place)[place] == 1
    if not alone.any():
        return place
    order = np.lexsort((-n, group))
    mine = alone[unit[order]]
    biggest = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    others = order[~mine][::-1]
    biggest[group[others]] = place[unit[others]]
    moved = place.copy()
    rows = np.flatnonzero(alone[unit] & (biggest[group] >= 0))
    moved[unit[rows]] = biggest[group[rows]]
    return moved


def shown_by(beside: Beside, persistent: float, shock: float, within: float) -> Shown:
    """What units show, as a mixed model's predictors would have it (Henderson 1975): m_jt = b_gt + μ_j + noise, groups
    fixed and units random, solved in turns; with h = 1/(σ²_c + σ²_e/n): level = Σh(m − b)/Σh, noise = 1/Σh + doubt."""
    h = 1 / (shock + within / beside.n)
    each, together = sums_by(beside.unit, h), sums_by(beside.group, h)
    effect, base, noise = np.zeros(len(each)), np.zeros(len(together)), 1 / each + beside.doubt
    level = effect
    for _ in range(ROUNDS):
        base = sums_by(beside.group, h * (beside.m - effect[beside.unit])) / together
        level = sums_by(beside.unit, h * (beside.m - base[beside.group])) / each
        effect = level * persistent / (persistent + noise)
    return Shown(level, noise, sums_by(beside.unit, h * base[beside.group]) / each)


def of_others(place: Places, values: Numbers) -> Numbers:
    """The sum over a unit's peers, over the number of them."""
    sums, many = sums_by(place, values)[place], sums_by(place)[place]
    return np.asarray((sums - values) / np.maximum(many - 1, 1))
