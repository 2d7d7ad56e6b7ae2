"""What is planned ahead only so far, and when its next days have to be planned."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class Horizon(Owned):
    """One cycle, or one school's digests: planned until the horizon, and to be planned further at ``due_at``.

    One index over all workspaces answers “what has to be planned now?”, however many there are.
    """

    __tablename__ = "horizon"
    __table_args__ = (UniqueConstraint("subject", "row_id"), Index("ix_horizon_due_at", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(20))
    row_id: Mapped[int]
    due_at: Mapped[datetime]
