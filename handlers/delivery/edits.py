"""Write posted messages anew: a teacher has taken something back, or decided in her private message."""

from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from handlers.screens import consent as consent_screens
from handlers.screens import digests as digest_screens
from handlers.screens.blocks import Message, prose
from handlers.slack.dependencies import Dependencies
from handlers.slack.web_client import read_no
from workflows import brightspots, digests
from workflows.brightspots import sharings
from workflows.posts import Kind
from workflows.posts.edits import ToEdit
from workflows.reflections import quotes

Verb = Callable[[Session, int], Any]
log = structlog.get_logger()


async def edit_shared(deps: Dependencies, workspace_id: int, sharing: int) -> bool:
    """Edit everything posted about a bright spot that was taken back; False when it isn't done yet."""
    done = partial(sharings.edited, now=deps.clock.now())
    return await _edit(deps, workspace_id, sharing, sharings.to_edit, done)


async def edit_quotes(deps: Dependencies, workspace_id: int, issue: int) -> bool:
    """Edit a posted digest that quotes words which were taken back or changed; False when it isn't done yet."""
    return await _edit(deps, workspace_id, issue, quotes.to_edit, quotes.edited)


async def edit_outdated(deps: Dependencies, workspace_id: int, post: int) -> bool:
    """Say in a teacher's private message that newer data don't show it any more; False when it isn't done yet."""
    return await _edit(deps, workspace_id, post, brightspots.to_edit, brightspots.edited)


async def _edit(deps: Dependencies, workspace_id: int, row: int, look: Verb, done: Verb) -> bool:
    """False when Slack is busy or a post is still under way.

    Editing twice changes nothing, so a crash between two messages does no harm: the next beat begins again.
    """
    there, all_settled = await deps.in_transaction(workspace_id, look, row)
    client = deps.client_for(workspace_id)
    for each in there:
        message = await deps.in_transaction(workspace_id, _anew, deps, each)
        if not await rewrite(client, each.channel, each.ts, message):
            return False
    if all_settled:
        await deps.in_transaction(workspace_id, done, row)
    return bool(all_settled)


async def rewrite(client: AsyncWebClient, channel: str, ts: str, message: Message) -> bool:
    """Put other words where a message stands; False when it is worth trying again later.

    A message that is gone, or a channel that was closed, needs no edit any more.
    """
    try:
        await client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)
    except SlackApiError as error:
        refusal = read_no(error)
        if refusal.name == "invalid_blocks" and message.plainer:
            return await rewrite(client, channel, ts, message.plainer)
        log.info("message.unedited", error=refusal.name)
        return not refusal.passing
    except (aiohttp.ClientError, TimeoutError):
        return False
    return True


def _anew(session: Session, deps: Dependencies, each: ToEdit) -> Message:
    """A digest without what was taken back; a sentence where that itself stood."""
    if each.kind == Kind.SPOT_SHARED:
        voice = deps.words.in_language(sharings.language_of(session, each.facts["sharing"]))
        return Message(voice.say("shared.gone"), prose(voice.say("shared.gone")))
    if each.kind == Kind.SPOT_FOUND:
        return consent_screens.gone(deps.words.in_language(each.facts["language"]), each.facts)
    now = deps.clock.now()
    if each.kind == Kind.DIGEST_PREVIEW:
        facts = digests.preview_facts(session, each.facts, now)
        return digest_screens.previewed(deps.words.in_language(facts["language"]), facts)
    facts = digests.facts(session, each.facts, now)
    return digest_screens.weekly_digest(deps.words.in_language(facts["language"]), facts)
