"""Dates as people type them, in English and Spanish: "by Friday", "9/29", "Sept 29 – Oct 3", "29 de septiembre"."""

import re
from datetime import date, datetime, time, timedelta
from typing import cast

import dateparser

LANGUAGES = ["en", "es"]
LONGEST_DAY = 40
# Only behind one of these words is the end of a sentence taken for a day; "May" or "second" may mean something else.
_BEFORE_A_DAY = re.compile(r"\s+(?:by|until|before|due|on|para|antes\s+del?|hasta|el)\s+", re.I)
_FILLER = re.compile(r"^(?:(?:by|until|before|on|the|para|antes|hasta|de|del|el)\s+)+", re.I)
_NEXT = re.compile(r"^(?:next|this|coming|próximo|proximo|este)\s+|\s+(?:próximo|proximo|que viene)$", re.I)
_WEEKDAYS = (
    ("monday", "mon", "lunes"), ("tuesday", "tue", "tues", "martes"),
    ("wednesday", "wed", "miércoles", "miercoles"), ("thursday", "thu", "thurs", "jueves"),
    ("friday", "fri", "viernes"), ("saturday", "sat", "sábado", "sabado"), ("sunday", "sun", "domingo"),
)  # fmt: skip
_SEPARATE_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def day(text: str, today: date) -> date | None:
    """The day somebody means; one without a year is the next to come. None where no day is meant.

    >>> day("Friday", date(2026, 9, 14))
    datetime.date(2026, 9, 18)
    >>> day("29 de septiembre", date(2026, 9, 14))
    datetime.date(2026, 9, 29)
    """
    words = _FILLER.sub("", " ".join(text.split())).strip(" .,;")
    if not words:
        return None
    if (weekday := _weekday(words)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)), "PREFER_DATES_FROM": "future", "DATE_ORDER": "MDY",
        "REQUIRE_PARTS": ["day"], "STRICT_PARSING": False,
    }  # fmt: skip
    found = dateparser.parse(words, languages=LANGUAGES, settings=settings)
    if found is None:
        return None
    if found.date() < today and not _SEPARATE_YEAR.search(words) and _is_plain_day(words):
        return _next_year(found.date(), today)
    return cast(datetime, found).date()


def deadline(text: str, today: date) -> tuple[str, date | None]:
    """A promise as typed, and the day it names at its end: ``try exit tickets by Friday``."""
    text = " ".join(text.split())
    for word in _BEFORE_A_DAY.finditer(text):
        tail = text[word.end() :].rstrip(".!")
        if len(tail) <= LONGEST_DAY and (due_on := day(tail, today)):
            return text[: word.start()].rstrip(" ,;"), due_on
    for words in (1, 2):  # "mañana", "next Friday": a day without a word before it
        head, tail = _split(text, words)
        if head and _is_relative(tail) and (due_on := day(tail, today)):
            return head, due_on
    return text, None


def _weekday(words: str) -> int | None:
    """Which day of the week somebody means by its name alone; Monday is 0."""
    name = _NEXT.sub("", words.lower()).strip()
    return next((number for number, names in enumerate(_WEEKDAYS) if name in names), None)


def _split(text: str, words: int) -> tuple[str, str]:
    parts = text.split(" ")
    return " ".join(parts[:-words]), " ".join(parts[-words:])


def _is_relative(text: str) -> bool:
    known = {"today", "tomorrow", "hoy", "mañana"}
    return text.lower().strip(".!") in known or text.lower().startswith(("next ", "this ", "próximo ", "este "))


def _is_plain_day(words: str) -> bool:
    return any(each.isdigit() for each in words)


def _next_year(found: date, today: date) -> date:
    try:
        later = found.replace(year=today.year)
        return later if later >= today else found.replace(year=today.year + 1)
    except ValueError:
        return found + timedelta(days=365)
