"""What an app says back to a command or a click: in its acknowledgement, or later at a response_url."""

from aiohttp import web

from bot.playground.api.calls import ApiError, read_args
from bot.playground.api.saying import checked_blocks, erase, new_message, post, show_update, whisper
from bot.playground.grammar import limits
from bot.playground.grammar.shapes import Json
from bot.playground.grammar.surfaces import with_ids
from bot.playground.world.records import Ack, ApiCall, Seen
from bot.playground.world.state import clock_text
from bot.playground.world.world import Reply, World, has_expired

_KNOWN = {
    *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts"),
    *("unfurl_links", "unfurl_media", "metadata", "mrkdwn"),
}


async def answer_reply(world: World, request: web.BaseRequest) -> web.StreamResponse:
    """Answer a POST to a response_url."""
    key, body = request.path.rpartition("/")[2], await request.read()
    args: Json = {}
    try:
        args = read_args(request.content_type, "", body)
        say(world, _usable(world, key), args)
    except ApiError as refusal:
        call = ApiCall(world.now(), "", "response_url", args, 200, refusal.error, refusal.messages)
        world.calls.append(call)
        world.refused.append(call)
        return web.json_response(
            {"ok": False, "error": refusal.error}, status=404 if refusal.error.endswith("url") else 200
        )
    world.calls.append(ApiCall(world.now(), "", "response_url", args, 200))
    return web.json_response({"ok": True})


def _usable(world: World, key: str) -> Reply:
    reply = world.replies.get(key)
    if reply is None or has_expired(reply.given_at, world.now(), limits.RESPONSE_URL_LIFE_SECONDS):
        raise ApiError("expired_url")
    if reply.uses >= limits.RESPONSE_URL_MAX_USES:
        raise ApiError("used_url")
    reply.uses += 1
    return reply


def say(world: World, reply: Reply, args: Json) -> None:
    """Show what the app answers: to one person, to the channel, instead of the original, or by removing it."""
    unknown = args.keys() - _KNOWN
    if unknown:
        raise ApiError("invalid_arguments", *sorted(unknown))
    if args.get("delete_original") in (True, "true"):
        _remove(world, reply)
        return
    text = str(args.get("text") or "")
    blocks = with_ids(checked_blocks(world.teams[reply.team_id], args.get("blocks"), text), world.fresh)
    body = {"text": text, "blocks": blocks, "files": []}
    if reply.message_ts and _replaces(args):
        _replace(world, reply, body)
    elif args.get("response_type", "ephemeral") == "in_channel":
        _speak(world, reply, body)
    else:
        channel = world.teams[reply.team_id].channels[reply.channel_id]
        whisper(world, channel, reply.user_id, body)


def _replaces(args: Json) -> bool:
    # An answer to a click that says neither how nor to whom takes the place of what was clicked.
    otherwise = "response_type" not in args
    return args.get("replace_original", otherwise) in (True, "true")


def say_in_ack(world: World, key: str, ack: Ack) -> None:
    """Show what a command's acknowledgement says, JSON or plain."""
    said = ack.json if ack.is_json else {"text": ack.text.strip()}
    if not said.get("text") and not said.get("blocks"):
        return
    try:
        say(world, world.replies[key], said)
    except ApiError as refusal:
        world.refused.append(ApiCall(world.now(), "", "ack:command", said, 200, refusal.error, refusal.messages))


def _speak(world: World, reply: Reply, body: Json) -> None:
    team = world.teams[reply.team_id]
    message = new_message(world, team.bot.id, body["text"], body["blocks"])
    message.from_app = True
    post(world, team, team.channels[reply.channel_id], message)


def _replace(world: World, reply: Reply, body: Json) -> None:
    team = world.teams[reply.team_id]
    channel = team.channels[reply.channel_id]
    message = channel.by_ts.get(str(reply.message_ts))
    if message is not None:
        message.text, message.blocks, message.edited = body["text"], body["blocks"], True
        show_update(world, team, channel, message)
        return
    seen = Seen(
        world.now(), team.id, "ephemeral_update", team.bot.id, channel.id, reply.user_id, str(reply.message_ts), body
    )
    world.show(seen)


def _remove(world: World, reply: Reply) -> None:
    team = world.teams[reply.team_id]
    channel = team.channels[reply.channel_id]
    message = channel.by_ts.get(str(reply.message_ts))
    if message is not None:
        erase(world, team, channel, message)
        return
    ts = str(reply.message_ts or clock_text(world.stamp()))
    world.show(Seen(world.now(), team.id, "ephemeral_delete", team.bot.id, channel.id, reply.user_id, ts))
