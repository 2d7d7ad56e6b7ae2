"""Student ids as a school wrote them, before a spreadsheet dressed them up; and what stands where an id should."""

import re
import unicodedata
from functools import lru_cache

import pyarrow.compute as pc

from workflows.formats import coded_columns
from workflows.formats.coded_columns import Coded, Mask

ROLES = ("student", "student_state", "student_vendor")
MANGLED, NAMED, TOTAL = "id mangled by a spreadsheet", "a name instead of a student id", "a total, not a student"
# What a spreadsheet does to keep an id a text (="007", '007), and a program to a number (605007.0, "605,007").
DRESSED = re.compile(r"""="?([^"]+)"?|'+(.+)|"(.+)"|(\d+)\.0+|(\d{1,3}(?:,\d{3})+)(?:\.0+)?""")
# In the order in which they are asked, in the patterns that arrow knows.
ODD = {
    MANGLED: r"(?i)^\d+([.,]\d+)?e\+\d+$|^#+$|^#(ref|value|name|num)[!?]$",
    TOTAL: r"(?i)^([a-z]+ ){0,2}(totals?|averages?|avg|mean|median|sum|count)( [a-z ]+)?:?$",
    NAMED: r"^[^0-9]*[^0-9 ,][ ,]+[^0-9 ,][^0-9]*$|^[\p{L}'’-]{2,}$",
}


def tidied(column: Coded) -> Coded:
    """The ids without what was put around them to keep their leading zeros."""
    if pc.all(pc.utf8_is_alnum(column.texts), min_count=0).as_py():
        return column
    return coded_columns.labels(column, _bare)


def oddities(column: Coded) -> list[tuple[Mask, str]]:
    """Where something else than an id stands, and what: an id that lost its digits, a total, a name."""
    worded = pc.and_not(pc.utf8_is_alnum(column.texts), pc.utf8_is_alpha(column.texts))
    if pc.all(worded, min_count=0).as_py():
        return []
    return [(_fitting(column, pattern), reason) for reason, pattern in ODD.items()]


def genuine(column: Coded) -> Coded:
    """The ids, none where something else stands: two students whose ids lost their digits would become one."""
    for odd, _ in oddities(column):
        column = column.without(odd)
    return column


@lru_cache(maxsize=20_000)
def name(text: str) -> str:
    """A student's name the way it is hidden: "Ash, Ann" and "ann ash " are one person."""
    last, comma, first = unicodedata.normalize("NFC", text).casefold().partition(",")
    return " ".join(f"{first} {last}".split()) if comma else " ".join(last.split())


def _bare(text: str) -> str:
    found = DRESSED.fullmatch(text)
    return (found[5] or "").replace(",", "") or next(part for part in found.groups() if part).strip() if found else text


def _fitting(column: Coded, pattern: str) -> Mask:
    return coded_columns.flagged(column, pc.match_substring_regex(column.texts, pattern).to_pylist())
