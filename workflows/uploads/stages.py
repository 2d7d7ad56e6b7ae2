"""Where an upload stands and which moves lead on from there.

The table is the whole rule: whoever changes where an upload stands asks it, be it a person, a worker or the calendar.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from workflows.refusal import Refusal
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload


class Move(StrEnum):
    """What can happen to an upload."""

    READ = "read"
    REFUSE = "refuse"
    CORRECT = "correct"
    CONFIRM = "confirm"
    DISCARD = "discard"
    IMPORT = "import"
    REPLACE = "replace"
    RESTORE = "restore"
    UNDO = "undo"
    EXPIRE = "expire"


MOVES: Mapping[tuple[Stage, Move], Stage] = {
    (Stage.RECEIVED, Move.READ): Stage.UNDERSTOOD,
    (Stage.RECEIVED, Move.REFUSE): Stage.REFUSED,
    (Stage.UNDERSTOOD, Move.CORRECT): Stage.RECEIVED,
    (Stage.UNDERSTOOD, Move.CONFIRM): Stage.CONFIRMED,
    (Stage.UNDERSTOOD, Move.DISCARD): Stage.DISCARDED,
    (Stage.CONFIRMED, Move.IMPORT): Stage.IMPORTED,
    (Stage.CONFIRMED, Move.REFUSE): Stage.REFUSED,
    (Stage.IMPORTED, Move.REPLACE): Stage.REPLACED,
    (Stage.IMPORTED, Move.UNDO): Stage.UNDONE,
    (Stage.IMPORTED, Move.EXPIRE): Stage.EXPIRED,
    (Stage.REPLACED, Move.RESTORE): Stage.IMPORTED,
    (Stage.REPLACED, Move.UNDO): Stage.UNDONE,
    (Stage.REPLACED, Move.EXPIRE): Stage.EXPIRED,
}
# Its scores are here: in force, or all replaced by newer files and back in force when those are undone.
STANDING = tuple(stage for stage in Stage if (stage, Move.UNDO) in MOVES)
OPEN = tuple(stage for stage in Stage if (stage, Move.REFUSE) in MOVES or (stage, Move.DISCARD) in MOVES)


class TakenOver(Exception):
    """Another worker has this upload by now, or has settled it: what this one found is not needed."""


def move(upload: Upload, step: Move) -> None:
    """Move an upload on. Raises ``Refusal`` when the table has no such move."""
    stage = Stage(upload.state)
    if (stage, step) not in MOVES:
        raise _refusal(stage, step)
    upload.state = MOVES[stage, step]


def move_if_possible(upload: Upload, step: Move) -> None:
    """Move an upload on, or leave it where it is when the table has no such move from there."""
    upload.state = MOVES.get((Stage(upload.state), step), upload.state)


def held(session: Session, upload_id: int, worker: str) -> Upload:
    """An upload that is still this worker's, locked. Raises ``TakenOver`` when it isn't."""
    upload = session.get(Upload, upload_id, with_for_update=True)
    if upload is None or upload.taken_by != worker:
        raise TakenOver(f"upload {upload_id} isn't {worker}'s any more")
    return upload


def for_a_worker(upload: Upload) -> None:
    """Whoever takes it up begins afresh."""
    upload.taken_by, upload.lease_until, upload.attempts = None, None, 0


def let_go(upload: Upload, now: datetime) -> None:
    """A worker is done with an upload."""
    upload.taken_by = upload.lease_until = None
    upload.settled_at = now


def diagram() -> str:
    """Draw the table as a mermaid state diagram."""
    ends = [stage for stage in Stage if not any(start is stage for start, _ in MOVES)]
    lines = [f"    {start} --> {end}: {step}" for (start, step), end in MOVES.items()]
    closing = [f"    {end} --> [*]" for end in ends]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Stage.RECEIVED}", *lines, *closing]) + "\n"


def _refusal(stage: Stage, step: Move) -> Refusal:
    if step is Move.UNDO:
        return Refusal("This import was already undone, or its scores were deleted when their time was over.")
    if stage is Stage.RECEIVED:
        return Refusal("I have read this file again since. Please use the newer message.")
    return Refusal("This file was already imported or discarded.")
