"""How fast due posts leave: real workers, PostgreSQL, HTTP to a stand-in Slack, words written from real rows."""

import time
from pathlib import Path

from tests.faults.arena import ROOT, Slack, Workers, running_slack, working
from tests.faults.mailbag import Size, count, fill
from tests.postgres import running_postgres

SIZE = Size(workspaces=20, channels=100, posts=3)
LEASE_S = 60.0
TIMES = 3  # the machine is never quite alone, so the median counts


def measure() -> dict[str, float]:
    """Posts per second with one worker and with two, from the first message to the last."""
    figures: dict[str, float] = {}
    with running_postgres() as postgres:
        for workers in (1, 2):
            rates = sorted(_drain(postgres.empty(), workers) for _time in range(TIMES))
            figures[f"drain.per_second_{workers}"] = round(rates[TIMES // 2], 1)
            figures[f"drain.best_per_second_{workers}"] = round(rates[-1], 1)
    return figures


def _drain(database_url: str, workers: int) -> float:
    with running_slack() as slack, working(slack, database_url, LEASE_S, _log()) as crew:
        slack.ask("POST", "settings", {"rate": {"enforced": True, "per_second": 1, "burst": 1}})
        fill(database_url, slack, SIZE)
        crew.hire(workers)
        rate = _rate(slack, crew)
        found = count(database_url, slack)
        assert (found.lost, found.doubled, found.out_of_order) == (0, 0, 0), found
        return rate


def _rate(slack: Slack, crew: Workers) -> float:
    first = 0
    while not first:
        first = slack.sent()
        time.sleep(0.02)
    started = time.monotonic()
    while slack.sent() < SIZE.total:
        assert all(each.poll() is None for each in crew.running), "a worker gave up; see build/bench.log"
        time.sleep(0.1)
    return (SIZE.total - first) / (time.monotonic() - started)


def _log() -> Path:
    return ROOT / "build" / "bench.log"
