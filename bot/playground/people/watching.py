"""What one person can see, worked out from the diary; and waiting, without polling, until it changes."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.playground.grammar.shapes import Json
from bot.playground.grammar.surfaces import elements_in
from bot.playground.people.mrkdwn import Reader
from bot.playground.people.rendering import body_text, view_text
from bot.playground.world.records import Seen
from bot.playground.world.state import Team, User
from bot.playground.world.world import World

T = TypeVar("T")
SHOWN = ("message", "ephemeral", "update", "ephemeral_update")
_GONE = ("delete", "ephemeral_delete")
ACTS = ("typed", "clicked", "chosen", "submitted", "uploaded")


async def until(world: World, condition: Callable[[], T], within_seconds: float) -> T:
    """Wait until a condition holds, looking again whenever something is shown; give what it last said."""
    event = asyncio.Event()
    world.watchers.append(event.set)
    try:
        async with asyncio.timeout(within_seconds):
            while not (found := condition()):
                event.clear()
                await event.wait()
    except TimeoutError:
        return condition()
    finally:
        world.watchers.remove(event.set)
    return found


def names_in(team: Team) -> dict[str, str]:
    """Say what people read for the ids of a workspace."""
    people = {user.id: user.real_name for user in team.users.values()}
    return people | {channel.id: channel.name for channel in team.channels.values()}


def reader_for(team: Team, user: User, at: datetime) -> Reader:
    """Put a person before her screen at an instant."""
    return Reader(names_in(team), ZoneInfo(user.tz), at)


def is_visible(team: Team, user: User, seen: Seen) -> bool:
    """Tell whether a person sees this: it is hers alone, or said where she is a member."""
    if seen.team_id != team.id:
        return False
    if seen.reader:
        return seen.reader == user.id
    channel = team.channels.get(seen.channel_id)
    return channel is not None and user.id in channel.members


def seen_by(world: World, team: Team, user: User) -> Iterator[Seen]:
    """Walk through the diary as one person sees it."""
    return (seen for seen in world.log if is_visible(team, user, seen))


def still_there(world: World, team: Team, user: User) -> list[Seen]:
    """List the messages and whispers a person still has on her screen, oldest first, as they now read."""
    shown: dict[tuple[str, str], Seen] = {}
    for seen in seen_by(world, team, user):
        place = (seen.channel_id, seen.ts)
        if seen.kind in _GONE:
            shown.pop(place, None)
        elif seen.kind in SHOWN:
            shown[place] = seen
    return list(shown.values())


def drawn(team: Team, user: User, seen: Seen) -> str:
    """Draw something that was shown, as this person reads it."""
    if seen.kind in ACTS:
        return str(seen.body["text"])  # typed by a person, so there is nothing to decode
    reader = reader_for(team, user, seen.at)
    return view_text(seen.body, reader) if seen.kind in ("modal", "home") else body_text(seen.body, reader)


@dataclass(frozen=True)
class Control:
    """Something that can be clicked: the element, its block, and the message or view it stands in."""

    element: Json
    block: Json
    seen: Seen | None = None
    view_id: str = ""


def controls_in(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each block with each of its elements that can be acted on."""
    for block in blocks:
        for element in elements_in(block):
            if "action_id" in element:
                yield block, element
