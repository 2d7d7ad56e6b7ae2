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
PAST = timedelta(days=120)  # a calendar typed in December may begin with August
_MONTHS = {
    "jan": 1, "ene": 1, "feb": 2, "mar": 3, "apr": 4, "abr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "ago": 8,
    "sep": 9, "set": 9, "oct": 10, "nov": 11, "dec": 12, "dic": 12,
}  # fmt: skip
_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|"
    r"septiembre|setiembre|octubre|noviembre|dic(?:iembre)?)\.?"
)
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?",
        _NAME + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?",
        r"(?P<day>\d{1,2})\s+(?:de\s+)?" + _NAME + r"(?:,?\s+(?:de\s+|del\s+)?(?P<year>\d{4}))?",
    )
)
_FROM = re.compile(r"^(?:from|del?|on|el)\s+", re.I)
_TO = re.compile(r"\s*(?:–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\bal?\b|\bhasta(?:\s+el)?\b|\bbis\b|-)\s*", re.I)
_MONTH_BEHIND = re.compile(r"^\d{1,2}\s+")
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


def span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a range as people write it, or one day twice; None where anything else stands.

    A day without a year lies in the school year around today.

    >>> span("Dec 21 – Jan 1", date(2026, 9, 14))
    (datetime.date(2026, 12, 21), datetime.date(2027, 1, 1))
    >>> span("Nov 25-27", date(2026, 9, 14))
    (datetime.date(2026, 11, 25), datetime.date(2026, 11, 27))
    """
    text = _FROM.sub("", text.strip(" ,;:"))
    if (only := _written(text, today)) is not None:
        return only, only
    for mark in _TO.finditer(text):
        first = _written(text[: mark.start()], today)
        last_text = text[mark.end() :].strip()
        if first is None:  # 21 al 25 de diciembre, 21-25 de diciembre: the month stands behind
            first = _written(f"{text[: mark.start()]} {_MONTH_BEHIND.sub('', last_text)}", today)
        last = _written(last_text, today)
        if last is None and first is not None and last_text.isdigit():
            last = _same_month(first, int(last_text))
        if first is not None and last is not None:
            return first, _after(first, last, last_text)
    return None


def _written(text: str, today: date) -> date | None:
    """A day written with its month: 2026-11-26, 11/26, 11/26/26, Nov 26, 26 de noviembre de 2026."""
    match = next((found for pattern in _DAYS if (found := pattern.fullmatch(text.strip(" ,.").lower()))), None)
    if match is None:
        return None
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS.get(parts["month"].rstrip(".")[:3], 0)
    year = int(parts["year"]) if parts.get("year") else None
    return _date(year + 2000 if year is not None and year < 100 else year, month, int(parts["day"]), today)


def _date(year: int | None, month: int, on: int, today: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, on)
        near = date(today.year, month, on)
        return near if today - near <= PAST else date(today.year + 1, month, on)
    except ValueError:
        return None


def _same_month(first: date, on: int) -> date | None:
    try:
        return first.replace(day=on)
    except ValueError:
        return None


def _after(first: date, last: date, last_text: str) -> date:
    """A range over New Year whose end has no year of its own ends in the next one."""
    over = last < first and first.month > last.month and not _SEPARATE_YEAR.search(last_text)
    return last.replace(year=last.year + 1) if over else last


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
