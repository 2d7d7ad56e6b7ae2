"""The work a digest tells of: practices being tried, commitments kept, reflections written, meetings to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import cycles
from workflows.cycles.stages import Stage
from workflows.store.tables import Commitment, Cycle, Meeting, Reflection, Team

MOST_NAMED = 3

Row = dict[str, Any]


def since(session: Session, members: Sequence[Team], last_at: datetime, now: datetime) -> dict[str, Any]:
    """What teams have done since the last digest, and what is coming."""
    ids = [team.id for team in members]
    running = session.scalars(
        select(Cycle).where(Cycle.team_id.in_(ids), Cycle.stage == Stage.RUNNING).order_by(Cycle.id)
    ).all()
    kept = select(func.count()).select_from(Commitment).where(
        Commitment.team_id.in_(ids), Commitment.state == "done", Commitment.checked_in_at > last_at
    )  # fmt: skip
    written_now = select(func.count()).select_from(Reflection).where(
        Reflection.cycle_id.in_([cycle.id for cycle in running]), Reflection.written_at > last_at
    )  # fmt: skip
    return {
        "cycles": len(running), "kept": session.scalar(kept), "written": session.scalar(written_now),
        "tried": [_tried(session, cycle, now) for cycle in running[:MOST_NAMED]],
        "coming": _coming(session, running, now),
    }  # fmt: skip


def _tried(session: Session, cycle: Cycle, now: datetime) -> Row:
    where = cycles.where(session, cycle, now)
    week = where.week.number if where.week else None
    return {"team": cycle.team.name, "question": cycle.question, "week": week, "weeks": cycle.weeks}


def _coming(session: Session, running: Sequence[Cycle], now: datetime) -> list[Row]:
    """The next meetings of the coming week."""
    of_teams = {cycle.id: cycle.team for cycle in running}
    today = now.date()
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.cycle_id.in_(list(of_teams)), Meeting.cancelled_at.is_(None))
        .where(Meeting.meets_on > today, Meeting.meets_on <= today + timedelta(days=7))
        .order_by(Meeting.meets_on, Meeting.meets_at)
    )
    return [
        {"team": of_teams[each.cycle_id].name, "on": each.meets_on.isoformat()}
        for each in meetings
        if each.cycle_id is not None
    ][:MOST_NAMED]
