"""``make faults``: thousands of due posts while everything goes wrong, and the count of what was lost or doubled.

Real workers (``python -m bot worker``), a stand-in Slack in its own process over HTTP, a real database. On the way some
workers are killed, one is paused for longer than its lease, the database is taken away, and Slack misbehaves on a share
of the calls. The count comes from the messages in Slack's channels, found by the token each post carries.
On SQLite, which has no server to restart, somebody holds the whole file locked for a while instead.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.arena import ROOT, Json, Workers, running_slack, working
from tests.faults.mailbag import Size, count, fill
from tests.postgres import Postgres, running_postgres
from workflows.store.engine import open_engine

LEASE_S = 12.0
PAUSE_LEASES = 1.4
LOCKED_S = 3.0
GIVE_UP_AFTER_S = 600.0
LOOK_EVERY_S = 0.5
# Shares of all calls. A hang outlasts the client's patience (a sixth of the lease), not the lease itself.
MISCHIEF = {
    "429": (0.004, 1.0), "500": (0.003, 0.0), "drop": (0.003, 0.0), "lose_answer": (0.003, 0.0),
    "hang_before": (0.002, 3.0), "hang_after": (0.002, 3.0),
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One run: on which database, with how many workers, and how often what goes wrong."""

    database: str
    workers: int
    size: Size
    kills: int = 5
    pauses: int = 1
    restarts: int = 2
    lease_s: float = LEASE_S


@dataclass(frozen=True)
class Outcome:
    """What a run found."""

    database: str
    workers: int
    posts: int
    lost: int
    doubled: int
    out_of_order: int
    per_second: float
    in_doubt: int
    too_fast: int
    tricks: int
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.doubled or self.out_of_order or self.too_fast)


def run(plan: Plan, database_url: str, away: Callable[[], None], seed: int, log: Path) -> Outcome:
    """Play one run; ``away`` takes the database away and brings it back."""
    dice = random.Random(seed)
    with running_slack() as slack, working(slack, database_url, plan.lease_s, log) as workers:
        # Exactly one message a second and channel, so that a worker in a hurry is noticed.
        slack.ask("POST", "settings", {"rate": {"enforced": True, "per_second": 1, "burst": 1}})
        fill(database_url, slack, plan.size)
        for trick, (share, seconds) in MISCHIEF.items():
            slack.ask("POST", "mischief", {"trick": trick, "share": share, "seconds": seconds, "seed": seed})
        workers.hire(plan.workers)
        seconds = _until_sent(plan, workers, _accidents(plan, workers, away, dice))
        workers.awake()
        workers.dismiss()
        found, told = count(database_url, slack), slack.ask("GET", "counters")
        return Outcome(
            database=plan.database, workers=plan.workers, posts=plan.size.total, **asdict(found),
            per_second=round(plan.size.total / seconds, 1), too_fast=told["refused"],
            tricks=sum(told["tricks"].values()), seconds=round(seconds, 1),
        )  # fmt: skip


def _accidents(
    plan: Plan, workers: Workers, away: Callable[[], None], dice: random.Random
) -> list[tuple[int, Callable[[], None]]]:
    """What happens after how many messages, the first first."""

    def kill() -> None:
        workers.kill(dice.randrange(len(workers.running)))

    def pause() -> None:
        workers.pause(dice.randrange(len(workers.running)), plan.lease_s * PAUSE_LEASES)

    happen = [kill] * plan.kills + [pause] * plan.pauses + [away] * plan.restarts
    moments = [(int(dice.uniform(0.02, 0.9) * plan.size.total), accident) for accident in happen]
    return sorted(moments, key=lambda moment: moment[0])


def _until_sent(plan: Plan, workers: Workers, accidents: list[tuple[int, Callable[[], None]]]) -> float:
    """Let accidents happen as the messages come in; returns the seconds from the first message to the last."""
    started = time.monotonic()
    while time.monotonic() - started < GIVE_UP_AFTER_S:
        workers.replace_the_fallen()
        sent = workers.slack.sent()
        while accidents and sent >= accidents[0][0]:
            accidents.pop(0)[1]()
        if sent >= plan.size.total and not accidents:
            return time.monotonic() - started
        time.sleep(LOOK_EVERY_S)
    return time.monotonic() - started


@contextmanager
def databases() -> Iterator[Callable[[str], tuple[str, Callable[[], None]]]]:
    """Give empty databases by kind, each with the way it can be taken away."""
    with running_postgres() as postgres, tempfile.TemporaryDirectory() as folder:

        def open_one(kind: str) -> tuple[str, Callable[[], None]]:
            return _postgres(postgres) if kind == "postgresql" else _sqlite(Path(tempfile.mkdtemp(dir=folder)))

        yield open_one


def _postgres(server: Postgres) -> tuple[str, Callable[[], None]]:
    return server.empty(), server.restart


def _sqlite(folder: Path) -> tuple[str, Callable[[], None]]:
    url = f"sqlite:///{folder / 'bot.db'}"

    def lock() -> None:
        engine = open_engine(url)
        with engine.begin():
            time.sleep(LOCKED_S)
        engine.dispose()

    return url, lock


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as people read them."""
    names = ("database", "workers", "posts", "lost", "doubled", "out_of_order", "in_doubt", "too_fast", "tricks",
             "per_second", "seconds")  # fmt: skip
    rows = [names, *([str(getattr(each, name)) for name in names] for each in outcomes)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(names))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> None:
    """Read the command line, play the runs, and write build/faults.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run", description=__doc__)
    parser.add_argument("--posts", type=int, default=10, help="posts in each of the 2 000 channels")
    parser.add_argument("--seed", type=int, default=20260914)
    parser.add_argument("--only", default="", help="postgresql-2, postgresql-4 or sqlite-2")
    chosen = parser.parse_args()
    size = Size(workspaces=20, channels=100, posts=chosen.posts)
    plans = [Plan("postgresql", 2, size), Plan("postgresql", 4, size), Plan("sqlite", 2, size)]
    wanted = [each for each in plans if chosen.only in ("", f"{each.database}-{each.workers}")]
    outcomes: list[Outcome] = []
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with databases() as open_one:
        for plan in wanted:
            url, away = open_one(plan.database)
            log = build / f"faults-{plan.database}-{plan.workers}.log"
            log.unlink(missing_ok=True)
            outcomes.append(run(plan, url, away, chosen.seed, log))
            _say(table(outcomes[-1:]))
    runs: list[Json] = [asdict(each) for each in outcomes]
    (build / "faults.json").write_text(json.dumps(runs, indent=2) + "\n")
    _say(table(outcomes))
    sys.exit(0 if all(each.kept for each in outcomes) else 1)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
