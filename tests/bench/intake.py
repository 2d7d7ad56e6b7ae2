"""How much memory a district's file takes on its whole way: upload page, review, import.

``python -m tests.bench.intake``; `make bench` runs it as the part “intake”. The deps, its stand-in Slack and the
process that reads files are measured together, every 50 ms.
"""

import json
import operator
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path

from bot.simulation import open_simulation
from tests import people
from tests.coach import Coach, uploads
from tests.faults.arena import ROOT
from tests.formats.bench import write_csv

ROWS = 3_000_000
EVERY_S = 0.05
MOST_MB = 2000


def measure() -> dict[str, float]:
    """Seconds and peak megabytes of one import, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(ROWS, Path(folder) / "district.csv")
        command = [sys.executable, "-m", "tests.bench.intake", str(path), folder]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def imported(path: Path, folder: Path) -> dict[str, float]:
    """Send a file through the upload page, import it, and say what that took."""
    people.PATIENCE_S = 3600  # a story would have hung by then
    loop, curtain = people.Loop(), AsyncExitStack()
    deps = open_simulation(people.T0, folder, upload_most_mb=MOST_MB)
    stage = people.Stage(loop, loop.run(curtain.enter_async_context(deps)), curtain)
    dana = Coach.at(people.Slack(stage))
    with peaks() as peak:
        times = [time.perf_counter()]
        for step in (partial(send, path, dana), dana.waits, partial(dana.clicks, "Import")):
            step()
            times.append(time.perf_counter())
    assert [each.state for each in uploads(stage)] == ["imported"], dana.last
    loop.run(curtain.aclose())
    loop.stop()
    seconds = dict(zip(("send_s", "review_s", "import_s"), map(operator.sub, times[1:], times), strict=True))
    return {f"intake.{name}": round(figure, 1) for name, figure in (seconds | peak).items()}


def send(path: Path, dana: Coach) -> None:
    """Do what the page does: stream the file."""
    dana.teacher.types("/brightspots files")
    dana.clicks("Private upload page")
    found = re.findall(r"/upload/[\w=-]+", str([call.args for call in dana.slack.calls]))
    address = f"{dana.stage.play.slack.app_url}{found[-1]}"
    with path.open("rb") as file:
        headers = {"X-File-Name": path.name, "Content-Length": str(path.stat().st_size)}
        with urllib.request.urlopen(urllib.request.Request(address, file, headers, method="POST")) as answer:
            assert answer.status == 200, answer.read()


@contextmanager
def peaks() -> Iterator[dict[str, float]]:
    """The most megabytes that this process and its children held at once, and the most that one child held."""
    peak, over = {"whole_mb": 0.0, "reader_mb": 0.0}, threading.Event()

    def watch() -> None:
        while not over.wait(EVERY_S):
            own, *children = [_resident_mb(each) for each in ("self", *_children())]
            peak["whole_mb"] = max(peak["whole_mb"], own + sum(children))
            peak["reader_mb"] = max(peak["reader_mb"], *children, 0.0)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _children() -> list[str]:
    return [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def _resident_mb(pid: str) -> float:
    try:
        said = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", said)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(imported(Path(sys.argv[1]), Path(sys.argv[2]))) + "\n")
    else:
        sys.stdout.write(json.dumps(measure(), indent=2) + "\n")
