"""What a teacher promises to do, asked about at most three times."""

from workflows.commitments.commitments import (
    DONE,
    DROPPED,
    STUCK,
    MakeCommitment,
    check_in,
    facts,
    make,
    of_teacher,
    ready,
    text_of,
)
from workflows.commitments.moving import due, go_on, move_along

__all__ = [
    "DONE",
    "DROPPED",
    "STUCK",
    "MakeCommitment",
    "check_in",
    "due",
    "facts",
    "go_on",
    "make",
    "move_along",
    "of_teacher",
    "ready",
    "text_of",
]
