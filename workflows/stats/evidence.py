"""What stands behind a flag: the facts a teacher, or a team, is shown."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from workflows.stats.contrast import CELL
from workflows.stats.counting import YEARS, numbers, sums_by, taken
from workflows.stats.parameters import Parameters
from workflows.stats.second_source import Proficiency, Tier, curves, with_chances

Facts = dict[str, list[Any]]  # By name, for every flag in their order; rows as dictionaries take ten times as long.
FOUND = ("flag", "teacher", "school", "team", "subject", "source", "mean", "sd", "probability", "others")
TYPICAL = 50  # The growth percentile that half of all students exceed.
BAND_Z = 1.281552  # 80 %
LEAST_OTHERS = 2
MOST_ONE_IN = 20


@dataclass(frozen=True)
class SecondSource:
    """Another test's word on a flag: how likely growth there is above the peers', too."""

    source: str
    probability: float


@dataclass(frozen=True)
class Flag:
    """One bright spot: a teacher's, or (without ``teacher``) a team's. Posterior figures are in SDs of student
    growth."""

    teacher: str | None
    school: str
    grade: str
    subject: str
    source: str
    tier: Tier
    posterior_mean: float
    posterior_sd: float
    probability: float
    years: tuple[int, ...]
    n_by_year: dict[int, int]
    median_growth_percentile: int
    median_band: tuple[int, int]
    share_above_typical: float
    proficiency: Proficiency | None
    second_source: SecondSource | None
    others: int

    @property
    def of_two(self) -> bool:
        """Whether it was compared with one other alone, so that naming it says who is lower."""
        return self.others < LEAST_OTHERS

    @property
    def announceable(self) -> bool:
        """Whether the median shown agrees with the good news; beside weak peers a class may shine that is typical of
        the district."""
        return self.median_growth_percentile > TYPICAL

    @property
    def smaller_one_in(self) -> int:
        """N in “the chance that the lead is smaller than 5 percentile points is about 1 in N”; what simulated districts
        can't tell apart any more, beyond 1 in 20, isn't claimed."""
        return min(max(2, round(1 / max(1 - self.probability, 1e-3))), MOST_ONE_IN)


def behind(found: pd.DataFrame, classes: pd.DataFrame, unit: list[str]) -> pd.DataFrame:
    """The classes of the flagged units only: rows of ``classes`` (same index) with the ``flag`` they belong to."""
    flags = dict(zip(zip(*(found[name].tolist() for name in unit), strict=True), found["flag"].tolist(), strict=True))
    of = np.array([flags.get(each, -1) for each in zip(*(classes[name].tolist() for name in unit), strict=True)])
    return classes[of >= 0].assign(flag=of[of >= 0])


def records_of(classes: pd.DataFrame, grown: pd.DataFrame) -> pd.DataFrame:
    """The student records of flagged classes: ``flag, cell, q``, and what is known of proficiency."""
    length = int(grown["class_id"].max()) + 1
    flag = np.full(length, -1, dtype=np.int64)
    flag[classes.index] = classes["flag"]
    of = flag[grown["class_id"].to_numpy()]
    rows = np.flatnonzero(of >= 0)
    columns = [name for name in ("class_id", "q", "score", "z_prior", "proficient") if name in grown]
    return pd.DataFrame({**taken(grown, columns, rows), "flag": of[rows]})


def with_proficiency(
    records: pd.DataFrame, classes: pd.DataFrame, grown: pd.DataFrame, parameters: Parameters
) -> pd.DataFrame:
    """The same records with their chances of being proficient, where the file says who is."""
    if "proficient" not in grown or records.empty:
        return records
    cells = np.full(int(grown["class_id"].max()) + 1, -1, dtype=np.int64)
    cells[classes.index] = numbers(classes, CELL)
    mine = records.assign(cell=cells[records["class_id"].to_numpy()])
    fitted = curves(grown, cells[grown["class_id"].to_numpy()], mine["cell"].unique())
    return with_chances(mine, fitted, parameters)


def shown(found: pd.DataFrame, classes: pd.DataFrame, records: pd.DataFrame) -> Facts:
    """What is shown of every flagged unit: median growth percentile with its 80 % band, share above typical,
    latest place.

    The median is Φ(posterior level), not the median of these students: who is named is named for the luck in it, too.
    The band is Φ(level ± z·sd of the level), 10 % on either side.
    """
    of, q = records["flag"].to_numpy(), records["q"]
    level, reach = found["level"].to_numpy(dtype=np.float64), BAND_Z * found["level_sd"].to_numpy(dtype=np.float64)
    newest = np.lexsort([classes[name].to_numpy() for name in ("students", "year", "flag")])
    latest = np.empty(len(found), dtype=np.int64)
    latest[classes["flag"].to_numpy()[newest]] = newest  # Of several classes the last one written stays.
    facts = {
        "low": percentile(level - reach),
        "median": percentile(level),
        "high": percentile(level + reach),
        "share": sums_by(of, q.to_numpy() > 0) / sums_by(of),
        "latest_school": classes["school"].array.take(latest),
        "latest_grade": classes["grade"].array.take(latest),
        **{name: found[name] for name in FOUND if name in found},
    }
    return {name: values.tolist() for name, values in facts.items()}


def by_flag_and_year(classes: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Every flag and year once, in their order, and how many students their classes had."""
    key, of = np.unique(classes["flag"].to_numpy() * YEARS + classes["year"].to_numpy(), return_inverse=True)
    return key // YEARS, key % YEARS, sums_by(of, classes["students"].to_numpy())


def counts_by_year(classes: pd.DataFrame) -> dict[int, dict[int, int]]:
    """Students of every flag and year."""
    counts: dict[int, dict[int, int]] = {}
    flags, years, students = (each.astype(int).tolist() for each in by_flag_and_year(classes))
    for flag, year, n in zip(flags, years, students, strict=True):
        counts.setdefault(flag, {})[year] = n
    return counts


def percentile(q: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole percentiles from 1 to 99."""
    return np.asarray(np.clip(np.rint(100 * ndtr(q)), 1, 99), dtype=np.int64)


def flags_of(
    facts: Facts,
    by_year: dict[int, dict[int, int]],
    known: dict[int, Proficiency],
    tiers: dict[int, Tier],
    seconds: dict[int, SecondSource],
) -> tuple[Flag, ...]:
    """Put what is known of every flag together, by school, grade and name: their order must never be a ranking.

    Parameters
    ----------
    facts
        From ``shown``.
    by_year, known, tiers, seconds
        By number of the flag; flags without a tier are dropped.
    """
    columns = {
        "school": facts["latest_school"],
        "teacher": [None] * len(facts["flag"]),
        **facts,
        "grade": facts.get("team", facts["latest_grade"]),
    }
    flags = [
        Flag(
            teacher=columns["teacher"][flag],
            school=str(columns["school"][flag]),
            grade=str(columns["grade"][flag]),
            subject=str(columns["subject"][flag]),
            source=str(columns["source"][flag]),
            tier=tiers[flag],
            posterior_mean=columns["mean"][flag],
            posterior_sd=columns["sd"][flag],
            probability=columns["probability"][flag],
            years=tuple(by_year[flag]),
            n_by_year=by_year[flag],
            median_growth_percentile=columns["median"][flag],
            median_band=(columns["low"][flag], columns["high"][flag]),
            share_above_typical=columns["share"][flag],
            proficiency=known.get(flag),
            second_source=seconds.get(flag),
            others=int(columns["others"][flag]),
        )
        for flag in facts["flag"]
        if flag in tiers
    ]
    return tuple(sorted(flags, key=lambda each: (each.school, each.grade, each.subject, each.teacher or "")))
