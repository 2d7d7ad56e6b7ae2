"""A teacher team: its members, its meeting, its days off."""

from workflows.teams.members import (
    breaks_of,
    in_channel,
    is_member,
    join,
    next_school_morning,
    remember,
    teacher,
    zone_of,
)

__all__ = [
    "breaks_of",
    "in_channel",
    "is_member",
    "join",
    "next_school_morning",
    "remember",
    "teacher",
    "zone_of",
]
