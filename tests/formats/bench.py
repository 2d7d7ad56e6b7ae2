"""How long reading takes beside a bare ``pandas.read_csv``, and how much memory: `python -m tests.formats.bench`.

Every measurement runs in its own process, so that peaks of memory don't add up. All are taken in turn, several times
over, and a figure is the median of what the turns say, so that whatever else the machine does meets all of them.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import python_calamine

from tests.bench.bounds import broken
from workflows.formats import parquet, reading, recognisers, uploads
from workflows.formats.tables import Limits
from workflows.store.vault import hide_under

ROWS = (100_000, 1_000_000, 3_000_000)
SHEET_ROWS = 100_000
TIMES = 5
TEMPLATES = Path(__file__).parents[2] / "templates" / "formats"
DTYPES = {
    **dict.fromkeys(["TermName", "SchoolName", "Subject", "TestStartDate", "Grade"], "category"),
    "StudentID": "str",
    "TestRITScore": "float32",
    "TestPercentile": "float32",
}
WORKS = ("bare", "inspect", "import")
ROWS_PER_STUDENT = 6
KEPT = {"s": "seconds", "cpu_s": "cpu", "mb": "mb"}
Run = dict[str, float]
Turn = dict[tuple[str, int], Run]


def frame(rows: int, students: int, seed: int = 7) -> pd.DataFrame:
    """A MAP Growth export of a large district: twelve columns, eight of which are read."""
    dice = np.random.default_rng(seed)
    days = pd.date_range("2021-08-15", "2024-05-30", freq="D").strftime("%m/%d/%Y").to_numpy()
    terms = np.array(
        [f"{season} {year}-{year + 1}" for year in (2021, 2022, 2023) for season in ("Fall", "Winter", "Spring")]
    )
    return pd.DataFrame(
        {
            "TermName": dice.choice(terms, rows),
            "DistrictName": "Grand Bend ISD",
            "SchoolName": dice.choice(np.array([f"School {number}" for number in range(120)]), rows),
            "StudentID": np.char.zfill(dice.integers(0, students, rows).astype(str), 8),
            "Grade": dice.choice(np.array(["K", *map(str, range(1, 9))]), rows),
            "Subject": dice.choice(np.array(["Mathematics", "Reading", "Science"]), rows),
            "TestName": "Growth: Math 2-5 CCSS 2010 V2",
            "TestID": dice.integers(10**8, 10**9, rows),
            "TestStartDate": dice.choice(days, rows),
            "TestDurationMinutes": dice.integers(15, 90, rows),
            "TestRITScore": dice.integers(140, 270, rows),
            "TestPercentile": dice.integers(1, 100, rows),
        }
    )


def write_csv(rows: int, path: Path) -> Path:
    """The export as a file, written in pieces; twice the rows are of twice the students."""
    for start in range(0, rows, 500_000):
        piece = frame(min(500_000, rows - start), rows // ROWS_PER_STUDENT, seed=7 + start)
        piece.to_csv(path, mode="a" if start else "w", header=not start, index=False)
    return path


def bare(path: Path) -> int:
    """What pandas needs for the eight columns with the dtypes said."""
    return len(pd.read_csv(path, usecols=list(DTYPES), dtype=DTYPES))


def inspected(path: Path) -> int:
    """What understanding the whole file needs."""
    known = recognisers.load(TEMPLATES)
    return reading.inspect(path, path.name, recognisers=known, limits=Limits(upload_bytes=1 << 32)).usable_rows


def imported(path: Path) -> int:
    """What reading the whole file into Parquet with hidden ids needs."""
    known = recognisers.load(TEMPLATES)
    upload = uploads.open_upload(path, path.name, recognisers=known, limits=Limits(upload_bytes=1 << 32))
    with tempfile.TemporaryDirectory() as folder:
        _, found = parquet.import_upload(upload, Path(folder), hide_under("be" * 32))
    return found.scores


def bare_sheet(path: Path) -> int:
    """What calamine needs for the same sheet."""
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1


WORK: dict[str, Callable[[Path], int]] = {
    "bare": bare,
    "inspect": inspected,
    "import": imported,
    "bare_sheet": bare_sheet,
}


def measured(work: str, path: Path) -> Run:
    """Seconds and peak megabytes of one piece of work, in a process of its own, without its start-up."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.formats.bench", "--one", work, str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(said.stdout))


def one(work: str, path: Path) -> Run:
    """The same, in this process."""
    began, busy = time.perf_counter(), time.process_time()
    rows = WORK[work](path)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "cpu": time.process_time() - busy, "mb": peak_mb(), "rows": rows}


def peak_mb() -> float:
    """This process's own peak; ``ru_maxrss`` would start from its parent's."""
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(said.split("VmHWM:")[1].split()[0]) / 1024


def figures() -> dict[str, float]:
    """All figures of this bench, by name: medians over the turns, of memory the most."""
    with tempfile.TemporaryDirectory() as folder:
        csvs = {rows: write_csv(rows, Path(folder) / f"{rows}.csv") for rows in ROWS}
        sheet = Path(folder) / "sheet.xlsx"
        frame(SHEET_ROWS, SHEET_ROWS // ROWS_PER_STUDENT).to_excel(sheet, index=False)
        turns = [_turn_figures(_turn(csvs, sheet)) for _time in range(TIMES)]
    return {name: (max if name.endswith("mb") else median)([turn[name] for turn in turns]) for name in turns[0]}


def _turn(csvs: dict[int, Path], sheet: Path) -> Turn:
    runs = {(work, rows): measured(work, path) for rows, path in csvs.items() for work in WORKS}
    return runs | {(work, 0): measured(work, sheet) for work in ("bare_sheet", "inspect")}


def _turn_figures(turn: Turn) -> dict[str, float]:
    seconds = {each: run["seconds"] for each, run in turn.items()}
    csvs = [(f"{rows}.{work}", run) for (work, rows), run in turn.items() if rows]
    found = {f"{name}_{unit}": run[key] for name, run in csvs for unit, key in KEPT.items()}
    for work in WORKS[1:]:
        found |= {f"{rows}.{work}_ratio": seconds[work, rows] / seconds["bare", rows] for rows in ROWS}
        found |= {f"{work}_{name}": found[f"{ROWS[-1]}.{work}_{name}"] for name in ("ratio", "mb")}
    return found | {
        **{f"{work}_growth": growth([turn[work, rows]["cpu"] for rows in ROWS]) for work in WORKS},
        "sheet_s": seconds["inspect", 0],
        "bare_sheet_s": seconds["bare_sheet", 0],
        "sheet_ratio": seconds["inspect", 0] / seconds["bare_sheet", 0],
        "sheet_mb": turn["inspect", 0]["mb"],
        "bare_sheet_mb": turn["bare_sheet", 0]["mb"],
    }


def growth(spent: list[float]) -> float:
    """What a row costs between the second and the third of ``ROWS``, divided by what it costs between the first two.

    1 is linear, whatever a file costs before its first row is read. ``spent`` is processor time: how much two cores do
    at once differs with what else they do.
    """
    costs = [(spent[at] - spent[at - 1]) / (ROWS[at] - ROWS[at - 1]) for at in (1, 2)]
    return costs[1] / costs[0]


def main() -> int:
    """Print the figures; 1 when a bound is broken."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(one(sys.argv[2], Path(sys.argv[3]))))
        return 0
    found = figures()
    sys.stdout.writelines(f"{name:>28} {value:10.3f}\n" for name, value in found.items())
    complaints = broken({f"files.{name}": value for name, value in found.items()})
    sys.stdout.writelines(f"BROKEN: {each}\n" for each in complaints)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
