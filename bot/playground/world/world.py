"""All that the stand-in knows at one moment, and what it gives out: ids, stamps, triggers, reply addresses."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground.world.mischief import Mischief
from bot.playground.world.records import Ack, ApiCall, Seen
from bot.playground.world.sockets import Sockets
from bot.playground.world.state import Channel, StoredFile, Team, User, View


@dataclass
class Trigger:
    """The right to open a modal once, shortly after a person did something."""

    team_id: str
    user_id: str
    given_at: datetime
    channel_id: str = ""
    used: bool = False


@dataclass
class Reply:
    """Where a ``response_url`` answers to, and how often it may still."""

    team_id: str
    user_id: str
    channel_id: str
    given_at: datetime
    message_ts: str | None = None
    uses: int = 0


@dataclass
class Rate:
    """The one-per-second-and-channel rule, with a small burst; switch it off by ``enforced``."""

    enforced: bool = True
    per_second: float = 1.0
    burst: int = 3
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait_seconds(self, channel_id: str, at: datetime) -> float:
        """Take one message from the channel's allowance, or say how many seconds to wait for it."""
        moment = at.timestamp()
        left, since = self.buckets.get(channel_id, (float(self.burst), moment))
        left = min(float(self.burst), left + max(0.0, moment - since) * self.per_second)
        if self.enforced and left < 1 - 1e-6:
            self.buckets[channel_id] = (left, moment)
            return (1 - left) / self.per_second
        self.buckets[channel_id] = (max(0.0, left - 1), moment)
        return 0.0


@dataclass
class World:
    """Everything the stand-in knows; the server, the methods and the people all share one."""

    now: Callable[[], datetime]
    signing_secret: str
    app_id: str = "A0BRIGHT"
    client_id: str = "1111.2222"
    client_secret: str = "playground-client-secret"
    app_token: str = "xapp-1-A0BRIGHT-1-playground"
    base_url: str = ""
    teams: dict[str, Team] = field(default_factory=dict)
    by_token: dict[str, Team] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    calls: list[ApiCall] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    refused: list[ApiCall] = field(default_factory=list)
    log: list[Seen] = field(default_factory=list)
    rate: Rate = field(default_factory=Rate)
    mischief: Mischief = field(default_factory=Mischief)
    sockets: Sockets = field(default_factory=Sockets)
    watchers: list[Callable[[], None]] = field(default_factory=list)
    last_stamp: int = 0
    counter: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self, prefix: str) -> str:
        """Make up an id that looks like Slack's and is never used twice."""
        return f"{prefix}{next(self.counter) + 0x1000:08X}"

    def stamp(self) -> int:
        """Give the next message's instant in microseconds: unique and increasing, whatever the clock does."""
        wanted = int(self.now().timestamp()) * 1_000_000 + self.now().microsecond
        self.last_stamp = max(self.last_stamp + 1, wanted)
        return self.last_stamp

    def show(self, seen: Seen) -> None:
        """Write down what somebody was shown, and wake whoever waits for a change."""
        self.log.append(seen)
        for wake in tuple(self.watchers):
            wake()

    def channel(self, channel_id: str) -> Channel | None:
        """Find a channel of any workspace by its id."""
        return next((team.channels[channel_id] for team in self.teams.values() if channel_id in team.channels), None)

    def direct(self, team: Team, user_ids: list[str]) -> Channel:
        """Find or open the direct message between the bot and these people."""
        members = dict.fromkeys([team.bot.id, *user_ids])
        known = team.directs.get(frozenset(members))
        if known is not None:
            return known
        kind = "im" if len(user_ids) == 1 else "mpim"
        channel = Channel(self.fresh("D" if kind == "im" else "G"), "", team.id, kind, members)
        team.channels[channel.id] = team.directs[frozenset(members)] = channel
        return channel

    def trigger(self, team: Team, user: User, channel_id: str = "") -> str:
        """Give a person's act, in a channel if she was in one, a fresh ``trigger_id``."""
        number = next(self.counter) + 0x1000
        trigger_id = f"{number}.{number * 7}.{number:032x}"
        self.triggers[trigger_id] = Trigger(team.id, user.id, self.now(), channel_id)
        return trigger_id

    def response_url(self, team: Team, user: User, channel_id: str, message_ts: str | None = None) -> str:
        """Give a person's act a fresh address to answer to."""
        key = self.fresh("R")
        self.replies[key] = Reply(team.id, user.id, channel_id, self.now(), message_ts)
        return f"{self.base_url}/responses/{key}"


def has_expired(given_at: datetime, now: datetime, life_seconds: float) -> bool:
    """Tell whether something given for a while is over."""
    return now - given_at > timedelta(seconds=life_seconds)
