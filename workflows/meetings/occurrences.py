"""What a meeting says by itself: a reminder before it, and each step as its turn comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.meetings.agendas import Turn
from workflows.posts.kinds import Kind
from workflows.posts.planned import Planned
from workflows.rules.wall_time import local

REMINDER_LEAD = timedelta(minutes=15)


def meeting_reminder(meeting_id: int, starts_at: datetime, zone: ZoneInfo, *, channel: str) -> Planned:
    """Plan the reminder, a quarter of an hour ahead; useless once the meeting has begun."""
    return Planned(
        channel=channel,
        kind=Kind.MEETING_REMINDER,
        key=f"meeting:{meeting_id}:reminder:{local(starts_at, zone).date()}",
        about=f"meeting:{meeting_id}",
        due_at=starts_at - REMINDER_LEAD,
        facts={"meeting": meeting_id},
        useful_until=starts_at,
    )


def meeting_steps(meeting_id: int, turns: Sequence[Turn], zone: ZoneInfo, *, channel: str) -> tuple[Planned, ...]:
    """Plan one post per turn, useless when the turn is over.

    Facts: ``step`` (its key), ``number`` of its repeat, ``place`` among the turns counted from 1, and ``turns`` in all.
    """
    on = local(turns[0].starts_at, zone).date()
    steps = (_step(meeting_id, on, turn, channel) for turn in turns)
    return tuple(
        replace(step, facts=step.facts | {"place": place, "turns": len(turns)})
        for place, step in enumerate(steps, start=1)
    )


def _step(meeting_id: int, on: date, turn: Turn, channel: str) -> Planned:
    return Planned(
        channel=channel,
        kind=Kind.MEETING_STEP,
        key=f"meeting:{meeting_id}:step:{on}:{turn.step.key}:{turn.number}",
        about=f"meeting:{meeting_id}",
        due_at=turn.starts_at,
        facts={"meeting": meeting_id, "step": turn.step.key, "number": turn.number},
        useful_until=turn.ends_at,
    )
