"""An import is all or nothing, at whatever step the process that does it is killed."""

import pytest

from tests.faults.conftest import Killed


@pytest.mark.parametrize(("kind", "deaths"), [("sqlite", 21), ("postgresql", 10)])
def test_a_worker_killed_at_any_step_leaves_all_or_nothing(killed: Killed, kind: str, deaths: int) -> None:
    """A process dies at its 1st, 2nd, … step; either nothing shows or everything does, and the next one completes.

    On PostgreSQL a dead process's transaction is rolled back and its locks go.
    """
    runs = [run for run in killed.result() if run["kind"] == kind]
    assert len(runs) >= deaths
    assert {run["code"] for run in runs[:-1]} == {137}
    for run in runs:
        left = run["left"]
        assert (left["state"], left["figures"]) in [("confirmed", 0), ("imported", 8)], run
        assert left["whole"] or left["state"] == "confirmed", run
        assert run["then"] == {"state": "imported", "figures": 8, "whole": True, "files": ["scores.parquet"]}, run
    # The steps reach into every part: before the file, during it, between file and rows, and after.
    assert {(run["left"]["state"], run["left"]["whole"]) for run in runs} == {
        ("confirmed", False), ("confirmed", True), ("imported", True),
    }  # fmt: skip
