"""What one digest tells: new figures and bright spots, work under way, what is coming; written down as it was posted.

Every figure here was made safe to show before it was stored (`workflows/stats/suppress.py`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import brightspots, consent, timetable
from workflows.rules.clockwork import local
from workflows.rules.stages import Stage
from workflows.store.spots import Analysis, Issue, Mention, Sharing, TeamSpot
from workflows.store.tables import Commitment, Cycle, Figure, Meeting, Reflection, School, Team, Upload

NEW, QUIET, TOO_SMALL, NOTHING = "new", "quiet", "too small", "nothing"
LINE, SILENCE = "line", "silence"
FIRST_LOOKS_BACK = timedelta(days=28)
MOST_IN_DETAIL = 40
MOST_NAMED = 3
WHOLE_SCHOOL = "all"

Row = dict[str, Any]


def written(session: Session, key: str) -> Issue | None:
    """A digest that was written before."""
    return session.scalar(select(Issue).where(Issue.key == key))


def issue(session: Session, issue_id: int) -> dict[str, Any] | None:
    """A written digest's facts, for its detail."""
    found = session.get(Issue, issue_id)
    return resolved(session, found) if found else None


def write(session: Session, key: str, school: School, told: dict[str, Any], *, now: datetime) -> Issue:
    """Write a digest down, with what it mentions of what teachers share."""
    made = Issue(key=key, school_id=school.id, facts=told, written_at=now)
    session.add(made)
    session.flush()
    session.add_all(Mention(issue_id=made.id, sharing_id=sharing) for sharing in told["shared"])
    session.flush()
    return made


def resolved(session: Session, made: Issue) -> dict[str, Any]:
    """A written digest's facts as they may be shown now: what was taken back since is gone."""
    school = session.get_one(School, made.school_id)
    return {**with_shared(session, dict(made.facts), school), "issue": made.id}


def with_shared(session: Session, told: dict[str, Any], school: School) -> dict[str, Any]:
    """Facts with what teachers share in place of its ids."""
    rows = session.scalars(select(Sharing).where(Sharing.id.in_(told["shared"]), Sharing.withdrawn_at.is_(None)))
    shared = [consent.told(session, each) for each in rows]
    return {**told, "shared": shared, "language": told["language"], "school": school.name}


def last_written_at(session: Session, school_id: int, team: Team | None) -> datetime | None:
    """When the last digest of a school, or of a team, was written."""
    key = f"digest:team:{team.id}:" if team else f"digest:{school_id}:"
    return session.scalar(select(func.max(Issue.written_at)).where(Issue.key.startswith(key)))


def team_in(session: Session, known: dict[str, Any]) -> Team | None:
    """The team a post is for; none for a school's."""
    return session.get_one(Team, known["team"]) if "team" in known else None


def content(session: Session, school: School, team: Team | None, *, now: datetime) -> dict[str, Any]:
    """What there is to tell since the last time: plain values that can be written down.

    ``situation`` is one of NEW, QUIET, TOO_SMALL, NOTHING.
    """
    since = last_written_at(session, school.id, team) or now - FIRST_LOOKS_BACK
    members = [team] if team else _teams(session, school)
    rows, hidden = _rows(session, school, members, since, only=team)
    spots = _team_spots(session, school, members, since, only=team)
    shared = [] if team else consent.shared_since(session, school.id, since, now)
    work = _work(session, members, since, now)
    told = {
        "language": team.language if team else school.language, "team": team.name if team else None,
        "on": local(now, ZoneInfo(school.zone)).date().isoformat(), "rows": rows, "spots": spots, "shared": shared,
        "waiting": None if team else consent.waiting_for_consent(session, school.id, now),
        "top": _top(rows), **work, **_looked(brightspots.latest(session), since, few=brightspots.are_few(session)),
    }  # fmt: skip
    return told | {"situation": _situation(told, hidden=hidden)}


def _teams(session: Session, school: School) -> Sequence[Team]:
    return session.scalars(select(Team).where(Team.school_id == school.id).order_by(Team.id)).all()


def _situation(told: dict[str, Any], *, hidden: bool) -> str:
    if told["rows"] or told["spots"] or told["shared"]:
        return NEW
    if hidden:
        return TOO_SMALL
    # A team knows its own question; it hears of itself only when something happened.
    news = ("kept", "written", "coming") if told["team"] else ("cycles", "kept", "written", "coming", "waiting")
    return QUIET if any(told[name] for name in news) else NOTHING


def _rows(
    session: Session, school: School, members: Sequence[Team], since: datetime, *, only: Team | None
) -> tuple[list[Row], bool]:
    """What came in since: the latest window of each grade, subject and test, a team's own first; and is any hidden?"""
    figures = list(session.scalars(select(Figure).where(Figure.school_id == school.id)))
    new = set(session.scalars(select(Upload.id).where(Upload.school_id == school.id, Upload.settled_at > since)))
    newest: dict[tuple[str, str, str], Figure] = {}
    for figure in sorted((each for each in figures if each.upload_id in new), key=_age):
        newest[figure.source, figure.grade, figure.subject] = figure
    named = {(team.grade.upper(), team.subject.casefold()): team.name for team in members}
    earlier = {_window(each): each.percent_proficient for each in sorted(figures, key=_age)}
    rows = [_row(each, named.get(_cell(each)), earlier.get(_window(each, years=1))) for each in newest.values()]
    mine = [row for row in rows if only is None or row["team"]]
    shown = [row for row in mine if row["percent"] is not None or row["gain"] is not None]
    return sorted(shown, key=_place)[:MOST_IN_DETAIL], len(shown) < len(mine)


def _age(figure: Figure) -> tuple[int, int, int]:
    return figure.year, figure.place, figure.upload_id


def _window(figure: Figure, *, years: int = 0) -> tuple[object, ...]:
    return figure.source, figure.grade, figure.subject, figure.window, figure.year - years


def _cell(figure: Figure) -> tuple[str, str]:
    return _grade(figure), figure.subject.casefold()


def _grade(figure: Figure) -> str:
    return "K" if figure.grade == "0" else figure.grade


def _place(row: Row) -> tuple[object, ...]:
    return row["team"] is None, row["subject"], len(row["grade"]), row["grade"], row["source"]


def _row(figure: Figure, team: str | None, year_ago: int | None) -> Row:
    return {
        "team": team, "source": figure.source, "grade": _grade(figure), "subject": figure.subject, "year": figure.year,
        "window": figure.window, "window_before": figure.window_before, "percent": figure.percent_proficient,
        "year_ago": year_ago, "rated": figure.rated, "gain": figure.median_gain, "compared": figure.compared,
    }  # fmt: skip


def _top(rows: Sequence[Row]) -> Row | None:
    """The row that gained most, where there are several of one test and one of them leads; never the least."""
    grown = [row for row in rows if row["gain"] is not None]
    if len(grown) < 2 or len({(row["source"], row["window_before"]) for row in grown}) > 1:
        return None
    best = max(row["gain"] for row in grown)
    leaders = [row for row in grown if row["gain"] == best]
    return leaders[0] if best > 0 and len(leaders) == 1 else None


def _team_spots(
    session: Session, school: School, members: Sequence[Team], since: datetime, *, only: Team | None
) -> list[Row]:
    """Team bright spots found since, the teams that work here by their names."""
    named = {(team.grade.upper(), team.subject.casefold()): team.name for team in members}
    found = session.scalars(
        select(TeamSpot)
        .where(TeamSpot.school_id == school.id, TeamSpot.found_at > since)
        .order_by(TeamSpot.subject, TeamSpot.grade)
    )
    rows = [{"team": named.get((each.grade.upper(), each.subject.casefold())), "grade": each.grade,
             "subject": each.subject, **each.shown} for each in found]  # fmt: skip
    return [row for row in rows if only is None or row["team"]]


def _looked(analysis: Analysis | None, since: datetime, *, few: bool) -> dict[str, Any]:
    """What the last analysis says about itself, if it came since and isn't about one or two people."""
    fresh = analysis if analysis and analysis.settled_at and analysis.settled_at > since and not few else None
    return {
        "verdict": fresh.verdict if fresh else None, "assumed": bool(fresh and fresh.assumed),
        "excluded": list((fresh.excluded or {}).items()) if fresh else [],
        "refusal": fresh.refusal if fresh else None,
        "refusal_facts": (fresh.refusal_facts or {}) if fresh else {},
    }  # fmt: skip


def _work(session: Session, members: Sequence[Team], since: datetime, now: datetime) -> dict[str, Any]:
    """Practices being tried, commitments kept, reflections written, what is coming."""
    ids = [team.id for team in members]
    running = session.scalars(
        select(Cycle).where(Cycle.team_id.in_(ids), Cycle.stage == Stage.RUNNING).order_by(Cycle.id)
    ).all()
    kept = select(func.count()).select_from(Commitment).where(
        Commitment.team_id.in_(ids), Commitment.state == "done", Commitment.checked_in_at > since
    )  # fmt: skip
    written_now = select(func.count()).select_from(Reflection).where(
        Reflection.cycle_id.in_([cycle.id for cycle in running]), Reflection.written_at > since
    )  # fmt: skip
    return {
        "cycles": len(running), "kept": session.scalar(kept), "written": session.scalar(written_now),
        "tried": [_tried(session, cycle, now) for cycle in running[:MOST_NAMED]],
        "coming": _coming(session, running, now),
    }  # fmt: skip


def _tried(session: Session, cycle: Cycle, now: datetime) -> Row:
    where = timetable.where(session, cycle, now)
    week = where.week.number if where.week else None
    return {"team": cycle.team.name, "question": cycle.question, "week": week, "weeks": cycle.weeks}


def _coming(session: Session, running: Sequence[Cycle], now: datetime) -> list[Row]:
    """The next meetings of the coming week."""
    of_teams = {cycle.id: cycle.team for cycle in running}
    today = now.date()
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.cycle_id.in_(list(of_teams)), Meeting.cancelled_at.is_(None))
        .where(Meeting.meets_on > today, Meeting.meets_on <= today + timedelta(days=7))
        .order_by(Meeting.meets_on, Meeting.meets_at)
    )
    return [{"team": of_teams[each.cycle_id].name, "on": each.meets_on.isoformat()} for each in meetings][:MOST_NAMED]
