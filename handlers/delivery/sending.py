"""Send one taken post, at most once, and say what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from handlers.delivery.lookup import EVENT, TooMuchSaid, look_up
from handlers.delivery.writing import Written
from handlers.screens.blocks import Message
from handlers.slack.web_client import No, TooLate, leaving_before, read_no
from workflows.posts import NotNeeded, NotYet
from workflows.store.claims import Settled, Stops, Taken
from workflows.store.engine import DatabaseGone
from workflows.store.posts import State

# What Slack says when a place, or a whole workspace, takes no messages from us now. A place is tried again.
LANE_ENDS = {
    "is_archived", "channel_not_found", "not_in_channel", "user_not_found", "user_disabled", "user_is_deactivated",
    "cannot_dm_bot", "cannot_dm_deactivated_user", "messages_tab_disabled", "user_not_visible", "access_denied",
    "channel_is_limited_access",
}  # fmt: skip
DEACTIVATED = {"user_disabled", "user_is_deactivated", "cannot_dm_deactivated_user"}
WORKSPACE_ENDS = {
    "account_inactive", "token_revoked", "invalid_auth", "token_expired", "not_authed", "no_permission",
    "team_access_not_granted", "org_login_required",
}  # fmt: skip
DATABASE_AWAY = (OperationalError, InterfaceError, NoConnection, DatabaseGone)
UNCLEAR = (aiohttp.ClientError, TimeoutError)  # Slack may have read the request, or not
AT_ONCE = timedelta(0)
LONGEST_WAIT_S = 300
KEEPS_FAILING = 30  # times that Slack answered a look-up and then failed on the message itself


@dataclass(frozen=True)
class Sender:
    """What is needed to send a post: the workspace's client, the time, and until when the lease is fresh."""

    client: AsyncWebClient
    now: Callable[[], datetime]
    fresh_until_s: float


async def send(post: Taken, letter: Written, sender: Sender) -> Settled | None:
    """Post a message, adopt it if it is there already, or skip it when nobody needs it any more.

    Returns None when it can't be told what happened: the post stays taken and is looked up when its lease ends.
    """
    try:
        found = await look_up(sender.client, post, _thread(letter)) if post.in_doubt else None
    except TooMuchSaid:
        return Settled(post, State.IN_DOUBT, sender.now(), why="too much was said since")
    except SlackApiError as error:
        return _not_looked(post, read_no(error), sender.now())
    except UNCLEAR:
        return _not_looked(post, No("Slack was away", passing=True), sender.now())
    if found:
        return Settled(post, State.SENT, sender.now(), ts=found.ts, sent_to=found.channel)
    if isinstance(letter, Message):
        return await _post(post, letter, sender)
    return _unwritten(post, letter, sender.now())


def _not_looked(post: Taken, no: No, now: datetime) -> Settled:
    """Leave it taken, to be looked up as soon as we may look again; each time we wait a little longer."""
    if no.passing:
        # Only its lane waits: Slack counts calls by method, and may well take messages for the others.
        waits = max(_patience(post), timedelta(seconds=no.wait_s or 0))
        return Settled(post, State.TAKEN, now, why=no.name, lane_waits=waits)
    if stops := _stops(no):
        return Settled(post, State.TAKEN, now, why=no.name, stops=stops)
    return Settled(post, State.IN_DOUBT, now, why=no.name)


def _unwritten(post: Taken, reason: Exception, now: datetime) -> Settled:
    if isinstance(reason, NotNeeded):
        return Settled(post, State.SKIPPED, now, why=str(reason), lane_waits=AT_ONCE)
    if isinstance(reason, NotYet):
        return Settled(post, State.PLANNED, now, why=str(reason), due_at=reason.until, lane_waits=AT_ONCE)
    if isinstance(reason, DATABASE_AWAY):
        return Settled(post, State.PLANNED, now, why="the database was away", lane_waits=_patience(post))
    return Settled(post, State.FAILED, now, why=f"could not be written: {type(reason).__name__}")


async def _post(post: Taken, message: Message, sender: Sender) -> Settled | None:
    try:
        with leaving_before(sender.fresh_until_s):
            return await _say(post, message, sender)
    except SlackApiError as error:
        return _judge(post, read_no(error), sender.now())
    except TooLate:
        # It never left. If somebody else has taken the post meanwhile, this settlement doesn't count.
        return Settled(post, State.PLANNED, sender.now(), why="the lease was no longer fresh", lane_waits=AT_ONCE)
    except aiohttp.ClientConnectorError:
        # Nobody answered the call, so nothing was sent; each time we wait a little longer.
        return Settled(post, State.PLANNED, sender.now(), why="Slack was away", lane_waits=_patience(post))
    except UNCLEAR:
        return None


async def _say(post: Taken, message: Message, sender: Sender) -> Settled:
    metadata = {"event_type": EVENT, "event_payload": {"id": post.token}}
    try:
        answer = await sender.client.chat_postMessage(
            channel=post.channel, text=message.text, blocks=message.blocks, metadata=metadata,
            unfurl_links=False, unfurl_media=False, thread_ts=message.thread,
        )  # fmt: skip
    except SlackApiError as error:
        if read_no(error).name != "invalid_blocks" or not message.plainer:
            raise
        # Newer blocks reach workspaces one by one; the same facts go out as text.
        return await _say(post, message.plainer, sender)
    return Settled(post, State.SENT, sender.now(), ts=answer["ts"], sent_to=answer["channel"])


def _thread(letter: Written) -> str | None:
    return letter.thread if isinstance(letter, Message) else None


def _judge(post: Taken, no: No, now: datetime) -> Settled | None:
    if no.wait_s is not None:
        waits = timedelta(seconds=no.wait_s)
        return Settled(post, State.PLANNED, now, why=no.name, lane_waits=waits, cools=True)
    if no.passing:
        return Settled(post, State.IN_DOUBT, now, why=no.name) if post.attempts >= KEEPS_FAILING else None
    if stops := _stops(no):
        return Settled(post, State.PLANNED, now, why=no.name, stops=stops)
    return Settled(post, State.FAILED, now, why=no.name)


def _stops(no: No) -> Stops | None:
    if no.name in WORKSPACE_ENDS:
        return Stops.WORKSPACE
    return Stops.LANE if no.name in LANE_ENDS or no.name.startswith("restricted_action") else None


def _patience(post: Taken) -> timedelta:
    return timedelta(seconds=min(2 ** min(post.attempts, 10), LONGEST_WAIT_S))
