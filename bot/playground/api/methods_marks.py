"""reactions.add and bookmarks.*: small marks on a message or a channel."""

from bot.playground.api.calls import ApiError, Call, Method, find_channel
from bot.playground.grammar.shapes import Json


def react(call: Call) -> Json:
    """Answer reactions.add."""
    message = find_channel(call).by_ts.get(call.text("timestamp"))
    if message is None:
        raise ApiError("message_not_found")
    reaction = {"name": call.text("name"), "users": [call.team.bot.id], "count": 1}
    if reaction in message.reactions:
        raise ApiError("already_reacted")
    message.reactions.append(reaction)
    return {}


def add_bookmark(call: Call) -> Json:
    """Answer bookmarks.add."""
    channel = find_channel(call, "channel_id")
    if call.args["type"] == "link" and not call.text("link").startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    kept = {name: call.text(name) for name in ("title", "type", "link", "emoji")}
    bookmark = {"id": call.world.fresh("Bk"), "channel_id": channel.id, **kept}
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark}


def list_bookmarks(call: Call) -> Json:
    """Answer bookmarks.list."""
    return {"bookmarks": find_channel(call, "channel_id").bookmarks}


METHODS = {
    "reactions.add": Method(react, "reactions:write", ("channel", "name", "timestamp")),
    "bookmarks.add": Method(add_bookmark, "bookmarks:write", ("channel_id", "title", "type"), ("link", "emoji")),
    "bookmarks.list": Method(list_bookmarks, "bookmarks:read", ("channel_id",)),
}
