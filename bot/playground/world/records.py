"""The stand-in's diary: what was called, what was acknowledged, what was seen. Frozen once written."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.grammar.shapes import Json


@dataclass(frozen=True)
class ApiCall:
    """One call of a Web API method and how it ended; ``error`` is empty when it went well."""

    at: datetime
    team_id: str
    method: str
    args: Json
    status: int
    error: str = ""
    messages: tuple[str, ...] = ()
    mischief: str = ""


@dataclass(frozen=True)
class Ack:
    """How the app acknowledged one request; status 0 means it never answered."""

    kind: str
    status: int
    text: str
    seconds: float
    json: Json = field(default_factory=dict)
    attempt: int = 0

    @property
    def ok(self) -> bool:
        """Tell whether the app answered with 2xx."""
        return 200 <= self.status < 300

    @property
    def is_json(self) -> bool:
        """Tell whether the answer's body is a JSON object."""
        return self.text.lstrip().startswith("{")


@dataclass(frozen=True)
class Seen:
    """Something that appeared on somebody's screen.

    ``reader`` is the one person who sees it, or empty when the whole channel does. ``body`` holds the text and
    blocks, or the view, as they were at that moment.
    """

    at: datetime
    team_id: str
    kind: str
    author: str
    channel_id: str = ""
    reader: str = ""
    ts: str = ""
    body: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of the transcript, as a person would read it."""

    at: datetime
    local: str
    where: str
    who_sees: str
    author: str
    kind: str
    text: str
