"""Plan the coming days of whatever is due for it, across all workspaces, a portion in each transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.delivery.sending import DATABASE_AWAY
from workflows import cycles, digests
from workflows.posts import horizons
from workflows.posts.horizons import Due, Planner, Subject
from workflows.store.engine import Database
from workflows.store.tables import Workspace

AT_ONCE = 500  # a transaction of a few tenths of a second
PUT_OFF = timedelta(days=1)  # what couldn't be planned, and workspaces that have removed us
PLANNERS: Mapping[str, Planner] = {Subject.CYCLE: cycles.extend, Subject.DIGEST: digests.extend}
log = structlog.get_logger()


def plan_what_is_due(db: Database, now: datetime) -> int:
    """Plan until nothing is due; gives how many were asked. One statement when nothing is."""
    total = 0
    while count := _portion(db, now, AT_ONCE):
        total += count
    return total


def _portion(db: Database, now: datetime, most: int) -> int:
    try:
        with db.everywhere() as session:
            due = horizons.take(session, now=now, most=most)
            if due:
                _plan(session, due, now)
        return len(due)
    except DATABASE_AWAY:
        raise  # nobody's own trouble
    except Exception:
        if most > 1:  # one of them spoils it for all: each alone
            return sum(_portion(db, now, 1) for _each in range(most))
        log.exception("planning.failed")
        return _put_off(db, now)


def _plan(session: Session, due: Sequence[Due], now: datetime) -> None:
    stopped = _stopped(session, {row.workspace_id for row in due})
    again = {row.id: now + PUT_OFF for row in due if row.workspace_id in stopped}
    done = []
    for subject, rows in _by_subject([row for row in due if row.id not in again]).items():
        next_at = PLANNERS[subject](session, [row.row_id for row in rows], now)
        again |= {row.id: next_at[row.row_id] for row in rows if row.row_id in next_at}
        done += [row.id for row in rows if row.row_id not in next_at]
    horizons.settle(session, again, done)


def _put_off(db: Database, now: datetime) -> int:
    """The one that is due first can't be planned: the others don't wait for it."""
    with db.everywhere() as session:
        due = horizons.take(session, now=now, most=1)
        horizons.settle(session, {row.id: now + PUT_OFF for row in due}, ())
    return len(due)


def _stopped(session: Session, workspaces: set[int]) -> set[int]:
    stopped = select(Workspace.id).where(Workspace.id.in_(workspaces), Workspace.stopped_at.is_not(None))
    return set(session.scalars(stopped))


def _by_subject(rows: Sequence[Due]) -> dict[str, list[Due]]:
    by_subject: dict[str, list[Due]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject].append(row)
    return by_subject
