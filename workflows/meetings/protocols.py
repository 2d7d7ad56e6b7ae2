"""A protocol is a script for a meeting: steps with their minutes, their questions, and what is written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Silence(StrEnum):
    """When a step is worked on in silence: never, for its first part, or throughout."""

    NONE = "none"
    FIRST = "first"
    ALL = "all"


class CaptureKind(StrEnum):
    """What is written into a field: lines, promises with a day, numbers of students, or a text kept in versions."""

    LINES = "lines"
    PROMISES = "promises"
    COUNTS = "counts"
    VERSION = "version"


@dataclass(frozen=True)
class Role:
    """A part somebody plays in the meeting."""

    key: str
    title: str
    duty: str


@dataclass(frozen=True)
class Capture:
    """Something that is written down in a step.

    ``stem`` begins the sentence; ``most`` lines at most, 0 for any number; a ``private`` line is its writer's own until
    they share it; one ``by_room`` is deleted when the meeting ends; ``votes`` says that only lines with votes stay.
    """

    key: str
    title: str
    kind: CaptureKind = CaptureKind.LINES
    stem: str = ""
    most: int = 0
    private: bool = False
    by_room: bool = False
    votes: bool = False


@dataclass(frozen=True)
class Norm:
    """A norm that each person agrees to by a tap."""

    key: str
    title: str


@dataclass(frozen=True)
class Minutes:
    """How long something takes: any value from least to most."""

    least: int
    most: int


@dataclass(frozen=True)
class Part:
    """One of several parts that share a step's minutes."""

    key: str
    title: str
    prompts: tuple[str, ...]
    captures: tuple[Capture, ...]


@dataclass(frozen=True)
class Step:
    """One timed part of a protocol; ``repeats`` names who or what it repeats for ("presenter"), "" for nothing.

    A step ``between`` comes after each repeat but the last. Where the presenter ``listens``, they are silent.
    """

    key: str
    title: str
    minutes: Minutes
    who_speaks: str
    silent: Silence
    prompts: tuple[str, ...]
    captures: tuple[Capture, ...]
    guidance: str = ""
    repeats: str = ""
    between: bool = False
    optional: bool = False
    listens: bool = False
    agree: tuple[Norm, ...] = ()
    parts: tuple[Part, ...] = ()

    def part(self, key: str) -> Part | None:
        """The part with a key; None for a step that has none, or not this one."""
        return next((each for each in self.parts if each.key == key), None)

    def fields(self, part: str = "") -> tuple[Capture, ...]:
        """What is written down in this step, or in one part of it."""
        inner = self.part(part)
        return inner.captures if inner else self.captures

    def all_fields(self) -> Iterator[Capture]:
        """Everything that is written down in this step and its parts."""
        yield from self.captures
        for part in self.parts:
            yield from part.captures


@dataclass(frozen=True)
class Protocol:
    """A script for a meeting, its texts in one language; the others are in ``translations``, by language.

    ``phase`` is where in a cycle it usually comes; ``careful`` means that students' names are at hand and must not be
    written; ``forgets`` that nothing about a single classroom is kept; ``leaders`` that it is for a leadership team.
    """

    key: str
    title: str
    purpose: str
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    phase: str = ""
    careful: bool = False
    forgets: bool = False
    leaders: bool = False
    translations: Mapping[str, "Protocol"] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)

    def step(self, key: str) -> Step | None:
        """The step with a key."""
        return next((each for each in self.steps if each.key == key), None)

    def repeats(self) -> tuple[str, ...]:
        """Who or what its steps repeat for."""
        return tuple(dict.fromkeys(step.repeats for step in self.steps if step.repeats))


Protocols = Mapping[str, Protocol]


def in_language(protocol: Protocol, language: str) -> Protocol:
    """Show a protocol in a language, or in English when it isn't written in it."""
    return protocol.translations.get(language, protocol)
