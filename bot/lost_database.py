"""Tell the installers that the database's file has vanished, while what is left of it still names them."""

from collections.abc import Sequence

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from handlers.slack.dependencies import Dependencies
from workflows.store.engine import DatabaseGone, reading_what_is_left
from workflows.store.tables import School, Workspace

log = structlog.get_logger()


async def tell_if_it_is_gone(deps: Dependencies, error: Exception) -> None:
    """Write to every installer, once, if that is what an error means; for all else there is nothing to tell."""
    if not isinstance(error, DatabaseGone):
        return
    log.error("database.gone", hint="put the file back and restart")
    for workspace_id, installer, language in await deps.in_pool(_installers, deps):
        text = deps.words.in_language(language).say("admin_notice.database_gone")
        try:
            client = await deps.in_pool(_client, deps, workspace_id)
            await client.chat_postMessage(channel=installer, text=text)
        except (SlackApiError, ClientError, TimeoutError) as failure:
            log.warning("database.gone_untold", workspace=workspace_id, error=type(failure).__name__)


def _client(deps: Dependencies, workspace_id: int) -> AsyncWebClient:
    with reading_what_is_left():
        return deps.client_for(workspace_id)


def _installers(deps: Dependencies) -> Sequence[tuple[int, str, str]]:
    with reading_what_is_left(), deps.db.everywhere() as session:
        languages = {
            row.workspace_id: row.language for row in session.execute(select(School.workspace_id, School.language))
        }
        here = (Workspace.stopped_at.is_(None), Workspace.installer.is_not(None))
        rows = session.execute(select(Workspace.id, Workspace.installer).where(*here)).all()
    return [(row.id, str(row.installer), languages.get(row.id, "en")) for row in rows]
