"""How a run of the tests is set up; what the tests ask for by name is in `tests/fixtures.py`."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOM_FOR_ALL = 2 << 30  # bytes; a whole run has needed less than a quarter of it


def pytest_configure(config: pytest.Config) -> None:
    """Make ready what every process needs; the one that only hands tests out to others does without the product."""
    _write_into_memory()
    # The imports leave no garbage; looking for it took a sixth of the stories' time.
    gc.set_threshold(50_000, 50, 50)
    if "PYTEST_XDIST_WORKER" in os.environ or config.getoption("dist", "no") == "no":
        config.pluginmanager.import_plugin("tests.fixtures")


def _write_into_memory() -> None:
    """Keep databases and files in memory where there is room: every story commits dozens of times, each to the disk."""
    memory = Path("/dev/shm")
    if "TMPDIR" not in os.environ and memory.is_dir() and shutil.disk_usage(memory).free > ROOM_FOR_ALL:
        os.environ["TMPDIR"] = str(memory)  # for the processes of this run, too
        tempfile.tempdir = None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests: one that comes last keeps everybody waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
