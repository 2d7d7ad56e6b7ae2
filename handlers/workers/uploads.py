"""Take in uploaded files, one at a time: fetch, have them read apart, tell what came of it.

A worker that dies leaves the upload's lease to run out; the next one removes what it left and starts afresh. The plain
file lies in a folder of its own that goes in any case; Slack's copy goes once the scores are imported or discarded.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import structlog

from handlers.slack.dependencies import Dependencies
from handlers.workers.files import READING, fetch, forget_file, private_folder, sweep
from handlers.workers.progress import Progress
from workflows.jobs import Ending, JobFailed
from workflows.jobs.files import GivenFile, ImportFile, ReadFile
from workflows.refusal import Refusal
from workflows.store import upload_claims
from workflows.store.upload_claims import Stage, TakenUpload
from workflows.uploads import imports, results
from workflows.uploads.imports import TakenOver

log = structlog.get_logger()
LEASE = timedelta(minutes=10)
TRY_AGAIN_AFTER = timedelta(minutes=1)
Result = TypeVar("Result")

TOO_HEAVY = "Reading this file took more memory than there is. Please export one test and term at a time."
TOO_LONG = (
    "Reading this file took longer than any export should, so I stopped. Please export one test and term at a time."
)
UNFORESEEN = (
    "Something in this file is as nobody foresaw, and reading it failed. Sending the same file again won't help; "
    "whoever runs Brightcycle finds the kind of error in its log."
)
AGAIN = (Ending.DIED, Ending.STOPPED)  # perhaps not this file's doing: it is tried again, but not for ever


@dataclass(frozen=True)
class Intake:
    """Reads what was received and imports what was confirmed."""

    deps: Dependencies
    worker: str
    lease: timedelta = LEASE
    progress_after_s: float = 5.0

    async def beat(self) -> int:
        """Work through the uploads that wait; returns how many were settled."""
        settled, upload = 0, await self.deps.in_pool(self._clean_up_and_take)
        while upload is not None and await self._settle(upload):
            settled, upload = settled + 1, await self.deps.in_pool(self._take)
        return settled

    def _clean_up_and_take(self) -> TakenUpload | None:
        self._clean_up()
        return self._take()

    def _take(self) -> TakenUpload | None:
        with self.deps.db.engine.begin() as connection:
            now = self.deps.clock.now()
            return upload_claims.take(connection, worker=self.worker, now=now, lease=self.lease)

    def _clean_up(self) -> None:
        """Remove the plain files of workers that were killed after the import and before they tidied up."""
        left = [folder for folder in (self.deps.scores_at / READING).glob("*-*")]
        if not left:
            return
        with self.deps.db.engine.begin() as connection:
            busy = upload_claims.being_read(connection, now=self.deps.clock.now())
        for folder in left:
            if int(folder.name.partition("-")[0]) not in busy:
                shutil.rmtree(folder, ignore_errors=True)

    async def _settle(self, upload: TakenUpload) -> bool:
        """Read or import one upload; False when that has to wait, because Slack or the disk is away."""
        try:
            with private_folder(self.deps.scores_at, upload.id) as folder:
                await self._work(upload, folder)
        except Refusal as refusal:
            await self._write(upload, results.refuse, upload.id, refusal.sentence, refusal.facts)
            await self._forget(upload)
        except JobFailed as failed:
            await self._recover(upload, failed)
        except TakenOver:
            log.warning("upload.taken_over", upload=upload.id)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("upload.slack_away", upload=upload.id, error=type(error).__name__)
            await self.deps.in_pool(self._postpone, upload, upload.attempts - 1)
            return False
        except OSError as error:
            log.warning("upload.disk_away", upload=upload.id, error=type(error).__name__)
            await self.deps.in_pool(self._postpone, upload, upload.attempts)
            return False
        return True

    async def _work(self, upload: TakenUpload, folder: Path) -> None:
        if results.given_up(upload.attempts):
            raise Refusal(TOO_HEAVY)
        name, path = await fetch(self.deps, upload, folder)
        file = GivenFile(path, name, self.deps.formats_at, folder / "progress")
        async with self._told_on_the_way(upload, file):
            if upload.stage is Stage.RECEIVED:
                await self._understand(upload, file)
            else:
                await self._bring_in(upload, file)

    async def _understand(self, upload: TakenUpload, file: GivenFile) -> None:
        known = await self.deps.in_pool(self._remembered, upload.workspace_id)
        reading = await self.deps.in_pandas_process(ReadFile(file, upload.confirmed.get("hints"), known))
        await self._write(upload, results.understood, upload.id, file.name, reading)

    async def _bring_in(self, upload: TakenUpload, file: GivenFile) -> None:
        key, cut = self.deps.db.vault.open(upload.pupil_key_sealed), upload.confirmed.get("percentile_cut")
        folder, said = self.deps.scores_at / str(upload.workspace_id), upload.confirmed.get("hints", {})
        table = await self.deps.in_pandas_process(ImportFile(file, said, folder, str(upload.stored_as), cut, key))
        await self._write(upload, imports.imported, upload.id, table)
        await self._forget(upload)

    async def _recover(self, upload: TakenUpload, failed: JobFailed) -> None:
        log.warning("upload.job_failed", upload=upload.id, ending=failed.ending, kind=failed.kind)
        if failed.ending in AGAIN:
            await self.deps.in_pool(self._give_back, upload)
        else:
            refusal = _why_failed(failed)
            await self._write(upload, results.refuse, upload.id, refusal.sentence, refusal.facts)
            await self._forget(upload)

    @contextlib.asynccontextmanager
    async def _told_on_the_way(self, upload: TakenUpload, file: GivenFile) -> AsyncIterator[None]:
        """While a long file is read its lease is renewed, and its uploader sees how far it is."""
        progress = Progress(self.deps, upload, file.progress_at)
        running = asyncio.create_task(self._watch(upload, progress))
        try:
            yield
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            await progress.ends()

    async def _watch(self, upload: TakenUpload, progress: Progress) -> None:
        while True:
            await asyncio.sleep(self.progress_after_s)
            await self.deps.in_pool(self._renew, upload)
            await progress.goes_on()

    def _renew(self, upload: TakenUpload) -> None:
        with self.deps.db.engine.begin() as connection:
            upload_claims.renew(connection, upload, worker=self.worker, until=self.deps.clock.now() + self.lease)

    def _postpone(self, upload: TakenUpload, attempts: int) -> None:
        with self.deps.db.engine.begin() as connection:
            again_at = self.deps.clock.now() + TRY_AGAIN_AFTER
            upload_claims.postpone(connection, upload, worker=self.worker, until=again_at, attempts=attempts)

    def _give_back(self, upload: TakenUpload) -> None:
        with self.deps.db.engine.begin() as connection:
            upload_claims.release(connection, upload, worker=self.worker)

    def _remembered(self, workspace_id: int) -> dict[str, dict[str, Any]]:
        with self.deps.db.begin(workspace_id) as session:
            return results.remembered(session)

    async def _forget(self, upload: TakenUpload) -> None:
        """The file was imported or refused: every copy of it goes."""
        if await forget_file(self.deps, upload.workspace_id, upload.slack_file, upload.held):
            await self._write(upload, results.file_deleted, upload.id)
        await self.deps.in_pool(sweep, self.deps, upload.workspace_id)

    async def _write(self, upload: TakenUpload, verb: Callable[..., Result], *args: object) -> Result:
        return await self.deps.in_pool(partial(self._in_transaction, upload.workspace_id, verb, *args))

    def _in_transaction(self, workspace_id: int, verb: Callable[..., Result], *args: object) -> Result:
        with self.deps.db.begin(workspace_id) as session:
            return verb(session, *args, now=self.deps.clock.now())


def _why_failed(failed: JobFailed) -> Refusal:
    match failed.ending:
        case Ending.MEMORY:
            return Refusal(TOO_HEAVY)
        case Ending.TIME:
            return Refusal(TOO_LONG)
        case _:
            return Refusal(UNFORESEEN)
