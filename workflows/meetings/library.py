"""What `templates/` holds besides messages, as it was read at the start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflows.cycles.prompts import Prompt
from workflows.meetings.protocols import Protocol


@dataclass(frozen=True)
class Library:
    """What `templates/` holds besides messages: the protocols by key, and the reflection prompts."""

    protocols: Mapping[str, Protocol]
    prompts: Sequence[Prompt]
