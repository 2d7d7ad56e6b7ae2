"""Import one confirmed file in processes of their own, killing each at a later step than the one before.

Run by `tests/workflows/test_imports.py` as ``python -m …killed_imports FOLDER SLACK_URL AT DATABASE_URL EVERY``;
the database holds one confirmed upload and is copied for every step. A step is a file that is written, renamed, made or
removed, or a statement that writes or a commit of the database. Writes one JSON line per step: what the dead process
left, and what the next worker made of it.
"""

import asyncio
import dataclasses
import gc
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url, select, text
from sqlalchemy.orm import Session

import workflows.formats.parquet
import workflows.stats.windows  # noqa: F401 - loaded before forking, so that no step waits for pandas
from bot.app import open_house
from bot.clock import HandClock
from bot.settings import Settings
from handlers.intake import Intake
from tests.compiling import compiled_once
from workflows.store.base import Base
from workflows.store.engine import open_engine
from workflows.store.files import Figure, Upload

Result = TypeVar("Result")
FILE_ACTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree")
MOST_STEPS = 400
KILLED = 137


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


async def inline(work: Callable[..., Result], *args: object) -> Result:
    """Read the file in this very process, so that it dies in the middle of that, too."""
    return work(*args)


async def work(settings: Settings, now: datetime, kill_at: int, folder: Path) -> None:
    """Be a worker that takes in what waits."""
    async with open_house(settings, HandClock(now)) as brightcycle:
        house = dataclasses.replace(brightcycle.house, read_apart=inline)
        Steps(kill_at, folder).watch(house.db.engine)
        await Intake(house, "first" if kill_at else "next").beat()


def forked(settings: Settings, now: datetime, kill_at: int, folder: Path) -> int:
    """Run a worker in a process of its own; gives its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work(settings, now, kill_at, folder))
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def left_in(url: str, folder: Path) -> dict[str, Any]:
    """What a database and a folder of scores hold."""
    engine = open_engine(url)
    with Session(engine) as session:
        upload = session.scalars(select(Upload)).one()
        figures = len(session.scalars(select(Figure)).all())
        state, stored = upload.state, str(upload.stored_as)
    engine.dispose()
    files = [path for path in (folder / "scores").rglob("*") if path.is_file()]
    names = sorted(path.name.replace(stored, "scores") for path in files)
    whole = any(path.name == f"{stored}.parquet" for path in files)
    return {"state": state, "figures": figures, "whole": whole, "files": names}


def copied(url: str, folder: Path) -> str:
    """The address of a copy of a database that nobody uses at this moment."""
    here = make_url(url)
    if here.get_backend_name() == "sqlite":
        shutil.copy(str(here.database), folder / "bot.db")
        return compiled_once(f"sqlite:///{folder / 'bot.db'}")
    name = f"{here.database}_{folder.name.replace('-', '_')}"
    _command(url, f"CREATE DATABASE {name} TEMPLATE {here.database}")
    return compiled_once(here.set(database=name).render_as_string(hide_password=False))


def bury(url: str) -> None:
    """Wait until the server knows that a process died: until then it holds the dead one's locks."""
    here = make_url(url)
    if here.get_backend_name() != "sqlite":
        _command(url, f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{here.database}'")


def _command(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def main(folder: Path, slack_url: str, now: datetime, url: str, every: int) -> None:
    """Kill at step 1, at step 2 (or at every third, …), until a worker lives to the end."""
    warm_up(folder, slack_url, now, url)
    gc.freeze()
    gc.disable()  # a child that looks through all this memory would have to copy it
    ends: dict[str, dict[str, Any]] = {}
    for kill_at in range(1, MOST_STEPS, every):
        here = folder / f"step-{kill_at}"
        here.mkdir()
        copy = copied(url, here)
        settings = settings_for(here, slack_url, copy)
        code = forked(settings, now, kill_at, here)
        bury(copy)
        told = {"step": kill_at, "code": code, "left": left_in(copy, here)}
        # Many steps leave the same: between two commits nothing shows. The next worker can do but the same there, too.
        if (found := everything_in(copy, here)) not in ends:
            again = forked(settings, now + timedelta(minutes=11), 0, here)
            ends[found] = {"again": again, "then": left_in(copy, here)}
        sys.stdout.write(json.dumps(told | ends[found]) + "\n")
        if code != KILLED:
            return


def everything_in(url: str, folder: Path) -> str:
    """All that the next worker can find: every row, and every file with its content; names without chance's part."""
    engine = open_engine(url)
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        found = [f"{table.name} {sorted(str(row) for row in connection.execute(select(table)))}" for table in tables]
    engine.dispose()
    for path in sorted((folder / "scores").rglob("*")):
        name = re.sub(r"(?<=/1-)\w+|\d+(?=\.part$)", "…", str(path.relative_to(folder)))
        found.append(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else 'folder'}")
    return "\n".join(found)


def warm_up(folder: Path, slack_url: str, now: datetime, url: str) -> None:
    """Import once here, so that the processes to come have everything loaded."""
    here = folder / "warm"
    here.mkdir()
    asyncio.run(work(settings_for(here, slack_url, copied(url, here)), now, 0, here))


def settings_for(folder: Path, slack_url: str, url: str) -> Settings:
    """The playhouse's settings, for a worker beside it."""
    return Settings.model_validate(
        {
            "slack_signing_secret": "not used by a worker",
            "slack_client_id": "1.2",
            "slack_client_secret": "not used by a worker",
            "slack_api_url": slack_url,
            "secret_key": "a secret for the playhouse only",
            "database_url": url,
            "data_url": str(folder / "scores"),
        }
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
