"""What a cycle will say and when: occurrences, the seeds of posts.

An occurrence's key holds the local date, never an instant: when the clocks' rules or the calendar change, planning
again finds the rows it planned before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.rules.calendar import Week, meeting_day
from workflows.rules.quiet_hours import QUIET_FROM, QUIET_UNTIL, Kind, is_quiet
from workflows.rules.wall_time import instant

PROMPT_AT = time(7, 45)
PROMPT_LEAD = timedelta(minutes=30)


@dataclass(frozen=True)
class Occurrence:
    """One thing to say: ``due_at`` in UTC, not worth saying from ``useless_at`` on (None: always worth it)."""

    key: str
    kind: str
    on: date
    due_at: datetime
    useless_at: datetime | None = None
    facts: dict[str, object] = field(default_factory=dict)


def prompt_time(meets_at: time) -> time:
    """Choose the wall time of the weekly prompt: early on the meeting day, half an hour ahead where possible."""
    ahead = datetime.combine(date.min + timedelta(days=1), meets_at) - PROMPT_LEAD
    return max(QUIET_UNTIL, min(PROMPT_AT, ahead.time()))


def weekly_prompts(
    cycle_id: int, weeks: Sequence[Week], weekday: int, at: time, zone: ZoneInfo
) -> tuple[Occurrence, ...]:
    """Plan one prompt per school week, on the team's meeting day at a wall time.

    ``weeks`` come from ``calendar.school_weeks``, so days off are out already. A time in the quiet hours becomes the
    end of the quiet hours that morning. Facts: ``week`` and ``weeks``, as numbers.
    """
    civil_at = QUIET_UNTIL if is_quiet(at) else at
    return tuple(
        Occurrence(
            key=f"cycle:{cycle_id}:prompt:{on}",
            kind=Kind.CYCLE_PROMPT,
            on=on,
            due_at=instant(on, civil_at, zone),
            useless_at=instant(week.school_days[-1], QUIET_FROM, zone),
            facts={"week": week.number, "weeks": len(weeks)},
        )
        for week in weeks
        for on in [meeting_day(week, weekday)]
    )
