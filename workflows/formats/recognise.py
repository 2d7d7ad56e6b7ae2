"""Which format a table is in, and which of its columns is what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workflows.formats import witnesses
from workflows.formats.headers import (
    Index,
    all_fitting,
    best_fitting,
    first_fitting,
    fullest_fitting,
    holds_numbers,
    indexed,
    years_named,
)
from workflows.formats.patterns import GROUPS, Block, GroupColumn, Recogniser
from workflows.formats.recognised import Found, Hints, Match
from workflows.formats.tables import Table

# A local id filled in for two of thirty students is nobody's, whatever its place in the list.
FULLEST = frozenset(["student", "score"])


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
    confidence = _confidence(recogniser, scored or (base,))
    if recogniser.kind != "scores":
        return Match(recogniser, confidence, scored or (base,), offers, groups)
    heard = tuple(_without(witnesses.completed(table, each, recogniser), hints) for each in scored)
    return Match(recogniser, confidence, heard, offers, groups, witnesses.test_names(table))


def _without(found: Found, hints: Hints) -> Found:
    """The block without the roles that its uploader has switched off."""
    columns = {role: header for role, header in found.columns.items() if hints.columns.get(role) != ""}
    return replace(found, columns=columns)


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
        role: header
        for role, patterns in block.columns.items()
        if (header := (fullest_fitting if role in FULLEST else best_fitting)(patterns, table, index))
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
