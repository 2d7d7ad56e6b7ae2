"""`python -m bot demo`, as a newcomer runs it."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.faults.arena import ROOT

PATIENCE_S = 120


@contextmanager
def running(folder: Path, port: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command in its own process, with its temporary files in a folder of ours."""
    environment = {**os.environ, "PORT": str(port), "TMPDIR": str(folder)}  # noqa: TID251 - a child's environment
    command = [sys.executable, "-m", "bot", "demo", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.long
def test_it_says_where_it_is_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The page is there when the address is printed, in Spanish if wanted; after Ctrl-C nothing is left."""
    port = free_port()
    with running(tmp_path, port, "--language", "es") as process:
        assert process.stdout is not None
        address = next(found[0] for line in process.stdout if (found := re.findall(r"http://\S+", line)))
        with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
            document = answer.read().decode()
        assert address == f"http://127.0.0.1:{port}/"
        assert '<html lang="es">' in document
        assert "Próxima semana" in document
        children = psutil.Process(process.pid).children(recursive=True)
        assert list(tmp_path.iterdir()) != []

        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, complaints) == (0, "")
    assert list(tmp_path.iterdir()) == []
    gone, alive = psutil.wait_procs(children, timeout=PATIENCE_S)
    assert (len(gone), alive) == (len(children), [])


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Somebody who runs it twice hears what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(tmp_path, port) as process:
            _, complaint = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 2
    assert complaint == f"Port {port} is taken by another program. Choose another PORT.\n"


def test_a_wrong_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    """PORT is a number."""
    with running(tmp_path, 99999) as process:
        _, complaint = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 2
    assert complaint == "Please check the settings: PORT must be a number from 1 to 65535.\n"
