"""How long until ``serve`` is ready, and how much memory it takes when nothing happens."""

import time
from pathlib import Path

import psutil

from tests.bench.served import furnished, serving

TIMES = 3
IDLE_S = 3.0


def measure() -> dict[str, float]:
    """Seconds until `/readyz` answers (median), resident megabytes after idle seconds, whether pandas is loaded."""
    waits: list[float] = []
    with furnished() as home:
        for _time in range(TIMES):
            with serving(home) as deps:
                waits.append(deps.ready_s)
                time.sleep(IDLE_S)
                megabytes = psutil.Process(deps.process.pid).memory_info().rss / 1e6
                loaded = "/pandas/" in Path(f"/proc/{deps.process.pid}/maps").read_text()
    return {
        "ready_s": round(sorted(waits)[TIMES // 2], 2),
        "idle_mb": round(megabytes, 1),
        "idle_pandas": float(loaded),
    }
