"""A teacher team: its members, its meeting, its days off."""

from workflows.teams.calendars import closed_for
from workflows.teams.members import (
    accept,
    ask_to_join,
    breaks_of,
    in_channel,
    is_member,
    joining_facts,
    left_facts,
    met,
    own_breaks,
    remember,
    teacher,
    zone_of,
)

__all__ = [
    "accept",
    "ask_to_join",
    "breaks_of",
    "closed_for",
    "in_channel",
    "is_member",
    "joining_facts",
    "left_facts",
    "met",
    "own_breaks",
    "remember",
    "teacher",
    "zone_of",
]
