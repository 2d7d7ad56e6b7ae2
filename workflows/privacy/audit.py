"""The list of who did what with data: certificates go in, and an administrator takes it along."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.store import audit
from workflows.store.uploads import AuditEntry


def audit_log(session: Session) -> Iterator[dict[str, str]]:
    """Every entry of the workspace, the oldest first, as it may be handed out."""
    for row in session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        yield {"at": row.at.isoformat(), "actor": row.actor, "act": row.act, "about": row.about}


def certify(session: Session, act: str, about: str, by: str, now: datetime) -> None:
    """Leave a certificate of what was deleted or set, and by whom."""
    audit.note(session, by, act, about, now)
