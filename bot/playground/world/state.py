"""What the stand-in Slack remembers: workspaces, people, channels, messages, views and files."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from bot.playground.grammar.shapes import Json, Unchecked

ALL_SCOPES = [
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:write",
    "users:read",
]


@dataclass
class User:
    """A person or bot of a workspace."""

    id: str
    name: str
    real_name: str
    tz: str = "America/New_York"
    locale: str = "en-US"
    is_bot: bool = False
    deleted: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    home: str = ""  # the workspace somebody belongs to, when it is another one


@dataclass
class Message:
    """One message in a channel; ``stamp`` is its ``ts`` in whole microseconds."""

    ts: str
    stamp: int
    user: str
    text: str
    blocks: list[Json]
    metadata: Json | None = None
    thread_ts: str | None = None
    from_app: bool = False
    edited: bool = False
    files: list[Json] = field(default_factory=list)
    reactions: list[Json] = field(default_factory=list)


@dataclass
class Channel:
    """A channel or direct message, its members in order of joining."""

    id: str
    name: str
    team_id: str
    kind: str = "public"
    members: dict[str, None] = field(default_factory=dict)
    archived: bool = False
    refuses: str = ""  # the error every message to it earns: posting was limited, the messages tab is off
    top_level: list[Message] = field(default_factory=list)
    by_ts: dict[str, Message] = field(default_factory=dict)
    bookmarks: list[Json] = field(default_factory=list)

    def add(self, message: Message) -> None:
        """Keep a message; replies are found by ``ts`` but are not part of the history."""
        self.by_ts[message.ts] = message
        if message.thread_ts in (None, message.ts):
            self.top_level.append(message)

    def between(self, oldest: int, latest: int) -> list[Message]:
        """List the messages after ``oldest`` and before ``latest`` (microseconds, both left out)."""
        first = bisect_right(self.top_level, oldest, key=_stamp)
        return self.top_level[first : bisect_left(self.top_level, latest, key=_stamp)]

    def remove(self, message: Message) -> None:
        """Forget a message."""
        del self.by_ts[message.ts]
        place = bisect_left(self.top_level, message.stamp, key=_stamp)
        if place < len(self.top_level) and self.top_level[place] is message:
            del self.top_level[place]


@dataclass
class View:
    """A modal or App Home as one person sees it; ``filled`` is what was typed and not yet submitted."""

    id: str
    team_id: str
    user_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    filled: dict[str, dict[str, Json]] = field(default_factory=dict)


@dataclass
class StoredFile:
    """An uploaded file; it has no owner until its upload is completed.

    ``told`` is what Slack says about it otherwise than of a hosted file (None: nothing); one that ``never_ends`` sends
    its first bytes, and then nothing more.
    """

    id: str
    name: str
    team_id: str
    user_id: str = ""
    title: str = ""
    content: bytes = b""
    channels: list[str] = field(default_factory=list)
    told: Json = field(default_factory=dict)
    never_ends: bool = False


@dataclass
class Team:
    """A workspace with the app installed in it; ``token_trouble`` is the error its token now earns.

    ``lacks`` are the types of blocks that Slack's roll-out hasn't brought here yet.
    """

    id: str
    name: str
    token: str
    bot: User
    scopes: list[str]
    installer: str = ""
    token_trouble: str = ""
    lacks: set[str] = field(default_factory=set)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, View] = field(default_factory=dict)
    picked: dict[tuple[str, str, str, str], Json] = field(default_factory=dict)
    directs: dict[frozenset[str], Channel] = field(default_factory=dict)

    def named(self, name: str) -> Channel:
        """Find a channel by its name, with or without #; raises LookupError when there is none."""
        for channel in self.channels.values():
            if channel.name == name.lstrip("#"):
                return channel
        raise LookupError(f"no channel {name!r} in {self.name}")


def clock_text(stamp: int) -> str:
    """Write microseconds as Slack writes a ``ts``."""
    return f"{stamp // 1_000_000}.{stamp % 1_000_000:06d}"


def stamp_of(ts: Unchecked, otherwise: int) -> int:
    """Read a ``ts`` as microseconds, or fall back when there is none."""
    if ts in (None, "", "0", 0):
        return otherwise
    whole, _, rest = str(ts).partition(".")
    return int(whole) * 1_000_000 + int((rest + "000000")[:6])


def _stamp(message: Message) -> int:
    return message.stamp
