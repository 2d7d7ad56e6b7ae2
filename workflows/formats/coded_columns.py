"""Columns as codes and distinct texts: every distinct text is understood once, however many rows repeat it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workflows.formats import dates, values
from workflows.formats.vocabulary import BLANKS

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float32]
MANY = 2_000
LONGEST = 300
TEXT = pd.StringDtype(na_value=np.nan)  # as pandas calls it, "str"
# What half of a file's columns are: making it takes pandas longer than reading a short column.
_NO_CATEGORIES = pd.CategoricalDtype(pd.Index([], dtype=TEXT))
_BLANKS = pa.array(sorted(BLANKS), pa.string())


@dataclass(frozen=True)
class Coded:
    """A column of text: ``texts[code]`` for every row, and nothing where the code is −1."""

    codes: Codes
    texts: pa.Array = field(repr=False)

    def __len__(self) -> int:
        return len(self.codes)

    def kept(self, mask: Mask) -> "Coded":
        """The rows where the mask holds."""
        return Coded(self.codes[mask], self.texts)

    def taken(self, rows: Codes) -> "Coded":
        """These rows, in this order, some of them perhaps twice."""
        return Coded(self.codes[rows], self.texts)

    def without(self, mask: Mask) -> "Coded":
        """The same rows, saying nothing where the mask holds."""
        return Coded(np.where(mask, -1, self.codes), self.texts) if mask.any() else self

    def blank(self) -> Mask:
        """The rows that say nothing."""
        return self.codes < 0

    def distinct(self) -> list[str]:
        """The distinct texts."""
        return list(self.texts.to_pylist())

    def text(self, row: int) -> str | None:
        """What one row says."""
        code = int(self.codes[row])
        return None if code < 0 else str(self.texts[code].as_py())

    def counts(self) -> dict[str, int]:
        """How often each text occurs."""
        many = np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))
        return {str(self.texts[int(code)].as_py()): int(many[code]) for code in np.flatnonzero(many)}

    def plain(self) -> npt.NDArray[np.object_]:
        """The texts row by row, "" where nothing is said."""
        return np.asarray(np.array([*self.distinct(), ""], dtype=object)[self.codes])

    def categorical(self) -> pd.Categorical:
        """The column for pandas, as categories."""
        kind = pd.CategoricalDtype(pd.Index(self.distinct(), dtype=TEXT)) if len(self.texts) else _NO_CATEGORIES
        return pd.Categorical.from_codes(self.codes, dtype=kind)

    def arrow(self) -> pa.DictionaryArray:
        """The column for Parquet."""
        return pa.DictionaryArray.from_arrays(pa.array(self.codes, pa.int32(), mask=self.blank()), self.texts)


def from_arrow(column: pa.DictionaryArray) -> Coded:
    """A parsed column as it stands in the file."""
    return Coded(column.indices.to_numpy(zero_copy_only=False), column.dictionary)


def from_texts(cells: Sequence[str]) -> Coded:
    """A column from a list of its cells."""
    return from_arrow(pa.array(cells, pa.string()).dictionary_encode())


def clean(column: Coded) -> Coded:
    """The column without padding; what exports write for nothing is missing, and an essay is cut short."""
    if len(column.texts) < MANY:
        short = [text.strip()[:LONGEST] for text in column.distinct()]
        is_clean = short == column.distinct() and BLANKS.isdisjoint(map(str.lower, short))
        return column if is_clean else relabelled(column.codes, list(map(values.clean, short)))
    trimmed = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(column.texts), 0, LONGEST)
    blank = pc.is_in(pc.utf8_lower(trimmed), _BLANKS)
    if trimmed.equals(column.texts) and not pc.any(blank).as_py():
        return column
    encoded = pc.if_else(blank, pa.scalar(None, pa.string()), trimmed).dictionary_encode()
    moved = np.append(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), -1)
    return Coded(moved[column.codes], encoded.dictionary)


def labels(column: Coded, meaning: Callable[[str], str | None]) -> Coded:
    """The column as what each text means; what means nothing is missing."""
    return relabelled(column.codes, [meaning(text) or "" for text in column.distinct()])


def numbers(column: Coded, meaning: Callable[[str], float | int | None] = values.number) -> Floats:
    """The column as numbers; what is none is NaN."""
    understood = [meaning(text) for text in column.distinct()]
    found = np.array([np.nan if each is None else float(each) for each in [*understood, None]], dtype=np.float32)
    return np.asarray(found[column.codes], dtype=np.float32)


def truths(column: Coded, meaning: Callable[[str], bool | None] = values.truth) -> Floats:
    """The column as 1 for yes, 0 for no, NaN where nothing is said."""
    return numbers(column, lambda text: None if (said := meaning(text)) is None else int(said))


def days(column: Coded) -> npt.NDArray[np.datetime64]:
    """A column of dates as they are understood, as instants."""
    stamps = [np.datetime64(each, "s") if (each := dates.day(text)) else None for text in column.distinct()]
    found = np.array([*stamps, None], dtype="M8[s]")
    return np.asarray(found[column.codes])


def dated(column: Coded) -> Coded:
    """Dates as they are understood, the month before the day; of many instants the days: few texts to understand."""
    if len(column.texts) >= MANY:
        encoded = pc.replace_substring_regex(column.texts, r"[T ]\d{1,2}:\d\d.*$", "").dictionary_encode()
        moved = np.append(encoded.indices.to_numpy(zero_copy_only=False), -1)
        column = Coded(moved[column.codes], encoded.dictionary)
    return labels(column, dates.month_first) if dates.are_day_first(column.distinct()) else column


def one_of(column: Coded, allowed: frozenset[str]) -> Mask:
    """Where the text, in any case, is one of these, or fits a ``re:`` pattern; a blank is ""."""
    exact = frozenset(text for text in allowed if not text.startswith("re:"))
    patterns = [re.compile(text[3:]) for text in allowed - exact]
    said = [text.lower() for text in column.distinct()]
    met = [text in exact or any(pattern.fullmatch(text) for pattern in patterns) for text in said]
    return flagged(column, met, blank="" in exact)


def flagged(column: Coded, distinct: Sequence[bool], *, blank: bool = False) -> Mask:
    """The rows of flagged texts, given one flag for each distinct text and one for saying nothing."""
    found: Mask = np.array([*distinct, blank], dtype=bool)[column.codes]
    return found


def constant(text: str | None, rows: int) -> Coded:
    """A column that says the same in every row."""
    said = [] if text is None else [text]
    return Coded(np.full(rows, len(said) - 1, dtype=np.int32), pa.array(said, pa.string()))


def chosen(text: str, where: Mask) -> Coded:
    """A column that says the text where the mask holds and nothing elsewhere."""
    return Coded(np.where(where, 0, -1).astype(np.int32), pa.array([text], pa.string()))


def joined(parts: Sequence[Coded], between: str) -> Coded:
    """The texts of several columns joined, once for each combination that occurs; a missing part is left out."""
    mixed = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        mixed = mixed * (len(part.texts) + 1) + part.codes + 1
    _distinct, places, inverse = np.unique(mixed, return_index=True, return_inverse=True)
    said = [[part.text(int(place)) for part in parts] for place in places]
    return relabelled(inverse, [between.join(text for text in each if text) for each in said])


def filled(first: Coded, second: Coded) -> Coded:
    """The first column, and the second where the first says nothing."""
    if not len(second.texts) or not first.blank().any():
        return first
    shift = len(first.texts)
    codes = np.where(first.blank() & ~second.blank(), second.codes + shift, first.codes)
    return relabelled(codes, [*first.distinct(), *second.distinct()])


def stacked(parts: Sequence[Coded]) -> Coded:
    """Columns one under the other."""
    if len(parts) == 1:
        return parts[0]
    shifts = np.cumsum([0, *(len(part.texts) for part in parts[:-1])])
    codes = [np.where(part.blank(), -1, part.codes + shift) for part, shift in zip(parts, shifts, strict=True)]
    return relabelled(np.concatenate(codes), [text for part in parts for text in part.distinct()])


def relabelled(codes: Codes, said: Sequence[str]) -> Coded:
    """Texts renamed, equal ones made one, "" made missing."""
    distinct = list(dict.fromkeys(text for text in said if text))
    place = {text: number for number, text in enumerate(distinct)}
    moved = np.array([*(place.get(text, -1) for text in said), -1], dtype=np.int32)
    return Coded(moved[codes], pa.array(distinct, pa.string()))
