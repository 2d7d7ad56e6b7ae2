"""Step 10, third part: which programme's students gained most at a school, and never which gained least."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from workflows.stats.columns import GROUPS
from workflows.stats.counting import YEARS, distinct, numbers, sums_by, taken
from workflows.stats.evidence import TYPICAL, percentile
from workflows.stats.group_counts import UNIT, Level, level_of, one_each, publishable
from workflows.stats.parameters import Parameters
from workflows.stats.suppression import suppressed
from workflows.stats.teams import WHOLE_SCHOOL
from workflows.stats.variance_components import Variances

ROUNDING = 9  # Decimals: sums of the same numbers in another order stay the same.
PLACE = ["group", "subject", "school"]


@dataclass(frozen=True)
class GroupTrend:
    """A programme's students who gained most at a school; ``grade`` is “all” where it is the whole school's.

    ``share_above_typical`` is a percent, coded into 5–95; ``difference`` is in SDs of student growth; ``chance`` is how
    often chance alone would show such a difference.
    """

    group: str
    school: str
    grade: str
    subject: str
    source: str
    n_by_year: dict[int, int]
    median_growth_percentile: int
    share_above_typical: int
    difference: float
    chance: float


def group_trends(
    records: pd.DataFrame, classes: pd.DataFrame, found: Mapping[tuple[str, str], Variances], parameters: Parameters
) -> tuple[GroupTrend, ...]:
    """The groups that gained most, for every school and subject.

    A group is named when its students grew more than typical (median above the 50th growth percentile) and, beside
    everybody else of the same school, grade and year, by ``meaningful`` SDs or more, in ``least_positive_years`` years
    or more, beyond chance (see ``beyond_chance``), and no other test says the opposite. Lower scores before make for
    a larger error of measurement, which makes growth look smaller (Lockwood & Castellano 2015): for these three groups
    that errs on the side of silence.

    Parameters
    ----------
    records
        One row per student and class: ``class_id, student, q`` and any of ``GROUPS`` as 1, 0 or missing.
    classes
        The class table of step 1.
    found
        The variances of step 5 by source and subject; documented defaults serve where there are none.
    parameters
        The thresholds.

    Returns
    -------
    tuple of GroupTrend
        By school, subject and name; the same for any order of the rows. Where a whole school's group is named its
        grades aren't.
    """
    once = one_each(records, classes)
    units = (classes["grade"].astype("category"), pd.Series(WHOLE_SCHOOL, classes.index, dtype="category"))
    groups, levels = [name for name in GROUPS if name in once], [level_of(once, classes, unit) for unit in units]
    seen = [(name, publishable(level.of(once[name].to_numpy()), parameters)) for name in groups for level in levels]
    compared = [beside_others(each, found, parameters).assign(group=name) for name, each in seen]
    if not compared:
        return ()
    named = gained_most(pd.concat(compared, ignore_index=True), parameters)
    told = suppressed(named, [], ["median", "share", "difference", "p"], ["share"], parameters.least_group)
    shown = told[~told["hidden"]].sort_values(["school", "subject", "group", "unit"])
    return tuple(map(trend, shown.itertuples(index=False)))


def beside_others(level: Level, found: Mapping[tuple[str, str], Variances], parameters: Parameters) -> pd.DataFrame:
    """Every unit's group beside everybody else of the same grade and year.

    d = Σcq/S with c = 1{in the group} − its share of the grade and year, S = Σc²: the mean difference, each grade and
    year for itself. var d = σ²_e/S + (σ²_μ + σ²_c)·Σ_j(Σ_{i∈j} c)²/S²: students of one teacher j share what she does,
    and a group that sits mostly with one teacher says less (Moulton 1990). Students of whom it isn't known count for
    neither.

    Returns
    -------
    DataFrame
        One row per unit: its names, ``difference`` = d, ``p`` = Φ(−d/√var d), ``years`` and ``positive_years`` (d > 0),
        and what ``figures`` says of the group.
    """
    known = level.rows[level.rows["inside"].notna()]
    inside, q, unit, cell = (known[name].to_numpy() for name in ("inside", "q", "unit", "cell"))
    stratum, size = known["stratum"].to_numpy(), len(level.units)
    c = inside - (sums_by(stratum, inside) / np.maximum(sums_by(stratum), 1))[stratum]
    squares, shared = sums_by(unit, c * c, size), shared_squares(known, c, size)
    within, between = variances_of(level.units, found, parameters)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = np.round(sums_by(unit, c * q, size) / squares, ROUNDING)
        error = np.sqrt(within / squares + between * shared / squares**2)
    shown = level.cells["shown"].to_numpy()
    of, up = level.cells["unit"].to_numpy()[shown], (sums_by(cell, c * q, len(level.cells)) > 0)[shown]
    told = figures(level.rows[level.rows["inside"] == 1], level.cells, size) | {
        "difference": difference,
        "p": np.round(ndtr(-difference / error), ROUNDING),
        "years": sums_by(of, length=size),
        "positive_years": sums_by(of, up, size),
    }
    kept = np.flatnonzero(~np.isnan(told["p"]) & (told["years"] > 0) & ~np.isnan(told["median"]))
    return pd.DataFrame({**taken(level.units, UNIT, kept), **{name: values[kept] for name, values in told.items()}})


def shared_squares(known: pd.DataFrame, c: NDArray[np.float64], units: int) -> NDArray[np.float64]:
    """Σ_j(Σ_{i∈j} c)² of every unit: how much of its difference rests on which teacher the students have."""
    unit, of = distinct(known["unit"].to_numpy(), known["teacher"].to_numpy())
    return sums_by(unit, sums_by(of, c, len(unit)) ** 2, units)


def variances_of(
    units: pd.DataFrame, found: Mapping[tuple[str, str], Variances], parameters: Parameters
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """σ²_e and σ²_μ + σ²_c for every unit; q is a normal score, so that σ²_e is 1 where nothing was estimated."""
    default = 1.0, parameters.default_persistent + parameters.default_shock
    known = {part: (each.within, each.persistent + each.classroom_shock) for part, each in found.items()}
    parts = zip(units["source"].tolist(), units["subject"].tolist(), strict=True)
    both = np.array([known.get(part, default) for part in parts]).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def figures(group: pd.DataFrame, cells: pd.DataFrame, units: int) -> dict[str, NDArray[Any]]:
    """What is shown of every unit's group: ``students``, each counted once, their ``median`` growth percentile,
    ``share`` above typical in percent, ``n_by_year``; missing where a unit's group has nobody."""
    unit, q = group["unit"].to_numpy(), group["q"]
    medians = q.groupby(unit).median()
    median, n_by_year = np.full(units, np.nan), np.array([{} for _ in range(units)], dtype=object)
    median[medians.index] = percentile(medians.to_numpy())
    years, n = np.unique(unit * YEARS + cells["year"].to_numpy()[group["cell"].to_numpy()], return_counts=True)
    for each, students in zip(years.tolist(), n.tolist(), strict=True):
        n_by_year[each // YEARS][each % YEARS] = students
    with np.errstate(invalid="ignore"):
        share = np.round(100 * (sums_by(unit, q.to_numpy() > 0, units) / sums_by(unit, length=units)))
    students = sums_by(distinct(unit, group["student"].to_numpy())[0], length=units)
    return {"students": students, "median": median, "share": share, "n_by_year": n_by_year}


def gained_most(compared: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """The rows of groups that gained beyond chance and that no other test contradicts; a whole school's before its
    grades'."""
    years, up, median = (compared[name].to_numpy() for name in ("years", "positive_years", "median"))
    difference, unit = compared["difference"].to_numpy(), numbers(compared, [*PLACE, "unit"])
    asked = leading(compared) & (years >= parameters.least_positive_years)
    most = np.zeros(len(compared), dtype=bool)
    most[asked] = beyond_chance(compared["p"][asked], parameters.most_false_groups)
    most &= (difference >= parameters.meaningful) & (up >= parameters.least_positive_years) & (median > TYPICAL)
    most &= sums_by(unit, difference < 0)[unit] == 0
    place, whole = numbers(compared, PLACE), (compared["unit"] == WHOLE_SCHOOL).to_numpy()
    covered = sums_by(place, most & whole)[place] > 0
    return compared[most & (whole | ~covered)]


def leading(compared: pd.DataFrame) -> NDArray[np.bool_]:
    """The rows of each subject's test with most students; of several, of the one whose name comes first."""
    subject, test = numbers(compared, ["subject"]), numbers(compared, ["subject", "source"])
    students = sums_by(test, compared["students"].to_numpy())
    order = np.lexsort((test, -students[test], subject))
    _, first = np.unique(subject[order], return_index=True)
    return np.asarray(test == test[order[first]][subject])


def beyond_chance(p: pd.Series, most_false: float) -> pd.Series:
    """Which of these p-values may be believed, if of those that are at most ``most_false`` may be expected to be chance
    (Benjamini & Hochberg 1995)."""
    ordered = np.sort(p.to_numpy())
    below = ordered <= most_false * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    return p <= (ordered[below].max() if below.any() else -1.0)


def trend(row: Any) -> GroupTrend:  # noqa: ANN401 - a row of a frame
    """One named group."""
    return GroupTrend(
        group=row.group,
        school=str(row.school),
        grade=str(row.unit),
        subject=str(row.subject),
        source=str(row.source),
        n_by_year=row.n_by_year,
        median_growth_percentile=int(row.median),
        share_above_typical=int(row.share),
        difference=row.difference,
        chance=row.p,
    )
