"""Protocol meetings: planned, moved, called off; run step by step; what was written in them kept."""

from workflows.meetings.announcing import starts_at
from workflows.meetings.live import Act
from workflows.meetings.notes import Line, Spot, captured
from workflows.meetings.protocols import Protocol, Protocols
from workflows.meetings.running import press, start
from workflows.meetings.scheduling import (
    ChooseMeeting,
    MoveMeeting,
    Proposal,
    ScheduleMeeting,
    cancel,
    coming,
    move,
    move_along,
    open_place,
    propose,
    schedule,
)

__all__ = [
    "Act", "ChooseMeeting", "Line", "MoveMeeting", "Proposal", "Protocol", "Protocols", "ScheduleMeeting", "Spot",
    "cancel", "captured", "coming", "move", "move_along", "open_place", "press", "propose", "schedule", "start",
    "starts_at",
]  # fmt: skip
