"""Who did what with data: entries are made here and nowhere else."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.store.uploads import AuditEntry

BOT = "brightcycle"  # what happened by itself


def note(session: Session, by: str, act: str, about: str, now: datetime) -> None:
    """Note who did what, and about what; never a value of a student."""
    session.add(AuditEntry(at=now, actor=by, act=act, about=about))
