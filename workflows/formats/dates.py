"""Dates in any of the ways in which vendors and spreadsheets write one, and where in a school year they lie."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

DATES = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", ("year", "month", "day")),
    (r"(20\d\d)-(\d\d)-(\d\d)\d\d:\d\d.*", ("year", "month", "day")),  # CAASPP of 2016: no space before the time
    (r"(\d{4})/(\d{1,2})/(\d{1,2})", ("year", "month", "day")),
    (r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})", ("month", "day", "year")),
    (r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", ("day", "month", "year")),
    (r"(20\d\d)(\d\d)(\d\d)", ("year", "month", "day")),
    (r"(\d{1,2})(\d{2})(20\d\d)", ("month", "day", "year")),
    (r"(\d{1,2})(\d{2})(\d{2})", ("month", "day", "year")),
    (r"(0?[1-9]|1[0-2])([12]\d)", ("month", "year")),
)
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?!\d)")
# Days since the end of 1899, as a spreadsheet counts them: 2000 to 2049.
SERIALS = range(36_526, 54_789)
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAME = f"({'|'.join(MONTH_NAMES)})[a-z]*\\.?"
# 16-Sep-21, 16 September 2021, Sep 16, 2021
NAMED = re.compile(rf"(?<!\d)(\d{{1,2}})[- ]{NAME}[- ,]+(\d{{4}}|\d{{2}})(?!\d)|\b{NAME} (\d{{1,2}}),? (\d{{4}})(?!\d)")


@lru_cache(maxsize=20_000)
def day(text: str) -> date | None:
    """The date in any of the ways in which vendors write one; a month and year (MMYY) is its first day."""
    named = NAMED.match(text.strip().lower())
    if named:
        number, month, year = named[1] or named[5], named[2] or named[4], named[3] or named[6]
        return _date({"day": int(number), "month": MONTH_NAMES.index(month) + 1, "year": int(year)})
    start = re.split(r"[Tt ]", text.strip(), maxsplit=1)[0]
    for pattern, names in DATES:
        found = re.fullmatch(pattern, start)
        parts = {name: int(part) for name, part in zip(names, found.groups(), strict=True)} if found else None
        if parts and (given := _date(parts)):
            return given
    return _of_serial(start)


def are_day_first(texts: Iterable[str]) -> bool:
    """Whether dates with slashes are written as most of the world writes them: some can only be, none can't."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := SLASHED.match(text.strip()))]
    return any(first > 12 for first, _ in pairs) and all(second <= 12 for _, second in pairs)


def month_first(text: str) -> str:
    """16/9/2021 as 9/16/2021; what is no such date stays."""
    return SLASHED.sub(r"\2/\1/\3", text.strip())


def _of_serial(text: str) -> date | None:
    """The date that a spreadsheet shows as a number of days, with the time of day behind a point."""
    days = re.fullmatch(r"(\d{5})(\.\d+)?", text)
    return date(1899, 12, 30) + timedelta(days=int(days[1])) if days and int(days[1]) in SERIALS else None


def _date(parts: dict[str, int]) -> date | None:
    full_year = parts["year"] + 2000 if parts["year"] < 100 else parts["year"]
    if not 2000 <= full_year <= 2099:
        return None
    try:
        return datetime(full_year, parts["month"], parts.get("day", 1)).date()  # noqa: DTZ001 - a date has no zone
    except ValueError:
        return None


def season(given: date) -> str:
    """The season in which a school would say that a date lies."""
    month_day = (given.month, given.day)
    if (7, 15) <= month_day <= (11, 30):
        return "fall"
    if month_day >= (12, 1) or month_day < (3, 1):
        return "winter"
    return "spring" if month_day < (6, 16) else "summer"


def school_year(given: date) -> int:
    """The year in which the school year of a date ends; it turns in July."""
    return given.year + (1 if given.month >= 7 else 0)
