"""What a cycle remembers besides its dates: decisions with every version, evidence, own questions, drafts of cards."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.base import Owned


class Decision(Owned):
    """One version of what a team decided in a phase; the newest counts, the older ones stay readable."""

    __tablename__ = "decision"
    # The database itself refuses a second version of the same number, whoever writes at the same moment.
    __table_args__ = (UniqueConstraint("cycle_id", "phase", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    phase: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]  # the first is 1
    record_sealed: Mapped[str]  # JSON of one of the records in `cycles/records.py`
    decided_by: Mapped[str] = mapped_column(String(32))
    decided_at: Mapped[datetime]


class Evidence(Owned):
    """Something that shows whether a practice works: its kind, a note, and where it is."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    note_sealed: Mapped[str]
    link_sealed: Mapped[str | None]
    practice: Mapped[int]  # the place among the cycle's practices; 0: all of them
    added_by: Mapped[str] = mapped_column(String(32))
    added_at: Mapped[datetime]


class OwnQuestion(Owned):
    """What a team asks itself in a week instead of the question we would ask."""

    __tablename__ = "own_question"
    __table_args__ = (UniqueConstraint("cycle_id", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    week: Mapped[int]
    text_sealed: Mapped[str]
    asked_by: Mapped[str] = mapped_column(String(32))


class CardDraft(Owned):
    """A practice that a team keeps, on its way to becoming a practice card; nobody outside the team sees it."""

    __tablename__ = "card_draft"
    __table_args__ = (UniqueConstraint("cycle_id", "practice"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    practice: Mapped[int]  # the place among the cycle's practices
    card_sealed: Mapped[str]  # JSON: what we do, what students do, the evidence, when it doesn't work
    made_by: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
