"""Read days off as people type them, and write them so: one break a line, a date or two, and why."""

import re
from collections.abc import Sequence
from datetime import date

from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff

MOST_BREAKS = 60
MOST_TYPED = 3000
_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})"
_LINE = re.compile(rf"^{_DAY}(?:\s*(?:-|–|—|to|a|al|bis)\s*{_DAY})?[\s,:;]*(.*)$", re.IGNORECASE)


def read_breaks(text: str) -> tuple[DaysOff, ...]:
    """Read lines such as ``2026-11-26 to 2026-11-27 Thanksgiving`` or ``11/11/2026 Veterans Day``.

    Raises
    ------
    Refusal
        For the first line that can't be read, with the field ``days_off``.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_BREAKS:
        raise Refusal("Please list at most {most} breaks.", field="days_off", most=MOST_BREAKS)
    return tuple(_break(line) for line in lines)


def write_breaks(breaks: Sequence[DaysOff]) -> str:
    """Write days off so that reading them gives the same; without their reasons where those don't fit into a form."""
    spans = [str(each.first_on) if each.first_on == each.last_on else f"{each.first_on} to {each.last_on}"
             for each in breaks]  # fmt: skip
    whole = "\n".join(f"{span} {each.why}".strip() for span, each in zip(spans, breaks, strict=True))
    return whole if len(whole) <= MOST_TYPED else "\n".join(spans)


def _break(line: str) -> DaysOff:
    found = _LINE.match(line)
    if not found:
        raise _unreadable(line)
    first_on, last_on = _day(found[1], line), _day(found[2] or found[1], line)
    if last_on < first_on:
        raise Refusal("“{line}” ends before it begins.", field="days_off", line=line[:80])
    return DaysOff(first_on, last_on, found[3].strip()[:80])


def _day(text: str, line: str) -> date:
    try:
        if "-" in text:
            return date(*map(int, text.split("-")))
        month, day, year = map(int, text.split("/"))
        return date(year, month, day)
    except ValueError:
        raise _unreadable(line) from None


def _unreadable(line: str) -> Refusal:
    return Refusal(
        "I can't read “{line}”. Write one break a line, like 2026-11-26 to 2026-11-27 Thanksgiving.",
        field="days_off",
        line=line[:80],
    )
