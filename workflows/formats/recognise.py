"""Which format a table is in, and which of its columns is what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workflows.formats import column_words, guessing, proposals, proposed, witnesses
from workflows.formats.headers import (
    Index,
    all_fitting,
    best_fitting,
    first_fitting,
    fullest_fitting,
    indexed,
)
from workflows.formats.patterns import GROUPS, Block, GroupColumn, Recogniser, spaced
from workflows.formats.recognised import Found, Hints, Match
from workflows.formats.tables import Table

# A local id filled in for two of thirty students is nobody's, whatever its place in the list.
FULLEST = frozenset(["student", "score"])


def recognise(table: Table, recognisers: Sequence[Recogniser], hints: Hints) -> Match | None:
    """The format that needs most and finds all it needs; a generic one only if none else fits."""
    known = [each for each in recognisers if not each.generic]
    match = _best(table, known, hints)
    if match and not match.recogniser.yields:
        return match
    guess = _proposed(table, {each.format: each for each in recognisers if each.generic}, hints)
    if match and guess and not _is_better(guess):
        return match
    return guess or match


def _is_better(guess: Match) -> bool:
    """Whether a table is scores rather than what a refusal calls it: an id or name, and a column called a score."""
    student = guess.blocks[0].columns["student"]
    sure = column_words.NAMED_ID.search(spaced(student)) or proposals.is_name(student)
    return guess.is_named and bool(sure) and spaced(student) not in ("id", "ids", "identifier")


def _proposed(table: Table, generic: Mapping[str, Recogniser], hints: Hints) -> Match | None:
    """A table that nobody knows as its likeliest student and scores; ``None`` where there are none."""
    if not generic or (hints.format and hints.format not in generic) or not guessing.names_columns(table):
        return None
    if "sourcedid" in map(str.lower, table.header):
        return None  # one file of OneRoster names nobody without the others
    index = indexed(table.header)
    proposal = None if guessing.is_aggregate(table) else proposals.propose(table, hints.columns)
    usual = generic["generic"]
    if proposal is None:
        return None
    if first_fitting(usual.avoid, index) and spaced(proposal.student) == "id" and not hints.columns:
        return None  # a rating of schools or of staff, whose id it is
    recogniser = proposed.titled(generic, proposal)
    base = _found(_shared(usual), table, index, hints.columns)
    blocks = tuple(_without(each, hints) for each in proposed.blocks(table, proposal, base, hints.columns))
    blocks = tuple(_without(witnesses.completed(table, each, recogniser), hints) for each in blocks)
    groups = {group: found for group in GROUPS if (found := _group(group, usual, table, index))}
    confidence = _confidence(usual, blocks)
    names = witnesses.test_names(table)
    match = Match(recogniser, confidence, blocks, (), groups, names)
    return replace(
        match,
        by_name=proposal.by_name,
        is_named=proposal.is_named,
        first_name=proposal.first_name,
        others=proposal.others,
    )


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
    base = _found(_shared(recogniser), table, index, hints.columns)
    off = {role: "" for role, header in hints.columns.items() if not header}
    blocks = [_joined(base, _found(block, table, index, off)) for block in recogniser.blocks] or [base]
    if recogniser.either:
        blocks = [_with_all(found, block, index) for found, block in zip(blocks, recogniser.blocks, strict=True)]
    scored = tuple(block for block in blocks if _has_score(block, recogniser))
    if recogniser.kind in ("scores", "gradebook") and not scored:
        return None
    offers = () if "level" in base.columns else tuple(_offers(recogniser, index))
    groups = {group: found for group in GROUPS if (found := _group(group, recogniser, table, index))}
    confidence = _confidence(recogniser, scored or (base,))
    if recogniser.kind != "scores":
        return Match(recogniser, confidence, scored or (base,), offers, groups)
    heard = tuple(_without(witnesses.completed(table, each, recogniser), hints) for each in scored)
    return Match(recogniser, confidence, heard, offers, groups, witnesses.test_names(table))


def _shared(recogniser: Recogniser) -> Block:
    """What all blocks of a format share."""
    return Block(
        recogniser.columns,
        recogniser.fixed,
        recogniser.rules,
        recogniser.growth,
        recogniser.levels.flags,
        recogniser.tests,
    )


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
