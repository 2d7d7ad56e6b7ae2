"""The conversation as people saw it, line by line."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.playground.people.watching import drawn, is_visible
from bot.playground.world.records import Line, Seen
from bot.playground.world.state import Channel, Team, User
from bot.playground.world.world import World


def transcript(world: World, user_id: str = "") -> list[Line]:
    """List what everybody, or one person, saw and did, oldest first, each in its reader's words and zone."""
    return list(_lines(world, user_id))


def _lines(world: World, user_id: str) -> Iterator[Line]:
    for seen in world.log:
        team = world.teams[seen.team_id]
        if user_id and not is_visible(team, team.users[user_id], seen):
            continue
        reader = _reader(team, seen, user_id)
        local = seen.at.astimezone(ZoneInfo(reader.tz))
        text = drawn(team, reader, seen)
        yield Line(
            seen.at,
            f"{local:%a %Y-%m-%d %H:%M %Z}",
            _where(team, seen),
            _audience(team, seen),
            _name(team, seen.author),
            seen.kind,
            text,
        )


def _reader(team: Team, seen: Seen, user_id: str) -> User:
    channel = team.channels.get(seen.channel_id)
    members = [member for member in channel.members if member != team.bot.id] if channel else []
    chosen = user_id or seen.reader or next(iter(members), team.bot.id)
    return team.users[chosen]


def _where(team: Team, seen: Seen) -> str:
    channel = team.channels.get(seen.channel_id)
    if channel is None:
        return seen.kind if seen.kind in ("modal", "home") else "screen"
    return f"#{channel.name}" if channel.kind in ("public", "private") else f"DM {_others(team, channel)}"


def _audience(team: Team, seen: Seen) -> str:
    if seen.reader:
        return f"only {_name(team, seen.reader)}"
    channel = team.channels[seen.channel_id]
    return "everyone" if channel.kind in ("public", "private") else f"only {_others(team, channel)}"


def _others(team: Team, channel: Channel) -> str:
    return ", ".join(_name(team, member) for member in channel.members if member != team.bot.id)


def _name(team: Team, user_id: str) -> str:
    user = team.users.get(user_id)
    return user.real_name if user else "Slackbot"
