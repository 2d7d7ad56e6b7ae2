"""Protocol meetings: planned, moved, called off; the steps of a protocol on the clock."""

from workflows.meetings.schedule import (
    Protocols,
    ScheduleMeeting,
    cancel,
    coming,
    facts,
    move_along,
    ready,
    schedule,
    starts_at,
)

__all__ = ["Protocols", "ScheduleMeeting", "cancel", "coming", "facts", "move_along", "ready", "schedule", "starts_at"]
