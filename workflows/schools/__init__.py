"""A school: its leadership channel, when its digest comes."""

from workflows.schools.ilt import LINE, SILENCE, SetUpIlt, in_channel, schools, set_up

__all__ = ["LINE", "SILENCE", "SetUpIlt", "in_channel", "schools", "set_up"]
