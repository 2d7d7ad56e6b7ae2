"""What a format is, as data: the patterns of its headers, the meaning of its rows, levels and growth."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

Patterns = tuple[str, ...]
GROUPS = ("english_learner", "special_education", "low_income")
# “StudentID” are two words, “IDNumber” too, “STUDENT_ID” as well; “studentid” is one.
WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+"


@dataclass(frozen=True)
class Rule:
    """Rows that can't be used: where a column says one of ``when``, or says anything but ``unless``."""

    column: Patterns
    reason: str
    when: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Test:
    """Another test among a format's rows: where a column says one of ``when``, its own name and its own cut."""

    column: Patterns
    when: frozenset[str]
    source: str = ""
    proficient: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Growth:
    """A vendor's own growth measure: ``cgi`` (z, 0 is the norm) or ``sgp`` (1–99), and its period."""

    column: Patterns
    kind: str
    period: str = ""


@dataclass(frozen=True)
class Levels:
    """The vocabulary of levels from low to high, the ones that count as proficient, and cumulative 0/1 flags if any."""

    order: tuple[str, ...] = ()
    proficient: tuple[str, ...] = ()
    flags: Mapping[str, Patterns] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One score in a row: its own columns, and what is fixed for it (its subject, its window)."""

    columns: Mapping[str, Patterns]
    fixed: Mapping[str, str]
    rules: tuple[Rule, ...] = ()
    growth: tuple[Growth, ...] = ()
    flags: Mapping[str, Patterns] = field(default_factory=dict)
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True)
class GroupColumn:
    """Headers under which exports say who is in a programme (one of ``GROUPS``), and their words for yes and no."""

    group: str
    headers: Patterns
    yes: frozenset[str]
    no: frozenset[str]

    def says(self, text: str) -> bool | None:
        """Whether a cell means yes or no; a word that nobody explained means neither."""
        word = text.lower()
        return word in self.yes if word in self.yes or word in self.no else None


@dataclass(frozen=True)
class Recogniser:
    """How one format is known and read. A pattern is a header, compared without case, spaces and signs, or ``re:…``.

    Without spaces “Student Middle Name” holds an “id”: where words count, ``words:…`` is compared with “student middle
    name”.

    ``part_year`` is what the role ``full_year`` says of a student who was not there all year. With ``either``, all the
    score columns that fit are read: one of them is filled in one row, another in the next. ``assumed`` names what is
    ``fixed`` only because it is usual: where nothing in a file says it, its uploader is asked. A refusal that
    ``yields`` counts only for a table in which nobody's score can be found.
    """

    format: str
    title: str
    source: str
    kind: str
    need: tuple[Patterns, ...]
    avoid: Patterns
    columns: Mapping[str, Patterns]
    fixed: Mapping[str, str]
    blocks: tuple[Block, ...]
    rules: tuple[Rule, ...]
    growth: tuple[Growth, ...]
    levels: Levels
    notes: tuple[str, ...]
    refusal: str
    needs: tuple[str, ...]
    file_names: Mapping[str, str]
    generic: bool
    range: tuple[float, float]
    subjects: Mapping[str, str]
    offers: tuple[tuple[Patterns, Patterns], ...] = ()
    tests: tuple[Test, ...] = ()
    part_year: frozenset[str] = frozenset()
    either: bool = False
    groups: tuple[GroupColumn, ...] = ()
    assumed: frozenset[str] = frozenset()
    yields: bool = False
    alternate: bool = False

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """Of what it needs, each thing that is known by names alone: one of them stands among the headers."""
        by_name = (each for each in self.need if not any(pattern.startswith(("re:", "words:")) for pattern in each))
        return tuple(frozenset(map(plain, each)) for each in by_name)


@lru_cache(maxsize=100_000)
def plain(header: str) -> str:
    """A header without case, accents, spaces, signs and bytes gone wrong, as patterns are compared with it."""
    return re.sub(r"[^a-z0-9]+", "", unicodedata.normalize("NFKD", header).lower())


@lru_cache(maxsize=100_000)
def spaced(header: str) -> str:
    """The words of a header in lower case, as ``words:`` patterns are compared with them: “student middle name”."""
    letters = unicodedata.normalize("NFKD", header)
    return " ".join(re.findall(WORD, "".join(each for each in letters if not unicodedata.combining(each)))).lower()


@lru_cache(maxsize=10_000)
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """A ``re:`` or ``words:`` pattern, ready to be compared with headers. Raises ``ValueError`` when it is none."""
    try:
        return re.compile(pattern.partition(":")[2])
    except re.error as wrong:
        raise ValueError(f"{pattern} is no pattern: {wrong}") from wrong
