"""Promises as they are shown: one's own, the team's, those a meeting begins with; the team's follow-through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from workflows.commitments.promises import State
from workflows.store.engine import vault_of
from workflows.store.tables import Commitment, Cycle, Teacher, Team

MEETINGS_IN_A_TREND = 4


@dataclass(frozen=True)
class Promise:
    """One promise as it is shown to whoever may see it."""

    id: int
    by: str
    text: str
    due_on: date
    state: str
    private: bool
    carried: int
    on_agenda: bool
    note: str = ""
    obstacle: str = ""
    helper: str = ""


@dataclass(frozen=True)
class FollowThrough:
    """How many promises of one day were made, and how many are done: the team's, never a person's."""

    due_on: date
    made: int
    done: int


def of_teacher(session: Session, slack_id: str) -> list[Promise]:
    """A teacher's own promises that are open or stuck, the next due first."""
    return _shown(session, select(Commitment).join(Teacher).where(Teacher.slack_id == slack_id, _unanswered()))


def of_team(session: Session, team: Team) -> list[Promise]:
    """What members of a team let each other see and haven't answered yet, the next due first."""
    return _shown(session, _visible(team).where(_unanswered()))


def for_meeting(session: Session, team: Team, on: date) -> list[Promise]:
    """What a meeting begins with: visible promises due by that day, and what was put on its agenda."""
    due = (Commitment.due_on <= on) | Commitment.on_agenda
    return _shown(session, _visible(team).where(due, _unanswered()))


def of_cycle(session: Session, cycle: Cycle) -> list[Promise]:
    """Every visible promise of a cycle, whatever became of it."""
    shown = select(Commitment).where(Commitment.cycle_id == cycle.id, Commitment.private.is_(False))
    return _shown(session, shown)


def follow_through(session: Session, cycle: Cycle) -> tuple[int, int]:
    """How many promises of a cycle were made and how many are done, the private ones among them."""
    states = session.scalars(select(Commitment.state).where(Commitment.cycle_id == cycle.id)).all()
    return len(states), sum(state == State.DONE for state in states)


def trend(session: Session, team: Team, today: date) -> list[FollowThrough]:
    """Follow-through of a team over the last days on which promises were due, the earliest first."""
    rows = session.execute(
        select(Commitment.due_on, Commitment.state)
        .where(Commitment.team_id == team.id, Commitment.due_on <= today)
        .order_by(Commitment.due_on)
    ).all()
    by_day: dict[date, list[str]] = {}
    for due_on, state in rows:
        by_day.setdefault(due_on, []).append(state)
    days = [FollowThrough(on, len(states), states.count(State.DONE)) for on, states in by_day.items()]
    return days[-MEETINGS_IN_A_TREND:]


def _visible(team: Team) -> Select[Commitment]:
    return select(Commitment).where(Commitment.team_id == team.id, Commitment.private.is_(False))


def _unanswered() -> ColumnElement[bool]:
    return Commitment.state.in_((State.OPEN, State.STUCK))


def _shown(session: Session, wanted: Select[Commitment]) -> list[Promise]:
    rows: Iterable[Commitment] = session.scalars(wanted.order_by(Commitment.due_on, Commitment.id))
    return [promise(session, row) for row in rows]


def promise(session: Session, row: Commitment) -> Promise:
    """One promise as it is shown."""
    vault = vault_of(session)
    return Promise(
        id=row.id, by=row.teacher.slack_id, text=vault.open(row.text_sealed), due_on=row.due_on, state=row.state,
        private=row.private, carried=row.carried, on_agenda=row.on_agenda,
        note=vault.open(row.note_sealed) if row.note_sealed else "", obstacle=row.obstacle or "",
        helper=row.helper or "",
    )  # fmt: skip
