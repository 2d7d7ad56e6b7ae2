"""What a single cell means: grades, school years, windows, dates, subjects, numbers, yes and no.

Every function takes one text and gives one value, or ``None`` when the text says nothing we understand.
"""

import re
from datetime import date
from functools import lru_cache

from workflows.formats.dates import day, school_year, season

# What exports write when they mean "nothing here".
BLANKS = frozenset(
    ["", "n/a", "n/a*", "na", "null", "none", "nan", "-", "--", "*", "**", ".", "#n/a", "not assessed", "not provided"]
)
GRADE_WORDS = {
    word: number
    for number, words in {
        -1: "pk prek prekindergarten pre ee ps preschool pretk p3 p4 3k 4k",
        0: "k kg kn kindergarten kinder tk kf transitionalkindergarten",
        1: "one first",
        2: "two second",
        3: "three third",
        4: "four fourth",
        5: "five fifth",
        6: "six sixth",
        7: "seven seventh",
        8: "eight eighth",
        9: "nine ninth freshman",
        10: "ten tenth sophomore",
        11: "eleven eleventh junior",
        12: "twelve twelfth senior",
    }.items()
    for word in words.split()
}
# The first pattern that is found decides: Language Usage and Spanish Reading are other tests than Reading.
SUBJECTS = (
    (
        "spanish reading",
        r"lectura|spanish.*\b(read|literacy|language arts)|\b(reading|literacy|language arts).*spanish",
    ),
    ("math", r"math|matem|algebra|geometry|numeracy|quantile|calculus|statistics|\bmth\b|\bsm\b"),
    ("science", r"scien|cienc|biology|chemistry|physics|\bsci\b"),
    ("social studies", r"social|history|civics|government|economics|geography|\bsoc\b"),
    ("language", r"language usage|^language(?! arts)|writing|\bwri\b"),
    (
        "ela",
        r"\bela\b|ela/|english|reading|literacy|language arts|lang arts|\brla\b|lexile|dibels|composite|\bsr\b|\bsel\b",
    ),
)
# The season's own word decides before any month: i-Ready's window is called "Winter (November 16 - March 1)".
WINDOWS = (
    ("fall", r"\bfall\b|autumn|oto[ñn]o|\bboy\b|^beg(inning)?\b|\bpm ?1\b|\bfa\d*\b|^f$|^(wave|window|period) 1$"),
    ("winter", r"winter|invierno|\bmoy\b|^mid(dle)?\b|\bpm ?2\b|\bwi\d*\b|^w$|^(wave|window|period) 2$"),
    (
        "spring",
        r"spring|primavera|\beoy\b|^end\b|\byear.end\b|\bpm ?3\b|\bsp\d*\b|^s$|summative|^(wave|window|period) 3$",
    ),
    ("summer", r"summer|verano|\bsu\d*\b"),
    ("fall", r"\b(august|september|october|november|aug|sept?|oct|nov)\b"),
    ("winter", r"\b(december|january|february|dec|jan|feb)\b"),
    ("spring", r"\b(march|april|may|mar|apr)\b"),
    ("summer", r"\b(june|july|jun|jul)\b"),
)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
LAST_MONTHS = {"fall": 11, "winter": 2, "spring": 5, "summer": 7}
YES = frozenset(["1", "y", "yes", "true", "t", "proficient"])
NO = frozenset(["0", "n", "no", "false", "f", "not proficient"])


def clean(text: str) -> str:
    """The text without padding, hard spaces and the marks that exports use for nothing."""
    trimmed = text.replace("\xa0", " ").strip()
    return "" if trimmed.lower() in BLANKS else trimmed


@lru_cache(maxsize=20_000)
def grade(text: str) -> int | None:
    """The grade as a number, 0 for kindergarten and -1 before it; 13 is kindergarten in older NWEA files."""
    word = re.sub(r"[^a-z0-9.]|grade|th$", "", text.lower())
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    # As a school says it, with letters before it (G03, in North Carolina EGM3), or in a test's name ("Grade 05 ELA").
    digits = (
        re.match(r"0*(\d{1,2})(st|nd|rd|th)?(\.\d+)?$", word)
        or re.fullmatch(r"(?:g|gr|gd|egm|egr|sci)0*(\d{1,2})", word)
        or re.search(r"\bgrade (?:level )?0*(\d{1,2})\b", text.lower())
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
    season = re.fullmatch(r"(fa|wi|sp|su)(\d\d)", text.strip().lower())
    if season:
        return 2000 + int(season[2]) + (1 if season[1] == "fa" else 0)
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
    """The season of a test: fall, winter, spring or summer."""
    lowered = text.strip().lower()
    return _first(WINDOWS, lowered) or _season_of(day(lowered))


def _season_of(given: date | None) -> str | None:
    return season(given) if given else None


@lru_cache(maxsize=20_000)
def subject(text: str) -> str | None:
    """One of math, ela, language, science, social studies."""
    return _first(SUBJECTS, re.sub(r"[_./-]", " ", text.lower()))


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
