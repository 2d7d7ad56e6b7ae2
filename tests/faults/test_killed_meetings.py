"""A meeting goes on whatever is killed: no cue lost, none doubled, no line lost, every step at its own time."""

import json
import subprocess
import sys

import pytest

from tests.faults.arena import ROOT

STEPS = (3, 9)  # `python -m tests.faults.killed_meetings` takes the first twenty


@pytest.mark.long
def test_killed_at_every_moment_a_meeting_loses_nothing() -> None:
    """In each of these meetings every process dies, at another step of its work than in the one before."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_meetings", *map(str, STEPS)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    meetings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["step"] for each in meetings] == list(STEPS)
    for each in meetings:
        faults = {name: each[name] for name in ("lost", "doubled", "late_acts", "notes_lost")}
        assert faults == {"lost": 0, "doubled": 0, "late_acts": 0, "notes_lost": 0}, each
        assert each["messages"] >= 30, each
    assert sum(each["deaths"] for each in meetings) >= 2 * 25
