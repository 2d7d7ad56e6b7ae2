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
    move_along,
    of_teacher,
    ready,
    text_of,
)

__all__ = [
    "DONE",
    "DROPPED",
    "STUCK",
    "MakeCommitment",
    "check_in",
    "facts",
    "let_go",
    "make",
    "move_along",
    "of_teacher",
    "ready",
    "text_of",
]
