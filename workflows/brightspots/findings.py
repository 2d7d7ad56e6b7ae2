"""What a look for bright spots reads, and what it leaves behind: kept in one transaction with the messages it causes.

A worker looks (a job of `workflows/jobs/analyses.py`). What the flagged are then told is in `spots.py`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows import posts, teams
from workflows.brightspots import group_gains, spots
from workflows.jobs.analyses import Findings, Sources
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.rules.calendar import Breaks, DaysOff
from workflows.rules.quiet_hours import next_civil
from workflows.rules.school_names import same_name
from workflows.store import audit
from workflows.store.analysis_claims import MOST_ATTEMPTS
from workflows.store.brightspots import Analysis, Choice, DigestRules, Found, Spot, TeamSpot
from workflows.store.engine import workspace_of
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import DayOff, Membership, School, Teacher
from workflows.store.upload_claims import Stage
from workflows.store.uploads import Upload
from workflows.uploads import files

STANDING = (Stage.IMPORTED, Stage.REPLACED, Stage.EXPIRED)  # expired: scores are deleted in time, findings stay
CONSENT_DAYS = 10


def ask(session: Session, *, now: datetime) -> None:
    """Ask for an analysis; one that nobody has begun yet will see the newest scores anyhow."""
    waiting = select(Analysis.id).where(Analysis.state == Found.WAITING, Analysis.lease_until.is_(None))
    if session.scalar(waiting) is None:
        session.add(Analysis(asked_at=now))


def given_up(attempts: int) -> bool:
    """Whether an analysis has ended its process too often to be tried again."""
    return attempts > MOST_ATTEMPTS


def work(session: Session, scores_at: Path) -> tuple[Sources, list[str]]:
    """What an analysis would read now, without those who are left out; and the teachers who may be told."""
    known, out = spots.linked(session), spots.left_out(session)
    rows = session.execute(select(Upload.stored_as, School.name).join(School).where(Upload.stored_as.is_not(None)))
    schools = {stored_as: school for stored_as, school in rows}

    def there(kind: str) -> list[tuple[Path, str]]:
        return [(each, schools[each.stem]) for each in files.files(session, scores_at, kind) if each.exists()]

    sources = Sources(
        scores=there("scores"),
        rosters=there("roster"),
        left_out=sorted({each.key for each in known if each.slack_id in out}),
        crosswalks=[path for path, _ in there("crosswalk")],
    )
    return sources, sorted({each.key for each in known if each.slack_id not in out})


def found(session: Session, analysis_id: int, worker: str, answer: Findings, *, now: datetime) -> None:
    """A worker has looked: keep what was found, tell whom it concerns, forget what was before.

    Raises
    ------
    Refusal
        When the analysis isn't this worker's any more.
    """
    analysis = _mine(session, analysis_id, worker)
    schools = {same_name(school.name): school for school in session.scalars(select(School))}
    _keep(session, _spots(session, answer.flags, schools, now) | _pending(session))
    _keep_teams(session, answer.teams, schools, now)
    group_gains.keep(session, analysis, answer.groups, schools, now)
    analysis.verdict, analysis.assumed = answer.verdict, answer.assumed
    analysis.variances, analysis.excluded = dict(answer.variances), dict(answer.excluded)
    _settle(session, analysis, Found.DONE, now)


def refuse(
    session: Session, analysis_id: int, worker: str, sentence: str, told: Mapping[str, Any], *, now: datetime
) -> None:
    """The scores can't carry an analysis; what was found before stays, and the digest's detail says why."""
    analysis = _mine(session, analysis_id, worker)
    if session.scalar(select(Upload.id).where(Upload.state.in_(STANDING)).limit(1)) is None:
        _keep(session, set())  # the scores were taken back, and what was found in them goes with them
        session.execute(delete(TeamSpot).where(TeamSpot.workspace_id == workspace_of(session)))
        group_gains.forget(session)
    analysis.refusal, analysis.refusal_facts = sentence, dict(told)
    _settle(session, analysis, Found.REFUSED, now)


def _mine(session: Session, analysis_id: int, worker: str) -> Analysis:
    analysis = session.get_one(Analysis, analysis_id, with_for_update=True)
    if analysis.state != Found.WAITING or analysis.taken_by != worker:
        raise Refusal("Another worker was faster.")
    return analysis


def _settle(session: Session, analysis: Analysis, state: Found, now: datetime) -> None:
    analysis.state, analysis.settled_at = state, now
    analysis.lease_until = analysis.taken_by = None
    audit.note(session, audit.BOT, f"analysis {state}", f"analysis {analysis.id}", now)


def _spots(
    session: Session, flags: Iterable[Mapping[str, Any]], schools: Mapping[str, School], now: datetime
) -> set[int]:
    """Keep each flagged teacher's spot; one that stands on the same evidence as before is left alone."""
    out = spots.left_out(session)
    known = {(each.key, each.school_id): each for each in spots.linked(session) if each.slack_id not in out}
    kept: set[int] = set()
    for flag in flags:
        school = schools.get(same_name(flag["school"]))
        link = known.get((flag["teacher"], school.id)) if school else None
        if school and link:
            kept.add(_spot(session, flag, school, link, now).id)
    return kept


def _spot(session: Session, flag: Mapping[str, Any], school: School, link: spots.Linked, now: datetime) -> Spot:
    teacher = teams.teacher(session, link.slack_id) or teams.remember(
        session, link.slack_id, zone=school.zone, language=school.language
    )
    evidence = _mark(flag["tier"], flag["shown"])
    same = select(Spot).where(Spot.teacher_id == teacher.id, Spot.subject == flag["subject"])
    spot = session.scalar(same) or Spot(teacher=teacher, subject=flag["subject"], evidence="")
    spot.school, spot.roster_from, spot.roster_on = school, link.roster_from, link.confirmed_on
    spot.may_be_nameless, spot.colleagues = flag["may_be_nameless"], flag["colleagues"]
    spot.left_out = dict(flag["left_out"])
    if spot.evidence != evidence:
        _renew(session, spot, flag, evidence, now)
    session.flush()
    return spot


def _renew(session: Session, spot: Spot, flag: Mapping[str, Any], evidence: str, now: datetime) -> None:
    """Something else stands behind it now: the teacher is asked, afresh if she was asked before."""
    due_at = next_civil(now, ZoneInfo(spot.teacher.zone), _breaks(session, spot.teacher))
    spot.evidence, spot.grade, spot.tier, spot.shown = evidence, flag["grade"], flag["tier"], dict(flag["shown"])
    spot.found_at, spot.choice, spot.chosen_at = now, Choice.WAITING, None
    spot.answer_by = due_at + timedelta(days=_consent_days(session, spot.school))
    session.add(spot)
    session.flush()
    posts.cancel(session, spots.about(spot), why="newer data")
    key, told, to = f"{Kind.SPOT_FOUND}:{spot.id}:{evidence[:16]}", {"spot": spot.id}, spot.teacher
    about = spots.about(spot)
    message = Planned(to.slack_id, Kind.SPOT_FOUND, key, about, due_at, told, to.zone, spot.answer_by)
    posts.plan(session, message, now=now)


def _pending(session: Session) -> set[int]:
    """Spots of teachers who are asked about a newer roster: they stay as they are until the answer comes."""
    asked = select(RosterTeacher.slack_id).where(RosterTeacher.confirmed_at.is_(None))
    return set(session.scalars(select(Spot.id).join(Teacher).where(Teacher.slack_id.in_(asked))))


def _keep(session: Session, kept: set[int]) -> None:
    for spot in session.scalars(select(Spot).where(Spot.id.not_in(kept))):
        spots.outdate(session, spot)


def _keep_teams(
    session: Session, found_teams: Iterable[Mapping[str, Any]], schools: Mapping[str, School], now: datetime
) -> None:
    kept = []
    for each in found_teams:
        school = schools.get(same_name(each["school"]))
        if school is None:
            continue
        same = select(TeamSpot).where(
            TeamSpot.school_id == school.id, TeamSpot.grade == each["grade"], TeamSpot.subject == each["subject"]
        )
        spot = session.scalar(same) or TeamSpot(
            school_id=school.id, grade=each["grade"], subject=each["subject"], evidence=""
        )
        if spot.evidence != (evidence := _mark(each["tier"], each["shown"])):
            spot.evidence, spot.shown, spot.found_at = evidence, dict(each["shown"]), now
        session.add(spot)
        session.flush()
        kept.append(spot.id)
    session.execute(
        delete(TeamSpot).where(TeamSpot.id.not_in(kept), TeamSpot.workspace_id == workspace_of(session))
    )  # fmt: skip


def _mark(tier: str, shown: Mapping[str, Any]) -> str:
    """What stands behind a spot, as one short word: which students of which years on which tests."""
    behind = {name: shown[name] for name in ("source", "years", "students", "second")}
    return hashlib.sha256(json.dumps([tier, behind], sort_keys=True).encode()).hexdigest()


def _consent_days(session: Session, school: School) -> int:
    return session.scalar(select(DigestRules.consent_days).where(DigestRules.school_id == school.id)) or CONSENT_DAYS


def _breaks(session: Session, teacher: Teacher) -> Breaks:
    """The days off of a teacher's teams."""
    of_teams = select(Membership.team_id).where(Membership.teacher_id == teacher.id)
    rows = session.scalars(select(DayOff).where(DayOff.team_id.in_(of_teams)))
    return [DaysOff(row.first_on, row.last_on, row.why) for row in rows]
