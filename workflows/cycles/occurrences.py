"""When a cycle asks its weekly question."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.posts.kinds import Kind
from workflows.posts.planned import Planned
from workflows.rules.calendar import Week, meeting_day
from workflows.rules.quiet_hours import QUIET_FROM, QUIET_UNTIL, is_quiet
from workflows.rules.wall_time import instant

PROMPT_AT = time(7, 45)
PROMPT_LEAD = timedelta(minutes=30)


def prompt_time(meets_at: time) -> time:
    """Choose the wall time of the weekly prompt: early on the meeting day, half an hour ahead where possible."""
    ahead = datetime.combine(date.min + timedelta(days=1), meets_at) - PROMPT_LEAD
    return max(QUIET_UNTIL, min(PROMPT_AT, ahead.time()))


def weekly_prompts(
    cycle_id: int, weeks: Sequence[Week], weekday: int, at: time, zone: ZoneInfo, *, channel: str
) -> tuple[Planned, ...]:
    """Plan one prompt per school week, on the team's meeting day at a wall time.

    ``weeks`` come from ``calendar.school_weeks``, so days off are out already. A time in the quiet hours becomes the
    end of the quiet hours that morning. Facts: the ``cycle``, and the day it is asked ``on``.
    """
    civil_at = QUIET_UNTIL if is_quiet(at) else at
    return tuple(
        Planned(
            channel=channel,
            kind=Kind.CYCLE_PROMPT,
            key=f"cycle:{cycle_id}:prompt:{on}",
            about=f"cycle:{cycle_id}",
            due_at=instant(on, civil_at, zone),
            facts={"cycle": cycle_id, "on": on.isoformat()},
            zone=str(zone),
            useful_until=instant(week.school_days[-1], QUIET_FROM, zone),
        )
        for week in weeks
        for on in [meeting_day(week, weekday)]
    )
