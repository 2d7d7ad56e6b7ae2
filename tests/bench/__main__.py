"""``make bench``: speed and memory against their bounds.

``python -m tests.bench [part …]`` measures all parts, or some, and writes build/bench.json.
"""

import json
import sys
from collections.abc import Callable

from tests.bench import ack, claims, cues, drain, home, hostile, intake, page, plan, start
from tests.bench.bounds import broken
from tests.faults.arena import ROOT
from tests.formats import bench as formats
from tests.stats import bench as stats

# A part is a function that measures and returns figures by name. A new one is added here, its bounds in bounds.py.
PARTS: dict[str, Callable[[], dict[str, float]]] = {
    "start": start.measure,
    "ack": ack.measure,
    "claims": claims.measure,
    "drain": drain.measure,
    "plan": plan.measure,
    "home": home.measure,
    "hostile": hostile.measure,
    "cues": cues.measure,
    "files": lambda: _named("files", formats.figures()),
    "intake": intake.measure,
    "page": page.measure,
    "brightspots": lambda: _named("brightspots", stats.figures()),
}


def main() -> None:
    """Measure the parts that were named, or all."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.log").write_text("")
    figures: dict[str, float] = {}
    for name in sys.argv[1:] or PARTS:
        figures |= _show(PARTS[name]())
    (build / "bench.json").write_text(json.dumps(figures, indent=2) + "\n")
    complaints = broken(figures)
    sys.stdout.write("\n".join(["", *complaints, "Bounds broken." if complaints else "All bounds kept."]) + "\n")
    sys.exit(1 if complaints else 0)


def _named(part: str, figures: dict[str, float]) -> dict[str, float]:
    return {f"{part}.{name}": round(figure, 3) for name, figure in figures.items()}


def _show(figures: dict[str, float]) -> dict[str, float]:
    for name, figure in figures.items():
        sys.stdout.write(f"{name:28} {figure:10g}\n")
    sys.stdout.flush()
    return figures


if __name__ == "__main__":
    main()
