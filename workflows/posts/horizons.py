"""Planning ahead that costs what changes: whatever has coming days says when they must be planned, and is asked then.

A subject that plans only so far ahead calls ``ask_again`` when it has planned, and gives `bot/planning.py` its planner.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from workflows.posts.plan import insert_of
from workflows.store.engine import workspace_of
from workflows.store.horizons import Horizon


class Subject(StrEnum):
    """What is planned ahead."""

    CYCLE = "cycle"
    DIGEST = "digest"


class Due(NamedTuple):
    """Something whose coming days have to be planned."""

    id: int
    workspace_id: int
    subject: str
    row_id: int


Planner = Callable[[Session, Collection[int], datetime], Mapping[int, datetime]]
"""Plans the coming days of some rows, of whatever workspaces; gives when each wants to be asked again, if ever."""

HORIZON = cast(Table, Horizon.__table__)
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
# Asked by every process again and again, so it is made once: whoever comes at the same moment gets others.
DUE = (
    select(HORIZON.c.id, HORIZON.c.workspace_id, HORIZON.c.subject, HORIZON.c.row_id)
    .where(HORIZON.c.due_at <= bindparam("now"))
    .order_by(HORIZON.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
MOVE = update(HORIZON).where(HORIZON.c.id == bindparam("the_id")).values(due_at=bindparam("at"))


def ask_again(session: Session, subject: Subject, row_id: int, due_at: datetime) -> None:
    """Remember when a row's next days have to be planned."""
    fresh = insert_of(session)(HORIZON).values(
        workspace_id=workspace_of(session), subject=subject, row_id=row_id, due_at=due_at
    )
    session.execute(
        fresh.on_conflict_do_update(index_elements=["subject", "row_id"], set_={"due_at": fresh.excluded.due_at})
    )


def ask_at_once(session: Session, subject: Subject, row_id: int) -> None:
    """Something has changed that a row's planning depends on; a row that isn't planned ahead stays so."""
    session.execute(
        update(HORIZON).where(HORIZON.c.subject == subject, HORIZON.c.row_id == row_id).values(due_at=AT_ONCE)
    )


def ask_all_at_once(session: Session, workspace_id: int) -> None:
    """A workspace is back: whatever was put off meanwhile is planned."""
    session.execute(update(HORIZON).where(HORIZON.c.workspace_id == workspace_id).values(due_at=AT_ONCE))


def take(session: Session, *, now: datetime, most: int) -> list[Due]:
    """Those that are due, locked until the transaction ends: other workers get others, and a crash gives them back."""
    return [Due(*row) for row in session.execute(DUE, {"now": now, "most": most})]


def settle(session: Session, again: Mapping[int, datetime], done: Collection[int]) -> None:
    """Record when some want to be asked again, and forget those that have nothing more to plan."""
    if again:
        session.connection().execute(MOVE, [{"the_id": row, "at": at} for row, at in again.items()])
    if done:
        session.execute(delete(HORIZON).where(HORIZON.c.id.in_(done)))
