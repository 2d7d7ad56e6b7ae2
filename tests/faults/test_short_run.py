"""The fault run of ``make faults``, short: real workers, real kills, a real pause, in seconds."""

from pathlib import Path

import pytest

from tests.faults.mailbag import Size
from tests.faults.run import Plan, run
from tests.postgres import Postgres

SHORT = Plan("postgresql", 2, Size(workspaces=4, channels=25, posts=2), kills=1, pauses=1, restarts=1, lease_s=3.0)


@pytest.mark.long
@pytest.mark.usefixtures("killed")  # begun here, because half of this run is waiting for leases to end
def test_nothing_is_lost_doubled_or_overtaken(postgres: Postgres, tmp_path: Path) -> None:
    """A worker is killed, another paused for longer than its lease, the database restarted, and Slack misbehaves."""
    outcome = run(SHORT, postgres.empty(), postgres.restart, seed=5, log=tmp_path / "workers.log")

    assert (outcome.lost, outcome.doubled, outcome.out_of_order, outcome.too_fast) == (0, 0, 0, 0)
    assert outcome.in_doubt == 0
