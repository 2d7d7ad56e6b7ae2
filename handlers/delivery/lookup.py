"""Find a message that was perhaps sent: each carries its post's token as metadata."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from workflows.store.claims import Taken

EVENT = "brightcycle_post"
# Slack's clock and ours may differ, so the search starts a little before the post was first taken.
LOOK_BACK = timedelta(minutes=2)
PAGE = 15  # what Slack grants an app outside its marketplace
PAGES = 4


class TooMuchSaid(Exception):
    """So much was said since that it isn't reasonable to read it all."""


@dataclass(frozen=True)
class Found:
    """A message of ours in a channel."""

    ts: str
    channel: str


async def look_up(client: AsyncWebClient, post: Taken, thread: str | None = None) -> Found | None:
    """Look for a post in its channel's history, or its thread's, since it was first taken; None: it isn't there.

    Raises
    ------
    TooMuchSaid
        When it isn't among the latest messages, and there are more.
    slack_sdk.errors.SlackApiError
        When Slack refuses, for good or for now.
    """
    channel = await _conversation(client, post.channel)
    since: datetime = (post.first_taken_at or post.due_at) - LOOK_BACK
    cursor: str | None = None
    for _page in range(PAGES):
        history = await _history(client, channel, thread, cursor, f"{since.timestamp():.6f}")
        found = next((each for each in history["messages"] if _token(each) == post.token), None)
        if found:
            return Found(found["ts"], channel)
        cursor = (history.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    raise TooMuchSaid


async def _history(
    client: AsyncWebClient, channel: str, thread: str | None, cursor: str | None, oldest: str
) -> AsyncSlackResponse:
    if thread:
        return await client.conversations_replies(
            channel=channel, ts=thread, include_all_metadata=True, limit=PAGE, cursor=cursor, oldest=oldest
        )
    return await client.conversations_history(
        channel=channel, include_all_metadata=True, limit=PAGE, cursor=cursor, oldest=oldest
    )


def _token(message: dict[str, Any]) -> object:
    return message.get("metadata", {}).get("event_payload", {}).get("id")


async def _conversation(client: AsyncWebClient, channel: str) -> str:
    """The channel itself, or the conversation a direct message to a person is in."""
    if not channel.startswith(("U", "W")):
        return channel
    opened = await client.conversations_open(users=[channel])
    return str(opened["channel"]["id"])
