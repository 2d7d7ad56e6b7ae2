"""What the page needs from whoever runs it: the clock, the app's commands, and what only the app's own side knows.

The page itself is a client of the stand-in and knows no app. `Alone` serves it beside any app on the real clock.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.playground.grammar.shapes import Json
from bot.playground.world.state import Message


@dataclass(frozen=True)
class Command:
    """A slash command, as the composer completes it."""

    name: str
    hint: str
    description: str


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the app's, on a message or anywhere."""

    callback_id: str
    name: str
    on_message: bool


@dataclass(frozen=True)
class App:
    """What the app's manifest says that a person meets."""

    name: str = "App"
    commands: Sequence[Command] = ()
    shortcuts: Sequence[Shortcut] = ()

    @classmethod
    def of_manifest(cls, manifest: Json) -> "App":
        """Read a manifest that was parsed from YAML or JSON."""
        features = manifest.get("features", {})
        return cls(
            features.get("bot_user", {}).get("display_name", "App"),
            [
                Command(each["command"], each.get("usage_hint", ""), each.get("description", ""))
                for each in features.get("slash_commands", [])
            ],
            [
                Shortcut(each["callback_id"], each["name"], each["type"] == "message")
                for each in features.get("shortcuts", [])
            ],
        )


@dataclass(frozen=True)
class Coming:
    """Something that the app has planned."""

    at: datetime
    where: str
    what: str


@dataclass(frozen=True)
class Stop:
    """One stop of the guided tour.

    ``person`` and ``channel`` are names; ``types`` is put into the composer; the stop is over when everything in
    ``done_by`` has happened: commands, action ids of what was clicked, callback ids of forms that were taken.
    """

    title: str
    text: str
    person: str
    channel: str = ""
    types: str = ""
    done_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Start:
    """A beginning that the school can be put back to."""

    key: str
    label: str


class Host(Protocol):
    """Whoever runs the page."""

    app: App
    samples: Mapping[str, bytes]
    """Files that a file input offers, by name."""
    starts: Sequence[Start]
    """What *Start fresh* and its undoing begin again with, the emptiest first; none when it can't."""
    can_travel: bool
    """Whether the clock may be turned."""

    async def settled(self) -> None:
        """Somebody has acted: let happen at once whatever follows from it."""
        ...

    async def travel_to(self, at: datetime) -> None:
        """Let time pass; whatever falls due meanwhile arrives as it would."""
        ...

    async def next_at(self) -> datetime | None:
        """When the next thing happens, as far as anybody knows."""
        ...

    async def coming(self) -> Sequence[Coming]:
        """What is planned, soonest first."""
        ...

    async def why(self, message: Message) -> str:
        """Say why a message of the app's was sent; empty when nobody knows."""
        ...

    async def start_with(self, key: str) -> None:
        """Begin again."""
        ...

    def tour(self, language: str) -> Sequence[Stop]:
        """The stops of the guided tour."""
        ...

    def role_of(self, user_id: str, language: str) -> str:
        """Say in a few words who a person is."""
        ...


@dataclass
class Alone:
    """Nobody: the stand-in runs by itself beside an app, on the real clock."""

    app: App = field(default_factory=App)
    samples: Mapping[str, bytes] = field(default_factory=dict)
    starts: Sequence[Start] = ()
    can_travel: bool = False

    async def settled(self) -> None:
        """Nothing is held back."""
        await asyncio.sleep(0)

    async def travel_to(self, at: datetime) -> None:
        """Time passes by itself."""

    async def next_at(self) -> datetime | None:
        """Nobody knows."""
        return None

    async def coming(self) -> Sequence[Coming]:
        """Nobody knows."""
        return ()

    async def why(self, message: Message) -> str:
        """Nobody knows."""
        return ""

    async def start_with(self, key: str) -> None:
        """There is nothing to begin again with."""

    def tour(self, language: str) -> Sequence[Stop]:
        """There is no tour through an app that we don't know."""
        return ()

    def role_of(self, user_id: str, language: str) -> str:
        """Nobody knows."""
        return ""
