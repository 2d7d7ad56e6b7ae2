"""The processes of a fault run: a stand-in Slack and workers, each on its own, as they would be in earnest."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "a secret for the fault runs only"
Json = dict[str, Any]


@dataclass(frozen=True)
class Slack:
    """A stand-in Slack in a process of its own."""

    url: str

    def ask(self, verb: str, page: str, body: Json | None = None) -> Json:
        """Ask the control plane something, or order something of it."""
        request = urllib.request.Request(f"{self.url}/control/{page}", json.dumps(body or {}).encode(), method=verb)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return cast(Json, json.load(answer))

    def messages(self) -> list[Json]:
        """Every message in every channel, oldest first."""
        with urllib.request.urlopen(f"{self.url}/control/messages", timeout=60) as answer:
            return [json.loads(line) for line in answer]

    def sent(self) -> int:
        """How many messages there are."""
        return int(self.ask("GET", "counters")["messages"])


@dataclass
class Workers:
    """The workers on one database, and a log in which their last words are found."""

    slack: Slack
    database_url: str
    lease_s: float
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    pauses: list[Timer] = field(default_factory=list)

    def hire(self, count: int = 1) -> None:
        """Start workers with the command people use."""
        command = [sys.executable, "-m", "bot", "worker", "--lease", str(self.lease_s)]
        environment = {**settings(self.slack, self.database_url), "LOG_LEVEL": "WARNING"}
        with self.log.open("ab") as log:
            for _each in range(count):
                self.running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))

    def kill(self, which: int) -> None:
        """``kill -9`` one of them, and hire another as a supervisor would."""
        victim = self.running.pop(which)
        victim.kill()
        victim.wait()
        self.hire()

    def pause(self, which: int, seconds: float) -> None:
        """Stop one of them in its tracks, and let it go on after a while; nobody kills it meanwhile."""
        sleeper = self.running.pop(which)
        sleeper.send_signal(signal.SIGSTOP)
        self.pauses.append(Timer(seconds, self._wake, [sleeper]))
        self.pauses[-1].start()

    def awake(self) -> None:
        """Wait until nobody is paused any more."""
        for each in self.pauses:
            each.join()

    def _wake(self, sleeper: subprocess.Popen[bytes]) -> None:
        self.running.append(sleeper)
        sleeper.send_signal(signal.SIGCONT)

    def replace_the_fallen(self) -> None:
        """Hire anew for those who gave up by themselves, as a supervisor would."""
        fallen = [each for each in self.running if each.poll() is not None]
        self.running = [each for each in self.running if each not in fallen]
        self.hire(len(fallen))

    def dismiss(self) -> list[int]:
        """Ask all of them to stop and give their exit codes."""
        for each in self.running:
            each.terminate()
        return [each.wait(timeout=30) for each in self.running]


def settings(slack: Slack, database_url: str) -> dict[str, str]:
    """What `python -m bot` reads from the environment, for many workspaces."""
    return {
        "DATABASE_URL": database_url,
        "SLACK_API_URL": f"{slack.url}/api/",
        "SLACK_SIGNING_SECRET": "playground-signing-secret",
        "SLACK_CLIENT_ID": "1111.2222",
        "SLACK_CLIENT_SECRET": "playground-client-secret",
        "SECRET_KEY": SECRET_KEY,
    }


@contextmanager
def running_slack() -> Iterator[Slack]:
    """Run a stand-in Slack on a free port."""
    command = [sys.executable, "-m", "bot.playground", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env={}, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        yield Slack(address.removesuffix("/api/"))
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def working(slack: Slack, database_url: str, lease_s: float, log: Path) -> Iterator[Workers]:
    """Have workers on a database; none outlives the block."""
    workers = Workers(slack, database_url, lease_s, log)
    try:
        yield workers
    finally:
        workers.awake()
        for each in workers.running:
            each.kill()
            each.wait()
