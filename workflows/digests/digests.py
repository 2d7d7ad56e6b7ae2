"""A digest on its way: what its post tells when it is written, what its lead sees before, and holding it back.

When it comes is in `schedule.py`, what it tells in `content.py`.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import people, uploads
from workflows.digests import archive, content, schedule
from workflows.posts import NotNeeded
from workflows.refusal import Refusal
from workflows.schools import SILENCE
from workflows.store.brightspots import DigestRules
from workflows.store.tables import School, Teacher, Team

SAID_FOR = timedelta(days=27)  # a school that wants a line where nothing is new reads it once in four weeks


def _rules(session: Session, school_id: int) -> DigestRules | None:
    """How a school wants its digest."""
    return session.scalar(select(DigestRules).where(DigestRules.school_id == school_id))


def hold(session: Session, school_id: int, *, by: str, now: datetime) -> School:
    """The person who set the digest up keeps it back until they release it."""
    rules = _lead(session, school_id, by)
    rules.held_at = now
    schedule.hold(session, school_id)
    return session.get_one(School, school_id)


def release(session: Session, school_id: int, *, by: str, now: datetime) -> School:
    """A digest that was held comes again."""
    _lead(session, school_id, by).held_at = None
    session.flush()
    schedule.plan_school(session, school_id, now=now)
    return session.get_one(School, school_id)


def facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a digest tells: as things stand when it is first written, and ever after as it was written.

    Raises
    ------
    NotNeeded
        When it is held, or when there is nothing to tell and the school prefers silence.
    """
    school = session.get_one(School, known["school"])
    rules = _rules(session, school.id)
    written = archive.written(session, known["key"])
    if written is not None:
        return archive.resolved(session, written)
    if rules and rules.held_at:
        raise NotNeeded("held by the leadership team")
    told = content.content(session, school, _team_in(session, known), now=now)
    if told["situation"] == content.NOTHING and _is_silent(session, school, rules, known, now):
        raise NotNeeded("nothing to tell this week")
    return archive.resolved(session, archive.write(session, known["key"], school, told, now=now))


def _is_silent(
    session: Session, school: School, rules: DigestRules | None, known: dict[str, Any], now: datetime
) -> bool:
    """Whether nothing is said where there is nothing to say: always, or because that was said not long ago."""
    if "team" in known or rules is None or rules.when_nothing == SILENCE:
        return True
    before = archive.last(session, school.id, None)
    return before is not None and before.facts["situation"] == content.NOTHING and now - before.written_at < SAID_FOR


def preview_facts(session: Session, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The first digest as it would read now, for the person who set it up; with when it comes."""
    school = session.get_one(School, known["school"])
    rules = _rules(session, school.id)
    told = archive.written(session, known["key"])
    if told is None:
        told = archive.write(session, known["key"], school, content.content(session, school, None, now=now), now=now)
    lead = session.scalar(select(Teacher).where(Teacher.slack_id == (rules.lead if rules else "")))
    language = lead.language if lead else school.language
    return {**archive.resolved(session, told), **_fate(session, school, rules), "language": language, "may_hold": True}


def preview(session: Session, channel: str, *, by: str, now: datetime) -> dict[str, Any]:
    """The same facts for the leadership team's own eyes, at any time; nothing is written."""
    school = uploads.school_of(session, channel)
    rules = _rules(session, school.id)
    told = content.content(session, school, None, now=now)
    shown = archive.in_full(session, told, school)
    return {
        **shown,
        **_fate(session, school, rules),
        "issue": 0,
        "may_hold": people.allowed(session, people.Act.LEAD_SCHOOL, by, school=school),
    }


def _fate(session: Session, school: School, rules: DigestRules | None) -> dict[str, Any]:
    """Whether a school's next digest comes, and when."""
    held = bool(rules and rules.held_at)
    return {"school_id": school.id, "held": held, "next_at": schedule.next_at(session, school.id)}


def _lead(session: Session, school_id: int, by: str) -> DigestRules:
    rules = session.scalar(select(DigestRules).where(DigestRules.school_id == school_id).with_for_update())
    people.require(session, people.Act.LEAD_SCHOOL, by=by, school=session.get(School, school_id))
    if rules is None:
        raise Refusal("This school has no digest.")
    return rules


def _team_in(session: Session, known: dict[str, Any]) -> Team | None:
    """The team a post is for; none for a school's."""
    return session.get_one(Team, known["team"]) if "team" in known else None
