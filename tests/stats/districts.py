"""Simulated districts whose true teacher effects are known: the specification's, and its variants."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

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


def simulated(district: District, seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """Draw a district.

    Returns
    -------
    DataFrame, Series
        A tidy table of scores (one row per student and year), and every teacher's truth: the leave-one-out contrast of
        the teacher effects within school and grade, divided by the residual SD.
    """
    draw = np.random.default_rng(seed)
    shape = (district.schools, district.grades, district.teachers)
    effects = draw.normal(0, district.teacher_sd, shape)
    truth = (effects - effects.mean(2, keepdims=True)) * district.teachers / (district.teachers - 1) / RESIDUAL_SD
    school_mean, school_effect = draw.normal(0, 0.35, shape[0]), draw.normal(0, district.school_sd, shape[0])
    classes = pd.DataFrame(np.indices((*shape, district.years)).reshape(4, -1).T, columns=["s", "g", "t", "year"])
    n = np.maximum(6, draw.poisson(district.pupils, len(classes)))
    level = school_mean[classes["s"]] + draw.normal(0, district.tracking_sd, len(classes))
    gain = effects[classes["s"], classes["g"], classes["t"]] + school_effect[classes["s"]]
    gain = gain + draw.normal(0, district.shock_sd, len(classes))
    rows = np.repeat(np.arange(len(classes)), n)
    ability = level[rows] + draw.normal(0, 0.85, len(rows))
    ability = (ability - ability.mean()) / ability.std()
    error = np.sqrt((1 - district.reliability) / district.reliability)
    names = classes.iloc[rows].reset_index(drop=True)
    scores = pd.DataFrame(
        {
            "student": np.arange(len(rows)).astype(str),
            "teacher": "T" + names["s"].astype(str) + "-" + names["g"].astype(str) + "-" + names["t"].astype(str),
            "school": "School " + names["s"].astype(str),
            "grade": (names["g"] + 3).astype(str),
            "year": names["year"] + 2024,
            "subject": "Math",
            "source": "State test",
            "score": 500 + 50 * (0.83 * ability + gain[rows] + draw.normal(0, 0.55, len(rows))),
            "prior": 500 + 50 * (ability + draw.normal(0, error, len(rows))),
        }
    )
    places = np.indices(shape).reshape(3, -1).T
    return scores, pd.Series(truth.reshape(-1), index=[f"T{s}-{g}-{t}" for s, g, t in places])
