"""One message to come, as a subject plans it, and why one doesn't come: it isn't needed, or not yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.posts.kinds import Hours, Kind


@dataclass(frozen=True)
class Planned:
    """One message to come. ``facts`` holds ids and dates only; its words are found when it is sent.

    The key holds the local date, never an instant: when the clocks' rules or the calendar change, planning again finds
    the rows it planned before. ``zone`` is its readers', for their hours. ``useful_until`` is the end of what the post
    is about, when it has one of its own: the step's, the start of the meeting for a reminder, the end of the school
    week for a weekly prompt; else its kind's rule says how late is too late.
    """

    channel: str
    kind: Kind
    key: str
    about: str
    due_at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    zone: str | None = None
    useful_until: datetime | None = None

    def __post_init__(self) -> None:
        """Notice at once what would be sent at night."""
        if self.kind.rule.hours is Hours.SCHOOL and self.zone is None:
            raise ValueError(f"A {self.kind} keeps school hours, so it needs the zone of its readers.")

    @property
    def spoils_at(self) -> datetime | None:
        """From when on it is no longer worth sending; None: never."""
        late = self.kind.rule.late
        return self.useful_until or (self.due_at + late if late else None)


class NotNeeded(Exception):
    """A post has nothing left to say: its cycle is closed, its commitment kept. The sentence is recorded with it."""


class NotYet(Exception):
    """A post would come on a day off, or be one too many: it waits ``until`` a better time."""

    def __init__(self, until: datetime, why: str = "a day off") -> None:
        super().__init__(why)
        self.until = until
