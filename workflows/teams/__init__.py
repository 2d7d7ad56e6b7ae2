"""A teacher team: its members, its meeting, its days off."""

from workflows.teams.calendars import closed_for
from workflows.teams.members import (
    breaks_of,
    in_channel,
    is_member,
    join,
    remember,
    teacher,
    zone_of,
)

__all__ = [
    "breaks_of",
    "closed_for",
    "in_channel",
    "is_member",
    "join",
    "remember",
    "teacher",
    "zone_of",
]
