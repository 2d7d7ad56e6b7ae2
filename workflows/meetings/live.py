"""Where a running meeting stands: computed from what people pressed, never stored.

The acts are rows; folding them gives the turn, its end, the time that is left, and how far the plan has slipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from workflows.meetings.agendas import Agenda

MORE = timedelta(minutes=2)
LEAST_LEFT = timedelta(minutes=2)  # going back to a step whose time is up
GRACE = timedelta(minutes=15)  # nobody ends it: it ends itself so long after its slot
ZERO = timedelta(0)


class Act(StrEnum):
    """What somebody does with a running meeting."""

    START = "start"
    NEXT = "next"
    BACK = "back"
    MORE = "more"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    END = "end"


@dataclass(frozen=True)
class Done:
    """One act and its instant."""

    act: Act
    at: datetime


@dataclass(frozen=True)
class Position:
    """A meeting at a moment. ``minutes`` is the plan as it is now; ``place`` counts its turns from 0."""

    place: int
    minutes: tuple[int, ...]
    began_at: datetime
    had: timedelta
    started_at: datetime
    spent: tuple[timedelta, ...]
    paused_at: datetime | None = None
    ended_at: datetime | None = None
    skipped: frozenset[int] = field(default_factory=frozenset)

    @property
    def running(self) -> bool:
        """Whether the clock of its turn is running."""
        return self.paused_at is None and self.ended_at is None

    @property
    def last(self) -> bool:
        """Whether this is the last turn."""
        return self.place == len(self.minutes) - 1

    @property
    def ends_at(self) -> datetime:
        """When the turn's time is up; in a pause, when it would have been."""
        return self.began_at + self.had

    def left(self, now: datetime) -> timedelta:
        """How much of the turn's time is left; below zero when it is over."""
        return self.ends_at - (self.paused_at or now)

    def rest(self) -> timedelta:
        """What the plan holds after this turn."""
        return timedelta(minutes=sum(self.minutes[self.place + 1 :]))

    def over_at(self, now: datetime) -> datetime:
        """When the meeting will be over if everything goes on as planned from here."""
        return now + max(self.left(now), ZERO) + self.rest()


def fold(agenda: Agenda, done: Sequence[Done]) -> Position | None:
    """Where a meeting stands after some acts; None before it was started. Acts that make no sense change nothing."""
    position: Position | None = None
    for each in done:
        if position is None:
            position = _started(agenda, each)
        elif position.ended_at is None:
            position = _after(agenda, position, each)
    return position


def drift(agenda: Agenda, position: Position, now: datetime) -> timedelta:
    """How much later than planned the meeting will be over; below zero when it is ahead."""
    planned = position.started_at + timedelta(minutes=sum(turn.minutes for turn in agenda))
    return position.over_at(now) - planned


def _started(agenda: Agenda, done: Done) -> Position | None:
    if done.act is not Act.START or not agenda:
        return None
    minutes = tuple(turn.minutes for turn in agenda)
    had = timedelta(minutes=minutes[0])
    return Position(0, minutes, done.at, had, done.at, tuple(ZERO for _ in agenda))


def _after(agenda: Agenda, here: Position, done: Done) -> Position:
    if done.act is Act.PAUSE:
        return here if here.paused_at else replace(here, paused_at=done.at)
    if done.act is Act.RESUME:
        return _resumed(here, done.at)
    if done.act is Act.MORE:
        return _longer(agenda, here)
    if done.act is Act.BACK:
        return _gone_to(here, here.place - 1, done.at) if here.place else here
    return _onward(here, done)


def _onward(here: Position, done: Done) -> Position:
    """Next, skip or end."""
    skipped = here.skipped | {here.place} if done.act is Act.SKIP else here.skipped
    if done.act is Act.END or (here.last and done.act in (Act.NEXT, Act.SKIP)):
        return replace(_spent(here, done.at), ended_at=done.at, skipped=skipped, paused_at=None)
    if done.act in (Act.NEXT, Act.SKIP):
        return replace(_gone_to(here, here.place + 1, done.at), skipped=skipped)
    return here


def _resumed(here: Position, at: datetime) -> Position:
    if here.paused_at is None:
        return here
    return replace(here, began_at=here.began_at + (at - here.paused_at), paused_at=None)


def _gone_to(here: Position, place: int, at: datetime) -> Position:
    """Another turn begins; one that was begun before goes on with what it has left."""
    spent = _spent(here, at).spent
    full = timedelta(minutes=here.minutes[place])
    left = full if spent[place] == ZERO else max(full - spent[place], LEAST_LEFT)
    return replace(
        here, place=place, began_at=at, had=left, spent=spent, paused_at=None, skipped=here.skipped - {place}
    )


def _spent(here: Position, at: datetime) -> Position:
    spent = list(here.spent)
    spent[here.place] += (here.paused_at or at) - here.began_at
    return replace(here, spent=tuple(spent))


def _longer(agenda: Agenda, here: Position) -> Position:
    """Two minutes more, taken from later turns that can give some; what they can't makes the meeting longer."""
    minutes = list(here.minutes)
    minutes[here.place] += MORE // timedelta(minutes=1)
    for _ in range(MORE // timedelta(minutes=1)):
        spaces = [minutes[later] - agenda[later].least for later in range(here.place + 1, len(minutes))]
        if spaces and max(spaces) > 0:
            minutes[here.place + 1 + spaces.index(max(spaces))] -= 1
    return replace(here, minutes=tuple(minutes), had=here.had + MORE)
