"""Rosters that are being brought up to what their school's imports say, a portion in each transaction."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class RosterRenewal(Owned):
    """A school whose roster isn't yet what its imports say; the row goes with the last portion."""

    __tablename__ = "roster_renewal"
    __table_args__ = (UniqueConstraint("school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
