"""Typing a slash command: the app is told, and what its acknowledgement says, or Slack in its stead, is shown."""

from bot.playground.api.payloads import command_form
from bot.playground.api.responses import say_in_ack
from bot.playground.api.sending import Road
from bot.playground.world.records import Ack, Seen
from bot.playground.world.state import Channel, Team, User
from bot.playground.world.world import World


async def type_command(world: World, team: Team, user: User, road: Road, typed: tuple[Channel, str]) -> Ack:
    """Type a command in a channel; the answer appears only to the one who typed."""
    channel, text = typed
    fields = command_form(world, team, user, channel, text)
    world.show(Seen(world.now(), team.id, "typed", user.id, channel.id, user.id, "", {"text": text}))
    ack = await road.form("command", fields)
    if ack.ok:
        say_in_ack(world, fields["response_url"].rpartition("/")[2], ack)
        return ack
    error = "operation_timeout" if ack.status == 0 else "dispatch_failed"
    said = f'{fields["command"]} failed with the error "{error}"'
    world.show(Seen(world.now(), team.id, "slackbot", "USLACKBOT", channel.id, user.id, "", {"text": said}))
    return ack
