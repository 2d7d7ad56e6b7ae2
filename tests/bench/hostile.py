"""What strangers cost: unsigned bodies, silent connections, and one workspace's file while another one works.

``hostile.unsigned_ms`` and ``hostile.unsigned_mb``: processor time of `serve` for an unsigned request of 20 MB, and how
far its memory rose at the most; the dearest of several ways to send it. ``hostile.healthz_ms``: the slowest of twenty
answers of `/healthz` while 2 000 connections say nothing or half a request. ``hostile.other_form_s``: the slowest form
of a workspace while another one's roster of 3 000 teachers, and a table of 60 000 columns, are read and imported.
"""

import asyncio
import tempfile
import threading
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import aiohttp
import psutil

from bot.clock import SystemClock
from bot.connections import allow_many_files
from bot.simulation import open_simulation
from tests import people
from tests.bench.served import Dependencies, furnished, serving
from tests.coach import Coach, roster, uploads
from tests.fixtures import TEAM
from tests.stories.forged import another_school

SIZE = 20 << 20
TIMES = 10
CROWD = 2000
PIECE = b"a=" + b"x" * (1 << 20)


def measure() -> dict[str, float]:
    """All four."""
    allow_many_files()
    with furnished() as home, serving(home) as served:
        figures = _unsigned(served)
        figures["hostile.healthz_ms"] = asyncio.run(_healthz(served))
    with tempfile.TemporaryDirectory() as folder:
        figures["hostile.other_form_s"] = _other_form(Path(folder))
    return figures


def _unsigned(served: Dependencies) -> dict[str, float]:
    process = psutil.Process(served.process.pid)
    dearest_ms = dearest_mb = 0.0
    for head in _heads():
        asyncio.run(_send(served.url, head))  # whatever is made once
        before_s = _busy_s(process)
        for _time in range(TIMES):
            before_mb = _reset_peak(process)
            asyncio.run(_send(served.url, head))
            dearest_mb = max(dearest_mb, _peak_mb(process) - before_mb)
        dearest_ms = max(dearest_ms, 1000 * (_busy_s(process) - before_s) / TIMES)
    return {"hostile.unsigned_ms": round(dearest_ms, 2), "hostile.unsigned_mb": round(dearest_mb, 2)}


def _heads() -> list[bytes]:
    """Without a signature; with a fresh one that is false; that, and no word of the size."""
    start = "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    stamp = f"X-Slack-Request-Timestamp: {int(SystemClock().now().timestamp())}\r\nX-Slack-Signature: v0={'0' * 64}\r\n"
    size = f"Content-Length: {SIZE}\r\n"
    return [f"{start}{more}\r\n".encode() for more in (size, stamp + size, stamp + "Transfer-Encoding: chunked\r\n")]


async def _send(url: str, head: bytes) -> None:
    """Send until we are answered or hung up on."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with suppress(ConnectionError):
        writer.write(head)
        for _piece in range(SIZE // len(PIECE)):
            writer.write(f"{len(PIECE):x}\r\n".encode() + PIECE + b"\r\n" if b"chunked" in head else PIECE)
            await writer.drain()
        assert (await reader.readline()).split()[1] in (b"401", b"413")
    writer.transport.abort()


async def _healthz(served: Dependencies) -> float:
    host, port = served.url.removeprefix("http://").split(":")
    crowd = [await asyncio.open_connection(host, int(port)) for _silent in range(CROWD)]
    for _reader, writer in crowd[::2]:
        writer.write(_heads()[1])
    slowest_s = 0.0
    for _time in range(20):
        started = time.monotonic()
        async with aiohttp.ClientSession() as session, session.get(f"{served.url}/healthz") as answer:
            assert answer.status == 200, await answer.text()
        slowest_s = max(slowest_s, time.monotonic() - started)
    for _reader, writer in crowd:
        writer.transport.abort()
    return round(1000 * slowest_s, 1)


def _other_form(folder: Path) -> float:
    people.PATIENCE_S = 3600
    loop, curtain = people.Loop(), AsyncExitStack()
    play = open_simulation(people.T0, folder)
    stage = people.Stage(loop, loop.run(curtain.enter_async_context(play)), curtain)
    slack = people.Slack(stage)
    stranger, dana = another_school(slack), Coach.at(slack)
    stranger.types("/cycle start")
    assert stranger.submits(**TEAM, members=[stranger.id]) == {}
    over, slowest = threading.Event(), [0.0]

    def answer_forms() -> None:
        while not over.is_set():
            started = time.monotonic()
            try:
                slowest[0] = max(slowest[0], loop.run(_one_form(stranger)))
            except (LookupError, TimeoutError):  # it was not answered at all: the wait counts, and the story goes on
                slowest[0] = max(slowest[0], time.monotonic() - started)

    thread = threading.Thread(target=answer_forms)
    thread.start()
    try:
        dana.gives(",".join(f"column {number}" for number in range(60_000)).encode() + b"\n" + b"1," * 60_000)
        classes = [(f"S{number}", f"Teacher {number:04d}", 1) for number in range(3000)]
        dana.imports(roster(*classes), "roster.csv")
    finally:
        over.set()
        thread.join()
    assert "imported" in {each.state for each in uploads(stage)}, [each.state for each in uploads(stage)]
    loop.run(curtain.aclose())
    loop.stop()
    return round(slowest[0], 3)


async def _one_form(teacher: people.Teacher) -> float:
    await teacher.person.types("/commit", in_=teacher.home)
    await teacher.stage.play.brightcycle.listeners.until_quiet()
    started = time.monotonic()
    await teacher.person.submits(text="Try it.", due_on="2026-09-17")
    return time.monotonic() - started


def _busy_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _reset_peak(process: psutil.Process) -> float:
    """Forget the most that was ever held; gives what is held now."""
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")
    return process.memory_info().rss / 1024**2


def _peak_mb(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak) / 1024
