"""What the process with pandas is asked, and what it answers: plain values, so that they travel between processes.

`workflows/offload.py` answers them over there; whoever asks needs only these types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from workflows.refusal import Refusal

Answer = TypeVar("Answer")


class Job(Generic[Answer]):
    """Something to do over there; the parameter is the type of its answer."""


@dataclass(frozen=True)
class Limits:
    """What one job may take: memory beyond what its process had before, processor time, and time on the clock."""

    memory_mb: int
    processor_s: int
    wall_s: float


class Ending(StrEnum):
    """Why a job came to no answer."""

    MEMORY = "memory"
    TIME = "time"
    DIED = "died"
    ERROR = "error"
    STOPPED = "stopped"  # we are being shut down


@dataclass(frozen=True)
class Answered:
    """A job's answer."""

    value: Any


@dataclass(frozen=True)
class Refused:
    """A refusal, as it travels between processes."""

    sentence: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Failed:
    """No answer. ``kind`` is the kind of error and our line, never its text: that may hold a student's values."""

    ending: Ending
    kind: str


Outcome = Answered | Refused | Failed


class JobFailed(Exception):
    """A job came to no answer, as ``Failed`` tells."""

    def __init__(self, ending: Ending, kind: str) -> None:
        super().__init__(f"{ending}: {kind}")
        self.ending, self.kind = ending, kind


def told_or_raised(outcome: Outcome) -> Any:  # noqa: ANN401 - the job says of which type its answer is
    """A job's answer; without one, the refusal or the failure is raised here."""
    match outcome:
        case Answered():
            return outcome.value
        case Refused():
            raise Refusal(outcome.sentence, **outcome.facts)
        case Failed():
            raise JobFailed(outcome.ending, outcome.kind)
