"""What every door has at hand: the database, the clock, the words, the scripts, and clients for Slack."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol as Shape
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from handlers.screens.words import Words
from workflows.jobs import Job
from workflows.meetings.library import Library
from workflows.store.engine import Database

Result = TypeVar("Result")


class Time(Shape):
    """The clock, as far as doors and delivery need it."""

    def now(self) -> datetime: ...
    def awake_s(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class PandasDoor(Shape):
    """Does a job in another process, so that pandas never blocks or bloats this one; raises Refusal, JobFailed."""

    async def __call__(self, job: Job[Result]) -> Result: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Dependencies:
    """The composition root builds one; doors, heartbeat and delivery share it."""

    db: Database
    pool: Executor
    clock: Time
    words: Words
    library: Library
    client_for: Callable[[int], AsyncWebClient]
    in_pandas_process: PandasDoor
    scores_at: Path
    formats_at: Path
    public_url: str | None = None  # where people reach the upload page
    upload_most_mb: int = 200
    files_in_slack: bool = True  # a district may want student files to go through the upload page only

    async def in_pool(self, work: Callable[..., Result], *args: object) -> Result:
        """Run blocking work on a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, work, *args)

    async def in_transaction(
        self, workspace_id: int, work: Callable[..., Result], *args: object, **kwargs: object
    ) -> Result:
        """Run a verb or a query in one transaction of a workspace, on a worker thread."""

        def transacted() -> Result:
            with self.db.begin(workspace_id) as session:
                return work(session, *args, **kwargs)

        return await self.in_pool(transacted)
