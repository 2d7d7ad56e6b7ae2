"""What stands behind a flag: the facts a teacher, or a team, is shown."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from workflows.stats.contrast import CELL
from workflows.stats.corroborate import Proficiency, Tier, curves, with_chances
from workflows.stats.parameters import Parameters

TYPICAL = 50  # The growth percentile that half of all students exceed.
BAND_Z = 1.281552  # 80 %
MEDIAN_COST = np.pi / 2  # A median varies this much more than a mean (normal data).


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

    @property
    def announceable(self) -> bool:
        """Whether the median shown agrees with the good news; beside weak peers a class may shine that is typical of
        the district."""
        return self.median_growth_percentile > TYPICAL

    @property
    def luck_one_in(self) -> int:
        """N in “the chance that this is luck is about 1 in N”."""
        return max(2, round(1 / max(1 - self.probability, 1e-3)))


def behind(found: pd.DataFrame, classes: pd.DataFrame, unit: list[str]) -> pd.DataFrame:
    """The classes of the flagged units only: rows of ``classes`` (same index) with the ``flag`` they belong to."""
    named = classes.assign(class_id=classes.index).merge(found[[*unit, "flag"]], on=unit)
    return named.set_index("class_id")


def records_of(classes: pd.DataFrame, grown: pd.DataFrame) -> pd.DataFrame:
    """The student records of flagged classes: ``flag, cell, q``, and what is known of proficiency."""
    length = int(grown["class_id"].max()) + 1
    flag = np.full(length, -1, dtype=np.int64)
    flag[classes.index] = classes["flag"]
    of = flag[grown["class_id"].to_numpy()]
    rows = np.flatnonzero(of >= 0)
    columns = [name for name in ("class_id", "q", "score", "z_prior", "proficient") if name in grown]
    return grown[columns].iloc[rows].assign(flag=of[rows])


def with_proficiency(
    records: pd.DataFrame, classes: pd.DataFrame, grown: pd.DataFrame, parameters: Parameters
) -> pd.DataFrame:
    """The same records with their chances of being proficient, where the file says who is."""
    if "proficient" not in grown or records.empty:
        return records
    cells = np.full(int(grown["class_id"].max()) + 1, -1, dtype=np.int64)
    cells[classes.index] = classes.groupby(CELL, sort=False).ngroup()
    mine = records.assign(cell=cells[records["class_id"].to_numpy()])
    fitted = curves(grown, cells[grown["class_id"].to_numpy()], mine["cell"].unique())
    return with_chances(mine, fitted, parameters)


def shown(found: pd.DataFrame, classes: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """What is shown of every flagged unit: median growth percentile with its 80 % band, share above typical,
    latest place.

    The band is Φ(median q ± z·√variance), variance 1/Σ_t 1/(σ²_c + (π/2)·σ²_e/n_t): a median varies π/2 times as
    much as a mean, and all students of one year share that year's shock.
    """
    per_year = classes.groupby(["flag", "year"])["students"].sum().rename("n").reset_index().merge(found, on="flag")
    weight = 1 / (per_year["shock"] + MEDIAN_COST * per_year["within"] / per_year["n"])
    reach = BAND_Z / np.sqrt(weight.groupby(per_year["flag"]).sum())
    middle = records.groupby("flag")["q"].median()
    latest = classes.sort_values(["flag", "year", "students"]).drop_duplicates("flag", keep="last").set_index("flag")
    return found.set_index("flag").assign(
        low=percentile(middle - reach),
        median=percentile(middle),
        high=percentile(middle + reach),
        share=(records["q"] > 0).groupby(records["flag"]).mean(),
        latest_school=latest["school"].astype(str),
        latest_grade=latest["grade"].astype(str),
    )


def counts_by_year(classes: pd.DataFrame) -> dict[int, dict[int, int]]:
    """Students of every flag and year."""
    counts: dict[int, dict[int, int]] = {}
    sums = classes.groupby(["flag", "year"])["students"].sum().reset_index()
    for flag, year, n in zip(*(sums[name].astype(int).tolist() for name in ("flag", "year", "students")), strict=True):
        counts.setdefault(flag, {})[year] = n
    return counts


def percentile(q: pd.Series) -> pd.Series:
    """Whole percentiles from 1 to 99."""
    return pd.Series(np.clip(np.rint(100 * ndtr(q.to_numpy())), 1, 99).astype(int), index=q.index)


def flags_of(
    facts: pd.DataFrame,
    by_year: dict[int, dict[int, int]],
    known: dict[int, Proficiency],
    tiers: dict[int, Tier],
    seconds: dict[int, SecondSource],
) -> tuple[Flag, ...]:
    """Put what is known of every flag together, by school, grade and name: their order must never be a ranking.

    Parameters
    ----------
    facts
        One row per flag, from ``shown``.
    by_year, known, tiers, seconds
        By number of the flag; flags without a tier are dropped.
    """
    columns = {name: facts[name].tolist() for name in facts}  # Rows as dictionaries take ten times as long.
    columns |= {"school": columns.get("school", columns["latest_school"])}
    columns |= {"grade": columns.get("team", columns["latest_grade"])}
    columns |= {"teacher": columns.get("teacher", [None] * len(facts))}
    flags = [
        Flag(
            teacher=columns["teacher"][row],
            school=str(columns["school"][row]),
            grade=str(columns["grade"][row]),
            subject=str(columns["subject"][row]),
            source=str(columns["source"][row]),
            tier=tiers[flag],
            posterior_mean=columns["mean"][row],
            posterior_sd=columns["sd"][row],
            probability=columns["probability"][row],
            years=tuple(by_year[flag]),
            n_by_year=by_year[flag],
            median_growth_percentile=columns["median"][row],
            median_band=(columns["low"][row], columns["high"][row]),
            share_above_typical=columns["share"][row],
            proficiency=known.get(flag),
            second_source=seconds.get(flag),
        )
        for row, flag in enumerate(facts.index.tolist())
        if flag in tiers
    ]
    return tuple(sorted(flags, key=lambda each: (each.school, each.grade, each.subject, each.teacher or "")))
