"""An agenda: a protocol's steps as turns with minutes, fitted into the time a team has.

Steps given as a range take their least minutes and stretch as far as the slot allows. What doesn't fit into one
sitting is divided at the borders of turns, so that every minute belongs to exactly one turn of one sitting.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from workflows.meetings.protocols import Minutes, Protocol, Step
from workflows.refusal import Refusal

MOST_TIMES = 12
SLOT_LEAST, SLOT_MOST = 15, 480


@dataclass(frozen=True)
class Choices:
    """What a facilitator decided for one meeting: how often what repeats, and optional steps to leave out."""

    times: Mapping[str, int] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """A step, or a part of one, with its minutes; found by keys. ``number`` counts a step's repeats from 1."""

    step: str
    number: int
    part: str
    minutes: int
    least: int


Agenda = tuple[Turn, ...]
AS_WRITTEN = Choices()


@dataclass(frozen=True)
class _Room:
    turn: Turn
    most: int


def shortest(protocol: Protocol, choices: Choices = AS_WRITTEN) -> int:
    """The least minutes a meeting with this protocol takes."""
    return sum(room.turn.least for room in _rooms(protocol, choices))


def longest(protocol: Protocol, choices: Choices = AS_WRITTEN) -> int:
    """The most minutes a meeting with this protocol takes."""
    return sum(room.most for room in _rooms(protocol, choices))


def optional_steps(protocol: Protocol) -> frozenset[str]:
    """The steps that may be left out."""
    return frozenset(step.key for step in protocol.steps if step.optional)


def fit(protocol: Protocol, slot: int, choices: Choices = AS_WRITTEN) -> tuple[Agenda, ...]:
    """Lay a protocol out in as few sittings of ``slot`` minutes as its turns need; one when all of it fits.

    Raises
    ------
    Refusal
        When the slot is no length of a meeting, or a single turn takes longer than it.
    """
    if not SLOT_LEAST <= slot <= SLOT_MOST:
        raise Refusal("A meeting lasts {least} to {most} minutes.", field="minutes", least=SLOT_LEAST, most=SLOT_MOST)
    rooms = list(_rooms(protocol, choices))
    for room in rooms:
        if room.turn.least > slot:
            raise _too_short(protocol, room.turn)
    return tuple(_stretched(sitting, slot) for sitting in _divided(rooms, slot))


def whole(protocol: Protocol, slot: int, choices: Choices = AS_WRITTEN) -> Agenda:
    """Lay a protocol out in one sitting.

    Raises
    ------
    Refusal
        When it doesn't fit, with the minutes that are missing.
    """
    least = shortest(protocol, choices)
    if least > slot:
        raise Refusal(
            "This takes at least {least} minutes, {over} more than you have. Choose to divide it, or make it shorter.",
            field="when_long",
            least=least,
            over=least - slot,
        )
    return fit(protocol, slot, choices)[0]


def minutes_of(agenda: Sequence[Turn]) -> int:
    """How long an agenda takes."""
    return sum(turn.minutes for turn in agenda)


def to_rows(agenda: Agenda) -> list[list[object]]:
    """An agenda as it is stored."""
    return [[turn.step, turn.number, turn.part, turn.minutes, turn.least] for turn in agenda]


def from_rows(rows: Sequence[Sequence[object]]) -> Agenda:
    """A stored agenda."""
    return tuple(
        Turn(str(step), int(str(number)), str(part), int(str(minutes)), int(str(least)))
        for step, number, part, minutes, least in rows
    )


def _too_short(protocol: Protocol, turn: Turn) -> Refusal:
    step = protocol.step(turn.step)
    part = step.part(turn.part) if step else None
    title = part.title if part else step.title if step else turn.step
    return Refusal(
        "“{title}” alone takes {least} minutes. Choose a meeting that is at least as long.",
        field="minutes",
        title=title,
        least=turn.least,
    )


def _rooms(protocol: Protocol, choices: Choices) -> Iterator[_Room]:
    """Every turn in order, with the least it takes and the room it has."""
    for step, number in _order(protocol, choices):
        keys = [part.key for part in step.parts] or [""]
        for part, minutes in zip(keys, _shares(step.minutes, len(keys)), strict=True):
            yield _Room(Turn(step.key, number, part, minutes.least, minutes.least), minutes.most)


def _order(protocol: Protocol, choices: Choices) -> Iterator[tuple[Step, int]]:
    """Steps and their repeats; neighbours that repeat for the same thing repeat together."""
    remaining = [step for step in protocol.steps if not (step.optional and step.key in choices.left_out)]
    for repeats, block in groupby(remaining, key=lambda step: step.repeats):
        steps, times = list(block), _times(repeats, choices)
        for number in range(1, times + 1):
            yield from ((step, number) for step in steps if not step.between or number < times)


def _times(repeats: str, choices: Choices) -> int:
    times = choices.times.get(repeats, 1) if repeats else 1
    if not 1 <= times <= MOST_TIMES:
        raise Refusal("Choose a number from 1 to {most}.", field=f"{repeats}s", most=MOST_TIMES)
    return times


def _shares(minutes: Minutes, parts: int) -> list[Minutes]:
    """Divide a step's minutes among its parts; the first get what is left over."""
    return [Minutes(_share(minutes.least, parts, place), _share(minutes.most, parts, place)) for place in range(parts)]


def _share(minutes: int, parts: int, place: int) -> int:
    return minutes // parts + (place < minutes % parts)


def _divided(rooms: Sequence[_Room], slot: int) -> Iterator[list[_Room]]:
    sitting: list[_Room] = []
    for room in rooms:
        if sitting and sum(each.turn.least for each in sitting) + room.turn.least > slot:
            yield sitting
            sitting = []
        sitting.append(room)
    yield sitting


def _stretched(rooms: Sequence[_Room], slot: int) -> Agenda:
    """Give the minutes that are left to the turns that can use them, each in proportion to its room."""
    spaces = [room.most - room.turn.least for room in rooms]
    spare = min(slot - sum(room.turn.least for room in rooms), sum(spaces))
    more = [space * spare // sum(spaces) if spare else 0 for space in spaces]
    for place, space in enumerate(spaces):
        if sum(more) < spare and more[place] < space:
            more[place] += 1
    return tuple(
        Turn(room.turn.step, room.turn.number, room.turn.part, room.turn.least + extra, room.turn.least)
        for room, extra in zip(rooms, more, strict=True)
    )
