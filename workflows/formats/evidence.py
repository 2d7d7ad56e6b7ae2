"""What a file says twice, held against itself: a season against the days of its tests, a subject against its test.

Whoever is right, a file that contradicts itself is a question to its uploader and never a silent choice.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workflows.formats import coded_columns, values
from workflows.formats.coded_columns import Coded, Mask
from workflows.formats.column_meaning import Column, Raw, Told
from workflows.formats.patterns import spaced
from workflows.formats.recognised import Found, Match
from workflows.formats.vocabulary import SEASON_MONTHS

# One student who was tested late contradicts nobody; more than this share of the rows do.
FEW = 0.05
SUMMER = (7, 8)  # months that one school counts to the year that ends, another to the one that begins
SCHOOL_YEAR = re.compile(r"\b(school|academic|escolar)\b")
KINDRED = {"ela": 1, "language": 1, "spanish reading": 1, "math": 2, "science": 3, "social studies": 4}


@dataclass(frozen=True)
class Claim:
    """Two voices of a file about the same thing (``window``, ``year``, ``subject``): headers, or what is fixed."""

    about: str
    says: str
    against: str


Compared = Mapping[Claim, tuple[int, int]]


def compared(
    clean: Raw, block: Found, columns: Mapping[str, Column], match: Match, told: Told, usable: Mask
) -> Compared:
    """For each pair of voices in a batch, in how many rows they disagree, of how many in which both say something."""
    pairs = [*_windows(block, columns, match, told), *_years(block, columns, told)]
    pairs += _subjects(clean, block, columns, match, told)
    counted = ((claim, here & usable, apart) for claim, here, apart in pairs)
    return {claim: (int((here & apart).sum()), int(here.sum())) for claim, here, apart in counted if here.any()}


def disputes(counts: Compared) -> dict[Claim, tuple[int, int]]:
    """The claims of which more than a few rows disagree."""
    return {claim: (apart, rows) for claim, (apart, rows) in counts.items() if apart > FEW * rows}


def bare_years(clean: Raw, block: Found, columns: Mapping[str, Column], usable: Mask) -> Counter[tuple[str, int]]:
    """How often each season stands beside a year that is a number alone, in a column that names no school year."""
    header, window = block.columns.get("year", ""), columns["window"]
    if not header or SCHOOL_YEAR.search(spaced(header)) or not isinstance(window, Coded):
        return Counter()
    bare = coded_columns.flagged(clean[header], [text.isdigit() for text in clean[header].distinct()])
    undated = np.isnat(np.asarray(columns["tested_on"]))
    here = bare & undated & usable & ~window.blank() & ~np.isnan(np.asarray(columns["year"]))
    pairs = zip(window.plain()[here].tolist(), np.asarray(columns["year"])[here].astype(int).tolist(), strict=True)
    return Counter(pairs)


def are_calendar_years(counts: Mapping[tuple[str, int], int]) -> bool:
    """Whether falls may be counted by the calendar, and so lie in the school year that ends a year later.

    Where every fall has a spring of the same number, the number is a school year's.
    """
    falls = {year for window, year in counts if window == "fall"}
    return bool(falls - {year for window, year in counts if window != "fall"})


def _windows(
    block: Found, columns: Mapping[str, Column], match: Match, told: Told
) -> Iterator[tuple[Claim, Mask, Mask]]:
    dated, window = block.columns.get("tested_on"), columns["window"]
    is_usual = block.fixed.get("window") == match.recogniser.fixed.get("window")
    says = block.columns.get("window") or ("" if is_usual else block.columns.get("score"))
    if not dated or not says or dated == says or told.hints.window or not isinstance(window, Coded):
        return
    days = np.asarray(columns["tested_on"])
    fitting = np.array(
        [[month in SEASON_MONTHS.get(text, range(13)) for month in range(13)] for text in [*window.distinct(), ""]]
    )
    here = ~np.isnat(days) & ~window.blank()
    yield Claim("window", says, dated), here, ~fitting[window.codes, _months(days)]


def _years(block: Found, columns: Mapping[str, Column], told: Told) -> Iterator[tuple[Claim, Mask, Mask]]:
    says, dated = block.columns.get("year"), block.columns.get("tested_on")
    if not says or not dated or says == dated or told.hints.year:
        return
    days, stated = np.asarray(columns["tested_on"]), np.asarray(columns["year"])
    months = _months(days)
    ending = np.where(np.isnat(days), 0, days.astype("M8[Y]").astype(int) + 1970) + (months >= SUMMER[0])
    here = ~np.isnat(days) & ~np.isnan(stated) & ~np.isin(months, SUMMER)
    yield Claim("year", says, dated), here, stated != ending


def _subjects(
    clean: Raw, block: Found, columns: Mapping[str, Column], match: Match, told: Told
) -> Iterator[tuple[Claim, Mask, Mask]]:
    subject, says = columns["subject"], block.columns.get("subject") or block.columns.get("score", "")
    if told.hints.subject or not isinstance(subject, Coded):
        return
    own = _kinds(subject)
    for header in match.test_names:
        if header != says:
            other = _kinds(clean[header])
            yield Claim("subject", says, header), (own > 0) & (other > 0), own != other
    score = block.columns.get("score", "")
    named = KINDRED.get(values.named_subject(score) or "", 0)
    if named:
        yield Claim("subject", block.columns.get("subject", ""), score), own > 0, own != named


def _kinds(column: Coded) -> npt.NDArray[np.int64]:
    known = [KINDRED.get(values.subject(text) or "", 0) for text in column.distinct()]
    return np.array([*known, 0])[column.codes]


def _months(days: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    return np.where(np.isnat(days), 0, days.astype("M8[M]").astype(int) % 12 + 1)
