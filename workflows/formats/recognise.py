"""Which format a table is in, and which of its columns is what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflows.formats.headers import (
    Index,
    all_fitting,
    best_fitting,
    first_fitting,
    holds_numbers,
    indexed,
    years_named,
)
from workflows.formats.patterns import (
    GROUPS,
    Block,
    GroupColumn,
    Growth,
    Recogniser,
    Rule,
    Test,
)
from workflows.formats.tables import Table


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
    """

    recogniser: Recogniser
    confidence: float
    blocks: tuple[Found, ...]
    offers: tuple[tuple[str, str], ...] = ()
    groups: Mapping[str, tuple[str, GroupColumn]] = field(default_factory=dict)

    def headers(self) -> tuple[str, ...]:
        """Every header that has to be read."""
        named: dict[str, None] = {}
        for block in self.blocks:
            found = [*block.columns.values(), *block.more_scores]
            found += [header for header, _ in (*block.rules, *block.growth, *block.tests)]
            named.update(dict.fromkeys([*found, *(header for _, header in block.flags)]))
        further = [*(name for _, name in self.offers), *(header for header, _ in self.groups.values())]
        return tuple(named | dict.fromkeys(further))

    def columns(self) -> dict[str, str]:
        """Role → header, the first header where a role has one per subject or season."""
        roles: dict[str, str] = {}
        for block in self.blocks:
            for role, header in block.columns.items():
                roles.setdefault(role, header)
        return roles | {group: header for group, (header, _) in self.groups.items()}


def recognise(table: Table, recognisers: Sequence[Recogniser], hints: Hints) -> Match | None:
    """The format that needs most and finds all it needs; a generic one only if none else fits."""
    known = [each for each in recognisers if not each.generic]
    guesses = [each for each in recognisers if each.generic]
    return _best(table, known, hints) or _best(table, guesses, hints)


def _best(table: Table, recognisers: Sequence[Recogniser], hints: Hints) -> Match | None:
    index = indexed(table.header)
    fitting = [each for each in recognisers if _fits(each, index, hints)]
    matches = [match for match in (_match(each, table, index, hints) for each in fitting) if match]
    return max(matches, key=lambda match: (len(match.recogniser.need), match.confidence), default=None)


def _fits(recogniser: Recogniser, index: Index, hints: Hints) -> bool:
    if hints.format:
        return recogniser.format == hints.format
    return index.meets(recogniser) and not first_fitting(recogniser.avoid, index)


def _match(recogniser: Recogniser, table: Table, index: Index, hints: Hints) -> Match | None:
    shared = Block(
        recogniser.columns,
        recogniser.fixed,
        recogniser.rules,
        recogniser.growth,
        recogniser.levels.flags,
        recogniser.tests,
    )
    base = _found(shared, table, index, hints.columns)
    off = {role: "" for role, header in hints.columns.items() if not header}
    blocks = [_joined(base, _found(block, table, index, off)) for block in recogniser.blocks] or [base]
    if recogniser.either:
        blocks = [_with_all(found, block, index) for found, block in zip(blocks, recogniser.blocks, strict=True)]
    if recogniser.generic and recogniser.blocks:
        pairs = zip(blocks, recogniser.blocks, strict=True)
        blocks = [each for found, block in pairs for each in _in_years(found, block, index)]
    scored = tuple(block for block in blocks if _has_score(block, recogniser))
    if recogniser.kind in ("scores", "gradebook") and not scored:
        return None
    if recogniser.generic and not ("student" in scored[0].columns and holds_numbers(table, scored[0].columns["score"])):
        return None
    offers = () if "level" in base.columns else tuple(_offers(recogniser, index))
    groups = {group: found for group in GROUPS if (found := _group(group, recogniser, table, index))}
    return Match(recogniser, _confidence(recogniser, scored or (base,)), scored or (base,), offers, groups)


def _offers(recogniser: Recogniser, index: Index) -> Iterator[tuple[str, str]]:
    for levels, names in recogniser.offers:
        header, name = first_fitting(levels, index), first_fitting(names, index)
        if header and name:
            yield header, name


def _with_all(found: Found, block: Block, index: Index) -> Found:
    """The block with every score column that fits: one may be empty in the first rows and filled further down."""
    fitting = dict.fromkeys(all_fitting(block.columns["score"], index))
    return replace(found, more_scores=tuple(each for each in fitting if each != found.columns.get("score")))


def _in_years(found: Found, block: Block, index: Index) -> Iterator[Found]:
    """The block once for each school year that headers of its score name: Fall 2023 beside Fall 2024."""
    years = years_named(block.columns["score"], index)
    if not years:
        yield found
    for year, header in years.items():
        columns = {role: each for role, each in found.columns.items() if role != "year"}
        yield replace(found, columns={**columns, "score": header}, fixed={**found.fixed, "year": str(year)})


def _group(group: str, recogniser: Recogniser, table: Table, index: Index) -> tuple[str, GroupColumn] | None:
    """The column of a programme; of scores only, for nothing else asks who is in it."""
    known = [each for each in recogniser.groups if each.group == group and recogniser.kind == "scores"]
    fitting = {header: each for each in reversed(known) for header in all_fitting(each.headers, index)}
    header = best_fitting(tuple(pattern for each in known for pattern in each.headers), table, index)
    return (header, fitting[header]) if header else None


def _has_score(block: Found, recogniser: Recogniser) -> bool:
    return "score" in block.columns or recogniser.kind not in ("scores", "gradebook")


def _confidence(recogniser: Recogniser, blocks: Sequence[Found]) -> float:
    roles = set(recogniser.columns) | {role for block in recogniser.blocks for role in block.columns}
    found = {role for block in blocks for role in block.columns}
    share = len(found & roles) / max(len(roles), 1)
    return round(0.3 + 0.3 * share if recogniser.generic else 0.8 + 0.2 * share, 2)


def _found(block: Block, table: Table, index: Index, told: Mapping[str, str]) -> Found:
    columns = {
        role: header for role, patterns in block.columns.items() if (header := best_fitting(patterns, table, index))
    }
    columns.update({role: header for role, header in told.items() if header in table.header})
    return Found(
        {role: header for role, header in columns.items() if told.get(role) != ""},
        block.fixed,
        tuple((header, rule) for rule in block.rules if (header := first_fitting(rule.column, index))),
        tuple((header, growth) for growth in block.growth if (header := first_fitting(growth.column, index))),
        tuple((name, header) for name, patterns in block.flags.items() if (header := first_fitting(patterns, index))),
        tuple((header, test) for test in block.tests if (header := first_fitting(test.column, index))),
    )


def _joined(base: Found, own: Found) -> Found:
    return Found(
        {**base.columns, **own.columns},
        {**base.fixed, **own.fixed},
        base.rules + own.rules,
        own.growth + base.growth,
        own.flags or base.flags,
        own.tests + base.tests,
    )
