"""What a team reads of its own answers when a phase ends, and from then on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import posts, teams
from workflows.cycles import schedule
from workflows.cycles.phases import Phase
from workflows.cycles.schedule import PHASE_ENDS_AT
from workflows.posts import Kind
from workflows.reflections.anonymity import Answer, fair_to_show
from workflows.rules.wall_time import instant
from workflows.store.engine import vault_of
from workflows.store.posts import State
from workflows.store.tables import Cycle, Reflection, Teacher


@dataclass(frozen=True)
class Summary:
    """What may be read of a phase's answers, and how many are kept back because too few could be meant."""

    answers: tuple[Answer, ...] = ()
    kept_back: int = 0


def of_phase(session: Session, cycle: Cycle, phase: Phase) -> Summary:
    """What a team's members wrote in a phase, in their own words."""
    first_on, last_on = schedule.phase_days(cycle, schedule.school_weeks_of(session, cycle), phase)
    by_question: defaultdict[date, list[Answer]] = defaultdict(list)
    rows = session.execute(
        select(Reflection, Teacher.slack_id)
        .join(Teacher, Teacher.id == Reflection.teacher_id, isouter=True)
        .where(Reflection.cycle_id == cycle.id, Reflection.prompt_on.between(first_on, last_on))
        # In no order that tells who wrote when: a mark is as good as shuffled.
        .order_by(Reflection.author_mark)
    )
    for row, by in rows:
        by_question[row.prompt_on].append(Answer(vault_of(session).open(row.text_sealed), by))
    shown: list[Answer] = []
    kept_back = 0
    for answers in by_question.values():
        is_fair = fair_to_show(answers, len(cycle.team.members))
        shown += [each for each in answers if each.by or is_fair]
        kept_back += sum(1 for each in answers if not each.by and not is_fair)
    return Summary(tuple(shown), kept_back)


def read_so_far(session: Session, cycle: Cycle, now: datetime) -> dict[Phase, Summary]:
    """What may be read of the phases that are over; of a closed cycle, of all."""
    weeks = schedule.school_weeks_of(session, cycle)
    ends = {each: schedule.phase_days(cycle, weeks, each)[1] for each in Phase}
    over = [each for each in Phase if cycle.closed_at or now >= ends_at(session, cycle, ends[each])]
    return {each: of_phase(session, cycle, each) for each in over}


def has_ended(session: Session, cycle: Cycle, on: date, now: datetime) -> bool:
    """Whether the phase is over in which a day's question was asked, so that the team has read its answers."""
    return now >= ends_at(session, cycle, on)


def ends_at(session: Session, cycle: Cycle, on: date) -> datetime:
    """When the phase ends in which a day's question was asked."""
    weeks = schedule.school_weeks_of(session, cycle)
    last_on = schedule.phase_days(cycle, weeks, _phase_of(session, cycle, on))[1]
    return instant(last_on, PHASE_ENDS_AT, teams.zone_of(cycle.team))


def was_read(session: Session, cycle: Cycle, reflection: Reflection) -> bool:
    """Whether a team has read one of its answers in the summary of its phase; nobody else reads it before."""
    phase = _phase_of(session, cycle, reflection.prompt_on)
    told = posts.all_about(session, schedule.about(cycle))
    kinds = {Kind.CYCLE_CLOSING} if phase is Phase.REFINE else {Kind.CYCLE_PHASE}
    sent = (each for each in told if each.kind in kinds and each.state == State.SENT)
    if not any(each.facts.get("phase", Phase.REFINE) == phase for each in sent):
        return False
    return reflection.teacher_id is not None or _is_fair(session, cycle, reflection.prompt_on)


def count(session: Session, cycle: Cycle) -> int:
    """How many answers a cycle has had."""
    return session.scalar(select(func.count()).select_from(Reflection).where(Reflection.cycle_id == cycle.id)) or 0


def _phase_of(session: Session, cycle: Cycle, on: date) -> Phase:
    """The phase that the plan has on a day; the last one for a day after it."""
    weeks = schedule.school_weeks_of(session, cycle)
    return next((each for each in Phase if on <= schedule.phase_days(cycle, weeks, each)[1]), Phase.REFINE)


def _is_fair(session: Session, cycle: Cycle, on: date) -> bool:
    rows = session.scalars(
        select(Reflection.teacher_id).where(Reflection.cycle_id == cycle.id, Reflection.prompt_on == on)
    )
    return fair_to_show([Answer("", str(each) if each else None) for each in rows], len(cycle.team.members))
