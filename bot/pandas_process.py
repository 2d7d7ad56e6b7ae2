"""The processes with pandas: each does one job at a time, and is ended and replaced when a job takes too much.

A process is started when it is first needed, is lent to one job at a time, and ends with this program. Starting one
and loading pandas takes seconds, so idle ones are kept, by everything in this program together.
"""

import asyncio
import atexit
import signal
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from workflows.jobs import Ending, Failed, Job, JobFailed, Limits, Outcome, told_or_raised
from workflows.jobs.analyses import CompareClasses, FindBrightSpots
from workflows.jobs.files import ImportFile, ReadFile

Answer = TypeVar("Answer")
ROOT = Path(__file__).resolve().parents[1]
MOST_IDLE = 1
STARTS_WITHIN_S = 60.0
# A district's three million rows take a minute and less than two gigabytes; an analysis of as many takes more.
LIMITS: Mapping[type, Limits] = {
    ReadFile: Limits(memory_mb=3072, processor_s=300, wall_s=600),
    ImportFile: Limits(memory_mb=4096, processor_s=600, wall_s=900),
    FindBrightSpots: Limits(memory_mb=8192, processor_s=1800, wall_s=1800),
    CompareClasses: Limits(memory_mb=8192, processor_s=300, wall_s=600),
}


class PandasProcess:
    """Does jobs in other processes, each within the limits of its kind."""

    _idle: ClassVar[list["_Process"]] = []

    def __init__(self, limits: Mapping[type, Limits] = LIMITS) -> None:
        self._limits = limits
        self._busy: set[_Process] = set()
        self._is_stopped = False

    async def __call__(self, job: Job[Answer]) -> Answer:
        """Do a job.

        Raises
        ------
        Refusal
            When the job itself says no.
        JobFailed
            When it took too much, its process died, or something happened that nobody foresaw.
        """
        if self._is_stopped:
            raise JobFailed(Ending.STOPPED, "")
        limits = self._limits[type(job)]
        process = PandasProcess._idle.pop() if PandasProcess._idle else _Process.started()
        self._busy.add(process)
        try:
            told = await self._told(process, job, limits)
        except BaseException:  # also when whoever asked was cancelled: nobody would hear the answer
            process.end()
            raise
        finally:
            self._busy.discard(process)
        _put_back(process, is_sound=not isinstance(told, Failed))
        answer: Answer = told_or_raised(told)
        return answer

    @property
    def jobs_in_work(self) -> int:
        """How many jobs are being done now."""
        return len(self._busy)

    def stop(self) -> None:
        """End what is being done, because the program ends; whoever waits hears that it was stopped."""
        self._is_stopped = True
        for process in self._busy:
            process.kill()

    async def _told(self, process: "_Process", job: Job[Answer], limits: Limits) -> Outcome:
        try:
            await process.is_ready(STARTS_WITHIN_S)
            return await process.does(job, limits)
        except TimeoutError:
            process.end()
            return Failed(Ending.TIME, f"{limits.wall_s:.0f} s on the clock")
        except (EOFError, OSError):
            return Failed(Ending.STOPPED, "") if self._is_stopped else process.obituary()


class _Process:
    """One process with pandas, and the line to it."""

    def __init__(self, child: "subprocess.Popen[bytes]", line: Connection) -> None:
        self._child, self._line, self._is_ready = child, line, False

    @classmethod
    def started(cls) -> Self:
        """Start one; it loads pandas while we go on."""
        ours, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            # In a session of its own, Ctrl-C reaches us alone, and we end it.
            command = [sys.executable, "-m", "bot.pandas_worker", str(number)]
            child = subprocess.Popen(command, cwd=ROOT, pass_fds=[number], start_new_session=True)
        atexit.register(child.kill)
        return cls(child, ours)

    async def is_ready(self, within_s: float) -> None:
        """Wait until it has loaded everything."""
        if not self._is_ready:
            await self._hears(within_s)
            self._is_ready = True

    async def does(self, job: Job[Any], limits: Limits) -> Outcome:
        """Have it do a job; raises ``TimeoutError`` when that takes too long, ``EOFError`` when it died."""
        self._line.send((job, limits))
        told: Outcome = await self._hears(limits.wall_s)
        return told

    async def _hears(self, within_s: float) -> Any:  # noqa: ANN401 - whatever was sent
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self._line.fileno(), _wake, waiting)
        try:
            await asyncio.wait_for(waiting, within_s)
        finally:
            if not self._line.closed:
                loop.remove_reader(self._line.fileno())
        return self._line.recv()

    def obituary(self) -> Failed:
        """Why it died, as its exit tells."""
        self.end()
        code = self._child.returncode
        ending = Ending.TIME if code == -signal.SIGXCPU else Ending.DIED
        return Failed(ending, f"exit {code}")

    def kill(self) -> None:
        """End its work; whoever waits for it sees the line close."""
        self._child.kill()

    def end(self) -> None:
        """End it now, and close the line."""
        self._child.kill()
        self._child.wait()
        atexit.unregister(self._child.kill)
        self._line.close()


def _wake(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)


def _put_back(process: _Process, *, is_sound: bool) -> None:
    """Keep a process for the next job; one that met its limit may be in any state."""
    if is_sound and len(PandasProcess._idle) < MOST_IDLE:
        PandasProcess._idle.append(process)
    else:
        process.end()
