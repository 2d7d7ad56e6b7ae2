"""The method against districts whose truth is known, and against a real one: ``make validate`` prints
docs/validation.md."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track

from tests.stats.districts import VARIANTS, District, simulated
from tests.stats.mixed import agreement, every_posterior
from tests.stats.star import split_halves
from tests.stats.tables import comparison, limits, promise, reliabilities, shapes, teams
from workflows.stats.analyze import analyze
from workflows.stats.parameters import Parameters

SEEDS, NULL_SEEDS, STAR_SPLITS, MIXED_SCHOOLS = 20, 60, 20, 10
PART = 0.5  # Of the districts that the larger tables could have; all of them take twice five minutes.
NAIVE_SHARE = 0.10  # The “top 10 %” list that a null district would still print.


@dataclass(frozen=True)
class Outcome:
    """What one way of choosing names did in many districts: names, wrong ones, and how many of the bright were
    found."""

    names: float
    false: float
    negative: float
    recall: float


def outcome(chosen: list[pd.Index], truths: list[pd.Series]) -> Outcome:
    """Compare lists of names with the truth. A name is false when its truth is at or below 0.125."""
    bright = Parameters().meaningful
    told = pd.concat([truth[names] for names, truth in zip(chosen, truths, strict=True)])
    there = sum(int((truth > bright).sum()) for truth in truths)
    return Outcome(
        names=len(told) / len(truths),
        false=float((told <= bright).mean()) if len(told) else 0.0,
        negative=float((told <= 0).mean()) if len(told) else 0.0,
        recall=float((told > bright).sum() / there) if there else float("nan"),
    )


def flagged_names(scores: pd.DataFrame) -> pd.Index:
    """The method's names."""
    return pd.Index([flag.teacher for flag in analyze(scores).flags])


def top(values: pd.Series, names: int) -> pd.Index:
    """A naive list: the highest so many."""
    return values.nlargest(names).index


def three_ways(district: District, seeds: int) -> dict[str, Outcome]:
    """The method, and lists of the same length by mean score and by proficiency."""
    drawn = [simulated(district, seed) for seed in range(seeds)]
    truths = [truth for _, truth in drawn]
    found = [flagged_names(scores) for scores, _ in drawn]
    by_mean = [scores.groupby("teacher")["score"].mean() for scores, _ in drawn]
    by_share = [(scores["score"] > 500).groupby(scores["teacher"]).mean() for scores, _ in drawn]
    return {
        "method": outcome(found, truths),
        "mean score": outcome([top(v, len(f)) for v, f in zip(by_mean, found, strict=True)], truths),
        "proficiency": outcome([top(v, len(f)) for v, f in zip(by_share, found, strict=True)], truths),
    }


def shuffled_labels(seed: int) -> int:
    """How many are flagged in a default district whose teacher labels are shuffled within school, grade and year."""
    scores, _ = simulated(VARIANTS["default"], seed)
    draw = np.random.default_rng(seed)
    place = ["school", "grade", "year"]
    classes = scores[[*place, "teacher"]].drop_duplicates()
    mixed = classes.groupby(place)["teacher"].transform(lambda names: draw.permutation(names))
    other = classes.assign(shuffled=mixed)
    return len(flagged_names(scores.merge(other).assign(teacher=lambda rows: rows["shuffled"])))


def one_outlier(seed: int) -> float:
    """How far the largest move of any posterior mean is when one student's score moves to +20 SD."""
    scores, _ = simulated(VARIANTS["default"], seed)
    before, _ = every_posterior(scores, Parameters())
    row = int(np.random.default_rng(seed).integers(len(scores)))
    score = scores["score"].to_numpy().copy()
    score[row] = score.mean() + 20 * score.std()
    after, _ = every_posterior(scores.assign(score=score), Parameters())
    return float((after - before).abs().max())


def district_rows(seeds: int) -> Iterator[str]:
    """The table of simulated districts."""
    yield "| district | names | at or below 0.125 | at or below 0 | recall | by mean score | by proficiency |"
    yield "|---|---|---|---|---|---|---|"
    for name, district in track(list(VARIANTS.items()), "Simulating", console=Console(stderr=True), transient=True):
        if name != "null":
            ways = three_ways(district, seeds)
            own, others = ways["method"], (ways["mean score"].false, ways["proficiency"].false)
            shares = (own.false, own.negative, own.recall, *others)
            yield f"| {name} | {own.names:.1f} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def check_rows(seeds: int) -> Iterator[str]:
    """The table of single checks, with what is asked of each."""
    null = [flagged_names(simulated(VARIANTS["null"], seed)[0]) for seed in range(seeds * NULL_SEEDS // SEEDS)]
    halves = pd.DataFrame([split_halves(seed) for seed in range(max(seeds * STAR_SPLITS // SEEDS, 2))]).sum()
    names = 240 * NAIVE_SHARE
    shuffled = np.mean([shuffled_labels(seed) for seed in range(5)])
    yield "| check | found | asked |"
    yield "|---|---|---|"
    yield f"| no true effects, {len(null)} districts: names each | {np.mean([len(n) for n in null]):.2f} | ≤ 0.1 |"
    yield f"| the same by a naive “top 10 %” | {names:.0f} | |"
    yield f"| labels shuffled within school and grade: names | {shuffled:.2f} | 0 |"
    yield f"| one student at +20 SD: largest move of a mean | {max(map(one_outlier, range(5))):.3f} | ≤ 0.20 |"
    same = agreement(District(schools=MIXED_SCHOOLS), 1)
    yield f"| rank correlation with a mixed model (statsmodels), {MIXED_SCHOOLS} schools | {same:.4f} | ≥ 0.99 |"
    yield f"| Project STAR: flags on half of each class that hold on the other | {halves[1] / halves[0]:.1%} | ≥ 84 % |"


def main(seeds: int) -> None:
    """Print all tables; the larger ones with a share of their districts that takes about as long as the rest."""
    part = PART * seeds / SEEDS
    for line in [*district_rows(seeds), ""]:
        sys.stdout.write(line + "\n")
    for table in (promise, comparison, shapes, limits, teams, reliabilities):
        title = (table.__doc__ or "").strip()
        for line in chain([f"**{title}**", ""], table(part), [""]):
            sys.stdout.write(line + "\n")
    for line in check_rows(seeds):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
