"""While a long file is read, its uploader sees how far it is: one message that counts on and goes away again.

It is no post: nobody misses it when it is lost, so it isn't written down before it is sent.
"""

from pathlib import Path

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from handlers.slack.dependencies import Dependencies
from workflows.store.tables import Teacher
from workflows.store.upload_claims import TakenUpload
from workflows.store.uploads import Upload

log = structlog.get_logger()
NOT_NOW = (SlackApiError, aiohttp.ClientError, TimeoutError)


class Progress:
    """The message about one file."""

    def __init__(self, deps: Dependencies, upload: TakenUpload, progress_at: Path) -> None:
        self._deps, self._upload, self._progress_at = deps, upload, progress_at
        self._shown: tuple[str, str] | None = None
        self._rows = 0

    async def goes_on(self) -> None:
        """Say how many rows were read, if more than before."""
        rows = int(self._progress_at.read_text() or 0) if self._progress_at.exists() else 0
        if rows == self._rows and self._shown:
            return
        self._rows = rows
        person, language = await self._deps.in_pool(self._reader)
        text = self._deps.words.in_language(language).say("upload_form.progress", rows=f"{rows:,}")
        client = self._deps.client_for(self._upload.workspace_id)
        try:
            if self._shown:
                await client.chat_update(channel=self._shown[0], ts=self._shown[1], text=text)
            else:
                told = await client.chat_postMessage(channel=person, text=text)
                self._shown = (told["channel"], told["ts"])
        except NOT_NOW as error:
            log.info("progress.unsaid", error=type(error).__name__)

    async def ends(self) -> None:
        """The result says it better: take the message away."""
        if self._shown is None:
            return
        try:
            client = self._deps.client_for(self._upload.workspace_id)
            await client.chat_delete(channel=self._shown[0], ts=self._shown[1])
        except NOT_NOW as error:
            log.info("progress.stays", error=type(error).__name__)

    def _reader(self) -> tuple[str, str]:
        with self._deps.db.begin(self._upload.workspace_id) as session:
            person = session.scalars(select(Upload.uploader).where(Upload.id == self._upload.id)).one()
            language = session.scalar(select(Teacher.language).where(Teacher.slack_id == person))
            return person, language or "en"
