"""What a cycle tells its team: the facts of each message, read when it is sent and not when it was planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.cycles import schedule
from workflows.cycles.phases import ALLOTMENT, Phase, phase_of, weeks_in
from workflows.cycles.stages import Stage
from workflows.posts import NotNeeded
from workflows.rules.calendar import ends_on, week_of
from workflows.store.engine import vault_of
from workflows.store.tables import Commitment, Cycle, Reflection, Teacher


@dataclass(frozen=True)
class Prompted:
    """Which question a week asks; ``earlier`` counts the team's cycles before this one."""

    week: int
    phase: Phase
    earlier: int


def prompted(session: Session, cycle: Cycle, on: date) -> Prompted | None:
    """Which question is asked on a day; None when school is closed that week or the cycle hasn't that day."""
    week = week_of(schedule.school_weeks_of(session, cycle), on)
    if week is None:
        return None
    return Prompted(week.number, phase_of(week.number, ALLOTMENT[cycle.weeks]), cycle.earlier)


def started_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the channel hears when a cycle starts."""
    cycle = _spoken_of(session, facts)
    weeks = schedule.school_weeks_of(session, cycle)
    return {
        "language": cycle.team.language, "question": cycle.question, "weeks": cycle.weeks,
        "started_by": cycle.started_by, "starts_on": cycle.starts_on, "ends_on": ends_on(weeks),
        "team": cycle.team.name, "meeting_weekday": weeks[0].first_on + timedelta(days=cycle.team.meeting_weekday),
        "meeting_at": cycle.team.meeting_at,
    }  # fmt: skip


def prompt_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a weekly prompt is about."""
    cycle = _spoken_of(session, facts)
    on = date.fromisoformat(facts["on"])
    asked = prompted(session, cycle, on)
    if asked is None:
        raise NotNeeded("school is closed that week")
    return {
        "language": cycle.team.language, "cycle": cycle.id, "on": on, "week": asked.week, "weeks": cycle.weeks,
        "phase": asked.phase, "question": cycle.question, "earlier": asked.earlier,
    }  # fmt: skip


def phase_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a team's members wrote in a phase, in their own words; anonymous ones without a name.

    Raises
    ------
    NotNeeded
        When nobody wrote anything: an empty summary would only remind people of that.
    """
    cycle, phase = _spoken_of(session, facts), Phase(facts["phase"])
    weeks, numbers = schedule.school_weeks_of(session, cycle), weeks_in(phase, ALLOTMENT[cycle.weeks])
    first_on, last_on = weeks[numbers[0] - 1].first_on, weeks[numbers[-1] - 1].last_on
    written = session.execute(
        select(Reflection, Teacher.slack_id)
        .join(Teacher, Teacher.id == Reflection.teacher_id, isouter=True)
        .where(Reflection.cycle_id == cycle.id, Reflection.prompt_on.between(first_on, last_on))
        # In no order that tells who wrote when: a keyed hash is as good as shuffled.
        .order_by(Reflection.author_mark)
    ).all()
    if not written:
        raise NotNeeded("nobody wrote in this phase")
    words = [(vault_of(session).open(reflection.text_sealed), who) for reflection, who in written]
    return {"language": cycle.team.language, "phase": phase, "question": cycle.question, "words": words}


def closing_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a team has done by its cycle's last day; counts for the team, never for a person."""
    cycle = _spoken_of(session, facts)
    kept = select(func.count()).select_from(Commitment).where(Commitment.cycle_id == cycle.id)
    return {
        "language": cycle.team.language, "cycle": cycle.id, "question": cycle.question, "weeks": cycle.weeks,
        "reflections": session.scalar(
            select(func.count()).select_from(Reflection).where(Reflection.cycle_id == cycle.id)
        ),
        "commitments": session.scalar(kept), "kept": session.scalar(kept.where(Commitment.state == "done")),
    }  # fmt: skip


def moved_facts(session: Session, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Who moved the cycle to which stage."""
    cycle = session.get(Cycle, facts["cycle"], options=schedule.WITH_TEAM)
    if cycle is None or cycle.stage != facts["stage"]:
        raise NotNeeded("it was moved on since")
    team = cycle.team
    return {"language": team.language, "team": team.name, "stage": cycle.stage, "by": facts["by"]}


def gather(session: Session, told: Sequence[dict[str, Any]]) -> object:
    """Read the cycles of many posts at once; as long as the caller keeps what is returned, nobody asks again."""
    wanted = {facts["cycle"] for facts in told}
    return session.scalars(select(Cycle).where(Cycle.id.in_(wanted)).options(*schedule.WITH_TEAM)).all()


def _spoken_of(session: Session, facts: dict[str, Any]) -> Cycle:
    cycle = session.get(Cycle, facts["cycle"], options=schedule.WITH_TEAM)
    if cycle is None or cycle.stage != Stage.RUNNING:
        raise NotNeeded(f"the cycle is {cycle.stage if cycle else 'gone'}")
    return cycle
