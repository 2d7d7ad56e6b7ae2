"""Which Homes people have opened lately, and what stands there."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class HomeView(Owned):
    """Somebody's Home as it was last published."""

    __tablename__ = "home_view"
    __table_args__ = (UniqueConstraint("workspace_id", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime]
    stamp: Mapped[str] = mapped_column(String(64))  # of its blocks: what stands there needn't be published again
