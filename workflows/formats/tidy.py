"""One tidy row per usable score, from a batch of an export's rows, and why the other rows can't be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from workflows.formats import coded_columns, evidence, ids
from workflows.formats.coded_columns import Coded, Mask
from workflows.formats.column_meaning import COLUMNS, Column, Raw, Told, columns_of
from workflows.formats.evidence import Claim, Compared
from workflows.formats.patterns import GROUPS, Rule
from workflows.formats.recognised import Found, Match

WHOLE = {
    "grade": pd.Int8Dtype(),
    "year": pd.Int16Dtype(),
    **dict.fromkeys(["proficient", *GROUPS], pd.BooleanDtype()),
}
SUMMED = ("school", "grade", "subject", "window", "section", "teacher_name")
TOTALS = frozenset(["total", "totals", "grand total", "average", "mean", "total:", "district total", "school total"])
NO_STUDENT, NO_SCORE, EMPTY, ODD_SCORE = "no student id", "no score", "empty row", "score outside the test's scale"
HEADERS = "the headers again"


@dataclass(frozen=True)
class Reasons:
    """For each row the place in ``names`` of why it can't be used; 0 is "", a usable row."""

    codes: npt.NDArray[np.int16]
    names: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many rows each reason holds for."""
        many = np.bincount(self.codes, minlength=len(self.names))
        return {name: int(count) for name, count in zip(self.names, many, strict=True) if count}


@dataclass(frozen=True)
class Batch:
    """Tidy rows from a batch of a file's rows, why its other rows gave none, and every file row's student id.

    ``offered`` says for each column of levels that may be read, but only once somebody says so, whose levels they are.
    ``part_year`` counts the usable rows of students who, as the file says, were not there the full year. ``compared``
    says how often two voices of the file disagree; ``usual_windows`` counts the scores whose season nothing says.
    """

    columns: Mapping[str, Column]
    reasons: Reasons
    students: Coded
    offered: Mapping[str, Coded] = field(default_factory=dict)
    part_year: int = 0
    compared: Compared = field(default_factory=dict)
    usual_windows: int = 0
    bare_years: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def tidy(raw: Raw, match: Match, told: Told) -> Batch:
    """The tidy scores of a batch of rows, given as the match's columns.

    ``COLUMNS`` of the result: ``grade`` −1–12, ``year`` in which the school year ends, ``score`` in the test's own
    scale, ``percentile`` 1–99, ``vendor_growth`` in the unit that ``growth_kind`` says; programmes as 1, 0 or NaN.
    """
    clean = _clean(raw, match)
    blocks = [columns_of(clean, block, match, told) for block in match.blocks]
    limits = match.recogniser.range
    whys = [
        _reasons(clean, block, columns, limits, by_name=match.by_name)
        for block, columns in zip(match.blocks, blocks, strict=True)
    ]
    kept = [_kept(columns, why.codes == 0) for columns, why in zip(blocks, whys, strict=True)]
    scores = kept[0] if len(kept) == 1 else {name: _stacked([part[name] for part in kept]) for name in COLUMNS}
    offered = {header: clean[name] for header, name in match.offers}
    reasons = _overall(whys, clean)
    return Batch(
        scores,
        reasons,
        _students(clean, match),
        offered,
        _part_year(clean, match, reasons),
        _compared(clean, match, blocks, told, [why.codes == 0 for why in whys]),
        _usual_windows(clean, match, told) if len(scores["student"]) else 0,
        {} if told.hints.year else evidence.bare_years(clean, match.blocks[0], blocks[0], whys[0].codes == 0),
    )


def _compared(
    clean: Raw, match: Match, blocks: Sequence[Mapping[str, Column]], told: Told, usable: Sequence[Mask]
) -> Compared:
    """The disagreements of all blocks, added up where the same columns disagree."""
    counts: dict[Claim, tuple[int, int]] = {}
    for block, columns, mask in zip(match.blocks, blocks, usable, strict=True):
        for claim, (apart, rows) in evidence.compared(clean, block, columns, match, told, mask).items():
            before = counts.get(claim, (0, 0))
            counts[claim] = (before[0] + apart, before[1] + rows)
    return counts


def _usual_windows(clean: Raw, match: Match, told: Told) -> int:
    """In how many rows the season is only what is usual for the format."""
    if "window" not in match.recogniser.assumed or told.hints.window:
        return 0
    block = match.blocks[0]
    said = [clean[block.columns[role]] for role in ("window", "tested_on") if role in block.columns]
    return int(np.logical_and.reduce([_everywhere(clean), *(column.blank() for column in said)]).sum())


def _everywhere(clean: Raw) -> Mask:
    return np.ones(len(next(iter(clean.values()))), dtype=bool)


def _part_year(clean: Raw, match: Match, reasons: Reasons) -> int:
    header = match.columns().get("full_year")
    if not header:
        return 0
    return int((coded_columns.one_of(clean[header], match.recogniser.part_year) & (reasons.codes == 0)).sum())


def texts_of(raw: Raw, match: Match) -> tuple[Raw, Coded]:
    """A batch by role instead of by header, and a column of the same length that says nothing."""
    clean = _clean(raw, match)
    texts = {role: clean[header] for role, header in match.columns().items()}
    return texts, coded_columns.constant(None, len(next(iter(clean.values()))))


def _clean(raw: Raw, match: Match) -> Raw:
    clean = {header: coded_columns.clean(raw[header]) for header in match.headers()}
    named = {block.columns[role] for block in match.blocks for role in ids.ROLES if role in block.columns}
    clean |= {header: ids.tidied(clean[header]) for header in named}
    if match.by_name:
        student = match.blocks[0].columns["student"]
        parts = [clean[student], *([clean[match.first_name]] if match.first_name else [])]
        clean[student] = coded_columns.labels(coded_columns.joined(parts, ", "), ids.name)
    return clean


def _students(clean: Raw, match: Match) -> Coded:
    header = match.blocks[0].columns.get("student")
    return clean[header] if header else coded_columns.constant(None, len(next(iter(clean.values()))))


def to_frame(batches: Sequence[Batch]) -> pd.DataFrame:
    """Batches as one frame: small numbers, categories for text."""
    columns = {name: _stacked([batch.columns[name] for batch in batches]) for name in batches[0].columns}
    return pd.DataFrame({name: _values(name, column) for name, column in columns.items()})


def _values(name: str, column: Column) -> pd.Categorical | pd.Series | npt.NDArray[np.generic]:
    if isinstance(column, Coded):
        return column.categorical()
    return pd.Series(column, dtype=WHOLE[name]) if name in WHOLE else column


def _kept(columns: Mapping[str, Column], mask: Mask) -> Mapping[str, Column]:
    if mask.all():
        return columns
    return {name: each.kept(mask) if isinstance(each, Coded) else each[mask] for name, each in columns.items()}


def _stacked(parts: Sequence[Column]) -> Column:
    coded = [part for part in parts if isinstance(part, Coded)]
    return coded_columns.stacked(coded) if coded else np.concatenate([np.asarray(part) for part in parts])


def _reasons(
    clean: Raw, block: Found, columns: Mapping[str, Column], limits: tuple[float, float], *, by_name: bool
) -> Reasons:
    """Why a row gives no score in this block: the first reason that holds."""
    score = columns["score"]
    student = (
        clean[block.columns["student"]] if "student" in block.columns else coded_columns.constant(None, len(score))
    )
    again = coded_columns.one_of(student, frozenset([block.columns.get("student", "").lower()])) & ~student.blank()
    checks = [(again, HEADERS), *((_broken(clean[header], rule), rule.reason) for header, rule in block.rules)]
    odd = [(mask, reason) for mask, reason in ids.oddities(student) if not (by_name and reason == ids.NAMED)]
    checks += [(student.blank(), NO_STUDENT), *odd, (_totals(clean, block), ids.TOTAL)]
    checks.append((np.isnan(np.asarray(score)), NO_SCORE))
    checks.append((_outside(np.asarray(score), limits), ODD_SCORE))
    names = ("", *(reason for _, reason in checks))
    codes = np.zeros(len(student), dtype=np.int16)
    for place, (broken, _) in reversed(list(enumerate(checks, start=1))):
        codes[broken] = place
    return Reasons(codes, names)


def _totals(clean: Raw, block: Found) -> Mask:
    """Where a row that sums up others says so in a column that should say when, where or what."""
    said = [clean[block.columns[role]] for role in SUMMED if role in block.columns]
    found: Mask = np.logical_or.reduce([_nowhere(clean), *(coded_columns.one_of(column, TOTALS) for column in said)])
    return found


def _nowhere(clean: Raw) -> Mask:
    return np.zeros(len(next(iter(clean.values()))), dtype=bool)


def _outside(score: npt.NDArray[np.generic], limits: tuple[float, float]) -> Mask:
    low, high = limits
    found: Mask = (score.astype(np.float32) < low) | (score.astype(np.float32) > high)
    return found


def _broken(column: Coded, rule: Rule) -> Mask:
    return coded_columns.one_of(column, rule.when) if rule.when else ~coded_columns.one_of(column, rule.unless)


def _overall(whys: Sequence[Reasons], clean: Raw) -> Reasons:
    """A row is usable when any of its scores is; else its reason is the first that isn't a missing score."""
    names = tuple(dict.fromkeys(["", *(name for why in whys for name in why.names), EMPTY]))
    table = np.column_stack([np.array([names.index(name) for name in why.names])[why.codes] for why in whys])
    other = table != names.index(NO_SCORE)
    codes = np.where(other.any(axis=1), table[np.arange(len(table)), other.argmax(axis=1)], names.index(NO_SCORE))
    blank = np.logical_and.reduce([column.blank() for column in clean.values()])
    codes[(table == 0).any(axis=1)] = 0
    codes[blank] = names.index(EMPTY)
    return Reasons(codes.astype(np.int16), names)
