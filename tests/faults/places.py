"""Where a process of an import dies: a copy of a database and a folder of its own, and what is left in them."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, func, make_url, select, text

from tests.compiling import compiled_once
from workflows.store.base import Base
from workflows.store.engine import open_engine
from workflows.store.uploads import Figure, Upload


@dataclass(frozen=True)
class Case:
    """A database that holds one confirmed upload, and what a worker must know besides; kill at each ``every`` step."""

    database_url: str
    slack_url: str
    secret_key: str
    at: str
    folder: str
    every: int

    @property
    def kind(self) -> str:
        """Which kind of database it is."""
        return make_url(self.database_url).get_backend_name()


@dataclass(frozen=True)
class Place:
    """One step's copy of a case's database, and its folder."""

    case: Case
    url: str
    folder: Path

    @property
    def at(self) -> datetime:
        """When the upload waits."""
        return datetime.fromisoformat(self.case.at)

    @property
    def scores_at(self) -> Path:
        """Where a worker puts scores."""
        return self.folder / "scores"

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Look into the database, and leave nothing of it open: processes to come are copies of this one."""
        engine = open_engine(self.url)
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def bury(self) -> None:
        """Wait until the server knows that a process died: until then it holds the dead one's locks."""
        if self.case.kind != "sqlite":
            url = make_url(self.url)
            who = f"FROM pg_stat_activity WHERE datname = '{url.database}'"
            _command(url, f"SELECT pg_terminate_backend(pid, 5000) {who}")


def prepared(case: Case, name: str) -> Place:
    """Make a place; nobody may use the case's database at this moment."""
    folder = Path(case.folder) / name
    folder.mkdir()
    url = make_url(case.database_url)
    if case.kind == "sqlite":
        copy = shutil.copy(str(url.database), folder / "bot.db")
        return Place(case, compiled_once(f"sqlite:///{copy}"), folder)
    copied = url.set(database=f"{url.database}_{name}")
    _command(url, f"CREATE DATABASE {copied.database} TEMPLATE {url.database}")
    return Place(case, compiled_once(copied.render_as_string(hide_password=False)), folder)


def left_in(place: Place, connection: Connection) -> dict[str, Any]:
    """What a dead process left, as far as people see it."""
    state, stored = connection.execute(select(Upload.state, Upload.stored_as)).one()
    figures = connection.scalar(select(func.count()).select_from(Figure))
    files = [path for path in place.scores_at.rglob("*") if path.is_file()]
    names = sorted(path.name.replace(str(stored), "scores") for path in files)
    whole = any(path.name == f"{stored}.parquet" for path in files)
    return {"state": state, "figures": figures, "whole": whole, "files": names}


def everything_in(place: Place, connection: Connection) -> str:
    """All that the next worker can find: every row, and every file with its content; names without chance's part."""
    tables = Base.metadata.sorted_tables
    found = [f"{table.name} {sorted(str(row) for row in connection.execute(select(table)))}" for table in tables]
    for path in sorted(place.scores_at.rglob("*")):
        name = re.sub(r"(?<=/1-)\w+|\d+(?=\.part$)", "…", str(path.relative_to(place.folder)))
        found.append(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else 'folder'}")
    return "\n".join(found)


def _command(url: URL, statement: str) -> None:
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
