"""A file on its way to the upload page: streamed to disk in sealed pieces, and left when it comes to a stop."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from starlette.requests import Request

from handlers.slack.dependencies import Dependencies
from workflows.refusal import Refusal
from workflows.store import sealed_files
from workflows.uploads import links

PIECE = 1 << 20
LOOKED_AFTER_EVERY_S = 25.0
LEAST_BYTES = 16 << 10  # in that time; less is no connection, and a link must not be held by one
MOST_AT_ONCE = 8
SPARE = 1.5  # sealed bytes take a third more room than plain ones

STALLED = "Your connection has stalled, so I stopped waiting. Nothing was kept; please try again."
FULL = "Several files are arriving just now. Please try again in a minute."
NO_ROOM = "There is no room for this file at the moment. Please tell whoever runs Brightcycle."


@dataclass
class Receiving:
    """The files that are arriving in this process."""

    deps: Dependencies
    looked_after_every_s: float = LOOKED_AFTER_EVERY_S
    most_at_once: int = MOST_AT_ONCE
    _arriving: int = field(default=0, init=False)

    async def receive(self, request: Request, workspace_id: int, link: int, path: Path) -> None:
        """Keep a request's body, sealed, at ``path``; never more of it in memory than a piece.

        Raises
        ------
        Refusal
            When the file is empty or too large, stalls, or there is no room for it.
        """
        if self._arriving >= self.most_at_once:
            raise Refusal(FULL)
        self._arriving += 1
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._check_size(request, path.parent)
            with path.open("wb") as file:
                path.chmod(0o600)
                await self._write(file, self._chunks(request, workspace_id, link))
        finally:
            self._arriving -= 1

    def _check_size(self, request: Request, folder: Path) -> None:
        """Say no before a byte is read, where the browser says how large the file is."""
        told = request.headers.get("content-length", "")
        size = int(told) if told.isdigit() else 0
        if size > self._most:
            raise Refusal("This file is larger than {most} MB.", most=self.deps.upload_most_mb)
        if size * SPARE > shutil.disk_usage(folder).free:
            raise Refusal(NO_ROOM)

    async def _write(self, file: BinaryIO, chunks: AsyncIterator[bytes]) -> None:
        received, waiting = 0, bytearray()
        async for chunk in chunks:
            received += len(chunk)
            if received > self._most:
                raise Refusal("This file is larger than {most} MB.", most=self.deps.upload_most_mb)
            waiting += chunk
            if len(waiting) >= PIECE:
                file.write(await self._sealed(bytes(waiting)))
                waiting.clear()
        if not received:
            raise Refusal("This file is empty.")
        if waiting:
            file.write(await self._sealed(bytes(waiting)))

    async def _chunks(self, request: Request, workspace_id: int, link: int) -> AsyncIterator[bytes]:
        """What arrives, as long as enough of it does; the link is kept ours meanwhile."""
        loop = asyncio.get_running_loop()
        stream, came = request.stream(), 0
        ends_at = loop.time() + self.looked_after_every_s
        try:
            while True:
                async with asyncio.timeout_at(ends_at):
                    chunk = await anext(stream)
                came += len(chunk)
                yield chunk
                if loop.time() >= ends_at:
                    await self._look_after(workspace_id, link, came)
                    came, ends_at = 0, loop.time() + self.looked_after_every_s
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Refusal(STALLED) from None

    async def _look_after(self, workspace_id: int, link: int, came: int) -> None:
        if came < LEAST_BYTES:
            raise Refusal(STALLED)
        await self.deps.in_transaction(workspace_id, links.goes_on, link, now=self.deps.clock.now())

    @property
    def _most(self) -> int:
        return self.deps.upload_most_mb << 20

    async def _sealed(self, piece: bytes) -> bytes:
        return await self.deps.in_pool(sealed_files.seal_piece, self.deps.db.vault, piece)
