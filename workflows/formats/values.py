"""What a single cell means: grades, school years, windows, dates, subjects, numbers, yes and no.

Every function takes one text and gives one value, or ``None`` when the text says nothing we understand.
"""

import re
from datetime import date
from functools import lru_cache

from workflows.formats.dates import day, school_year, season
from workflows.formats.patterns import spaced
from workflows.formats.vocabulary import (
    BLANKS,
    COMMON_TEST_WORDS,
    FOREIGN_GRADE,
    GRADE_WORDS,
    HEADER_SUBJECTS,
    SEASON_MONTHS,
    SEASON_YEAR,
    SUBJECT_CODES,
    SUBJECTS,
    WINDOWS,
)

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
LONGEST_TITLE = 40
LAST_MONTHS = {"fall": 11, "winter": 2, "spring": 5, "summer": 7}
YES = frozenset(["1", "y", "yes", "true", "t", "proficient"])
NO = frozenset(["0", "n", "no", "false", "f", "not proficient"])


def clean(text: str) -> str:
    """The text without padding, hard spaces and the marks that exports use for nothing."""
    trimmed = text.replace("\xa0", " ").strip()
    return "" if trimmed.lower() in BLANKS else trimmed


@lru_cache(maxsize=20_000)
def grade(text: str) -> int | None:
    """The grade as a number, 0 for kindergarten and -1 before it; 13 is kindergarten in older NWEA files.

    What another country calls its years ("Year 6", "CE1") is no grade of ours.
    """
    if re.fullmatch(FOREIGN_GRADE, spaced(text)):
        return None
    if re.fullmatch(r"-[1-9](\.0+)?", text.strip()):
        return -1  # PowerSchool counts the years before kindergarten downwards
    word = re.sub(r"[^a-z0-9.]|grad[eo]|th$", "", text.lower().replace("é", "e").replace("í", "i"))
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    # As a school says it, with letters before it (G03, in North Carolina EGM3), or in a test's name ("Grade 05 ELA").
    digits = (
        re.match(r"0*(\d{1,2})(st|nd|rd|th)?(\.\d+)?$", word)
        or re.fullmatch(r"(?:g|gr|gd|egm|egr|sci)0*(\d{1,2})", word)
        or re.fullmatch(r"0*(\d{1,2})[ _-](?:s|sp|spanish|r|retained)", text.strip().lower())
        or re.search(r"\bgr(?:ade)? (?:level )?0*(\d{1,2})\b", spaced(text))
    )
    if not digits:
        return None
    number = int(digits[1])
    if number == 13:
        return 0
    return number if number <= 12 else None


@lru_cache(maxsize=20_000)
def year(text: str) -> int | None:
    """The year in which the school year ends: 2022 for "Fall 2021-2022", "2021-22", "21-22" and "SP22"."""
    given = day(text)
    if given:
        return school_year(given)
    # 2122 is a span, 2021 a year: in "Fall 2021" the school year only begins.
    span = re.search(r"(?<!\d)(?!2021(?!\s*[-–/]?\s*\d))(20)?(\d{2})\s*[-–/]?\s*(20)?(\d{2})(?!\d)", text)
    if span and (int(span[4]) - int(span[2])) % 100 == 1:
        return 2000 + int(span[4])
    single = re.search(r"(?<!\d)(20\d\d)(?!\d)", text)
    if single:
        return int(single[1]) + (1 if window(text) == "fall" else 0)
    seasoned = re.fullmatch(SEASON_YEAR, spaced(text))
    if seasoned:
        return 2000 + int(seasoned[2]) + (1 if window(seasoned[1]) == "fall" else 0)
    return None


@lru_cache(maxsize=20_000)
def tested_year(text: str) -> int | None:
    """The school year of a test's date; 16/9/2021 is no date that we know, and its 2021 no school year."""
    given = day(text)
    if given:
        return school_year(given)
    return year(text) if any(letter.isalpha() for letter in text) else None


@lru_cache(maxsize=20_000)
def window(text: str) -> str | None:
    """The season of a test: fall, winter, spring or summer; "Fall2024" and "BOY_2024" have a word in them, too."""
    return named_window(text) or _season_of(day(text.strip().lower()))


@lru_cache(maxsize=20_000)
def named_window(text: str) -> str | None:
    """The season that a text names in words; a date names none."""
    return _first(WINDOWS, spaced(text))


def _season_of(given: date | None) -> str | None:
    return season(given) if given else None


@lru_cache(maxsize=20_000)
def fits_season(name: str, text: str) -> bool:
    """Whether a test of this season may be given on a date; what is no date contradicts nothing."""
    given = day(text)
    return given is None or name not in SEASON_MONTHS or given.month in SEASON_MONTHS[name]


SUBJECT_NAMES = frozenset(name for name, _ in SUBJECTS)


@lru_cache(maxsize=20_000)
def subject(text: str) -> str | None:
    """One of math, ela, language, science, social studies, spanish reading: by its code, or by its words."""
    code = SUBJECT_CODES.get(text.strip().lower())
    return code or _first(SUBJECTS, spaced(text))


@lru_cache(maxsize=20_000)
def test_title(text: str) -> str | None:
    """What is left of a test's name besides subject, grade, season and year: "MAP Growth" of "MAP Growth Math 2-5"."""
    plain = re.sub(r"[_/()\[\],.:;-]+", " ", text)
    left = [word for word in plain.split() if not _is_detail(word)]
    return " ".join(left)[:LONGEST_TITLE] or None


def _is_detail(word: str) -> bool:
    is_common = spaced(word) in COMMON_TEST_WORDS
    return is_common or any(sign.isdigit() for sign in word) or bool(subject(word) or named_window(word))


@lru_cache(maxsize=20_000)
def named_subject(text: str) -> str | None:
    """The one subject that a header's words name; of several, or of none, nothing."""
    words = spaced(text)
    named = {name for name, pattern in HEADER_SUBJECTS if re.search(pattern, words)}
    named = named - {"ela"} if "spanish reading" in named else named
    named = named - {"language"} if "ela" in named else named  # Reading and Writing is one test
    return named.pop() if len(named) == 1 else None


def _first(patterns: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for name, pattern in patterns if re.search(pattern, text)), None)


def number(text: str) -> float:
    """The number in a cell, NaN when there is none; a formula or a Lexile is no number."""
    try:
        found = float(_with_point(text.removesuffix("%").strip()))
    except ValueError:
        return float("nan")
    return found if abs(found) < 1e6 else float("nan")


def _with_point(text: str) -> str:
    """A number as programs write it: "1,201" has a comma between its thousands, "201,5" before its tenths."""
    if "," not in text:
        return text
    return text.replace(",", "") if THOUSANDS.fullmatch(text) else text.replace(",", ".")


def truth(text: str) -> bool | None:
    """Yes, no, or nothing said."""
    lowered = text.strip().lower()
    if lowered in YES:
        return True
    return False if lowered in NO else None
