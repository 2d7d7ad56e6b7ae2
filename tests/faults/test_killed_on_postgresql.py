"""The import that is killed at every step, on the database that many workers share."""

from pathlib import Path

import pytest

from tests.coach import Coach
from tests.people import Loop, Slack, Stage
from tests.postgres import Postgres
from tests.workflows.test_imports import all_or_nothing, killed_imports


@pytest.mark.long
def test_a_worker_killed_at_any_step_leaves_all_or_nothing_on_postgresql(
    loop: Loop, tmp_path: Path, postgres: Postgres
) -> None:
    """A dead process's transaction is rolled back and its locks go; the next one finds the upload and completes it.

    At every third step: on SQLite it is killed at each, and the steps are the same.
    """
    stage = Stage.opened(loop, tmp_path, database_url=postgres.empty())
    try:
        runs = killed_imports(Coach.at(Slack(stage)), stage, tmp_path, every=3)
        assert len(runs) >= 10
        all_or_nothing(runs)
    finally:
        stage.close()
