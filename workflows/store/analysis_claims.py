"""Which worker runs which analysis, decided by the database as it is for uploads; and when a new one is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Subquery, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from workflows.store.brightspots import Analysis, Found
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import Workspace
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload

BETWEEN_CONFIRMATIONS = timedelta(hours=1)
MOST_ATTEMPTS = 3  # an analysis that ends its process this often is given up


@dataclass(frozen=True)
class TakenAnalysis:
    """An analysis that is ours to run until its lease ends."""

    id: int
    workspace_id: int
    attempts: int


def _oldest() -> Select[int, int, int]:
    other = aliased(Analysis)
    running = select(other.id).where(
        other.workspace_id == Analysis.workspace_id, other.state == Found.WAITING, other.lease_until > bindparam("now")
    )
    return (
        select(Analysis.id, Analysis.workspace_id, Analysis.attempts)
        .join(Workspace, Workspace.id == Analysis.workspace_id)
        .where(
            Analysis.state == Found.WAITING,
            or_(Analysis.lease_until.is_(None), Analysis.lease_until <= bindparam("now")),
            Workspace.stopped_at.is_(None),
            ~running.exists(),
        )
        .order_by(Analysis.id)
        .limit(1)
        .with_for_update(of=Analysis, skip_locked=True)
    )


def _stirred() -> Select[int]:
    moved = Upload.state.in_((Stage.IMPORTED, Stage.REPLACED, Stage.UNDONE))
    imported = _latest(Upload.workspace_id, Upload.settled_at, moved)
    confirmed = _latest(RosterTeacher.workspace_id, RosterTeacher.confirmed_at, RosterTeacher.slack_id.is_not(None))
    asked = _latest(Analysis.workspace_id, Analysis.asked_at, Analysis.id.is_not(None))
    rested = and_(confirmed.c.last_at > asked.c.last_at, asked.c.last_at <= bindparam("rested_at"))
    return (
        select(imported.c.workspace_id)
        .outerjoin(confirmed, confirmed.c.workspace_id == imported.c.workspace_id)
        .outerjoin(asked, asked.c.workspace_id == imported.c.workspace_id)
        .where(or_(confirmed.c.last_at.is_not(None), asked.c.last_at.is_not(None)))
        .where(or_(asked.c.last_at.is_(None), asked.c.last_at < imported.c.last_at, rested))
    )


def _latest(workspace: Any, moment: Any, condition: Any) -> Subquery:  # noqa: ANN401 - columns of any table
    return select(workspace, func.max(moment).label("last_at")).where(condition).group_by(workspace).subquery()


# Every heartbeat asks these, so they are made once.
OLDEST, STIRRED = _oldest(), _stirred()


def take(connection: Connection, *, worker: str, now: datetime, lease: timedelta) -> TakenAnalysis | None:
    """Take the oldest analysis that waits, or whose worker went away; one at a time for each workspace."""
    row = connection.execute(OLDEST, {"now": now}).first()
    if row is None:
        return None
    connection.execute(
        update(Analysis)
        .where(Analysis.id == row.id)
        .values(taken_by=worker, lease_until=now + lease, attempts=row.attempts + 1)
    )
    return TakenAnalysis(row.id, row.workspace_id, row.attempts + 1)


def give_back(connection: Connection, taken: TakenAnalysis, *, worker: str) -> None:
    """Let go of an analysis that was ended through no fault of its own."""
    ours = (Analysis.id == taken.id, Analysis.taken_by == worker)
    connection.execute(update(Analysis).where(*ours).values(lease_until=None, attempts=taken.attempts - 1))


def stirred(connection: Connection, *, now: datetime) -> Sequence[int]:
    """Workspaces in which scores came in, or rosters were confirmed, since the last analysis was asked for.

    Scores are looked at as soon as they are in. Confirmations come one by one over days, so those wait until the last
    analysis is ``BETWEEN_CONFIRMATIONS`` old.
    """
    return connection.scalars(STIRRED, {"rested_at": now - BETWEEN_CONFIRMATIONS}).all()
