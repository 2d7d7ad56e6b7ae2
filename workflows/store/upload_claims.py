"""Which worker reads or imports which upload, decided by the database as it is for posts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from workflows.store.tables import Workspace
from workflows.store.uploads import Upload


class Stage(StrEnum):
    """Where an upload stands. A worker moves it on from ``received`` and ``confirmed``, a person from the others.

    ``replaced``: newer files hold all it held; undoing them brings it back. ``expired``: its scores were
    deleted in time.
    """

    RECEIVED = "received"
    UNDERSTOOD = "understood"
    CONFIRMED = "confirmed"
    IMPORTED = "imported"
    REFUSED = "refused"
    DISCARDED = "discarded"
    UNDONE = "undone"
    REPLACED = "replaced"
    EXPIRED = "expired"


FOR_A_WORKER = (Stage.RECEIVED, Stage.CONFIRMED)
MOST_ATTEMPTS = 4  # a file that comes to nothing this often is refused


@dataclass(frozen=True)
class TakenUpload:
    """An upload that is ours to read (``received``) or to import (``confirmed``) until its lease ends."""

    id: int
    workspace_id: int
    slack_file: str | None
    held: str | None
    name_sealed: str | None
    stored_as: str | None
    stage: Stage
    confirmed: dict[str, Any]
    attempts: int
    pupil_key_sealed: str


def _next() -> Select[Any]:
    other, earlier = aliased(Upload), aliased(Upload)
    in_work = select(other.id).where(
        other.workspace_id == Upload.workspace_id, other.taken_by.is_not(None), other.lease_until > bindparam("now")
    )
    served_at = select(func.max(earlier.settled_at)).where(earlier.workspace_id == Upload.workspace_id)
    return (
        select(Upload.id, Upload.workspace_id, Upload.slack_file, Upload.held, Upload.name_sealed, Upload.stored_as,
               Upload.state, Upload.confirmed, Upload.attempts, Workspace.pupil_key_sealed)
        .join(Workspace, Workspace.id == Upload.workspace_id)
        .where(
            Upload.state.in_(FOR_A_WORKER),
            or_(Upload.lease_until.is_(None), Upload.lease_until <= bindparam("now")),
            Workspace.stopped_at.is_(None),
            ~in_work.exists(),
        )
        .order_by(served_at.scalar_subquery().nulls_first(), Upload.attempts, Upload.id)
        .limit(1)
        .with_for_update(of=Upload, skip_locked=True)
    )  # fmt: skip


NEXT = _next()  # every heartbeat asks this, so it is made once


def take(connection: Connection, *, worker: str, now: datetime, lease: timedelta) -> TakenUpload | None:
    """Take an upload that waits for a worker, or whose worker went away.

    Workspaces take turns: the one that was served longest ago comes first, and none has two files in work at a time.
    Within a workspace, what has failed before comes last.
    """
    row = connection.execute(NEXT, {"now": now}).first()
    if row is None:
        return None
    connection.execute(
        update(Upload)
        .where(Upload.id == row.id)
        .values(taken_by=worker, lease_until=now + lease, attempts=row.attempts + 1)
    )
    return TakenUpload(
        row.id, row.workspace_id, row.slack_file, row.held, row.name_sealed, row.stored_as, Stage(row.state),
        row.confirmed or {}, row.attempts + 1, row.pupil_key_sealed,
    )  # fmt: skip


def being_read(connection: Connection, *, now: datetime) -> set[int]:
    """The uploads that some worker holds at this moment."""
    return set(connection.scalars(select(Upload.id).where(Upload.lease_until > now)))


def renew(connection: Connection, taken: TakenUpload, *, worker: str, until: datetime) -> bool:
    """Keep a long import ours; False when another worker has it by now."""
    ours = (Upload.id == taken.id, Upload.taken_by == worker)
    return connection.execute(update(Upload).where(*ours).values(lease_until=until)).rowcount == 1


def postpone(connection: Connection, taken: TakenUpload, *, worker: str, until: datetime, attempts: int) -> None:
    """What an upload needs is away: somebody tries again later; ``attempts`` says whether this one counted."""
    ours = (Upload.id == taken.id, Upload.taken_by == worker)
    connection.execute(update(Upload).where(*ours).values(taken_by=None, lease_until=until, attempts=attempts))
