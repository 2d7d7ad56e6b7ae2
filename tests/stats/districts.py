"""Simulated districts whose true teacher effects are known: the specification's, and its variants."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

RESIDUAL_SD = 0.57  # √(0.55² + 0.15²): turns a teacher effect into SDs of growth


@dataclass(frozen=True)
class District:
    """How a district is built; SDs are of student scores."""

    schools: int = 20
    grades: int = 3
    teachers: int = 4
    pupils: float = 24
    years: int = 3
    teacher_sd: float = 0.15
    school_sd: float = 0.08
    shock_sd: float = 0.10
    tracking_sd: float = 0.30
    reliability: float = 0.90
    effects: str = "normal"  # or: stars (5 %), weak (10 %), tails (t with 3 degrees of freedom), all of teacher_sd
    honours: float = 0.0  # how far one class of each grade stands above the others, with one teacher every year
    sorting_sd: float = 0.0  # how much classes differ that are filled likewise every year
    prior_ceiling: float | None = None  # the quantile at which the earlier test stops; likewise below
    prior_floor: float | None = None
    score_ceiling: float | None = None
    score_floor: float | None = None
    earlier_scores: int = 1


VARIANTS = {
    "default": District(),
    "null": District(teacher_sd=0.0),
    "weak": District(teacher_sd=0.08),
    "one school": District(schools=1),
    "three schools": District(schools=3),
    "12 pupils": District(pupils=12),
    "two classes per grade": District(teachers=2),
    "strong tracking": District(tracking_sd=0.60),
}


@dataclass(frozen=True)
class Drawn:
    """A district: its tidy table of scores, every teacher's truth, and every team's (by school and grade)."""

    scores: pd.DataFrame
    truth: pd.Series
    teams: pd.Series


def simulated(district: District, seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """Draw a district.

    Returns
    -------
    DataFrame, Series
        A tidy table of scores (one row per student and year), and every teacher's truth: the leave-one-out contrast of
        the teacher effects within school and grade, divided by the residual SD.
    """
    found = drawn(district, seed)
    return found.scores, found.truth


def drawn(district: District, seed: int) -> Drawn:
    """Draw a district; a team's truth is what its teachers and its school add, beside the same grade elsewhere."""
    draw = np.random.default_rng(seed)
    shape = (district.schools, district.grades, district.teachers)
    effects = shaped(draw, district, shape)
    school_mean, school_effect = draw.normal(0, 0.35, shape[0]), draw.normal(0, district.school_sd, shape[0])
    classes = pd.DataFrame(np.indices((*shape, district.years)).reshape(4, -1).T, columns=["s", "g", "t", "year"])
    n = np.maximum(6, draw.poisson(district.pupils, len(classes)))
    level = school_mean[classes["s"]] + draw.normal(0, district.tracking_sd, len(classes))
    gain = effects[classes["s"], classes["g"], classes["t"]] + school_effect[classes["s"]]
    gain = gain + draw.normal(0, district.shock_sd, len(classes))
    level = level + lasting_levels(draw, district, shape)[classes["s"], classes["g"], classes["t"]]
    rows = np.repeat(np.arange(len(classes)), n)
    ability = level[rows] + draw.normal(0, 0.85, len(rows))
    ability = (ability - ability.mean()) / ability.std()
    error = np.sqrt((1 - district.reliability) / district.reliability)
    names = classes.iloc[rows].reset_index(drop=True)
    score = 500 + 50 * (0.83 * ability + gain[rows] + draw.normal(0, 0.55, len(rows)))
    prior = 500 + 50 * (ability + draw.normal(0, error, len(rows)))
    scores = pd.DataFrame(
        {
            "student": np.arange(len(rows)).astype(str),
            "teacher": "T" + names["s"].astype(str) + "-" + names["g"].astype(str) + "-" + names["t"].astype(str),
            "school": "School " + names["s"].astype(str),
            "grade": (names["g"] + 3).astype(str),
            "year": names["year"] + 2024,
            "subject": "Math",
            "source": "State test",
            "score": within(score, district.score_floor, district.score_ceiling),
            "prior": within(prior, district.prior_floor, district.prior_ceiling),
        }
    )
    if district.earlier_scores > 1:
        again = 500 + 50 * (ability + draw.normal(0, error, len(rows)))
        scores["prior_before"] = within(again, district.prior_floor, district.prior_ceiling)
    s, g, t = np.indices(shape).reshape(3, -1)
    whole = effects.mean(2) + school_effect[:, None]
    index = pd.MultiIndex.from_product([[f"School {each}" for each in range(shape[0])], np.arange(shape[1]) + 3])
    return Drawn(
        scores,
        pd.Series(apart(effects).reshape(-1), index=[f"T{i}-{j}-{k}" for i, j, k in zip(s, g, t, strict=True)]),
        pd.Series(apart(whole.T).T.reshape(-1), index=index),
    )


def apart(effects: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each lies above the mean of the others (along the last axis), in SDs of growth."""
    many = effects.shape[-1]
    return np.asarray((effects - effects.mean(-1, keepdims=True)) * many / max(many - 1, 1) / RESIDUAL_SD)


def shaped(draw: np.random.Generator, district: District, shape: tuple[int, int, int]) -> NDArray[np.float64]:
    """Teacher effects of the asked kind and SD."""
    if district.effects == "normal":
        return np.asarray(draw.normal(0, district.teacher_sd, shape))
    if district.effects == "tails":
        return np.asarray(district.teacher_sd * draw.standard_t(3, shape) / np.sqrt(3))
    share, sign = {"stars": (0.05, 1), "weak": (0.10, -1)}[district.effects]
    return np.asarray(sign * district.teacher_sd * (draw.random(shape) < share) / np.sqrt(share * (1 - share)))


def lasting_levels(draw: np.random.Generator, district: District, shape: tuple[int, int, int]) -> NDArray[np.float64]:
    """How far each teacher's classes stand above the school's, in every year alike."""
    levels = np.zeros(shape)
    if district.honours:
        levels[..., 0] = district.honours
        levels -= levels.mean(-1, keepdims=True)
    if district.sorting_sd:
        levels += draw.normal(0, district.sorting_sd, shape)
    return levels


def within(values: NDArray[np.float64], floor: float | None, ceiling: float | None) -> NDArray[np.float64]:
    """Scores of a test that can't tell students apart below one quantile or above another."""
    low = -np.inf if floor is None else np.quantile(values, floor)
    return np.clip(values, low, np.inf if ceiling is None else np.quantile(values, ceiling))
