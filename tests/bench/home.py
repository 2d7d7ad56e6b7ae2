"""How soon Home is there: from Slack's event to the published view, for somebody in forty teams.

Beside it, in the same run, a bare Bolt listener that only acknowledges a command.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from datetime import time as wall
from pathlib import Path

import aiohttp

from bot.playground.people.person import Person
from bot.simulation import Simulation, open_simulation
from tests.bench.ack import ask
from tests.bench.served import Home, free_port, furnished, starting, wait_until_up
from workflows import cycles
from workflows.teams import setup

TEAMS, TIMES, WARM_UP = 40, 60, 10
STARTS_AT = datetime(2026, 9, 14, 12, tzinfo=UTC)


def measure() -> dict[str, float]:
    """The 95th percentile in milliseconds, and how many times a bare listener's it is."""
    port = free_port()
    with furnished() as home, starting([sys.executable, "-m", "tests.bench.bare", str(port)], {}) as bare:
        wait_until_up(f"http://127.0.0.1:{port}/", bare)
        return asyncio.run(_measure(home, f"http://127.0.0.1:{port}"))


async def _measure(home: Home, bare_url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_simulation(STARTS_AT, Path(folder)) as play, aiohttp.ClientSession() as session:
            ana = play.workspace.person("Ana Ruiz")
            _found(play, ana)
            opened, answered = [], []
            for number in range(WARM_UP + TIMES):
                seconds = await _open(play, ana)
                bare = (await ask(session, bare_url, home)).seconds
                if number >= WARM_UP:
                    opened.append(seconds)
                    answered.append(bare)
    ours, theirs = _p95(opened), _p95(answered)
    return {"home.p95_ms": round(1000 * ours, 1), "home.ratio_p95": round(ours / theirs, 1)}


def _found(play: Simulation, ana: Person) -> None:
    for number in range(TEAMS):
        channel = play.workspace.channel(f"team-{number}", members=[ana])
        form = setup.SetUpTeam(
            channel=channel.id, language="en", name=f"Team {number}", school="Lakeside", grade="5", subject="Math",
            members=[ana.id], zone="America/New_York", weekday=number % 5, at=wall(8, 15),
        )  # fmt: skip
        with play.brightcycle.deps.db.begin(1) as session:
            setup.set_up(session, form, by=ana.id, now=STARTS_AT)
            start = cycles.StartCycle(channel.id, "I wonder…", 5, STARTS_AT.date())
            cycles.start(session, start, by=ana.id, now=STARTS_AT)


async def _open(play: Simulation, ana: Person) -> float:
    play.workspace.team.homes.pop(ana.id, None)  # what stands there already isn't published again
    began = time.perf_counter()
    await ana.opens_home()
    await play.brightcycle.listeners.until_quiet()
    seconds = time.perf_counter() - began
    assert ana.home is not None
    return seconds


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]
