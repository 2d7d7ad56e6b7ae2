"""How fast, and in how much memory, three million student rows are analysed: ``python -m tests.stats.bench``."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from bot.commands.brightspots.files import gathered
from workflows.stats.analyze import analyze

ROWS = 3_000_000
REPEATS = 3
LABELS = ("teacher", "school", "grade", "subject", "source")
DTYPES = {"student": "int64", **dict.fromkeys(LABELS, "str"), "year": "int16", "score": "float64", "prior": "float64"}
TYPES = {"read": DTYPES, "bare": None}
PARTS = (10, 3)  # The smaller files, to see whether time grows in proportion.
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


def commanded(path: Path) -> dict[str, float]:
    """The whole command as a person runs it: seconds from its start until it has ended, and its most memory."""
    command = [
        sys.executable,
        "-m",
        "bot",
        "brightspots",
        "--scores",
        str(path),
        "--json",
        str(path.with_suffix(".json")),
    ]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if running.returncode:
        raise RuntimeError(f"The command ended with {running.returncode}.")
    return {"seconds": seconds, "gigabytes": used.ru_maxrss / 2**20}


def figures(rows: int = ROWS) -> dict[str, float]:
    """All figures: seconds of reading and analysing, their ratio, peak memory, and how time grows with rows."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = [*(rows // part for part in PARTS), rows]
        paths = [Path(folder) / f"{size}.csv" for size in sizes]
        for size, path in zip(sizes, paths, strict=True):
            write(path, size)
        turns = [
            [measured("analyze", path) for path in paths]
            + [measured("read", paths[-1]), measured("bare", paths[-1])]
            + [commanded(path) for path in paths]
            for _ in range(REPEATS)
        ]
    tenth, third, whole, read, bare, *commands = (middle(list(each)) for each in zip(*turns, strict=True))
    return {
        "rows": whole["rows"],
        "read_seconds": read["seconds"],
        "whole_seconds": whole["seconds"],
        "whole_to_read": whole["seconds"] / read["seconds"],
        "analysis_to_read": whole["analysis"] / read["seconds"],
        "peak_gigabytes": max(whole["gigabytes"], commands[-1]["gigabytes"]),
        "growth_per_row": whole["seconds"] / tenth["seconds"] / (whole["rows"] / tenth["rows"]),
        "growth_per_row_from_third": whole["seconds"] / third["seconds"] / (whole["rows"] / third["rows"]),
        "bare_seconds": bare["seconds"],
        "command_seconds": commands[-1]["seconds"],
        "command_to_bare": commands[-1]["seconds"] / bare["seconds"],
        "command_third_seconds": commands[1]["seconds"],
        "command_tenth_seconds": commands[0]["seconds"],
    }


def middle(turns: list[dict[str, float]]) -> dict[str, float]:
    """The median of every figure: other work on the machine comes and goes."""
    return {name: statistics.median(turn[name] for turn in turns) for name in turns[0]}


def run(task: str, path: Path) -> None:
    """Do one task and print what it took as JSON; ``analysis`` is the part after reading."""
    begin = time.perf_counter()
    table = gathered([path], []).table if task == "analyze" else pd.read_csv(path, dtype=TYPES[task])
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
        sys.stdout.write("".join(f"{name:>26} {value:,.3f}\n" for name, value in figures().items()))
