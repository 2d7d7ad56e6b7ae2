"""A school: its leadership channel, when its digest comes."""

from workflows.schools.calendar import SetCalendar, as_typed, public_holidays, read_ics, set_days_off
from workflows.schools.ilt import LINE, SILENCE, SetUpIlt, in_channel, schools, set_up

__all__ = [
    "LINE",
    "SILENCE",
    "SetCalendar",
    "SetUpIlt",
    "as_typed",
    "in_channel",
    "public_holidays",
    "read_ics",
    "schools",
    "set_days_off",
    "set_up",
]
