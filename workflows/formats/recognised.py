"""What was recognised in a table: its format, and which of its columns is what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.formats.patterns import GroupColumn, Growth, Recogniser, Rule, Test


@dataclass(frozen=True)
class Hints:
    """What the uploader says: which column is what, what the file doesn't say, and which levels count as proficient.

    ``columns`` is role → header; ``""`` switches a role off that was found wrongly.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    subject: str | None = None
    grade: int | None = None
    year: int | None = None
    window: str | None = None
    proficient: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Found:
    """One score's columns in a table: role → header, and the rules, growth measures and flags that are there."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str]
    rules: tuple[tuple[str, Rule], ...]
    growth: tuple[tuple[str, Growth], ...]
    flags: tuple[tuple[str, str], ...]
    tests: tuple[tuple[str, Test], ...] = ()
    more_scores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A format, how sure we are (0–1), and its columns in a table; one ``Found`` for each score in a row.

    ``offers`` are columns of levels that the uploader may choose, each with the column that says whose levels they are.
    ``groups`` are the columns that say who is in a programme: group → header and what its words mean.
    ``by_name`` says that its students are known by their names (``first_name`` a column beside), ``is_named`` that a
    header calls its score one; ``others`` are columns that look as much like scores and are not read.
    ``test_names`` are the columns that call a row's test by its name, whatever the format reads.
    """

    recogniser: Recogniser
    confidence: float
    blocks: tuple[Found, ...]
    offers: tuple[tuple[str, str], ...] = ()
    groups: Mapping[str, tuple[str, GroupColumn]] = field(default_factory=dict)
    test_names: tuple[str, ...] = ()
    by_name: bool = False
    first_name: str | None = None
    others: tuple[str, ...] = ()
    is_named: bool = True

    def headers(self) -> tuple[str, ...]:
        """Every header that has to be read."""
        named: dict[str, None] = {}
        for block in self.blocks:
            found = [*block.columns.values(), *block.more_scores]
            found += [header for header, _ in (*block.rules, *block.growth, *block.tests)]
            named.update(dict.fromkeys([*found, *(header for _, header in block.flags)]))
        further = [*(name for _, name in self.offers), *(header for header, _ in self.groups.values())]
        return tuple(named | dict.fromkeys([*further, *self.test_names, *filter(None, [self.first_name])]))

    def columns(self) -> dict[str, str]:
        """Role → header, the first header where a role has one per subject or season."""
        roles: dict[str, str] = {}
        for block in self.blocks:
            for role, header in block.columns.items():
                roles.setdefault(role, header)
        return roles | {group: header for group, (header, _) in self.groups.items()}
