"""What a teacher promises to do, asked about at most three times."""

from workflows.commitments.commitments import (
    DONE,
    DROPPED,
    STUCK,
    MakeCommitment,
    check_in,
    facts,
    let_go,
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
    "let_go",
    "make",
    "move_along",
    "of_teacher",
    "ready",
    "text_of",
]
