"""The conversation with the installer: what could not be delivered, and what to do about it."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers.delivery.writing import Letter
from handlers.screens import admin as screens
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import posts, workspaces
from workflows.posts import Kind


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    for decision in ("resend", "drop"):
        app.action(f"post.{decision}")(partial(decide, decision=decision))
    app.event("member_joined_channel")(invited)
    app.event("channel_unarchive")(unarchived)
    app.event("group_unarchive")(unarchived)


def letters(_house: Dependencies) -> dict[str, Letter]:
    """What the installer is told."""
    return {Kind.ADMIN_NOTICE: Letter(workspaces.notice_facts, screens.admin_notice)}


async def decide(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit, decision: str) -> None:
    """The installer has looked whether a message arrived."""
    await ack()
    await visit.ask(posts.decide, int(action["value"]), decision, by=visit.person, now=visit.now)
    text = (await visit.voice()).say("admin_notice.decided", decision=decision)
    await respond(text, blocks=[], replace_original=True)


async def invited(event: dict[str, Any], context: dict[str, Any], visit: Visit) -> None:
    """Somebody joined a channel; if it is the bot, what waited for that channel goes on."""
    if event.get("user") == context.get("bot_user_id"):
        await visit.ask(workspaces.reopen_channel, event["channel"], now=visit.now)


async def unarchived(event: dict[str, Any], visit: Visit) -> None:
    """A channel can be written to again."""
    await visit.ask(workspaces.reopen_channel, event["channel"], now=visit.now)
