"""Somebody's desk: what waits for them, what they promised, their teams, and what their roles let them take care of.

Everything is read together, in a number of queries that doesn't grow with the number of teams.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows import commitments, cycles, people, reflections, teams
from workflows.cycles.stages import OPEN
from workflows.people import Act, Role
from workflows.posts import Kind
from workflows.rosters import entries
from workflows.rules.wall_time import instant, local
from workflows.store.brightspots import Choice, Spot
from workflows.store.homes import HomeView
from workflows.store.people import Grant
from workflows.store.posts import Answered, Lane, Post, State
from workflows.store.rosters import RosterTeacher
from workflows.store.tables import Cycle, Meeting, Membership, School, Teacher, Team
from workflows.store.uploads import Upload

MOST_WAITING, MOST_PROMISES, MOST_TEAMS, MOST_TROUBLES = 6, 5, 5, 3
ASKED_SINCE = timedelta(days=7)
JOINS_SINCE = timedelta(days=14)
LOOKED_AT_FOR = timedelta(minutes=30)  # Slack tells when Home is opened, and never when it is left


@dataclass(frozen=True)
class TeamRow:
    """One of somebody's teams: where its cycle stands, and when it meets next."""

    name: str
    channel: str
    stage: str | None = None
    week: int | None = None
    weeks: int = 0
    phase: str | None = None
    meets_at: datetime | None = None
    runs: bool = False  # may plan and move things


@dataclass(frozen=True)
class Question:
    """A week's question that they haven't answered."""

    team: str
    cycle: int
    on: date


@dataclass(frozen=True)
class Joining:
    """Somebody wants to be in a team that they facilitate."""

    team: str
    team_id: int
    who: str


@dataclass(frozen=True)
class Roster:
    """Their part of a roster, to be looked at."""

    id: int
    stamp: str
    classes: int
    students: int


@dataclass(frozen=True)
class Promise:
    """What they promised."""

    id: int
    text: str
    due_on: date
    overdue: bool


@dataclass(frozen=True)
class Trouble:
    """A message that may not have arrived."""

    post: int
    kind: str
    channel: str


@dataclass(frozen=True)
class SchoolRow:
    """A school they lead, or whose data they keep."""

    id: int
    name: str
    channel: str | None
    teams: int
    leads: bool
    keeps: bool
    to_review: int


@dataclass(frozen=True)
class Desk:
    """Everything on somebody's Home. The ``more`` numbers are what doesn't fit."""

    language: str
    questions: Sequence[Question] = ()
    joining: Sequence[Joining] = ()
    roster: Sequence[Roster] = ()
    spots: Sequence[str] = ()
    promises: Sequence[Promise] = ()
    teams: Sequence[TeamRow] = ()
    schools: Sequence[SchoolRow] = ()
    troubles: Sequence[Trouble] = ()
    admin: bool = False
    admins: int = 0
    more_teams: int = 0
    more_promises: int = 0
    away: tuple[date, date] | None = None
    other_teams: Mapping[str, str] = field(default_factory=dict)  # those that don't fit: channel and name

    @property
    def waiting(self) -> int:
        """How many things wait for them."""
        due = sum(each.overdue for each in self.promises)
        return len(self.questions) + len(self.joining) + len(self.roster) + len(self.spots) + due


def desk(session: Session, person: str, *, now: datetime) -> Desk:
    """What somebody's Home shows now. A visitor, a bot, or somebody who is deactivated has an empty one."""
    teacher = people.known(session, person)
    language = teacher.language if teacher else "en"
    if teacher is None or teacher.kind not in people.ALIVE:
        return Desk(language)
    mine = _teams(session, teacher)
    open_cycles = _cycles(session, mine)
    running = people.runs(session, person, mine)
    rows = [_row(session, each, open_cycles.get(each.id), each.id in running, now) for each in mine]
    promises = _promises(session, teacher, now)
    roles = people.roles_of(session, person)
    return Desk(
        language,
        questions=_questions(session, open_cycles, person, now)[:MOST_WAITING],
        joining=_joining(session, [each for each in mine if each.id in running], now)[:MOST_WAITING],
        roster=_roster(session, person),
        spots=_spots(session, teacher, now),
        promises=promises[:MOST_PROMISES],
        teams=rows[:MOST_TEAMS],
        schools=_schools(session, person),
        troubles=_troubles(session) if Role.ADMIN in roles else (),
        admin=people.allowed(session, Act.ADMINISTER, person),
        admins=len(people.holders(session, Role.ADMIN)),
        more_teams=max(0, len(rows) - MOST_TEAMS),
        more_promises=max(0, len(promises) - MOST_PROMISES),
        away=_away(teacher, now),
        other_teams={each.channel: each.name for each in rows[MOST_TEAMS:]},
    )


def _away(teacher: Teacher, now: datetime) -> tuple[date, date] | None:
    """When somebody is away, while that isn't over."""
    if teacher.away_until is None or teacher.away_until < local(now, ZoneInfo(teacher.zone)).date():
        return None
    return teacher.away_from or teacher.away_until, teacher.away_until


def _teams(session: Session, teacher: Teacher) -> list[Team]:
    inside = select(Membership.team_id).where(Membership.teacher_id == teacher.id)
    facilitated = select(Grant.team_id).where(Grant.person == teacher.slack_id, Grant.role == Role.FACILITATOR)
    mine = select(Team).where(Team.id.in_(inside) | Team.id.in_(facilitated)).options(selectinload(Team.days_off))
    return list(session.scalars(mine.order_by(Team.name, Team.id)))


def _cycles(session: Session, mine: Sequence[Team]) -> dict[int, Cycle]:
    wanted = select(Cycle).where(Cycle.team_id.in_([each.id for each in mine]), Cycle.stage.in_(OPEN))
    return {each.team_id: each for each in session.scalars(wanted.options(joinedload(Cycle.team)))}


def _row(session: Session, team: Team, cycle: Cycle | None, runs: bool, now: datetime) -> TeamRow:  # noqa: FBT001
    if cycle is None:
        return TeamRow(team.name, team.channel, runs=runs)
    here = cycles.where(session, cycle, now)
    week = here.week.number if here.week else None
    phase = str(here.phase) if here.phase else None
    return TeamRow(
        team.name, team.channel, cycle.stage, week, cycle.weeks, phase, _meets_at(session, cycle, here.today, now), runs
    )


def _meets_at(session: Session, cycle: Cycle, today: date, now: datetime) -> datetime | None:
    """When the team meets next: as it was scheduled, else as it usually does."""
    ahead = select(Meeting).where(Meeting.cycle_id == cycle.id, Meeting.cancelled_at.is_(None))
    zone = teams.zone_of(cycle.team)
    for meeting in session.scalars(ahead.where(Meeting.meets_on >= today).order_by(Meeting.meets_on, Meeting.meets_at)):
        if (at := instant(meeting.meets_on, meeting.meets_at, zone)) > now:
            return at
    return None


def _questions(session: Session, open_cycles: Mapping[int, Cycle], person: str, now: datetime) -> list[Question]:
    by_about = {cycles.about(each): each for each in open_cycles.values() if person in _ids(each.team)}
    sent = select(Post).where(
        Post.kind == Kind.CYCLE_PROMPT, Post.state == State.SENT, Post.about.in_(by_about),
        Post.sent_at > now - ASKED_SINCE,
    )  # fmt: skip
    found = []
    for post in session.scalars(sent.order_by(Post.sent_at)):
        cycle, on = by_about[post.about], date.fromisoformat(post.facts["on"])
        if not reflections.has_answered(session, cycle, on, by=person):
            found.append(Question(cycle.team.name, cycle.id, on))
    return found


def _ids(team: Team) -> set[str]:
    return {each.slack_id for each in team.members}


def _joining(session: Session, running: Sequence[Team], now: datetime) -> list[Joining]:
    by_about = {f"team:{each.id}": each for each in running}
    asked = select(Post).where(
        Post.kind == Kind.TEAM_JOIN, Post.about.in_(by_about), Post.planned_for > now - JOINS_SINCE
    )
    wanted = {
        (post.facts["who"], team.id): Joining(team.name, team.id, post.facts["who"])
        for post in session.scalars(asked.order_by(Post.id))
        if not teams.is_member(team := by_about[post.about], post.facts["who"])
    }
    return list(wanted.values())


def _roster(session: Session, person: str) -> list[Roster]:
    mine = select(RosterTeacher).where(
        RosterTeacher.slack_id == person, RosterTeacher.confirmed_at.is_(None), RosterTeacher.corrected_at.is_(None)
    )
    return [
        Roster(row.id, entries.stamp(row.classes), len(row.classes), row.students)
        for row in session.scalars(mine.order_by(RosterTeacher.id).limit(MOST_WAITING))
    ]


def _spots(session: Session, teacher: Teacher, now: datetime) -> list[str]:
    open_ = select(Spot.subject).where(
        Spot.teacher_id == teacher.id, Spot.choice == Choice.WAITING, Spot.answer_by >= now
    )
    return list(session.scalars(open_.order_by(Spot.id).limit(MOST_WAITING)))


def _promises(session: Session, teacher: Teacher, now: datetime) -> list[Promise]:
    today = local(now, ZoneInfo(teacher.zone)).date()
    return [
        Promise(each.id, each.text, each.due_on, each.due_on <= today)
        for each in commitments.of_teacher(session, teacher.slack_id)
    ]


def _schools(session: Session, person: str) -> list[SchoolRow]:
    leads = people.schools_of(session, person, Role.LEAD)
    keeps = people.schools_of(session, person, Role.STEWARD)
    counted = dict(session.execute(select(Team.school_id, func.count()).group_by(Team.school_id)).all())
    waiting = select(Upload.school_id, func.count()).where(Upload.state == "understood").group_by(Upload.school_id)
    review = dict(session.execute(waiting).all())
    mine = select(School).where(School.id.in_({*leads, *keeps})).order_by(School.name)
    return [
        SchoolRow(
            each.id, each.name, each.ilt_channel, counted.get(each.id, 0), each.id in leads, each.id in keeps,
            review.get(each.id, 0) if each.id in keeps else 0,
        )
        for each in session.scalars(mine)
    ]  # fmt: skip


def _troubles(session: Session) -> list[Trouble]:
    doubtful = select(Post.id, Post.kind, Lane.channel).join(Lane, Lane.id == Post.lane_id)
    rows = session.execute(doubtful.where(Post.state == State.IN_DOUBT).order_by(Post.id).limit(MOST_TROUBLES))
    return [Trouble(post, kind, channel) for post, kind, channel in rows]


def note_shown(session: Session, person: str, stamp: str, *, opened_at: datetime | None = None) -> None:
    """Remember what stands on somebody's Home, and when they opened it."""
    view = session.scalar(select(HomeView).where(HomeView.person == person))
    if view is None and opened_at is not None:
        view = HomeView(person=person, opened_at=opened_at)
    if view is not None:
        view.stamp, view.opened_at = stamp, opened_at or view.opened_at
        session.add(view)


def watched(session: Session, *, now: datetime) -> list[tuple[int, str, str, object]]:
    """The Homes that were opened lately: workspace, person, what stands there, and the workspace's pulse.

    The pulse is another one as soon as anybody has done something there, or a message was sent.
    """
    lately = select(HomeView).where(HomeView.opened_at > now - LOOKED_AT_FOR).order_by(HomeView.id)
    views = session.scalars(lately).all()
    pulses = {each: _pulse(session, each) for each in {view.workspace_id for view in views}}
    return [(view.workspace_id, view.person, view.stamp, pulses[view.workspace_id]) for view in views]


def _pulse(session: Session, workspace: int) -> object:
    done = session.scalar(select(func.max(Answered.id)).where(Answered.workspace_id == workspace))
    sent = session.scalar(select(func.max(Post.sent_at)).where(Post.workspace_id == workspace))
    return done, sent
