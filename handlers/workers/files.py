"""An uploaded file's copies: the plain one while it is read, the sealed one of the upload page, Slack's own."""

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.dependencies import Dependencies
from handlers.slack.web_client import NotSlack, read_no
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.store import sealed_files
from workflows.store.upload_claims import TakenUpload
from workflows.uploads import files
from workflows.uploads.retention import HELD

log = structlog.get_logger()
READING = ".reading"
MOST_BYTES = 10 * 1024 * 1024  # what Slack's file input takes; larger ones go through the upload page
PIECE = 1 << 16
TOO_LARGE = (
    "This file is larger than {most} MB. Please export one test and term at a time, "
    "or ask for a private upload page: /brightspots files."
)
GONE = "Slack no longer has this file. Please upload it again."
ELSEWHERE = (
    "This is a link to a file that is kept outside Slack, as in Google Drive, so I can't read it. "
    "Please download it there and upload the file itself."
)
NOT_SHARED = "Slack doesn't let me open this file. Please upload it with /brightspots upload."
SILENT_AT_MOST_S = 30
NOT_IN_ENDINGS = re.compile(r"[^A-Za-z0-9.]")


async def fetch(deps: Dependencies, upload: TakenUpload, folder: Path) -> tuple[str, Path]:
    """Put a file's plain copy into a folder; gives its own name and where it lies.

    Raises
    ------
    Refusal
        When it is too large or gone.
    """
    if not upload.held:
        return await from_slack(deps, upload.workspace_id, str(upload.slack_file), folder)
    name = deps.db.vault.open(str(upload.name_sealed))
    path = folder / _plain_name(name)
    await deps.in_pool(_unseal, deps, held_at(deps.scores_at, upload.held), path)
    return name, path


async def forget_file(
    deps: Dependencies, workspace_id: int, slack_file: str | None, held_as: str | None = None
) -> bool:
    """Delete an uploaded file's copy; False when Slack doesn't let us, and a person must."""
    if held_as:
        held_at(deps.scores_at, held_as).unlink(missing_ok=True)
    if not slack_file:
        return False
    try:
        await deps.client_for(workspace_id).files_delete(file=slack_file)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.info("upload.file_stays", error=read_no(error).name if isinstance(error, SlackApiError) else repr(error))
        return False
    return True


def sweep(deps: Dependencies, workspace_id: int) -> int:
    """Remove the Parquet files that no import of a workspace needs."""
    with deps.db.begin(workspace_id) as session:
        return files.sweep(session, deps.scores_at)


def held_at(scores_at: Path, name: str) -> Path:
    """Where a file from the upload page waits, sealed."""
    return scores_at / HELD / name


@contextlib.contextmanager
def private_folder(scores_at: Path, upload_id: int) -> Iterator[Path]:
    """A folder for the plain file; what a killed worker left of the same upload goes first."""
    place = scores_at / READING
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{upload_id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{upload_id}-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def from_slack(deps: Dependencies, workspace_id: int, slack_file: str, folder: Path) -> tuple[str, Path]:
    """Put the plain copy of a file in Slack into a folder; gives its own name and where it lies.

    Raises
    ------
    Refusal
        When it is too large, gone, or not ours to read.
    """
    client = deps.client_for(workspace_id)
    try:
        file = (await client.files_info(file=slack_file)).get("file") or {}
    except SlackApiError as error:
        if read_no(error).passing:
            raise TimeoutError from error
        raise Refusal(GONE) from error
    url = _address(file)
    name = readable(str(file.get("name") or file.get("title") or "")) or "upload"
    path = folder / _plain_name(name)
    try:
        await _download(client, url, path, is_page=file.get("filetype") == "html")
    except NotSlack as refused:  # another host's file, or Slack sends us to its sign-in page
        raise Refusal(NOT_SHARED) from refused
    return name, path


def _address(file: Mapping[str, Any]) -> str:
    """Where a file's content is. Raises ``Refusal`` when Slack has none for us."""
    if file.get("is_external") or file.get("mode") == "external":
        raise Refusal(ELSEWHERE)
    if file.get("file_access") == "check_file_info":
        raise Refusal(NOT_SHARED)
    if file.get("mode") in ("tombstone", "hidden_by_limit") or not file.get("url_private_download"):
        raise Refusal(GONE)
    if file.get("size", 0) > MOST_BYTES:
        raise Refusal(TOO_LARGE, most=MOST_BYTES // 1024**2)
    return str(file["url_private_download"])


async def _download(client: AsyncWebClient, url: str, path: Path, *, is_page: bool) -> None:
    """By the session that reaches Slack's hosts only: the token goes nowhere else, whatever the address says."""
    session = cast(aiohttp.ClientSession, client.session)  # each of ours has one
    headers = {"Authorization": f"Bearer {client.token}"}
    limits = aiohttp.ClientTimeout(total=None, sock_read=SILENT_AT_MOST_S)  # the whole is limited by who asks
    async with session.get(url, headers=headers, timeout=limits) as answer:
        if answer.status == 429 or answer.status >= 500:
            raise TimeoutError
        if answer.status != 200:
            raise Refusal(GONE)
        # Slack shows its sign-in page to whoever may not read the file.
        if answer.content_type == "text/html" and not is_page:
            raise Refusal(NOT_SHARED)
        with path.open("wb") as file:
            async for piece in answer.content.iter_chunked(PIECE):
                file.write(piece)
                if file.tell() > MOST_BYTES:
                    raise Refusal(TOO_LARGE, most=MOST_BYTES // 1024**2)


def _plain_name(name: str) -> str:
    """Its own name could hold anything; only the ending means something to the reader."""
    return f"upload{NOT_IN_ENDINGS.sub('', Path(name).suffix)[:8]}"


def _unseal(deps: Dependencies, sealed: Path, path: Path) -> None:
    if not sealed.exists():
        raise Refusal("This file is no longer here. Please upload it again.")
    sealed_files.write_plain(sealed_files.opened_pieces(deps.db.vault, sealed), path)
