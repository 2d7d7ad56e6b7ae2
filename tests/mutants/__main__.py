"""Put faults into the code and ask the tests: ``python -m tests.mutants [--sample 200] [--seed 1] [SUBJECT …]``.

Each mutant is written into a copy of the tree, two copies at a time, and its subject's tests run there until one fails.
Writes ``build/mutants.json`` (``module: {mutants, killed, survived, equivalent}``) and prints survivors with file and
line. Equivalent ones stand in ``equivalent.toml``, each with its reason.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import Queue
from random import Random

from tests.mutants.equivalents import known_equivalents
from tests.mutants.mutating import Mutant, mutant_at, mutated, places_of
from tests.mutants.subjects import ROOT, SUBJECTS, Subject, existing, modules_of

COPIES = 2
PATIENCE_S = 300
ALONE = ("-x", "-q", "-n0", "-p", "no:cacheprovider")
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".*_cache", ".hypothesis", "data")
Work = tuple[Subject, Mutant]


def main(arguments: Sequence[str]) -> int:
    """Run a sample of mutants, or all; 0 when nine of ten are noticed and 85 % in every module."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("subjects", nargs="*", help="only these: " + ", ".join(each.name for each in SUBJECTS))
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, the same share of each subject")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    subjects = [each for each in SUBJECTS if not asked.subjects or each.name in asked.subjects]
    work = list(_chosen(subjects, asked.sample, Random(asked.seed)))
    return _report(work, _survivors(work))


def _chosen(subjects: Sequence[Subject], sample: int, random: Random) -> Iterable[Work]:
    equivalent = known_equivalents()
    for subject in subjects:
        sources = {module: (ROOT / module).read_text("utf-8") for module in modules_of(subject)}
        places = [(module, place) for module, source in sources.items() for place in places_of(source)]
        share = max(1, round(sample / len(subjects))) if sample else len(places)
        drawn = (mutant_at(module, sources[module], place) for module, place in random.sample(places, len(places)))
        noticeable = (each for each in drawn if each is not None and each.key not in equivalent)
        yield from ((subject, mutant) for mutant in islice(noticeable, share))


def _survivors(work: Sequence[Work]) -> set[int]:
    """The places in the list of mutants that no test noticed."""
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(COPIES):
            copies.put(Path(shutil.copytree(ROOT, Path(folder) / str(number), ignore=LEFT_BEHIND)))
        with ThreadPoolExecutor(COPIES) as pool:
            fates = pool.map(lambda each: _survives(copies, *each), work)
            return {place for place, survives in enumerate(_told(work, fates)) if survives}


def _told(work: Sequence[Work], fates: Iterable[bool]) -> Iterable[bool]:
    for number, ((_subject, mutant), survives) in enumerate(zip(work, fates, strict=True), start=1):
        if survives:
            sys.stdout.write(f"survived  {mutant.module}:{mutant.line}  {mutant.before}  →  {mutant.after}\n")
        elif number % 20 == 0:
            sys.stdout.write(f"… {number} of {len(work)}\n")
        sys.stdout.flush()
        yield survives


def _survives(copies: "Queue[Path]", subject: Subject, mutant: Mutant) -> bool:
    copy = copies.get()
    file, source = copy / mutant.module, (ROOT / mutant.module).read_text("utf-8")
    try:
        file.write_text(mutated(source, mutant), "utf-8")
        return all(_passes(copy, tests) for tests in (existing(subject.fast), existing(subject.slow)) if tests)
    finally:
        file.write_text(source, "utf-8")
        copies.put(copy)


def _passes(copy: Path, tests: Sequence[str]) -> bool:
    command = [sys.executable, "-m", "pytest", *ALONE, *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=PATIENCE_S, check=False)
    except subprocess.TimeoutExpired:
        return False  # a fault that never ends is noticed
    return done.returncode == 0


def _report(work: Sequence[Work], survivors: set[int]) -> int:
    equivalent = known_equivalents()
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"mutants": 0, "killed": 0, "survived": 0, "equivalent": 0})
    for place, (_subject, mutant) in enumerate(work):
        count = counts[str(mutant.module)]
        count["mutants"] += 1
        count["survived" if place in survivors else "killed"] += 1
    for module in counts:
        counts[module]["equivalent"] = sum(key.startswith(f"{module}: ") for key in equivalent)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "mutants.json").write_text(json.dumps(counts, indent=2, sort_keys=True), "utf-8")
    killed = len(work) - len(survivors)
    sys.stdout.write(f"{killed} of {len(work)} mutants noticed ({killed / max(1, len(work)):.0%}), ")
    sys.stdout.write(f"{len(equivalent)} known to change nothing.\n")
    enough = killed >= 0.9 * len(work) and all(each["killed"] >= 0.85 * each["mutants"] for each in counts.values())
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
