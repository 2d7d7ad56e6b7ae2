"""Import one confirmed file in processes of their own, killing each at a later step than the one before.

`tests/faults/test_killed_imports.py` runs it as ``python -m …killed_imports``, with a JSON list of cases as its input.
A step is a file that is written, renamed, made or removed, or a statement that writes or a commit of the database.
Writes one JSON line per step: what the dead process left, and what the next worker made of it.
"""

import asyncio
import gc
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, event

from bot.app import Clients
from bot.clock import HandClock
from bot.template_loader import TEMPLATES, load_library, load_words
from handlers.slack import web_client
from handlers.slack.dependencies import Dependencies
from handlers.workers.uploads import Intake
from tests.faults.places import Case, Place, everything_in, left_in, prepared
from workflows import offload  # pandas is loaded before forking, so that no step waits for it
from workflows.jobs import Job, told_or_raised
from workflows.store.engine import Database
from workflows.store.vault import Vault

Answer = TypeVar("Answer")
FILE_ACTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree")
MOST_STEPS = 400
KILLED = 137
NOBODY = 0  # no step has this number
LATER = timedelta(minutes=11)  # the dead one's lease is over


class Steps:
    """Counts what a process does, and ends it without any farewell at one of them."""

    def __init__(self, last: int, folder: Path) -> None:
        self._left, self._folder, self.taken = last, str(folder), 0

    def watch(self, engine: Engine) -> None:
        """Count files and statements from now on."""
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", lambda _connection: self.step())
        sys.addaudithook(self._file)

    def step(self) -> None:
        """One step more; the last one is not taken."""
        self.taken += 1
        if self.taken == self._left:
            os._exit(KILLED)

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401
        if not statement.startswith("SELECT"):
            self.step()

    def _file(self, name: str, args: tuple[Any, ...]) -> None:
        reads = name == "open" and args[1] in ("r", "rb")
        if name in FILE_ACTS and not reads and str(args[0]).startswith(self._folder):
            self.step()


class InThisProcess:
    """Reads the file in this very process, so that it dies in the middle of that, too."""

    async def __call__(self, job: Job[Answer]) -> Answer:
        """Do a job."""
        answer: Answer = told_or_raised(offload.answer(job))
        return answer

    def stop(self) -> None:
        """Nothing goes on that could be stopped."""


@asynccontextmanager
async def open_brightcycle(place: Place, later: timedelta) -> AsyncIterator[Dependencies]:
    """What an intake needs of what is wired; all doors, opened for every one of these processes, would take seconds."""
    clock = HandClock(place.at + later)
    with closing(Database(place.url, Vault(place.case.secret_key))) as db, ThreadPoolExecutor() as pool:
        async with web_client.open_session(clock.awake_s, place.case.slack_url) as session:
            yield Dependencies(
                db=db, pool=pool, clock=clock, words=load_words(), library=load_library(),
                client_for=Clients(db, session, place.case.slack_url), in_pandas_process=InThisProcess(),
                scores_at=place.scores_at,
                formats_at=TEMPLATES / "formats",
            )  # fmt: skip


async def work(place: Place, kill_at: int, later: timedelta = timedelta()) -> None:
    """Be a worker that takes in what waits."""
    async with open_brightcycle(place, later) as deps:
        Steps(kill_at, place.folder).watch(deps.db.engine)
        await Intake(deps, "next" if later else "first").beat()


def forked(place: Place, kill_at: int, later: timedelta = timedelta()) -> int:
    """Run a worker in a process of its own; gives its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work(place, kill_at, later))
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kills(case: Case) -> Iterator[dict[str, Any]]:
    """Kill at step 1, at step 2 (or at every third, …), until a worker lives to the end."""
    asyncio.run(work(prepared(case, "warm"), NOBODY))  # so that the processes to come have everything loaded
    gc.freeze()
    gc.disable()  # a child that looks through all this memory would have to copy it
    ends: dict[str, dict[str, Any]] = {}
    for kill_at in range(1, MOST_STEPS, case.every):
        place = prepared(case, f"step_{kill_at}")
        code = forked(place, kill_at)
        place.bury()
        with place.connected() as connection:
            left, found = left_in(place, connection), everything_in(place, connection)
        # Many steps leave the same: between two commits nothing shows. The next worker can do but the same there, too.
        if found not in ends:
            again = forked(place, NOBODY, LATER)
            with place.connected() as connection:
                ends[found] = {"again": again, "then": left_in(place, connection)}
        yield {"step": kill_at, "code": code, "left": left, **ends[found]}
        if code != KILLED:
            return


def main() -> None:
    """Read the cases, and write what came of each kill."""
    for case in [Case(**each) for each in json.load(sys.stdin)]:
        for told in kills(case):
            sys.stdout.write(json.dumps({"kind": case.kind, **told}) + "\n")


if __name__ == "__main__":
    main()
