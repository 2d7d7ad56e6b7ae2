"""``python -m bot serve`` in its own process, on SQLite as people start with, and a stand-in Slack beside it."""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.arena import ROOT, Slack, running_slack, settings
from tests.faults.mailbag import Size, fill

LOOK_EVERY_S = 0.01
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Home:
    """A stand-in Slack with one workspace in it: a channel, a person, and our database beside it."""

    slack: Slack
    database_url: str
    channel: str
    person: str


@dataclass(frozen=True)
class Dependencies:
    """A running product: its process, its address, and how long it took until it was ready."""

    process: subprocess.Popen[bytes]
    url: str
    ready_s: float
    home: Home


@contextmanager
def furnished() -> Iterator[Home]:
    """A stand-in Slack, and a SQLite database with one workspace, a team and a running cycle, nothing due."""
    with tempfile.TemporaryDirectory() as folder, running_slack() as slack:
        url = f"sqlite:///{Path(folder) / 'bot.db'}"
        made = fill(url, slack, Size(workspaces=1, channels=1, posts=0))[0]
        yield Home(slack, url, made["channels"][0], made["people"][0])


@contextmanager
def serving(home: Home) -> Iterator[Dependencies]:
    """Start the product and wait until it says that it is ready."""
    port = free_port()
    environment = {**settings(home.slack, home.database_url), "PORT": str(port), "LOG_LEVEL": "WARNING"}
    started = time.monotonic()
    with starting([sys.executable, "-m", "bot", "serve"], environment) as process:
        wait_until_up(f"http://127.0.0.1:{port}/readyz", process)
        yield Dependencies(process, f"http://127.0.0.1:{port}", time.monotonic() - started, home)


@contextmanager
def starting(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program for as long as the block lasts; what it says goes to build/bench.log."""
    with (ROOT / "build" / "bench.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until somebody answers, whatever it is."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_S):
                return
        except urllib.error.HTTPError as answer:
            if answer.code != 503:
                return
        except urllib.error.URLError:
            pass
        time.sleep(LOOK_EVERY_S)
    raise TimeoutError(f"Nobody answers at {url}; see build/bench.log.")


def free_port() -> int:
    """A port nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
