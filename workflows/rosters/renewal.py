"""A roster follows its school's imports: what fits into one short transaction at once, the rest a portion at a time.

A school of thousands of teachers must not keep everybody else's forms waiting until all of its rows are written.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from workflows.rosters import entries
from workflows.rosters.confirmation import PORTION, ask
from workflows.store.renewals import RosterRenewal
from workflows.store.tables import Workspace


def renew(session: Session, school_id: int, *, now: datetime) -> bool:
    """Bring a portion of a school's roster to what its imports say, and ask whoever's part is another one.

    Gives whether that was all; otherwise a worker goes on with it (``due``).
    """
    waiting = session.scalar(select(RosterRenewal).where(RosterRenewal.school_id == school_id).with_for_update())
    rows, is_done = entries.refresh(session, school_id, most=PORTION)
    ask(session, rows, now)
    if is_done:
        session.execute(delete(RosterRenewal).where(RosterRenewal.school_id == school_id))
    elif waiting is None:
        session.add(RosterRenewal(school_id=school_id, asked_at=now))
    return is_done


def due(connection: Connection) -> tuple[int, int] | None:
    """The workspace and the school whose roster has waited longest for its next portion."""
    waiting = (
        select(RosterRenewal.workspace_id, RosterRenewal.school_id)
        .join(Workspace, Workspace.id == RosterRenewal.workspace_id)
        .where(Workspace.stopped_at.is_(None))
        .order_by(RosterRenewal.asked_at)
        .limit(1)
    )
    row = connection.execute(waiting).first()
    return None if row is None else (row.workspace_id, row.school_id)
