"""chat.*: what an app says in channels and to people."""

from bot.playground.api.calls import ApiError, Call, Method, find_channel, find_place, find_user
from bot.playground.api.payloads import message_json
from bot.playground.api.saying import checked_blocks, erase, new_message, post, show_update, whisper
from bot.playground.grammar import limits
from bot.playground.grammar.shapes import Json
from bot.playground.grammar.surfaces import with_ids
from bot.playground.world.state import Channel, Message

_CONTENT = ("text", "blocks", "attachments", "metadata", "parse", "link_names", "mrkdwn", "username", "icon_emoji")
_POST = (*_CONTENT, "icon_url", "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "client_msg_id")


def _content(call: Call) -> tuple[str, list[Json]]:
    text = call.text("text")
    if call.args.get("attachments") and not isinstance(call.args["attachments"], list):
        raise ApiError("invalid_attachments")
    if len(call.args.get("attachments") or []) > limits.MESSAGE_ATTACHMENTS_MAX_ITEMS:
        raise ApiError("too_many_attachments")
    return text, with_ids(checked_blocks(call.team, call.args.get("blocks"), text), call.world.fresh)


def _metadata(call: Call) -> Json | None:
    metadata = call.args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise ApiError("invalid_metadata_format")
    if metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise ApiError("invalid_metadata_schema")
    return metadata


def _writable(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise ApiError("is_archived")
    if channel.refuses:
        raise ApiError(channel.refuses)
    may_drop_in = channel.kind == "public" and "chat:write.public" in call.team.scopes
    if call.team.bot.id not in channel.members and not may_drop_in:
        raise ApiError("not_in_channel")
    if channel.kind in ("im", "mpim"):
        _reachable(call, channel)


def _reachable(call: Call, channel: Channel) -> None:
    others = [call.team.users[member] for member in channel.members if member in call.team.users]
    if any(user.deleted for user in others):
        raise ApiError("cannot_dm_deactivated_user" if channel.kind == "im" else "user_is_deactivated")


def _slow_down(call: Call, channel: Channel) -> None:
    wait = call.world.rate.wait_seconds(channel.id, call.world.now())
    if wait:
        raise ApiError("ratelimited", retry_after=max(1, -int(-wait // 1)))


def post_message(call: Call) -> Json:
    """Answer chat.postMessage."""
    channel = find_place(call)
    _writable(call, channel)
    text, blocks = _content(call)
    metadata = _metadata(call)
    thread = call.text("thread_ts") or None
    if thread and thread not in channel.by_ts:
        raise ApiError("thread_not_found")
    _slow_down(call, channel)
    message = new_message(call.world, call.team.bot.id, text, blocks)
    message.metadata, message.thread_ts, message.from_app = metadata, thread, True
    post(call.world, call.team, channel, message)
    shown = message_json(call.world, call.team, message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """Answer chat.postEphemeral."""
    channel, user = find_channel(call), find_user(call)
    _writable(call, channel)
    if user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks = _content(call)
    return {"message_ts": whisper(call.world, channel, user.id, {"text": text, "blocks": blocks})}


def update(call: Call) -> Json:
    """Answer chat.update; blocks that are not sent again vanish when new text is given, as in Slack."""
    channel, message = find_channel(call), _own(call, "cant_update_message")
    text, blocks = _content(call)
    message.text, message.blocks, message.edited = text, blocks, True
    message.metadata = _metadata(call) or message.metadata
    show_update(call.world, call.team, channel, message)
    shown = message_json(call.world, call.team, message)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


def delete(call: Call) -> Json:
    """Answer chat.delete."""
    channel, message = find_channel(call), _own(call, "cant_delete_message")
    erase(call.world, call.team, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def _own(call: Call, error: str) -> Message:
    channel = find_channel(call)
    message = channel.by_ts.get(call.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if channel.archived:
        raise ApiError("is_archived")
    if message.user != call.team.bot.id:
        raise ApiError(error)
    return message


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write", ("channel",), _POST),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write", ("channel", "user"), _POST),
    "chat.update": Method(update, "chat:write", ("channel", "ts"), (*_CONTENT, "reply_broadcast", "as_user")),
    "chat.delete": Method(delete, "chat:write", ("channel", "ts"), ("as_user",)),
}
