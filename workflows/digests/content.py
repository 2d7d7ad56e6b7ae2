"""What one digest tells: the news, the work under way, what is coming; and which of four situations that is.

A further part is a function that returns its own names; ``content`` joins them. Everything is plain values, because it
is written down (`archive.py`), and every figure was made safe to show before it was stored (`stats/suppression.py`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import brightspots
from workflows.brightspots import group_gains, sharings
from workflows.digests import activity, archive, figures
from workflows.reflections import quotes
from workflows.rules.wall_time import local
from workflows.store.brightspots import Analysis
from workflows.store.tables import School, Team

NEW, QUIET, TOO_SMALL, NOTHING = "new", "quiet", "too small", "nothing"
FIRST_LOOKS_BACK = timedelta(days=28)


def content(session: Session, school: School, team: Team | None, *, now: datetime) -> dict[str, Any]:
    """What there is to tell since the last time, to a school or to one of its teams.

    ``situation`` is one of NEW, QUIET, TOO_SMALL, NOTHING.
    """
    since = archive.last_written_at(session, school.id, team) or now - FIRST_LOOKS_BACK
    members = [team] if team else _teams(session, school)
    told = {
        "language": team.language if team else school.language, "team": team.name if team else None,
        "on": local(now, ZoneInfo(school.zone)).date().isoformat(),
        **figures.since(session, school, members, since, only=team),
        **_shared(session, school, since, now, only=team),
        "groups": [] if team else group_gains.since(session, school, since),
        **activity.since(session, members, since, now),
        **_looked(brightspots.latest(session), since, few=brightspots.are_few(session)),
    }  # fmt: skip
    situation = _situation(told)
    return told | {"situation": situation, "quotes": told["quotes"] if situation == QUIET else []}


def _teams(session: Session, school: School) -> Sequence[Team]:
    return session.scalars(select(Team).where(Team.school_id == school.id).order_by(Team.id)).all()


def _shared(session: Session, school: School, since: datetime, now: datetime, *, only: Team | None) -> dict[str, Any]:
    """What teachers share and let be quoted, by id, and how many still decide: for the leadership team only."""
    if only:
        return {"shared": [], "waiting": None, "newly_waiting": False, "quotes": []}
    before, waiting = archive.last(session, school.id, None), sharings.waiting(session, school.id, now)
    return {
        "quotes": quotes.offered(session, school, now),
        "shared": sharings.since(session, school.id, since, now),
        "waiting": waiting,
        "newly_waiting": bool(waiting) and (before is None or before.facts.get("waiting") != waiting),
    }


def _situation(told: dict[str, Any]) -> str:
    if told["rows"] or told["spots"] or told["groups"] or told["shared"]:
        return NEW
    if told["hidden"]:
        return TOO_SMALL
    # A team knows its own question; it hears of itself only when something happened. That a cycle runs, or waits to be
    # closed, is no news: said every week in the same words, nobody would read on.
    work = ("kept", "written", "coming")
    news = work if told["team"] else (*work, "begun", "newly_waiting", "quotes", "refusal")
    return QUIET if any(told[name] for name in news) else NOTHING


def _looked(analysis: Analysis | None, since: datetime, *, few: bool) -> dict[str, Any]:
    """What the last analysis says about itself, if it came since; of one about one or two people only a refusal."""
    fresh = analysis if analysis and analysis.settled_at and analysis.settled_at > since else None
    told = None if few else fresh
    return {
        "verdict": told.verdict if told else None, "assumed": bool(told and told.assumed),
        "excluded": list((told.excluded or {}).items()) if told else [],
        "refusal": fresh.refusal if fresh else None,
        "refusal_facts": (fresh.refusal_facts or {}) if fresh else {},
    }  # fmt: skip
