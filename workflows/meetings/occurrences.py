"""What a meeting says by itself: a reminder before it, and each step as its turn comes."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflows.cycles.occurrences import Occurrence
from workflows.meetings.agendas import Turn
from workflows.rules.quiet_hours import MEETING_REMINDER_LEAD, Kind
from workflows.rules.wall_time import local


def meeting_reminder(meeting_id: int, starts_at: datetime, zone: ZoneInfo) -> Occurrence:
    """Plan the reminder, a quarter of an hour ahead; useless once the meeting has begun."""
    on = local(starts_at, zone).date()
    return Occurrence(
        key=f"meeting:{meeting_id}:reminder:{on}",
        kind=Kind.MEETING_REMINDER,
        on=on,
        due_at=starts_at - MEETING_REMINDER_LEAD,
        useless_at=starts_at,
    )


def meeting_steps(meeting_id: int, turns: Sequence[Turn], zone: ZoneInfo) -> tuple[Occurrence, ...]:
    """Plan one post per turn, useless when the turn is over.

    Facts: ``step`` (its key), ``number`` of its repeat, ``place`` among the turns counted from 1, and ``turns`` in all.
    """
    on = local(turns[0].starts_at, zone).date()
    return tuple(_step(meeting_id, on, turn, place, len(turns)) for place, turn in enumerate(turns, start=1))


def _step(meeting_id: int, on: date, turn: Turn, place: int, of: int) -> Occurrence:
    return Occurrence(
        key=f"meeting:{meeting_id}:step:{on}:{turn.step.key}:{turn.number}",
        kind=Kind.MEETING_STEP,
        on=on,
        due_at=turn.starts_at,
        useless_at=turn.ends_at,
        facts={"step": turn.step.key, "number": turn.number, "place": place, "turns": of},
    )
