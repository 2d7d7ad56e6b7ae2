"""files.*: the three steps of an upload, and what becomes of a file."""

from bot.playground.api.calls import ApiError, Call, Method, find_channel
from bot.playground.api.payloads import file_json
from bot.playground.api.saying import new_message, post
from bot.playground.grammar.shapes import Json, Unchecked
from bot.playground.world.state import StoredFile


def upload_url(call: Call) -> Json:
    """Answer files.getUploadURLExternal."""
    if call.whole("length", 0) <= 0:
        raise ApiError("invalid_arguments")
    stored = StoredFile(call.world.fresh("F"), call.text("filename"), call.team.id)
    call.world.files[stored.id] = stored
    return {"file_id": stored.id, "upload_url": f"{call.world.base_url}/upload/{stored.id}"}


def complete(call: Call) -> Json:
    """Answer files.completeUploadExternal: name the files and share them where wanted."""
    entries = call.args["files"]
    if not isinstance(entries, list) or not entries:
        raise ApiError("invalid_arguments")
    stored = [_finish(call, entry) for entry in entries]
    if call.text("channel_id"):
        _share(call, stored)
    return {"files": [file_json(call.world, each) for each in stored]}


def _finish(call: Call, entry: Unchecked) -> StoredFile:
    stored = call.world.files.get(entry.get("id", "")) if isinstance(entry, dict) else None
    if stored is None or stored.team_id != call.team.id or stored.user_id:
        raise ApiError("file_not_found")
    stored.title, stored.user_id = entry.get("title", stored.name), call.team.bot.id
    return stored


def _share(call: Call, stored: list[StoredFile]) -> None:
    channel = find_channel(call, "channel_id")
    if call.team.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    for each in stored:
        each.channels.append(channel.id)
    message = new_message(call.world, call.team.bot.id, call.text("initial_comment"), [])
    message.files, message.from_app = [file_json(call.world, each) for each in stored], True
    post(call.world, call.team, channel, message)


def _find(call: Call) -> StoredFile:
    stored = call.world.files.get(call.text("file"))
    if stored is None or stored.team_id != call.team.id:
        raise ApiError("file_not_found")
    return stored


def describe(call: Call) -> Json:
    """Answer files.info."""
    return {"file": file_json(call.world, _find(call))}


def delete(call: Call) -> Json:
    """Answer files.delete; an app may only delete what it uploaded itself."""
    stored = _find(call)
    if stored.user_id != call.team.bot.id:
        raise ApiError("cant_delete_file")
    del call.world.files[stored.id]
    return {}


METHODS = {
    "files.getUploadURLExternal": Method(
        upload_url, "files:write", ("filename", "length"), ("alt_txt", "alt_text", "snippet_type")
    ),
    "files.completeUploadExternal": Method(
        complete, "files:write", ("files",), ("channel_id", "initial_comment", "thread_ts", "channels", "blocks")
    ),
    "files.info": Method(describe, "files:read", ("file",), ("count", "cursor", "limit", "page")),
    "files.delete": Method(delete, "files:write", ("file",)),
}
