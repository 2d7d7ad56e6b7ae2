"""A cycle changes while it runs: its question, its weeks, its first day, how the weeks are shared among the phases."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from workflows import people, posts, teams
from workflows.cycles import limits as checks
from workflows.cycles import plans, schedule
from workflows.cycles.phases import check_allotment, read_allotment, write_allotment
from workflows.cycles.plans import Plan
from workflows.cycles.stages import OPEN, Stage
from workflows.posts import Kind, Planned
from workflows.refusal import Refusal
from workflows.rules.calendar import week_of
from workflows.rules.quiet_hours import next_civil
from workflows.rules.wall_time import local
from workflows.store.tables import Cycle


@dataclass(frozen=True)
class ChangeCycle:
    """A cycle as its facilitator wants it from now on; ``allotment`` is ``1/1/2/1``, empty for the usual one."""

    cycle: int
    question: str
    weeks: int
    starts_on: date
    allotment: str = ""


@dataclass(frozen=True)
class Preview:
    """What a change would do: the plan as it is and as it would be."""

    before: Plan
    after: Plan


def as_it_is(session: Session, cycle_id: int, *, by: str) -> ChangeCycle:
    """A cycle as somebody who may change it would fill in its form now."""
    cycle = changeable(session, cycle_id, by=by)
    shared = "/".join(map(str, schedule.allotment_of(cycle)))
    return ChangeCycle(cycle.id, cycle.question, cycle.weeks, cycle.starts_on, shared)


def preview(session: Session, form: ChangeCycle, *, by: str, now: datetime) -> Preview:
    """What a change would do, before anybody says yes to it.

    Raises
    ------
    Refusal
        When an answer doesn't fit, or somebody asks who doesn't run the team.
    """
    cycle = changeable(session, form.cycle, by=by)
    allotment = _checked(session, cycle, form, now)
    before = plans.laid_out(cycle.team, cycle.weeks, cycle.starts_on, cycle.allotment)
    return Preview(before, plans.laid_out(cycle.team, form.weeks, form.starts_on, allotment))


def change(session: Session, form: ChangeCycle, *, by: str, now: datetime) -> Cycle:
    """Change a cycle; what it still has to say moves along, and the channel hears."""
    cycle = changeable(session, form.cycle, by=by)
    allotment = _checked(session, cycle, form, now)
    wanted = (checks.check_question(form.question), form.weeks, form.starts_on, allotment)
    if wanted == (cycle.question, cycle.weeks, cycle.starts_on, cycle.allotment):
        return cycle
    cycle.question, cycle.weeks, cycle.starts_on, cycle.allotment = wanted
    session.flush()
    schedule.plan_anew(session, cycle, now=now)
    _tell(session, cycle, by=by, now=now)
    return cycle


def changeable(session: Session, cycle_id: int, *, by: str) -> Cycle:
    """The open cycle of a team that somebody runs.

    Raises
    ------
    Refusal
        When it is over, or they don't run the team.
    """
    cycle = session.get(Cycle, cycle_id, with_for_update=True)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    people.require(session, people.Act.RUN_TEAM, by=by, team=cycle.team)
    if Stage(cycle.stage) not in OPEN:
        raise Refusal("This cycle is over, so what it decided stays as it is. Your next cycle can begin with it.")
    return cycle


def _checked(session: Session, cycle: Cycle, form: ChangeCycle, now: datetime) -> str:
    """The allotment as it is stored, once every answer fits."""
    today = local(now, teams.zone_of(cycle.team)).date()
    checks.check_question(form.question)
    checks.check_weeks(form.weeks)
    if form.starts_on != cycle.starts_on:
        if cycle.starts_on <= today:
            raise Refusal("Your cycle has begun, so its first day stays. Change its weeks instead.", field="starts_on")
        checks.check_start(form.starts_on, today, teams.breaks_of(cycle.team))
    lived = week_of(schedule.school_weeks_of(session, cycle), today)
    if lived and form.weeks < lived.number:
        raise Refusal("Your cycle is in week {week} already.", field="weeks", week=lived.number)
    shared = read_allotment(form.allotment, form.weeks)
    if sum(shared) != form.weeks and form.weeks != cycle.weeks:
        shared = read_allotment("", form.weeks)  # other weeks, and nobody said how to share them
    return write_allotment(check_allotment(shared, form.weeks))


def _tell(session: Session, cycle: Cycle, *, by: str, now: datetime) -> None:
    team = cycle.team
    due_at = next_civil(now, teams.zone_of(team), teams.breaks_of(team))
    key = f"cycle:{cycle.id}:changed:{now:%Y-%m-%dT%H:%M:%S}"
    facts = {"cycle": cycle.id, "by": by}
    news = Planned(team.channel, Kind.CYCLE_CHANGED, key, f"moves:{cycle.id}", due_at, facts, team.zone)
    posts.plan(session, news, now=now)
