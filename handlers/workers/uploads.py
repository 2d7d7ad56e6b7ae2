"""Take in uploaded files: fetch, have them read in another process, tell what came of it.

A worker that dies leaves the upload's lease to run out; the next one removes what it left and starts afresh. The plain
file lies in a folder of its own that goes in any case; Slack's copy goes once the scores are imported or discarded.
Whatever happens on the way, the uploader hears a true sentence; what may pass is tried a few times first.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import aiohttp
import structlog

from handlers.delivery.sending import DATABASE_AWAY
from handlers.slack.dependencies import Dependencies
from handlers.workers.files import READING, fetch, forget_file, private_folder, sweep
from handlers.workers.progress import Progress
from workflows.jobs import Ending, JobFailed
from workflows.jobs.files import GivenFile, ImportFile, ReadFile
from workflows.refusal import Refusal
from workflows.store import upload_claims
from workflows.store.upload_claims import MOST_ATTEMPTS, Stage, TakenUpload
from workflows.uploads import files, imports, results
from workflows.uploads.stages import TakenOver

log = structlog.get_logger()
LEASE = timedelta(minutes=2)
LOOKED_AFTER_EVERY_S = 5.0
FETCHED_WITHIN_S = 120.0
TRY_AGAIN_AFTER = timedelta(minutes=1)
MOST_DEATHS = 2  # the machine may have been short of memory once; a file that ends its reader again did it
Result = TypeVar("Result")

TOO_HEAVY = "Reading this file took more memory than there is. Please export one test and term at a time."
TOO_LONG = (
    "Reading this file took longer than any export should, so I stopped. Please export one test and term at a time."
)
UNFORESEEN = (
    "Something in this file is as nobody foresaw, and reading it failed. Sending the same file again won't help; "
    "whoever runs Brightcycle finds the kind of error in its log."
)
NOT_FETCHED = "Slack didn't hand this file over, though I tried several times. Please upload it again."
NO_ROOM = "This file couldn't be kept, because the disk it belongs on is full or away. Please tell whoever runs me."
AWAY = (aiohttp.ClientError, TimeoutError, OSError)  # of Slack or the disk: perhaps not for long


@dataclass(frozen=True)
class Intake:
    """Reads what was received and imports what was confirmed, one file at a time.

    Several may beat side by side, in one process or in many; each workspace has one file in work at a time.
    """

    deps: Dependencies
    worker: str
    lease: timedelta = LEASE
    looked_after_every_s: float = LOOKED_AFTER_EVERY_S
    fetched_within_s: float = FETCHED_WITHIN_S

    async def beat(self) -> int:
        """Work through the uploads that wait; returns how many were taken up."""
        taken_up, upload = 0, await self.deps.in_pool(self._clean_up_and_take)
        while upload is not None and await self._settle(upload):
            taken_up, upload = taken_up + 1, await self.deps.in_pool(self._take)
        return taken_up

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
        """Read or import one upload; False when we are being shut down."""
        try:
            await self._read_or_import(upload)
        except Refusal as refusal:
            await self._refuse(upload, refusal)
        except TakenOver:
            log.warning("upload.taken_over", upload=upload.id)
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, its uploader must not wait for ever
            # The kind alone: an error's text may hold what stands in the file.
            log.error("upload.failed", upload=upload.id, attempts=upload.attempts, error=_kind(error))
            return await self._recover(upload, error)
        return True

    async def _recover(self, upload: TakenUpload, error: Exception) -> bool:
        match error:
            case JobFailed(ending=Ending.STOPPED):
                await self.deps.in_pool(self._postpone, upload, timedelta(), upload.attempts - 1)
                return False
            case JobFailed(ending=Ending.DIED) if upload.attempts < MOST_DEATHS:
                await self.deps.in_pool(self._postpone, upload, timedelta(), upload.attempts)
            case _ if isinstance(error, AWAY) and upload.attempts < MOST_ATTEMPTS:
                await self.deps.in_pool(self._postpone, upload, TRY_AGAIN_AFTER * upload.attempts, upload.attempts)
            case _:
                await self._refuse(upload, _why(error))
        return True

    async def _refuse(self, upload: TakenUpload, refusal: Refusal) -> None:
        with contextlib.suppress(TakenOver):
            await self._write(upload, results.refuse, upload.id, self.worker, refusal.sentence, refusal.facts)
            await self._forget(upload)

    async def _read_or_import(self, upload: TakenUpload) -> None:
        if upload.attempts > MOST_ATTEMPTS:  # so often a whole worker was gone before it could say anything
            raise Refusal(TOO_HEAVY)
        with private_folder(self.deps.scores_at, upload.id) as folder:
            noted_at = folder / "progress"
            async with self._looked_after(upload, Progress(self.deps, upload, noted_at)):
                async with asyncio.timeout(self.fetched_within_s):
                    name, path = await fetch(self.deps, upload, folder)
                file = GivenFile(path, name, self.deps.formats_at, noted_at)
                await (self._understand if upload.stage is Stage.RECEIVED else self._bring_in)(upload, file)

    async def _understand(self, upload: TakenUpload, file: GivenFile) -> None:
        known = await self.deps.in_transaction(upload.workspace_id, results.remembered)
        there = await self.deps.in_transaction(upload.workspace_id, files.in_force, self.deps.scores_at, upload.id)
        reading = await self.deps.in_pandas_process(ReadFile(file, upload.confirmed.get("hints"), known, there))
        await self._write(upload, results.understood, upload.id, self.worker, file.name, reading)

    async def _bring_in(self, upload: TakenUpload, file: GivenFile) -> None:
        key, cut = self.deps.db.vault.open(upload.pupil_key_sealed), upload.confirmed.get("percentile_cut")
        folder, said = self.deps.scores_at / str(upload.workspace_id), upload.confirmed.get("hints", {})
        table = await self.deps.in_pandas_process(ImportFile(file, said, folder, str(upload.stored_as), cut, key))
        await self._write(upload, imports.imported, upload.id, self.worker, table)
        await self._forget(upload)

    @contextlib.asynccontextmanager
    async def _looked_after(self, upload: TakenUpload, progress: Progress) -> AsyncIterator[None]:
        """While a file is fetched and read its lease is renewed, and its uploader sees how far it is."""
        running = asyncio.create_task(self._look_after(upload, progress))
        try:
            yield
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            await progress.ends()

    async def _look_after(self, upload: TakenUpload, progress: Progress) -> None:
        while True:
            await asyncio.sleep(self.looked_after_every_s)
            await self.deps.in_pool(self._renew, upload)
            await progress.goes_on()

    def _renew(self, upload: TakenUpload) -> None:
        with self.deps.db.engine.begin() as connection:
            upload_claims.renew(connection, upload, worker=self.worker, until=self.deps.clock.now() + self.lease)

    def _postpone(self, upload: TakenUpload, by: timedelta, attempts: int) -> None:
        with self.deps.db.engine.begin() as connection:
            again_at = self.deps.clock.now() + by
            upload_claims.postpone(connection, upload, worker=self.worker, until=again_at, attempts=attempts)

    async def _forget(self, upload: TakenUpload) -> None:
        """The file was imported or refused: every copy of it goes."""
        if await forget_file(self.deps, upload.workspace_id, upload.slack_file, upload.held):
            await self._write(upload, results.file_deleted, upload.id)
        await self.deps.in_pool(sweep, self.deps, upload.workspace_id)

    async def _write(self, upload: TakenUpload, verb: Callable[..., Result], *args: object) -> Result:
        return await self.deps.in_transaction(upload.workspace_id, verb, *args, now=self.deps.clock.now())


def _why(error: Exception) -> Refusal:
    """An error as the uploader is told."""
    match error:
        case JobFailed(ending=Ending.MEMORY | Ending.DIED) | MemoryError():
            return Refusal(TOO_HEAVY)
        case JobFailed(ending=Ending.TIME):
            return Refusal(TOO_LONG)
        case aiohttp.ClientError() | TimeoutError():
            return Refusal(NOT_FETCHED)
        case OSError():
            return Refusal(NO_ROOM)
        case _:
            return Refusal(UNFORESEEN)


def _kind(error: Exception) -> str:
    return str(error) if isinstance(error, JobFailed) else type(error).__name__
