"""What a format's columns mean, row by row: when, which subject, which grade, whose, how well, how much growth."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from workflows.formats import coded_columns, ids, levels, teachers, values
from workflows.formats.coded_columns import Coded, Floats, Mask
from workflows.formats.dates import day
from workflows.formats.patterns import GROUPS, Growth, Levels, compiled_pattern
from workflows.formats.recognised import Found, Hints, Match
from workflows.formats.vocabulary import USUAL_MONTHS

COLUMNS = (
    *("source", "subject", "grade", "year", "window", "tested_on", "student", "student_state", "student_vendor"),
    *("school", "teacher", "teacher_name", "section", "score", "standard_error", "percentile", "level", "proficient"),
    *("vendor_growth", "growth_kind"),
    *GROUPS,
)

NAMED_GRADE = re.compile(r"\bgr(?:ade)?\.? ?0*(\d{1,2})\b", re.I)  # of "Gr 4 Reading", "ILEARN Mathematics Grade 6"

Raw = Mapping[str, Coded]
Column = Coded | Floats | npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Told:
    """What a file's name and its uploader say about every row."""

    subject: str | None
    hints: Hints
    grades: Mapping[str, str] = field(default_factory=dict)
    window: str | None = None


def columns_of(clean: Raw, block: Found, match: Match, told: Told) -> dict[str, Column]:
    """``COLUMNS`` for every row of a batch, usable or not, as one block of the format reads them."""
    rows = len(next(iter(clean.values())))
    nothing = coded_columns.constant(None, rows)
    texts = _texts(clean, block)
    made: dict[str, Column] = {"source": _source(clean, block, match, rows)}
    made["student"] = texts.get("student", nothing)
    made.update({role: ids.genuine(texts.get(role, nothing)) for role in ("student_state", "student_vendor")})
    made.update(_groups(clean, match, rows))
    made.update(_people(texts, nothing))
    window = _window(texts, block, match, told)
    made["window"], made["year"] = window, _year(texts, block, told, nothing)
    made["tested_on"] = coded_columns.days(texts.get("tested_on", nothing))
    names = [clean[header] for header in match.test_names]
    made["subject"] = _subject(texts, block, match.recogniser.subjects, told, names)
    made["grade"] = _grade(texts, block, told, nothing)
    scores = [texts.get("score", nothing), *(clean[header] for header in block.more_scores)]
    made["score"] = coded_columns.numbers(functools.reduce(coded_columns.filled, scores))
    made["standard_error"] = coded_columns.numbers(texts.get("standard_error", nothing))
    made["percentile"] = _percentile(coded_columns.numbers(texts.get("percentile", nothing)))
    level = levels.level(texts, clean, block)
    made["level"] = level
    made["proficient"] = levels.proficient(texts, level, clean, block, _vocabulary(match, told))
    made["vendor_growth"], made["growth_kind"] = _growth(clean, block, window)
    return made


def _texts(clean: Raw, block: Found) -> Raw:
    """The block's columns by role, dates as they are understood."""
    texts = {role: clean[header] for role, header in block.columns.items()}
    if "tested_on" in texts:
        texts["tested_on"] = coded_columns.dated(texts["tested_on"])
    return texts


def _source(clean: Raw, block: Found, match: Match, rows: int) -> Coded:
    """The name of the test in each row: the format's, or that of another test among its rows."""
    usual = coded_columns.constant(block.fixed.get("source", match.recogniser.source), rows)
    if match.recogniser.generic and match.test_names:
        # Two tests in one list have two scales: each is named by what is left of its name besides subject and season.
        titles = coded_columns.labels(clean[match.test_names[0]], values.test_title)
        return coded_columns.filled(titles, usual)
    named = [
        coded_columns.chosen(test.source, coded_columns.one_of(clean[header], test.when))
        for header, test in block.tests
        if test.source
    ]
    return functools.reduce(coded_columns.filled, [*named, usual])


def _window(texts: Raw, block: Found, match: Match, told: Told) -> Coded:
    """The season of each row: as the file states it, as its headers do, as its dates do, and last what is usual."""
    nothing = coded_columns.constant(None, len(next(iter(texts.values()))))
    if told.hints.window:
        return coded_columns.constant(told.hints.window, len(nothing))
    fixed = values.window(block.fixed.get("window", ""))
    is_usual = bool(fixed) and block.fixed.get("window") == match.recogniser.fixed.get("window")
    stated = coded_columns.labels(texts.get("window", nothing), values.window)
    if fixed and not is_usual:
        stated = coded_columns.filled(stated, coded_columns.constant(fixed, len(nothing)))
    if not stated.blank().any():
        return stated
    dated = coded_columns.labels(texts.get("tested_on", nothing), functools.partial(_dated_window, fixed))
    named = coded_columns.constant(told.window or fixed, len(nothing))
    return coded_columns.filled(coded_columns.filled(stated, dated), named)


def _dated_window(usual: str | None, text: str) -> str | None:
    """The season of a date: the one that is usual for the format, if it may be given on that day."""
    given = day(text)
    return usual if given and usual and given.month in USUAL_MONTHS[usual] else values.window(text)


def _year(texts: Raw, block: Found, told: Told, nothing: Coded) -> Floats:
    if told.hints.year:
        return np.full(len(nothing), told.hints.year, dtype=np.float32)
    said = texts.get("year", nothing)
    stated = coded_columns.numbers(said, values.year)
    alone = coded_columns.flagged(said, [text.isdigit() for text in said.distinct()])
    if not (alone.any() or np.isnan(stated).any()):
        return stated
    dated = coded_columns.numbers(texts.get("tested_on", nothing), values.tested_year)
    # Some call a school year by the year in which it begins: where 2021 stands alone, a day after it decides.
    found = np.where(np.isnan(stated) | (alone & (dated == stated + 1)), dated, stated)
    return np.where(np.isnan(found), np.float32(block.fixed.get("year", "nan")), found).astype(np.float32)


def _subject(texts: Raw, block: Found, known: Mapping[str, str], told: Told, names: Sequence[Coded]) -> Coded:
    nothing = coded_columns.constant(None, len(next(iter(texts.values()))))
    if told.hints.subject:
        return coded_columns.constant(told.hints.subject, len(nothing))
    # NWEA's Language Arts is Reading or Language Usage: the course tells which, so it is asked first.
    course = coded_columns.labels(texts.get("course", nothing), values.subject)
    stated = coded_columns.labels(texts.get("subject", nothing), functools.partial(_known_subject, known))
    codes = coded_columns.flagged(stated, [text not in values.SUBJECT_NAMES for text in stated.distinct()])
    if names and codes.any():
        # A code that nobody knows: the name of the test beside it may say what it means.
        named = coded_columns.labels(names[0], values.subject)
        stated = coded_columns.filled(coded_columns.filled(stated.without(codes), named), stated)
    fixed = block.fixed.get("subject")
    assumed = coded_columns.constant(_known_subject(known, fixed) if fixed else told.subject, len(nothing))
    return coded_columns.filled(coded_columns.filled(course, stated), assumed)


def _known_subject(known: Mapping[str, str], text: str) -> str:
    """The format's own word for a subject, or everybody's, or the text itself: an unknown one is no other."""
    own = next((said for pattern, said in known.items() if _says(pattern, text.lower())), None)
    return own or values.subject(text) or text.lower()


def _says(pattern: str, text: str) -> bool:
    return bool(compiled_pattern(pattern).fullmatch(text)) if pattern.startswith("re:") else pattern == text


def _grade(texts: Raw, block: Found, told: Told, nothing: Coded) -> Floats:
    if told.hints.grade is not None:
        return np.full(len(nothing), told.hints.grade, dtype=np.float32)
    stated = coded_columns.numbers(texts.get("grade", nothing), values.grade)
    if told.grades and "grade" not in texts:
        stated = coded_columns.numbers(
            texts.get("student", nothing), lambda student: values.grade(told.grades.get(student, ""))
        )
    # The test's own name knows better than the grade that a student is in by now.
    named = coded_columns.numbers(texts.get("subject", nothing), _named_grade)
    stated = np.where(np.isnan(named), stated, named)
    fixed = values.grade(block.fixed.get("grade", ""))
    return np.where(np.isnan(stated), np.float32(np.nan if fixed is None else fixed), stated).astype(np.float32)


def _named_grade(test: str) -> int | None:
    found = NAMED_GRADE.search(test)
    return values.grade(found[1]) if found else None


def _percentile(given: Floats) -> Floats:
    """Percentiles, 0.45 being 45 where a spreadsheet showed percents; what is none is missing."""
    highest = np.nanmax(given, initial=0, where=~np.isnan(given))
    scaled = given * 100 if 0 < highest < 1 else given
    return np.where((scaled > 0) & (scaled < 100), scaled, np.nan).astype(np.float32)


def _people(texts: Raw, nothing: Coded) -> dict[str, Column]:
    name = teachers.names(texts, nothing)
    made: dict[str, Column] = {role: texts.get(role, nothing) for role in ("school", "section")}
    return {**made, "teacher": coded_columns.filled(teachers.ids(texts, name, nothing), name), "teacher_name": name}


def _groups(clean: Raw, match: Match, rows: int) -> dict[str, Column]:
    """1 for a student who is in a programme, 0 for one who isn't, NaN where the file doesn't say."""
    unknown = np.full(rows, np.nan, dtype=np.float32)
    known = {name: coded_columns.truths(clean[header], column.says) for name, (header, column) in match.groups.items()}
    return {name: known.get(name, unknown) for name in GROUPS}


def _vocabulary(match: Match, told: Told) -> Levels:
    """The levels of the format; of an uploader who says which count as proficient, those alone."""
    said = told.hints.proficient
    return match.recogniser.levels if said is None else Levels(proficient=said)


def _growth(clean: Raw, block: Found, window: Coded) -> tuple[Floats, Coded]:
    """The vendor's growth that ends in the row's own window, the first one given; and what it is."""
    found = np.full(len(window), np.nan, dtype=np.float32)
    kind = coded_columns.constant(None, len(window))
    for header, growth in block.growth:
        given = coded_columns.numbers(clean[header])
        here = ~np.isnan(given) & np.isnan(found) & _ends_here(growth, window)
        found[here] = given[here]
        if here.any():
            kind = coded_columns.filled(kind, coded_columns.chosen(f"{growth.kind} {growth.period}".strip(), here))
    return found, kind


def _ends_here(growth: Growth, window: Coded) -> Mask | bool:
    return coded_columns.one_of(window, frozenset([growth.period.split("-")[1]])) if growth.period else True
