"""What teachers promise each other: kept in sight, asked about at most three times, counted for the team only."""

from workflows.commitments.asking import (
    Asking,
    Request,
    facts,
    next_meeting_on,
    request_facts,
    text_of,
)
from workflows.commitments.lists import (
    FollowThrough,
    Promise,
    follow_through,
    for_meeting,
    of_cycle,
    of_teacher,
    of_team,
    promise,
    trend,
)
from workflows.commitments.moving import due, go_on, move_along
from workflows.commitments.promises import (
    OBSTACLES,
    ONLY_ME,
    TEAM,
    ChangeCommitment,
    GetStuck,
    MakeCommitment,
    State,
    Unlikely,
    carry_on,
    change,
    check_in,
    get_stuck,
    let_go,
    make,
    offer,
    own,
    ready,
    take_over,
    undo,
    withdraw,
)

__all__ = [
    "OBSTACLES", "ONLY_ME", "TEAM", "Asking", "ChangeCommitment", "FollowThrough", "GetStuck", "MakeCommitment",
    "Promise", "Request", "State", "Unlikely", "carry_on", "change", "check_in", "due", "facts", "follow_through",
    "for_meeting", "get_stuck", "go_on", "let_go", "make", "move_along", "next_meeting_on", "of_cycle", "of_teacher",
    "of_team", "offer", "own", "promise", "ready", "request_facts", "take_over", "text_of", "trend", "undo", "withdraw",
]  # fmt: skip
