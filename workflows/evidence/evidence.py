"""Evidence of a cycle: its kind, a note without names of students, where it is, and for which practice."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import cycles
from workflows.cycles import decisions
from workflows.cycles.records import EVIDENCE_KINDS
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.store.cycle_records import Evidence
from workflows.store.engine import vault_of
from workflows.store.tables import Cycle

LONGEST_NOTE, LONGEST_LINK = 1000, 1000
MOST_PIECES = 200


@dataclass(frozen=True)
class SaveEvidence:
    """What somebody saves; ``practice`` is the place among the cycle's practices, 0 for all of them."""

    channel: str
    kind: str
    note: str
    link: str = ""
    practice: int = 0


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as it is shown; ``practice`` is empty when it is about all of them."""

    id: int
    kind: str
    note: str
    link: str
    practice: str
    by: str
    at: datetime


def save(session: Session, form: SaveEvidence, *, by: str, now: datetime) -> Piece:
    """Keep a piece of evidence in the cycle that the channel's team is in.

    Raises
    ------
    Refusal
        When there is no cycle, an answer doesn't fit, or somebody asks who isn't of the team.
    """
    cycle = decisions.to_record(session, cycles.running(session, form.channel).id, by=by)
    practices = decisions.practices_of(session, cycle)
    note, link = _checked(form, practices)
    if count(session, cycle) >= MOST_PIECES:
        raise Refusal("This cycle has {most} pieces of evidence. Remove one that you no longer need.", most=MOST_PIECES)
    seal = vault_of(session).seal
    row = Evidence(
        cycle_id=cycle.id, kind=form.kind, note_sealed=seal(note), link_sealed=seal(link) if link else None,
        practice=form.practice, added_by=by, added_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _piece(session, row, practices)


def remove(session: Session, evidence_id: int, *, by: str) -> int:
    """Take a piece of evidence away; whoever saved it may, and who started the cycle. Gives the cycle's id.

    Raises
    ------
    Refusal
        When it is gone, somebody else saved it, or the cycle is over.
    """
    row = session.get(Evidence, evidence_id)
    if row is None:
        raise Refusal("This piece of evidence was removed already.")
    cycle = decisions.to_record(session, row.cycle_id, by=by)
    if by not in (row.added_by, cycle.started_by):
        raise Refusal("Only who saved a piece of evidence can remove it, or who started the cycle.")
    session.delete(row)
    return cycle.id


def of_cycle(session: Session, cycle: Cycle) -> list[Piece]:
    """A cycle's evidence, the oldest first."""
    rows = session.scalars(select(Evidence).where(Evidence.cycle_id == cycle.id).order_by(Evidence.id))
    practices = decisions.practices_of(session, cycle)
    return [_piece(session, row, practices) for row in rows]


def count(session: Session, cycle: Cycle) -> int:
    """How many pieces of evidence a cycle has."""
    return session.scalar(select(func.count()).select_from(Evidence).where(Evidence.cycle_id == cycle.id)) or 0


def _checked(form: SaveEvidence, practices: tuple[str, ...]) -> tuple[str, str]:
    if form.kind not in EVIDENCE_KINDS:
        raise Refusal("Please choose from the list.", field="kind")
    note, link = readable(form.note), readable(form.link)
    if not note:
        raise Refusal("Please write what it shows.", field="note")
    if len(note) > LONGEST_NOTE:
        raise Refusal("Please use at most {most} characters.", field="note", most=LONGEST_NOTE)
    if link and not _is_address(link):
        raise Refusal("This isn't an address that can be opened. It begins with https://", field="link")
    if not 0 <= form.practice <= max(len(practices), 0):
        raise Refusal("Please choose from the list.", field="practice")
    return note, link


def _is_address(link: str) -> bool:
    if len(link) > LONGEST_LINK or any(each.isspace() or each in "<>|" for each in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _piece(session: Session, row: Evidence, practices: tuple[str, ...]) -> Piece:
    vault = vault_of(session)
    link = vault.open(row.link_sealed) if row.link_sealed else ""
    practice = practices[row.practice - 1] if 0 < row.practice <= len(practices) else ""
    return Piece(row.id, row.kind, vault.open(row.note_sealed), link, practice, row.added_by, row.added_at)
