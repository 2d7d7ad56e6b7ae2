"""conversations.* and users.conversations: which channels there are, who is in them, what was said."""

from collections.abc import Sequence
from typing import TypeVar

from bot.playground.api.calls import ApiError, Call, Method, find_channel, need_scope, scope_for
from bot.playground.api.payloads import channel_json, message_json
from bot.playground.grammar.shapes import Json
from bot.playground.world.state import Channel, Message, stamp_of

_FOREVER = 10**18
_CURSOR = "next:"
_Entry = TypeVar("_Entry")


def page(call: Call, entries: Sequence[_Entry], most: int) -> tuple[list[_Entry], Json]:
    """Cut one page out of a list, and say where the next one starts."""
    size = call.whole("limit", most)
    if not 0 < size <= 1000:
        raise ApiError("invalid_limit")
    cursor = call.text("cursor")
    if cursor and not cursor.removeprefix(_CURSOR).isdigit():
        raise ApiError("invalid_cursor")
    first = int(cursor.removeprefix(_CURSOR) or 0)
    rest = first + size < len(entries)
    return list(entries[first : first + size]), {"next_cursor": f"{_CURSOR}{first + size}" if rest else ""}


def describe(call: Call) -> Json:
    """Answer conversations.info."""
    channel = find_channel(call)
    need_scope(call.team, scope_for(channel, "read"))
    return {"channel": channel_json(channel, call.team.bot.id)}


def members(call: Call) -> Json:
    """Answer conversations.members."""
    channel = find_channel(call)
    need_scope(call.team, scope_for(channel, "read"))
    ids, onward = page(call, list(channel.members), 100)
    return {"members": ids, "response_metadata": onward}


def open_direct(call: Call) -> Json:
    """Answer conversations.open."""
    wanted = [each for each in call.text("users").split(",") if each]
    if call.text("channel"):
        return {"channel": channel_json(find_channel(call), call.team.bot.id)}
    if not wanted:
        raise ApiError("users_list_not_supplied")
    if any(each not in call.team.users for each in wanted):
        raise ApiError("user_not_found")
    need_scope(call.team, "im:write" if len(wanted) == 1 else "mpim:write")
    channel = call.world.direct(call.team, wanted)
    shown = channel_json(channel, call.team.bot.id) if call.is_set("return_im") else {"id": channel.id}
    return {"channel": shown}


def join(call: Call) -> Json:
    """Answer conversations.join."""
    channel = find_channel(call)
    if channel.archived:
        raise ApiError("is_archived")
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    channel.members[call.team.bot.id] = None
    return {"channel": channel_json(channel, call.team.bot.id)}


def history(call: Call) -> Json:
    """Answer conversations.history, newest first."""
    channel = find_channel(call)
    need_scope(call.team, scope_for(channel, "history"))
    if call.team.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    found = _within(call, channel)
    found.reverse()
    messages, onward = page(call, found, 100)
    with_metadata = call.is_set("include_all_metadata")
    shown = [message_json(call.world, call.team, each, with_metadata=with_metadata) for each in messages]
    return {"messages": shown, "has_more": bool(onward["next_cursor"]), "response_metadata": onward}


def replies(call: Call) -> Json:
    """Answer conversations.replies: a message and what stands under it, oldest first."""
    channel = find_channel(call)
    need_scope(call.team, scope_for(channel, "history"))
    parent = channel.by_ts.get(call.text("ts"))
    if parent is None:
        raise ApiError("thread_not_found")
    oldest = stamp_of(call.args.get("oldest"), -1)
    under = [each for each in channel.by_ts.values() if each.thread_ts == parent.ts and each.stamp > oldest]
    messages, onward = page(call, [parent, *sorted(under, key=lambda each: each.stamp)], 1000)
    with_metadata = call.is_set("include_all_metadata")
    shown = [message_json(call.world, call.team, each, with_metadata=with_metadata) for each in messages]
    return {"messages": shown, "has_more": bool(onward["next_cursor"]), "response_metadata": onward}


def _within(call: Call, channel: Channel) -> list[Message]:
    try:
        oldest, latest = stamp_of(call.args.get("oldest"), -1), stamp_of(call.args.get("latest"), _FOREVER)
    except ValueError as failure:
        raise ApiError("invalid_ts_oldest") from failure
    touch = 1 if call.is_set("inclusive") else 0
    return channel.between(oldest - touch, latest + touch)


def of_user(call: Call) -> Json:
    """Answer users.conversations: the channels a person, or the bot itself, is in."""
    member = call.text("user") or call.team.bot.id
    kinds = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
    wanted = {kinds.get(kind, "") for kind in (call.text("types") or "public_channel").split(",")}
    hidden = {True: "archived"}.get(call.is_set("exclude_archived"), "")
    found = [
        each
        for each in call.team.channels.values()
        if member in each.members and each.kind in wanted and not (hidden and each.archived)
    ]
    channels, onward = page(call, found, 100)
    return {
        "channels": [channel_json(each, call.team.bot.id) for each in channels],
        "response_metadata": onward,
    }


_PAGED = ("cursor", "limit")
METHODS = {
    "conversations.info": Method(describe, "", ("channel",), ("include_locale", "include_num_members")),
    "conversations.members": Method(members, "", ("channel",), _PAGED),
    "conversations.open": Method(open_direct, "im:write", (), ("channel", "users", "return_im", "prevent_creation")),
    "conversations.join": Method(join, "channels:join", ("channel",)),
    "conversations.history": Method(
        history, "", ("channel",), (*_PAGED, "oldest", "latest", "inclusive", "include_all_metadata")
    ),
    "conversations.replies": Method(
        replies, "", ("channel", "ts"), (*_PAGED, "oldest", "latest", "inclusive", "include_all_metadata")
    ),
    "users.conversations": Method(
        of_user, "channels:read", (), (*_PAGED, "user", "types", "exclude_archived", "team_id")
    ),
}
