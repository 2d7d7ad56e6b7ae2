"""Where a cycle stands and which moves lead on from there.

The table is the whole rule: ``after`` reads it for the verbs and ``diagram`` draws it for the documentation.
"""

from enum import StrEnum

from workflows.refusal import Refusal


class Stage(StrEnum):
    """Where a cycle stands."""

    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What a facilitator can do with a cycle."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    CANCEL = "cancel"


OPEN = (Stage.PLANNED, Stage.RUNNING, Stage.PAUSED)
"""The stages of a cycle that isn't over."""

MOVES: dict[tuple[Stage, Move], Stage] = {
    (Stage.PLANNED, Move.START): Stage.RUNNING,
    (Stage.PLANNED, Move.CANCEL): Stage.CANCELLED,
    (Stage.RUNNING, Move.PAUSE): Stage.PAUSED,
    (Stage.RUNNING, Move.CLOSE): Stage.CLOSED,
    (Stage.RUNNING, Move.CANCEL): Stage.CANCELLED,
    (Stage.PAUSED, Move.RESUME): Stage.RUNNING,
    (Stage.PAUSED, Move.CLOSE): Stage.CLOSED,
    (Stage.PAUSED, Move.CANCEL): Stage.CANCELLED,
}


def after(stage: Stage, move: Move) -> Stage:
    """Say which stage a move leads to; raises Refusal when the table has no such move."""
    if (stage, move) not in MOVES:
        raise _refusal(stage)
    return MOVES[stage, move]


def moves_from(stage: Stage) -> tuple[Move, ...]:
    """List the moves a cycle can make now, in the table's order, so that screens offer only these."""
    return tuple(move for start, move in MOVES if start is stage)


def diagram() -> str:
    """Draw the table as a mermaid state diagram."""
    ends = [stage for stage in Stage if not moves_from(stage)]
    lines = [f"    {start} --> {end}: {move}" for (start, move), end in MOVES.items()]
    closing = [f"    {end} --> [*]" for end in ends]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Stage.PLANNED}", *lines, *closing]) + "\n"


def _refusal(stage: Stage) -> Refusal:
    match stage:
        case Stage.PLANNED:
            return Refusal("This cycle hasn't started yet. You can start or cancel it.")
        case Stage.RUNNING:
            return Refusal("This cycle is already running. You can pause, close or cancel it.")
        case Stage.PAUSED:
            return Refusal("This cycle is paused. You can resume, close or cancel it.")
        case Stage.CLOSED:
            return Refusal("This cycle is closed. Start a new one to go on.")
        case Stage.CANCELLED:
            return Refusal("This cycle was cancelled. Start a new one to go on.")
