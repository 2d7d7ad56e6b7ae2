"""A process with pandas, at the other end of the line that `pandas_process.py` holds: job after job, within limits."""

import resource
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from workflows.jobs import Limits
from workflows.offload import answer

READY = "ready"


def main(number: int) -> None:
    """Do the jobs that come over a line, until it closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is in memory belongs on no disk
    with Connection(number) as line, suppress(EOFError, OSError):
        line.send(READY)
        while True:
            job, limits = line.recv()
            _keep_within(limits)
            line.send(answer(job))


def _keep_within(limits: Limits) -> None:
    """Bound what is taken from now on: memory that isn't there is an error, too much processor time the end."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    _bound(resource.RLIMIT_AS, pages * resource.getpagesize() + (limits.memory_mb << 20))
    _bound(resource.RLIMIT_CPU, int(time.process_time()) + limits.processor_s)


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main(int(sys.argv[1]))
