"""Write a MAP Growth export with made-up pupils, in NWEA's own layout, for the demo and for trying an upload."""

import csv
import io
from dataclasses import dataclass
from random import Random

HEADER = (
    "TermName", "DistrictName", "SchoolName", "StudentID", "Student_StateID", "Grade", "Subject", "Course",
    "GrowthMeasureYN", "NormsReferenceData", "TestType", "TestName", "TestStartDate", "TestDurationMinutes",
    "TestRITScore", "TestStandardError", "TestPercentile", "AchievementQuintile", "FallToWinterConditionalGrowthIndex",
    "StudentLastName", "StudentFirstName",
)  # fmt: skip
SURNAMES = ("Abara", "Brook", "Castillo", "Dahl", "Eze", "Fontaine", "Gupta", "Hale", "Ibarra", "Jansen", "Khoury")
FIRST_NAMES = ("Zuri", "Yael", "Xavi", "Willa", "Vera", "Uma", "Teo", "Sol", "Rafi", "Quinn", "Pia", "Omar", "Noa")
NORMS = {("3", "Mathematics"): 188, ("4", "Mathematics"): 200, ("5", "Mathematics"): 209}
TYPICAL_GAIN, SPREAD = 5, 13
QUINTILES = ("Low", "LoAvg", "Avg", "HiAvg", "High")


@dataclass(frozen=True)
class Window:
    """A testing window: NWEA's name for the term, and a date in it."""

    term: str
    day: str


FALL = Window("Fall 2026-2027", "09/15/2026")
WINTER = Window("Winter 2026-2027", "11/04/2026")


def map_growth_export(*, seed: int, pupils_a_grade: int = 75, school: str = "Lakeside Elementary") -> bytes:
    """A CSV of two windows of mathematics in grades 3 to 5, plus one tiny group; the same seed, the same bytes.

    Grade 5 gains two points more than typical, so that there is something to see.
    """
    rng, text = Random(seed), io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADER)
    for grade in ("3", "4", "5"):
        for number in range(pupils_a_grade):
            _write_pupil(rows, rng, school, grade, f"{grade}{number:05d}")
    for number in range(6):  # too few to show: a combined class of another grade
        _write_pupil(rows, rng, school, "2", f"2{number:05d}")
    return text.getvalue().encode("utf-8-sig")


def _write_pupil(rows: object, rng: Random, school: str, grade: str, number: str) -> None:
    fall = rng.gauss(NORMS.get((grade, "Mathematics"), 177), SPREAD)
    winter = fall + rng.gauss(TYPICAL_GAIN + (2 if grade == "5" else 0), 4)
    name = rng.choice(SURNAMES), rng.choice(FIRST_NAMES)
    index = (winter - fall - TYPICAL_GAIN) / 4
    for window, score, growth in ((FALL, fall, ""), (WINTER, winter, f"{index:.2f}")):
        if rng.random() < 0.03:
            continue  # absent on the day
        percentile = min(99, max(1, round(50 + (score - NORMS.get((grade, "Mathematics"), 177)) * 2)))
        rows.writerow(  # type: ignore[attr-defined]
            (
                window.term, "Lakeside Schools", school, f"0{number}", f"S{number}", grade, "Mathematics", "Math K-12",
                "TRUE", "2020", "Survey With Goals", "Growth: Math 2-5", window.day, rng.randint(30, 70),
                round(score), round(rng.uniform(2.8, 3.4), 1), percentile, QUINTILES[min(4, percentile // 20)], growth,
                *name,
            )
        )  # fmt: skip
