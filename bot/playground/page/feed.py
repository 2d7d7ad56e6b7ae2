"""What one person has before her: channels with what is new in them, messages, whispers, threads."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.grammar.shapes import Json
from bot.playground.people.watching import SHOWN
from bot.playground.world.records import Seen
from bot.playground.world.state import Channel, Message, Team, User, stamp_of
from bot.playground.world.world import World

SLACKBOT = "USLACKBOT"
_WHISPERS = ("ephemeral", "ephemeral_update", "slackbot")


@dataclass(frozen=True)
class Entry:
    """One message or whisper as it now reads."""

    ts: str
    stamp: int
    channel_id: str
    author: str
    text: str
    blocks: Sequence[Json]
    files: Sequence[Json] = ()
    reactions: Sequence[Json] = ()
    thread_ts: str = ""
    edited: bool = False
    whispered: bool = False
    replies: int = 0

    @property
    def at(self) -> datetime:
        """The instant it was written."""
        return datetime.fromtimestamp(self.stamp / 1_000_000, ZoneInfo("UTC"))

    @property
    def is_reply(self) -> bool:
        """Tell whether it stands in a thread, below the message that began it."""
        return self.thread_ts not in ("", self.ts)


@dataclass(frozen=True)
class Place:
    """A channel in the list, as one person sees it."""

    id: str
    name: str
    kind: str
    unread: int


@dataclass
class Bookmarks:
    """How far each person has read in each channel, in the stamps of messages."""

    read: dict[tuple[str, str], int] = field(default_factory=dict)

    def mark(self, user: User, channel: Channel) -> None:
        """Somebody has everything of a channel before her."""
        self.read[user.id, channel.id] = max((each.stamp for each in channel.by_ts.values()), default=0)

    def unread(self, user: User, channel: Channel) -> int:
        """Count what others have said in a channel since she looked."""
        since = self.read.get((user.id, channel.id), 0)
        return sum(each.stamp > since and each.user != user.id for each in channel.by_ts.values())


def places(team: Team, user: User, marks: Bookmarks) -> Iterator[Place]:
    """List a person's channels, then the app's direct messages and the others'."""
    mine = [each for each in team.channels.values() if user.id in each.members and not each.archived]
    for channel in sorted(mine, key=lambda each: (each.kind in ("im", "mpim"), each.name)):
        yield Place(channel.id, name_of(team, channel, user), channel.kind, marks.unread(user, channel))


def name_of(team: Team, channel: Channel, user: User) -> str:
    """Call a channel what a person calls it: a direct message by the others in it."""
    if channel.kind not in ("im", "mpim"):
        return channel.name
    others = [team.users[each].real_name for each in channel.members if each != user.id and each in team.users]
    return ", ".join(others)


def entries(world: World, user: User, channel: Channel) -> list[Entry]:
    """Everything a person has before her in a channel, threads too, oldest first."""
    replies = Counter(each.thread_ts for each in channel.by_ts.values() if each.thread_ts not in (None, each.ts))
    shown = [_entry(each, channel, replies[each.ts]) for each in channel.by_ts.values()]
    return sorted([*shown, *_whispers(world, user, channel)], key=lambda each: each.stamp)


def entry_of(channel: Channel, message: Message) -> Entry:
    """A message as it now reads."""
    replies = sum(each.thread_ts == message.ts != each.ts for each in channel.by_ts.values())
    return _entry(message, channel, replies)


def _entry(message: Message, channel: Channel, replies: int) -> Entry:
    return Entry(
        message.ts, message.stamp, channel.id, message.user, message.text, message.blocks, message.files,
        message.reactions, message.thread_ts or "", message.edited, replies=replies,
    )  # fmt: skip


def whisper_of(seen: Seen) -> Entry:
    """Something that only one person was shown."""
    ts = seen.ts or f"{seen.at.timestamp():.6f}"
    return Entry(
        ts, stamp_of(ts, 0), seen.channel_id, seen.author, seen.body.get("text") or "",
        seen.body.get("blocks") or [], whispered=True,
    )  # fmt: skip


def _whispers(world: World, user: User, channel: Channel) -> list[Entry]:
    standing: dict[str, Entry] = {}
    for seen in world.log:
        if seen.reader != user.id or seen.channel_id != channel.id:
            continue
        if seen.kind == "ephemeral_delete":
            standing.pop(seen.ts, None)
        elif seen.kind in _WHISPERS:
            entry = whisper_of(seen)
            standing[entry.ts] = entry
    return list(standing.values())


def is_shown(seen: Seen) -> bool:
    """Tell whether this changes what stands in a channel."""
    return seen.kind in (*SHOWN, "delete", "ephemeral_delete", "slackbot") and bool(seen.channel_id)
