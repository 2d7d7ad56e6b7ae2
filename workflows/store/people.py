"""Roles that people hold: for a team, for a school, or for the whole workspace."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class Grant(Owned):
    """One role of one person. A facilitator's names the team, a lead's and a steward's the school, an admin's neither.

    A lead without a school is about to make one.
    """

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(32), index=True)
    role: Mapped[str] = mapped_column(String(12))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    given_by: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]
