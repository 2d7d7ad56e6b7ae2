"""The tables of docs/validation.md, one function each: what is drawn, and how often the method was right there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.stats.districts import District, Drawn, drawn
from tests.stats.ways import WAYS
from workflows.stats.analyze import Analysis, analyze
from workflows.stats.parameters import Parameters

BRIGHT = Parameters().meaningful
RESAMPLES = 300
FIRST = 5_000  # The first seed; other districts than those that the method was tuned on.


@dataclass(frozen=True)
class Count:
    """One district: how many were named, how many of them falsely, and how many deserve it."""

    names: int
    false: int
    bright: int


@dataclass(frozen=True)
class Tally:
    """Many districts of one kind."""

    counts: tuple[Count, ...]

    @property
    def names(self) -> float:
        """Names a district."""
        return float(np.mean([each.names for each in self.counts]))

    @property
    def false(self) -> float:
        """The false share among all names; 0 where nobody is named."""
        return ratio(sum(each.false for each in self.counts), sum(each.names for each in self.counts))

    @property
    def recall(self) -> float:
        """The share of the bright who are named."""
        true = sum(each.names - each.false for each in self.counts)
        return ratio(true, sum(each.bright for each in self.counts))

    @property
    def lists(self) -> float:
        """In how many districts anybody is named."""
        return float(np.mean([each.names > 0 for each in self.counts]))

    @property
    def false_in_lists(self) -> float:
        """The mean false share of the lists that appear."""
        shares = [each.false / each.names for each in self.counts if each.names]
        return float(np.mean(shares)) if shares else 0.0

    @property
    def false_per_district(self) -> float:
        """The mean false share where an empty list counts as 0: what the promise of step 7 says."""
        return self.lists * self.false_in_lists

    @property
    def interval(self) -> tuple[float, float]:
        """95 % of what the false share would be in as many other districts (bootstrap over districts)."""
        rows = np.array([[each.names, each.false] for each in self.counts])
        draw = np.random.default_rng(1)
        sums = [rows[draw.integers(0, len(rows), len(rows))].sum(0) for _ in range(RESAMPLES)]
        low, high = np.quantile([ratio(false, names) for names, false in sums], [0.025, 0.975])
        return float(low), float(high)


def ratio(part: float, whole: float) -> float:
    """A share, 0 of nothing."""
    return float(part / whole) if whole else 0.0


def named(found: Analysis, district: Drawn) -> Count:
    """The analysis against the truth of teachers."""
    return counted(district.truth[[str(flag.teacher) for flag in found.flags]], district.truth)


def teams_named(found: Analysis, district: Drawn) -> Count:
    """The analysis against the truth of teams."""
    keys = [(flag.school, int(flag.grade)) for flag in found.teams if flag.grade.isdigit()]
    return counted(district.teams.loc[keys] if keys else district.teams.iloc[:0], district.teams)


def counted(chosen: pd.Series, everybody: pd.Series) -> Count:
    """Names against the truth: false at or below 0.125."""
    return Count(len(chosen), int((chosen <= BRIGHT).sum()), int((everybody > BRIGHT).sum()))


def of_teachers(district: District, districts: int) -> Tally:
    """The method's names in so many districts of a kind."""
    some = (drawn(district, FIRST + seed) for seed in range(districts))
    return Tally(tuple(named(analyze(each.scores), each) for each in some))


def of_teams(district: District, districts: int) -> Tally:
    """The method's teams."""
    some = (drawn(district, FIRST + seed) for seed in range(districts))
    return Tally(tuple(teams_named(analyze(each.scores), each) for each in some))


def beside_others(district: District, districts: int) -> tuple[dict[str, Tally], dict[str, float]]:
    """The method and every other way: at the same number of names, and how many names each other way has at the same
    false share (in all districts together, per name of ours)."""
    ours: list[Count] = []
    others: dict[str, list[Count]] = {name: [] for name in WAYS}
    ranked: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for seed in range(districts):
        each = drawn(district, FIRST + seed)
        ours.append(named(analyze(each.scores), each))
        for name, way in WAYS.items():
            values = way(each.scores).sort_values(ascending=False)
            others[name].append(counted(each.truth[values.index[: ours[-1].names]], each.truth))
            places = np.linspace(0, 1, len(values))
            ranked[name] += list(zip(places, each.truth[values.index] <= BRIGHT, strict=True))
    mine = Tally(tuple(ours))
    same = {name: as_many(sorted(pairs), mine.false) / max(sum(each.names for each in ours), 1)
            for name, pairs in ranked.items()}  # fmt: skip
    return {"ours": mine, **{name: Tally(tuple(counts)) for name, counts in others.items()}}, same


def as_many(ranked: Sequence[tuple[float, float]], most_false: float) -> int:
    """How long the longest list is whose false share is at most so large."""
    false: NDArray[np.float64] = np.array([wrong for _, wrong in ranked], dtype=np.float64)
    shares = np.cumsum(false) / np.arange(1, len(false) + 1)
    return int(np.flatnonzero(shares <= most_false).max(initial=-1)) + 1


SIZES = {1: 120, 3: 60, 10: 20, 40: 5}  # Districts: as many as five minutes allow.
SDS = (0.0, 0.05, 0.10, 0.15, 0.20)
COMPARED = ((3, 0.15, 60), (10, 0.10, 30), (10, 0.15, 30), (40, 0.15, 6), (40, 0.20, 6))
SHAPES = (("stars", 0.10), ("stars", 0.15), ("weak", 0.10), ("weak", 0.15), ("tails", 0.10), ("tails", 0.15))
SORTED: tuple[dict[str, Any], ...] = ({"honours": 1.8}, {"honours": -1.8}, {"sorting_sd": 0.6})
LIMITS: dict[str, dict[str, Any]] = {
    "earlier test, ceiling at the 85th percentile": {"prior_ceiling": 0.85},
    "80th": {"prior_ceiling": 0.80},
    "75th": {"prior_ceiling": 0.75},
    "earlier test, floor at the 25th": {"prior_floor": 0.25},
    "30th": {"prior_floor": 0.30},
    "40th": {"prior_floor": 0.40},
    "later test, ceiling at the 75th": {"score_ceiling": 0.75},
    "later test, floor at the 30th": {"score_floor": 0.30},
}


def percents(*shares: float) -> str:
    """Shares as cells of a table."""
    return " | ".join(f"{100 * share:.0f}" for share in shares)


def with_interval(found: Tally) -> str:
    """The false share with its interval, as a cell of a table."""
    low, high = found.interval
    return f"{100 * found.false:.0f} [{100 * low:.0f}, {100 * high:.0f}]"


def promise(part: float) -> Iterator[str]:
    """The promise by number of schools and SD of teacher effects."""
    yield "| schools | SD | names | false % | recall % | lists, % of districts | false % in these | with empty ones |"
    yield "|---|---|---|---|---|---|---|---|"
    for schools, districts in SIZES.items():
        for sd in SDS:
            found = of_teachers(District(schools=schools, teacher_sd=sd), max(int(districts * part), 2))
            rest = percents(found.recall, found.lists, found.false_in_lists, found.false_per_district)
            yield f"| {schools} | {sd:.2f} | {found.names:.2f} | {with_interval(found)} | {rest} |"


def comparison(part: float) -> Iterator[str]:
    """Against others at the same number of names: false %; in brackets their names per name of ours, at our false
    share."""
    yield "| districts | names | ours | " + " | ".join(WAYS) + " |"
    yield "|---|---|---|" + "---|" * len(WAYS)
    sizes = [(District(schools=schools, teacher_sd=sd), districts) for schools, sd, districts in COMPARED]
    cells = [(f"{each.schools} schools, SD {each.teacher_sd:.2f}", each, districts) for each, districts in sizes]
    cells += [(f"20 schools, {kind}, SD {sd:.2f}", District(effects=kind, teacher_sd=sd), 12) for kind, sd in SHAPES]
    for name, district, districts in cells:
        found, same = beside_others(district, max(int(districts * part), 2))
        others = " | ".join(f"{100 * found[way].false:.1f} ({same[way]:.2f})" for way in WAYS)
        yield f"| {name} | {found['ours'].names:.1f} | {with_interval(found['ours'])} | {others} |"


def shapes(part: float) -> Iterator[str]:
    """Effects that aren't normal."""
    yield "| effects | SD | names | false % | recall % |"
    yield "|---|---|---|---|---|"
    for kind, sd in SHAPES:
        found = of_teachers(District(effects=kind, teacher_sd=sd), max(int(30 * part), 2))
        yield f"| {kind} | {sd:.2f} | {found.names:.1f} | {with_interval(found)} | {percents(found.recall)} |"


def limits(part: float) -> Iterator[str]:
    """Ceilings and floors where teachers don't differ: names a district, none of them deserved."""
    yield "| limit | honours classes | remedial classes | classes sorted likewise every year |"
    yield "|---|---|---|---|"
    kinds = [District(teacher_sd=0.0, **kind) for kind in SORTED]
    for name, limit in LIMITS.items():
        cells = [of_teachers(replace(each, **limit), max(int(8 * part), 1)).names for each in kinds]
        yield f"| {name} | " + " | ".join(f"{names:.2f}" for names in cells) + " |"


def teams(part: float) -> Iterator[str]:
    """Teams by reliability of the test, classes filled at random, teacher SD 0.10 and school SD 0.05."""
    yield "| reliability | earlier scores | teams named | false % | recall % |"
    yield "|---|---|---|---|---|"
    plain = District(teacher_sd=0.10, school_sd=0.05, tracking_sd=0.0)
    for rel in (0.90, 0.85, 0.80):
        for n in (1, 2):
            found = of_teams(replace(plain, reliability=rel, earlier_scores=n), max(int(30 * part), 2))
            yield f"| {rel:.2f} | {n} | {found.names:.2f} | {with_interval(found)} | {percents(found.recall)} |"
    found = of_teams(District(), max(int(30 * part), 2))
    yield f"| 0.90, the default district | 1 | {found.names:.2f} | {with_interval(found)} | {percents(found.recall)} |"


def reliabilities(part: float) -> Iterator[str]:
    """Teachers by reliability of the test, with and without effects."""
    yield "| reliability | earlier scores | names | false % | recall % | names without effects |"
    yield "|---|---|---|---|---|---|"
    for rel in (0.9, 0.8, 0.7, 0.5):
        for n in (1, 2):
            district = District(reliability=rel, earlier_scores=n)
            found = of_teachers(district, max(int(10 * part), 2))
            none = of_teachers(replace(district, teacher_sd=0.0), max(int(10 * part), 2))
            yield f"| {rel:.2f} | {n} | {found.names:.1f} | {percents(found.false, found.recall)} | {none.names:.2f} |"
