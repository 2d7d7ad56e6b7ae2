"""The work a digest tells of: practices being tried, commitments kept, reflections written, meetings to come."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import cycles
from workflows.cycles.stages import Stage
from workflows.rules.calendar import Week
from workflows.rules.privacy import could_be_one_adult
from workflows.store.tables import Commitment, Cycle, Meeting, Membership, Reflection, Team

MOST_IN_FULL, MOST_COMING = 2, 3
OVER, ON_A_BREAK, NOT_YET = "over", "break", "not yet"


@dataclass(frozen=True)
class Trying:
    """A team's cycle: its question, and the week it is in; without one ``why_no_week`` says why."""

    team: str
    question: str
    week: int | None
    weeks: int
    why_no_week: str


def since(session: Session, members: Sequence[Team], last_at: datetime, now: datetime) -> dict[str, Any]:
    """What teams have done since the last digest, and what is coming.

    Two cycles are told in full, other ones every week, so that each team is read of; all are named. One whose weeks
    are over is no longer being tried: it waits to be closed.
    """
    ids = [team.id for team in members]
    running = session.scalars(
        select(Cycle).where(Cycle.team_id.in_(ids), Cycle.stage == Stage.RUNNING).order_by(Cycle.id)
    ).all()
    trying = [_trying(session, cycle, now) for cycle in running]
    tried = [each for each in trying if each.why_no_week != OVER]
    first = now.isocalendar().week * MOST_IN_FULL % len(tried) if tried else 0
    turned = [*tried[first:], *tried[:first]]
    kept, written = _counts(session, ids, [cycle.id for cycle in running], last_at)
    return {
        "cycles": len(tried), "kept": kept, "written": written,
        "tried": [asdict(each) for each in turned[:MOST_IN_FULL]],
        "also": sorted(each.team for each in turned[MOST_IN_FULL:]),
        "over": sorted(each.team for each in trying if each.why_no_week == OVER),
        "begun": any(cycle.created_at > last_at for cycle in running),
        "coming": _coming(session, running, now),
    }  # fmt: skip


def _trying(session: Session, cycle: Cycle, now: datetime) -> Trying:
    where = cycles.where(session, cycle, now)
    week = where.week.number if where.week else None
    return Trying(cycle.team.name, cycle.question, week, cycle.weeks, "" if week else _why(where.weeks, where.today))


def _why(weeks: Sequence[Week], today: date) -> str:
    """Why a cycle is in none of its weeks today."""
    if today < weeks[0].school_days[0]:
        return NOT_YET
    return OVER if today > weeks[-1].school_days[-1] else ON_A_BREAK


def _counts(session: Session, teams: Sequence[int], running: Sequence[int], last_at: datetime) -> tuple[int, int]:
    """Commitments kept and reflections written since; none are counted where so few could have done it."""
    people = select(func.count(func.distinct(Membership.teacher_id))).where(Membership.team_id.in_(teams))
    if could_be_one_adult(session.scalar(people) or 0):
        return 0, 0
    kept = select(func.count()).select_from(Commitment).where(
        Commitment.team_id.in_(teams), Commitment.state == "done", Commitment.checked_in_at > last_at
    )  # fmt: skip
    written = select(func.count()).select_from(Reflection).where(
        Reflection.cycle_id.in_(running), Reflection.written_at > last_at
    )  # fmt: skip
    return session.scalar(kept) or 0, session.scalar(written) or 0


def _coming(session: Session, running: Sequence[Cycle], now: datetime) -> list[dict[str, str]]:
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
    ][:MOST_COMING]
