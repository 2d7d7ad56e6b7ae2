"""How long reading takes beside a bare ``pandas.read_csv``, and how much memory: `python -m tests.formats.bench`.

Every measurement runs in its own process, so that peaks of memory don't add up.
"""

import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import python_calamine

from workflows.formats import parquet, reading, recognisers, uploads
from workflows.formats.tables import Limits

ROWS = (100_000, 1_000_000, 3_000_000)
SHEET_ROWS = 100_000
TIMES = 2
TEMPLATES = Path(__file__).parents[2] / "templates" / "formats"
DTYPES = {
    **dict.fromkeys(["TermName", "SchoolName", "Subject", "TestStartDate", "Grade"], "category"),
    "StudentID": "str",
    "TestRITScore": "float32",
    "TestPercentile": "float32",
}
BOUNDS = {"inspect_ratio": 1.5, "import_ratio": 3.0, "import_mb": 1024, "sheet_ratio": 2.0}


def frame(rows: int, seed: int = 7) -> pd.DataFrame:
    """A MAP Growth export of a large district: twelve columns, eight of which are read."""
    dice = np.random.default_rng(seed)
    students = max(rows // 6, 1)
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
    """The export as a file, written in pieces."""
    for start in range(0, rows, 500_000):
        piece = frame(min(500_000, rows - start), seed=7 + start)
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
        _, found = parquet.import_upload(
            upload, Path(folder), lambda text: hmac.digest(b"bench", text.encode(), hashlib.sha256).hex()[:32]
        )
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


def best(works: tuple[str, ...], path: Path) -> dict[str, dict[str, float]]:
    """The fastest of a few runs of each piece of work, taken in turn so that a busy machine slows all of them alike."""
    runs = [{work: measured(work, path) for work in works} for _ in range(TIMES)]
    return {work: min((run[work] for run in runs), key=lambda each: each["seconds"]) for work in works}


def measured(work: str, path: Path) -> dict[str, float]:
    """Seconds and peak megabytes of one piece of work, in a process of its own, without its start-up."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.formats.bench", "--one", work, str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(said.stdout))


def one(work: str, path: Path) -> dict[str, float]:
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
    """All figures of this bench, by name."""
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, float] = {}
        for rows in ROWS:
            found.update(_csv_figures(rows, write_csv(rows, Path(folder) / f"{rows}.csv")))
        found.update(_sheet_figures(Path(folder) / "sheet.xlsx"))
    return found | {
        name.removeprefix(f"{ROWS[-1]}."): value for name, value in found.items() if name.startswith(f"{ROWS[-1]}.")
    }


def _csv_figures(rows: int, path: Path) -> dict[str, float]:
    runs = best(("bare", "inspect", "import"), path)
    path.unlink()
    return {
        **{f"{rows}.{work}_s": run["seconds"] for work, run in runs.items()},
        **{f"{rows}.{work}_cpu_s": run["cpu"] for work, run in runs.items()},
        **{f"{rows}.{work}_mb": run["mb"] for work, run in runs.items()},
        f"{rows}.inspect_ratio": runs["inspect"]["seconds"] / runs["bare"]["seconds"],
        f"{rows}.import_ratio": runs["import"]["seconds"] / runs["bare"]["seconds"],
    }


def _sheet_figures(path: Path) -> dict[str, float]:
    frame(SHEET_ROWS).to_excel(path, index=False)
    runs = best(("bare_sheet", "inspect"), path)
    return {
        "sheet_s": runs["inspect"]["seconds"],
        "bare_sheet_s": runs["bare_sheet"]["seconds"],
        "sheet_ratio": runs["inspect"]["seconds"] / runs["bare_sheet"]["seconds"],
    }


def broken(found: dict[str, float]) -> list[str]:
    """The bounds that these figures break."""
    return [
        f"{name} is {found[name]:.2f}, the bound is {bound}" for name, bound in BOUNDS.items() if found[name] > bound
    ]


def main() -> int:
    """Print the figures; 1 when a bound is broken."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(one(sys.argv[2], Path(sys.argv[3]))))
        return 0
    found = figures()
    sys.stdout.writelines(f"{name:>28} {value:10.3f}\n" for name, value in found.items())
    sys.stdout.writelines(f"BROKEN: {each}\n" for each in broken(found))
    return 1 if broken(found) else 0


if __name__ == "__main__":
    sys.exit(main())
