"""Bright spots: looked for, told to the teacher alone, shared with a yes, taken back."""

from workflows.brightspots.spots import (
    are_few,
    edited,
    facts,
    latest,
    linked,
    of_teacher,
    outdated,
    own,
    standing,
    to_edit,
)

__all__ = [
    "are_few",
    "edited",
    "facts",
    "latest",
    "linked",
    "of_teacher",
    "outdated",
    "own",
    "standing",
    "to_edit",
]
