"""Practices that a team keeps or adapts become drafts of practice cards; only the team can see and publish them."""

from datetime import datetime
from json import dumps

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import evidence, people
from workflows.cycles import decisions
from workflows.cycles.records import Fate
from workflows.refusal import Refusal
from workflows.store.cycle_records import CardDraft
from workflows.store.engine import vault_of
from workflows.store.tables import Cycle


def draft_cards(session: Session, cycle_id: int, *, by: str, now: datetime) -> list[str]:
    """Draft a card for every practice that the team keeps or adapts; gives those practices. Again, it changes nothing.

    Raises
    ------
    Refusal
        When the team hasn't said yet what it keeps, or keeps nothing.
    """
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    people.require(session, people.Act.TAKE_PART, by=by, team=cycle.team)
    newest = decisions.newest(session, cycle)
    final, plan = decisions.refined(newest), decisions.designed(newest)
    if final is None:
        raise Refusal("Write down first what you keep, adapt or drop; a card is made from that.")
    kept = [(place, each) for place, each in enumerate(final.outcomes, start=1) if each[1] != Fate.DROP]
    if not kept:
        raise Refusal("Your team keeps none of its practices this time, so there is nothing to make a card of.")
    there = set(session.scalars(select(CardDraft.practice).where(CardDraft.cycle_id == cycle.id)))
    notes = [piece.note for piece in evidence.of_cycle(session, cycle)]
    for place, (practice, fate, why) in kept:
        card = {
            "we_do": practice, "students_do": plan.students_will if plan else "", "evidence": notes,
            "fate": fate, "why": why, "share": final.share,
        }  # fmt: skip
        if place not in there:
            sealed = vault_of(session).seal(dumps(card, ensure_ascii=False))
            session.add(CardDraft(cycle_id=cycle.id, practice=place, card_sealed=sealed, made_by=by, made_at=now))
    return [practice for _, (practice, _, _) in kept]
