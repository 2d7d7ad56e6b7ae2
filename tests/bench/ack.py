"""How soon ``/cycle`` is acknowledged: beside a bare Bolt listener at the same steady rate, and with 200 at once.

The two are asked in turn, a few seconds each and several times over, so that whatever else the machine does meets both.
The request is signed; ours is a whole `/cycle` of a team with a running cycle, work after the ack and all.
"""

import asyncio
import itertools
import sys
import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

import aiohttp

from bot.clock import SystemClock
from bot.playground.api.signing import headers
from tests.bench.served import Home, free_port, furnished, serving, starting, wait_until_up

PER_SECOND = 50
SPELL_S = 5
SPELLS = 4
CROWD = 200
SECRET = "playground-signing-secret"
FORM = "application/x-www-form-urlencoded"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Ack:
    """How one request was answered."""

    seconds: float
    status: int


def measure() -> dict[str, float]:
    """Latencies in milliseconds, the ratio of the two p99 (median over spells), and how the crowd fared."""
    port = free_port()
    with furnished() as home, serving(home) as deps:
        command = [sys.executable, "-m", "tests.bench.bare", str(port)]
        with starting(command, {}) as bare:
            wait_until_up(f"http://127.0.0.1:{port}/", bare)
            return asyncio.run(_measure(deps.url, home, f"http://127.0.0.1:{port}"))


async def _measure(our_url: str, home: Home, bare_url: str) -> dict[str, float]:
    # A listener hangs up after five quiet seconds, as long as it waits for its turn here: let go before.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=2)) as session:
        for url in (bare_url, our_url):
            await _steadily(session, url, home, seconds=1)  # warm up
        ours: list[list[Ack]] = []
        bare: list[list[Ack]] = []
        for _spell in range(SPELLS):
            bare.append(await _steadily(session, bare_url, home, seconds=SPELL_S))
            ours.append(await _steadily(session, our_url, home, seconds=SPELL_S))
        await asyncio.sleep(1)
        crowd = await asyncio.gather(*(ask(session, our_url, home) for _person in range(CROWD)))
    assert all(each.status == 200 for spell in [*bare, *ours] for each in spell)
    ours_p99, bare_p99 = (median(_at(0.99, spell) for spell in spells) for spells in (ours, bare))
    return {
        "ack.p50_ms": round(1000 * median(_at(0.5, spell) for spell in ours), 2),
        "ack.p99_ms": round(1000 * ours_p99, 2),
        "ack.bare_p50_ms": round(1000 * median(_at(0.5, spell) for spell in bare), 2),
        "ack.bare_p99_ms": round(1000 * bare_p99, 2),
        "ack.ratio_p99": round(ours_p99 / bare_p99, 2),
        "ack.slowest_200_s": round(max(each.seconds for each in crowd), 3),
        "ack.errors_200": float(sum(each.status != 200 for each in crowd)),
    }


async def _steadily(session: aiohttp.ClientSession, url: str, home: Home, seconds: int) -> list[Ack]:
    """Send at the set rate whether answers come or not, as Slack does."""
    started, asked = time.monotonic(), []
    for number in range(seconds * PER_SECOND):
        await asyncio.sleep(max(0.0, started + number / PER_SECOND - time.monotonic()))
        asked.append(asyncio.create_task(ask(session, url, home)))
    return list(await asyncio.gather(*asked))


async def ask(session: aiohttp.ClientSession, url: str, home: Home) -> Ack:
    body = _form(home)
    signed = headers(SECRET, int(SystemClock().now().timestamp()), body, FORM)
    started = time.monotonic()
    try:
        async with session.post(f"{url}/slack/events", data=body, headers=signed) as answer:
            await answer.read()
            return Ack(time.monotonic() - started, answer.status)
    except aiohttp.ClientError:
        return Ack(time.monotonic() - started, 0)


def _form(home: Home) -> bytes:
    form = {
        "token": "x", "team_id": "T0", "team_domain": "t0", "channel_id": home.channel, "channel_name": "grade-5",
        "user_id": home.person, "user_name": "ana", "command": "/cycle", "text": "", "api_app_id": "A0BRIGHT",
        "is_enterprise_install": "false", "response_url": f"{home.slack.url}/responses/R0",
        "trigger_id": f"{next(_numbers)}.1.1",
    }  # fmt: skip
    return urlencode(form).encode()


def _at(share: float, spell: list[Ack]) -> float:
    ordered = sorted(each.seconds for each in spell)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
