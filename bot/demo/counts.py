"""Counts what reached each person: how many messages a week, in channels and in direct messages."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.people.watching import is_visible
from bot.playground.world.records import Seen
from bot.playground.world.state import Team, User
from bot.playground.world.world import World


def messages_by_week(world: World, team: Team) -> Iterator[str]:
    """One line a person: for each week, by its Monday, how many messages of the app's came in channels + directly."""
    shown = [each for each in world.log if each.kind == "message" and each.author == team.bot.id]
    for user in team.users.values():
        if user.is_bot:
            continue
        mine = [each for each in shown if is_visible(team, user, each)]
        zone = ZoneInfo(user.tz)
        rooms, directs = (Counter(_monday(each.at, zone) for each in some) for some in _divided(team, mine))
        weeks = sorted(rooms.keys() | directs.keys())
        counts = ", ".join(f"{week:%m-%d} {rooms[week]} + {directs[week]}" for week in weeks)
        yield f"{_name(user)}  {counts or 'none'}"


def _divided(team: Team, shown: list[Seen]) -> tuple[list[Seen], list[Seen]]:
    direct = {each.id for each in team.channels.values() if each.kind in ("im", "mpim")}
    inside = [each for each in shown if each.channel_id not in direct]
    return inside, [each for each in shown if each.channel_id in direct]


def _monday(at: datetime, zone: ZoneInfo) -> date:
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _name(user: User) -> str:
    return f"{user.real_name:10}"
