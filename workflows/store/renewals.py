"""Large work that is done a portion in each transaction: how far it is, so that any worker can go on with it."""

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


class CommitmentMove(Owned):
    """A team whose open commitments move to other days; ``last_id`` is the last one that has."""

    __tablename__ = "commitment_move"
    __table_args__ = (UniqueConstraint("team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    last_id: Mapped[int] = mapped_column(default=0)
