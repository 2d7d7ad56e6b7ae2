"""People at their screens, so that a test reads like a conversation.

The product and the stand-in Slack run in an event loop of their own thread. Whatever a person does, the test goes on
only when every door has finished and everything due at that moment has been delivered.
"""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import recognise
from bot.playground.api.forge import Forge
from bot.playground.people.person import Person
from bot.playground.people.screen import Screen
from bot.playground.workspaces import Workspace
from bot.playground.world.mischief import Mischief
from bot.playground.world.records import Ack, ApiCall, Line
from bot.playground.world.state import Channel, StoredFile
from bot.simulation import Simulation, open_simulation
from tests.compiling import compiled_once

Result = TypeVar("Result")
ZONE = ZoneInfo("America/New_York")
T0 = datetime(2026, 9, 14, 8, 0, tzinfo=ZONE).astimezone(UTC)
PATIENCE_S = 60  # a story that hangs should fail, not wait for ever


def at(wall: str, zone: ZoneInfo = ZONE) -> datetime:
    """The instant at which clocks in the team's zone show ``2026-09-15 07:45``."""
    return datetime.fromisoformat(wall).replace(tzinfo=zone).astimezone(UTC)


class Loop:
    """An event loop that runs in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._ending: list[Future[None]] = []
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulation", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Wait for some work in the loop; an error in it is raised here."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    def finishes_later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let some work end by itself while the next story begins; ``stop`` hears how it went."""
        self._ending.append(asyncio.run_coroutine_threadsafe(work, self._loop))

    def stop(self) -> None:
        """End the thread, after everything in it."""
        for each in self._ending:
            each.result(PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()


@dataclass(repr=False)
class Stage:
    """A simulation in a loop: what people, Slack and the clock of one story share."""

    loop: Loop
    play: Simulation
    curtain: AsyncExitStack

    @classmethod
    def opened(
        cls, loop: Loop, folder: Path, *, starts_at: datetime = T0, database_url: str = "",
        app_token: str | None = None, metrics_token: str | None = None,
    ) -> "Stage":  # fmt: skip
        """Set the stage for a story."""
        curtain = AsyncExitStack()
        url = compiled_once(database_url or f"sqlite:///{folder / 'bot.db'}")
        tokens: dict[str, Any] = {"slack_app_token": app_token, "metrics_token": metrics_token}
        play = loop.run(curtain.enter_async_context(open_simulation(starts_at, folder, url, **tokens)))
        return cls(loop, play, curtain)

    def acts(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Let somebody act, and wait until everything that follows from it has happened."""
        return self.loop.run(self._settled(work))

    def close(self) -> None:
        """Clear the stage."""
        self.loop.finishes_later(self.curtain.aclose())

    async def _settled(self, work: Coroutine[Any, Any, Result]) -> Result:
        done = await work
        await self.play.settle()
        return done


@dataclass(frozen=True)
class Clock:
    """The clock of a story, turned by hand."""

    stage: Stage

    @property
    def now(self) -> datetime:
        """The instant the hands show."""
        return self.stage.play.clock.now()

    def passes(self, until: str | datetime | None = None, **by: float) -> None:
        """Let time pass until the team's clocks show ``2026-09-15 07:45``, or by ``days=1``."""
        goal = self.now + timedelta(**by) if until is None else at(until) if isinstance(until, str) else until
        assert goal >= self.now, f"{goal} has passed already"
        self.stage.loop.run(self.stage.play.turn_to(goal))

    def stands_still_until(self, until: str) -> None:
        """Let time pass while nothing runs, as in an outage; then the product wakes up."""
        self.stage.play.clock.turn_to(at(until))
        self.stage.acts(self.stage.play.brightcycle.heartbeat.plan())


@dataclass(frozen=True)
class Teacher:
    """Somebody in a workspace, with the channel she is in unless told otherwise."""

    stage: Stage = field(repr=False)
    person: Person = field(repr=False)
    home: Channel = field(repr=False)

    @property
    def id(self) -> str:
        """Her user id."""
        return self.person.id

    def types(self, text: str, in_: Channel | str | None = None) -> Ack:
        """Type a slash command."""
        return self.stage.acts(self.person.types(text, in_ or self.home))

    def submits(self, **answers: Any) -> dict[str, str]:  # noqa: ANN401 - dates, people, words: what inputs take
        """Fill in the open modal and send it; gives the complaints by field, ``{}`` when it was taken."""
        return self.stage.acts(self.person.submits(**answers))

    def clicks(self, what: str, *, value: str | None = None) -> Ack:
        """Click a button by its words."""
        return self.stage.acts(self.person.clicks(what, value=value))

    def chooses(self, what: str, choice: Any) -> Ack:  # noqa: ANN401 - what menus and pickers take
        """Choose from a menu or picker by its action id or placeholder."""
        return self.stage.acts(self.person.chooses(what, choice))

    def uploads(self, content: bytes, name: str, in_: Channel | str | None = None) -> StoredFile:
        """Make a file of hers, shared in a channel when one is named, else for a file input to take."""
        return self.stage.acts(self.person.uploads(content, name, in_))

    def closes(self) -> None:
        """Close the open modal by its cross."""
        self.stage.acts(self.person.closes())

    def sends_again(self, payload: dict[str, Any]) -> Ack:
        """Have Slack deliver the very same interaction once more."""
        return self.stage.acts(self.stage.play.slack.forge.interaction(payload))

    @property
    def screen(self) -> Screen:
        """The modal in front of her."""
        found = self.person.screen
        assert found is not None, f"{self.person.name} has no modal open"
        return found

    @property
    def has_modal(self) -> bool:
        """Whether a modal is in front of her."""
        return self.person.screen is not None

    @property
    def sees(self) -> list[str]:
        """Everything she was shown in channels and direct messages, oldest first."""
        return self.person.sees

    @property
    def last(self) -> str:
        """What she was shown last."""
        return self.sees[-1] if self.sees else ""


@dataclass(frozen=True)
class Slack:
    """The stand-in Slack as a story asks about it."""

    stage: Stage

    @property
    def workspace(self) -> Workspace:
        """The workspace the story plays in."""
        return self.stage.play.workspace

    def channel(self, name: str, *people: Person, bot: bool = True) -> Channel:
        """Add a channel."""
        return self.workspace.channel(name, members=people, bot=bot)

    def teacher(
        self, name: str, home: Channel, *, tz: str = "America/New_York", locale: str = "en-US", guest: bool = False
    ) -> Teacher:
        """Add somebody, a member of her home channel unless she is a guest there."""
        person = self.workspace.person(name, tz=tz, locale=locale)
        if not guest:
            home.members[person.id] = None
        return Teacher(self.stage, person, home)

    def said_in(self, name: str) -> list[str]:
        """What was said in a channel: each message's text without its blocks."""
        return self.workspace.said_in(name)

    def shown_in(self, name: str) -> list[str]:
        """How a channel's messages look, blocks and all."""
        return self.workspace.shown_in(name)

    def times_of(self, name: str) -> list[str]:
        """When each message of a channel was posted, on the team's clocks."""
        where = f"#{name.lstrip('#')}"
        return [f"{line.at.astimezone(ZONE):%a %m-%d %H:%M}" for line in self.transcript() if _is_post(line, where)]

    def transcript(self) -> list[Line]:
        """What everybody saw and did."""
        return self.stage.play.slack.transcript()

    @property
    def refused(self) -> list[ApiCall]:
        """What the stand-in refused because a rule of Slack's was broken."""
        return self.stage.play.slack.refused

    @property
    def calls(self) -> list[ApiCall]:
        """Every call of the Web API."""
        return self.stage.play.slack.calls

    @property
    def mischief(self) -> Mischief:
        """Orders to misbehave."""
        return self.stage.play.slack.mischief

    @property
    def forge(self) -> Forge:
        """Requests that Slack itself would never send."""
        return self.stage.play.slack.forge

    def installs_again(self) -> None:
        """Install the app anew: Slack hands out a new token, and the product signs in with it as at its start."""
        team, play = self.workspace.team, self.stage.play
        self.workspace.consents()
        del play.slack.world.by_token[team.token]
        team.token = f"{team.token}-again"
        play.slack.world.by_token[team.token] = team
        settings = play.settings.model_copy(update={"slack_bot_token": SecretStr(team.token)})
        self.stage.acts(recognise(settings, play.brightcycle))

    def does(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Let something happen in the workspace, such as ``slack.workspace.uninstalls()``."""
        return self.stage.acts(work)


def _is_post(line: Line, where: str) -> bool:
    return line.kind == "message" and line.where == where and line.who_sees == "everyone"
