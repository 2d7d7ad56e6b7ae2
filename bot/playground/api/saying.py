"""Puts words before people: in a channel for all, or as a whisper for one; changes them and takes them away."""

from bot.playground.api.calls import ApiError, OlderWorkspace
from bot.playground.grammar import limits
from bot.playground.grammar.shapes import Json, Unchecked, fault
from bot.playground.grammar.surfaces import message_faults
from bot.playground.world.records import Seen
from bot.playground.world.state import Channel, Message, Team, clock_text
from bot.playground.world.world import World


def checked_blocks(team: Team, blocks: Unchecked, text: str) -> list[Json]:
    """Refuse a message's content the way Slack does, or give its blocks."""
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > limits.MESSAGE_TEXT_MAX_LENGTH:
        raise ApiError("msg_too_long")
    if not blocks:
        return []
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    faults = message_faults(blocks)
    if faults:
        plain = [each.removeprefix("[ERROR] ") for each in faults]
        raise ApiError("invalid_blocks", *faults, errors=plain)
    _known_here(team, blocks)
    return blocks


def _known_here(team: Team, blocks: list[Json]) -> None:
    kinds = [(place, block["type"]) for place, block in enumerate(blocks) if block["type"] in team.lacks]
    strange = [fault(f"unsupported type: {kind}", f"/blocks/{place}/type") for place, kind in kinds]
    if strange:
        plain = [each.removeprefix("[ERROR] ") for each in strange]
        raise OlderWorkspace("invalid_blocks", *strange, errors=plain)


def post(world: World, team: Team, channel: Channel, message: Message) -> Message:
    """Put a message in a channel and show it to whoever is there."""
    channel.add(message)
    body = {"text": message.text, "blocks": message.blocks, "files": message.files}
    world.show(Seen(world.now(), team.id, "message", message.user, channel.id, "", message.ts, body))
    return message


def new_message(world: World, author: str, text: str, blocks: list[Json]) -> Message:
    """Give a message its ``ts``."""
    stamp = world.stamp()
    return Message(clock_text(stamp), stamp, author, text, blocks)


def whisper(world: World, channel: Channel, user_id: str, body: Json) -> str:
    """Show one person something in a channel, and give its ``ts``."""
    ts = clock_text(world.stamp())
    author = world.teams[channel.team_id].bot.id
    world.show(Seen(world.now(), channel.team_id, "ephemeral", author, channel.id, user_id, ts, body))
    return ts


def show_update(world: World, team: Team, channel: Channel, message: Message) -> None:
    """Show a message in its new words."""
    body = {"text": message.text, "blocks": message.blocks, "files": message.files}
    world.show(Seen(world.now(), team.id, "update", message.user, channel.id, "", message.ts, body))


def erase(world: World, team: Team, channel: Channel, message: Message) -> None:
    """Take a message away from everybody."""
    channel.remove(message)
    world.show(Seen(world.now(), team.id, "delete", message.user, channel.id, "", message.ts))
