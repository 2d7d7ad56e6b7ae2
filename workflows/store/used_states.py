"""OAuth states that were used, so that none is used twice, whichever process it comes to."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Base


class UsedState(Base):
    """One used state; forgotten when it would be too old anyway. It belongs to no workspace: that is yet to come."""

    __tablename__ = "used_state"

    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime]
