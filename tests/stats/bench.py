"""How fast, and in how much memory, three million student rows are analysed: ``python -m tests.stats.bench``."""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from bot.analysis_files import gathered
from workflows.stats.analyze import analyze

ROWS = 3_000_000
REPEATS = 3
LABELS = ("teacher", "school", "grade", "subject", "source")
DTYPES = {"student": "int64", **dict.fromkeys(LABELS, "str"), "year": "int16", "score": "float64", "prior": "float64"}
PART = 4  # The smaller file, to see whether time grows in proportion.
YEARS, SUBJECTS, GRADES, TEACHERS, PUPILS = 3, ("ELA", "Math"), 6, 4, 25


def write(path: Path, rows: int) -> None:
    """Write a tidy CSV of a large district: two subjects, three years, six grades, four classes of 25 per school
    and grade."""
    draw = np.random.default_rng(7)
    shape = (max(rows // (YEARS * len(SUBJECTS) * GRADES * TEACHERS * PUPILS), 1), GRADES, TEACHERS, YEARS, PUPILS)
    school, grade, teacher, year, _ = (each.reshape(-1) for each in np.indices(shape))
    pupil = np.arange(len(school))
    place = (school * GRADES + grade) * TEACHERS + teacher
    effect = draw.normal(0, 0.15, (len(SUBJECTS), place.max() + 1))
    ability = draw.normal(0, 1, len(school))
    frames = []
    for number, subject in enumerate(SUBJECTS):
        frame = pd.DataFrame({"student": pupil, "teacher": "T" + pd.Series(place).astype(str), "school": school})
        frame = frame.assign(grade=grade + 3, year=year + 2024, subject=subject, source="State test")
        shock = draw.normal(0, 0.10, place.max() * YEARS + YEARS)[place * YEARS + year]
        score = 0.83 * ability + effect[number][place] + shock + draw.normal(0, 0.55, len(school))
        prior = ability + draw.normal(0, 0.33, len(school))
        frames.append(frame.assign(score=np.round(500 + 50 * score), prior=np.round(500 + 50 * prior)))
    pd.concat(frames).to_csv(path, index=False)


def measured(task: str, path: Path) -> dict[str, float]:
    """Run one task in a process of its own: seconds of work and the most memory it ever held."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.stats.bench", task, str(path)], check=True, capture_output=True, text=True
    )
    return {name: float(value) for name, value in json.loads(done.stdout).items()}


def figures(rows: int = ROWS) -> dict[str, float]:
    """All figures: seconds of reading and analysing, their ratio, peak memory, and how time grows with rows."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.csv" for size in (rows // PART, rows)}
        for size, path in paths.items():
            write(path, size)
        turns = [
            [measured("analyze", path) for path in paths.values()] + [measured("read", paths[rows])]
            for _ in range(REPEATS)
        ]
    small, whole, read = (middle([turn[place] for turn in turns]) for place in range(3))
    return {
        "rows": whole["rows"],
        "read_seconds": read["seconds"],
        "whole_seconds": whole["seconds"],
        "whole_to_read": whole["seconds"] / read["seconds"],
        "analysis_to_read": whole["analysis"] / read["seconds"],
        "peak_gigabytes": whole["gigabytes"],
        "growth_per_row": whole["seconds"] / small["seconds"] / (whole["rows"] / small["rows"]),
    }


def middle(turns: list[dict[str, float]]) -> dict[str, float]:
    """The median of every figure: other work on the machine comes and goes."""
    return {name: statistics.median(turn[name] for turn in turns) for name in turns[0]}


def run(task: str, path: Path) -> None:
    """Do one task and print what it took as JSON; ``analysis`` is the part after reading."""
    begin = time.perf_counter()
    table = pd.read_csv(path, dtype=DTYPES) if task == "read" else gathered([path], []).table
    rows, ready = len(table), time.perf_counter()
    if task == "analyze":
        analyze(table)
    seconds, analysis = time.perf_counter() - begin, time.perf_counter() - ready
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    sys.stdout.write(json.dumps({"rows": rows, "seconds": seconds, "analysis": analysis, "gigabytes": peak}))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.stdout.write("".join(f"{name:>18} {value:,.3f}\n" for name, value in figures().items()))
