"""Read days off as people type them, and write them so: one break a line, a date or two, and why."""

from collections.abc import Sequence
from datetime import date

from workflows.refusal import Refusal
from workflows.rules import typed_dates
from workflows.rules.calendar import DaysOff

MOST_BREAKS = 60
MOST_TYPED = 3000
MOST_WORDS = 12  # of a line that may be its dates; what follows is why


def read_breaks(text: str, today: date) -> tuple[DaysOff, ...]:
    """Read lines such as ``Nov 25-27 Thanksgiving``, ``11/11/2026``, ``del 21 de diciembre al 1 de enero Receso``.

    Raises
    ------
    Refusal
        For the first line that can't be read, with the field ``days_off``.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_BREAKS:
        raise Refusal("Please list at most {most} breaks.", field="days_off", most=MOST_BREAKS)
    return tuple(_break(line, today) for line in lines)


def write_breaks(breaks: Sequence[DaysOff]) -> str:
    """Write days off so that reading them gives the same; without their reasons where those don't fit into a form."""
    spans = [str(each.first_on) if each.first_on == each.last_on else f"{each.first_on} to {each.last_on}"
             for each in breaks]  # fmt: skip
    whole = "\n".join(f"{span} {each.why}".strip() for span, each in zip(spans, breaks, strict=True))
    return whole if len(whole) <= MOST_TYPED else "\n".join(spans)


def _break(line: str, today: date) -> DaysOff:
    words = line.split()
    for many in range(min(len(words), MOST_WORDS), 0, -1):
        span = typed_dates.span(" ".join(words[:many]), today)
        if span is not None:
            if span[1] < span[0]:
                raise Refusal("“{line}” ends before it begins.", field="days_off", line=line[:80])
            return DaysOff(*span, " ".join(words[many:]).strip(" ,:;–—-")[:80])
    raise Refusal(
        "I can't read “{line}”. Write one break a line, like 2026-11-26 to 2026-11-27 Thanksgiving.",
        field="days_off",
        line=line[:80],
    )
