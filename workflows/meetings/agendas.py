"""A protocol is a script; a meeting puts its steps on the clock, one turn each.

``turns`` lays the steps end to end from the start, so that every second of a meeting belongs to exactly one turn:
a turn holds its first second and not its last.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from workflows.refusal import Refusal


class Silence(StrEnum):
    """When a step is worked on in silence: never, for its first part, or throughout."""

    NONE = "none"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True)
class Role:
    """A part somebody plays in the meeting."""

    key: str
    title: str
    duty: str


@dataclass(frozen=True)
class Capture:
    """Something the recorder writes down in a step."""

    key: str
    title: str


@dataclass(frozen=True)
class Minutes:
    """How long a step takes: any value from least to most."""

    least: int
    most: int


@dataclass(frozen=True)
class Step:
    """One timed part of a protocol; ``repeats`` names who or what it repeats for ("presenter"), "" for nothing."""

    key: str
    title: str
    minutes: Minutes
    who_speaks: str
    silent: Silence
    prompts: tuple[str, ...]
    captures: tuple[Capture, ...]
    guidance: str
    repeats: str
    optional: bool


@dataclass(frozen=True)
class Protocol:
    """A script for a meeting, its texts in one language; the others are in ``translations``, by language."""

    key: str
    title: str
    purpose: str
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    translations: Mapping[str, "Protocol"] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Choices:
    """What a facilitator decided for one meeting: minutes by step, times by what repeats, optional steps to skip."""

    minutes: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, int] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """A step placed on the clock, in UTC; ``number`` counts a step's repeats from 1."""

    step: Step
    number: int
    starts_at: datetime
    ends_at: datetime


AS_WRITTEN = Choices()
MOST_TIMES = 12


def in_language(protocol: Protocol, language: str) -> Protocol:
    """Show a protocol in a language, or in English when it isn't written in it."""
    return protocol.translations.get(language, protocol)


def turns(protocol: Protocol, starts_at: datetime, choices: Choices = AS_WRITTEN) -> tuple[Turn, ...]:
    """Place a protocol's steps on the clock.

    A step given as a range takes its least minutes unless chosen; neighbouring steps that repeat for the same thing
    repeat together, once unless chosen. Raises Refusal for a choice the protocol doesn't allow.
    """
    placed: list[Turn] = []
    for step, number in _order(protocol, choices):
        ends_at = starts_at + timedelta(minutes=_minutes(step, choices))
        placed.append(Turn(step, number, starts_at, ends_at))
        starts_at = ends_at
    return tuple(placed)


def turn_at(turns: Sequence[Turn], now: datetime) -> Turn | None:
    """Find the turn a meeting is in; None before it starts and from its end on."""
    return next((turn for turn in turns if turn.starts_at <= now < turn.ends_at), None)


def total_minutes(protocol: Protocol, choices: Choices = AS_WRITTEN) -> int:
    """Add up how long a meeting with this protocol takes."""
    return sum(_minutes(step, choices) for step, _ in _order(protocol, choices))


def _order(protocol: Protocol, choices: Choices) -> Iterator[tuple[Step, int]]:
    kept = [step for step in protocol.steps if not (step.optional and step.key in choices.skipped)]
    for repeats, block in groupby(kept, key=lambda step: step.repeats):
        steps = list(block)
        for number in range(1, _times(repeats, choices) + 1):
            yield from ((step, number) for step in steps)


def _times(repeats: str, choices: Choices) -> int:
    times = choices.times.get(repeats, 1) if repeats else 1
    if not 1 <= times <= MOST_TIMES:
        raise Refusal("Choose a number from 1 to {most}.", field=repeats, most=MOST_TIMES)
    return times


def _minutes(step: Step, choices: Choices) -> int:
    minutes = choices.minutes.get(step.key, step.minutes.least)
    if not step.minutes.least <= minutes <= step.minutes.most:
        raise Refusal(
            "“{title}” takes {least} to {most} minutes.",
            field=step.key,
            title=step.title,
            least=step.minutes.least,
            most=step.minutes.most,
        )
    return minutes
