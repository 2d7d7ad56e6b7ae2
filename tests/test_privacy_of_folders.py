"""The planted students are in no folder that the product or its reading process could write to."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.planted import files_in, planted

ROOT = Path(__file__).resolve().parent.parent
STORY = "tests/planted.py::test_planted_students_are_nowhere"
KEEPING = ("-o", "tmp_path_retention_policy=all")
# One story needs none of the plugins that the whole run has, nor their options; loading them takes half a second.
PLAIN = ("-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider")
# Python runs this at the start of every process, so the reading process is watched, too.
WATCH = """
import os, sys
LOG = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def hook(name, args):
    if name == "open" and isinstance(args[0], str) and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        os.write(LOG, (os.path.abspath(args[0]) + "\\n").encode("utf-8", "replace"))
sys.addaudithook(hook)
"""


@pytest.mark.long
def test_no_folder_holds_a_planted_student(tmp_path: Path) -> None:
    """The whole story in a process of its own, whose temporary folder and home are searched to the last file."""
    place, watch = tmp_path / "place", tmp_path / "watch"
    for folder in (place, watch):
        folder.mkdir()
    (watch / "sitecustomize.py").write_text(WATCH.format(log=str(watch / "written")))
    env = {"TMPDIR": str(place), "HOME": str(place), "PYTHONPATH": str(watch), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", f"--basetemp={place / 'pytest'}", *KEEPING, *PLAIN, STORY]

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]
    written = set((watch / "written").read_text().splitlines())
    devices = {path for path in written if path.startswith(("/dev/", "/proc/")) and not path.startswith("/dev/shm/")}
    elsewhere = {path for path in written - devices if not path.startswith(str(tmp_path))}
    assert {path for path in elsewhere if not path.endswith(".pyc") and "/__pycache__/" not in path} == set()
    assert any("/.reading/" in path for path in written)  # the reading process was watched
    found = files_in(place)
    assert any(path.endswith(".parquet") for path in found)
    said = {**found, "output": done.stdout + done.stderr}
    assert {(where, each) for where, words in said.items() for each in planted() if each in words} == set()
