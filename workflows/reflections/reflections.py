"""Reflections: answers to prompts, sealed. A signed one is its writer's; whose an unsigned one is, nobody can tell."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflows import people, teams
from workflows.cycles import questions
from workflows.cycles.questions import Prompted
from workflows.cycles.stages import Stage
from workflows.reflections import anonymity, quotes, summaries
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.rules.wall_time import instant
from workflows.store.engine import vault_of, workspace_of
from workflows.store.posts import Post
from workflows.store.tables import Cycle, Reflection, Workspace

LONGEST = 3000
OVER = (Stage.CLOSED, Stage.CANCELLED)
NAMED, ANONYMOUS = "named", "anonymous"


@dataclass(frozen=True)
class WriteReflection:
    """A teacher's answer to a weekly prompt; ``signed`` is ``named`` or ``anonymous``.

    ``quotable`` says how the weekly digest may quote it: ``no``, ``named`` or ``nameless``. ``code`` is what its writer
    was given with an earlier unsigned answer that this one replaces.
    """

    cycle: int
    on: date
    text: str
    signed: str = NAMED
    quotable: str = quotes.NO
    code: str = ""


@dataclass(frozen=True)
class Asked:
    """What a prompt asked, and what this teacher answered before with their name: enough to show both.

    ``ways`` are the ways in which the weekly digest could quote it; none where nobody would read it.
    """

    prompt: Prompted
    answer: str = ""
    signed: str = NAMED
    quotable: str = quotes.NO
    ways: tuple[str, ...] = ()


def asked(session: Session, cycle_id: int, on: date, *, by: str, now: datetime) -> Asked:
    """What is being answered, and what this teacher signed before."""
    cycle = _open(session, cycle_id, on, by=by, now=now)
    prompt = _prompt(session, cycle, on)
    signed = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)))
    ways = tuple(quotes.may_be_quoted(session, cycle.team.school))
    if signed is None:
        return Asked(prompt, ways=ways)
    return Asked(prompt, vault_of(session).open(signed.text_sealed), NAMED, signed.quotable, ways)


def quoted(session: Session, cycle_id: int, on: date, *, by: str, now: datetime) -> str | None:
    """What somebody let the digest quote of a phase that is over; None while it goes on, or when they didn't."""
    cycle = session.get(Cycle, cycle_id)
    if cycle is None or not (cycle.stage in OVER or summaries.has_ended(session, cycle, on, now)):
        return None
    signed = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)))
    return vault_of(session).open(signed.text_sealed) if signed and signed.quotable != quotes.NO else None


def has_answered(session: Session, cycle: Cycle, on: date, *, by: str) -> bool:
    """Whether somebody has answered a prompt with their name; who answered without, nobody can tell."""
    return session.scalar(_of(cycle, on, _mark(session, cycle, on, by)).with_only_columns(Reflection.id)) is not None


def colleagues(session: Session, cycle_id: int, on: date) -> list[str]:
    """Everybody in the team of a prompt."""
    cycle = session.get(Cycle, cycle_id)
    return [each.slack_id for each in cycle.team.members] if cycle else []


def take_back(session: Session, cycle_id: int, on: date, *, by: str) -> None:
    """The digest may quote it no longer, at any time; what was posted is edited by the heartbeat."""
    cycle = session.get_one(Cycle, cycle_id)
    signed = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)).with_for_update())
    if signed is not None:
        signed.quotable = quotes.NO


def take_back_by_code(session: Session, cycle_id: int, on: date, code: str) -> None:
    """The digest may quote an unsigned answer no longer; whoever holds its code may say so at any time.

    Raises
    ------
    Refusal
        When no answer has this code.
    """
    _by_code(session, session.get_one(Cycle, cycle_id), on, code).quotable = quotes.NO


def write(session: Session, form: WriteReflection, *, by: str, now: datetime) -> str:
    """Keep a teacher's reflection; gives the code of a new unsigned one, which nobody will be able to tell again.

    A signed one replaces what they signed before. An unsigned one replaces only what its code stands for.
    """
    cycle = _open(session, form.cycle, form.on, by=by, now=now)
    _prompt(session, cycle, form.on)
    text = _checked(form.text)
    if form.signed not in (NAMED, ANONYMOUS):
        raise Refusal("Please choose one of the two.", field="signed")
    _check_quotable(session, form, cycle)
    earlier = _by_code(session, cycle, form.on, form.code) if form.code.strip() else None
    signed = session.scalar(_of(cycle, form.on, _mark(session, cycle, form.on, by)))
    reflection = earlier or signed or Reflection(cycle_id=cycle.id, prompt_on=form.on)
    if form.signed == NAMED:
        code = _sign(session, reflection, cycle, by=by, now=now)
    else:
        reflection, code = _leave_unsigned(session, reflection, earlier, cycle)
    if earlier is not None and signed is not None:
        session.delete(signed)  # what its writer signed and what they hold a code for become one answer
        session.flush()
    reflection.text_sealed, reflection.quotable = vault_of(session).seal(text), form.quotable
    session.add(reflection)
    session.flush()
    return code


def withdraw(session: Session, form: WriteReflection, *, by: str, now: datetime) -> None:
    """Take an answer back as if it had never been: one's own signed one, or the one that a code stands for.

    Raises
    ------
    Refusal
        When there is none, or the phase is over and the team has read it.
    """
    cycle = _open(session, form.cycle, form.on, by=by, now=now)
    if form.code.strip():
        session.delete(_by_code(session, cycle, form.on, form.code))
        return
    signed = session.scalar(_of(cycle, form.on, _mark(session, cycle, form.on, by)))
    if signed is None:
        raise Refusal("There is no answer with your name to this question.", field="text")
    session.delete(signed)


def _sign(session: Session, reflection: Reflection, cycle: Cycle, *, by: str, now: datetime) -> str:
    teacher = teams.met(session, by, cycle.team)
    reflection.author_mark = _mark(session, cycle, reflection.prompt_on, by)
    reflection.teacher_id, reflection.written_at = teacher.id, now
    return ""


def _leave_unsigned(
    session: Session, reflection: Reflection, earlier: Reflection | None, cycle: Cycle
) -> tuple[Reflection, str]:
    """A row that tells nobody: no teacher, no mark of a person, and not the minute at which somebody wrote."""
    if earlier is not None:
        # Later by as little as the database keeps, so that what quotes it notices the change.
        earlier.written_at += timedelta(microseconds=1)
        return earlier, ""
    if reflection.author_mark is not None:
        session.delete(reflection)
        session.flush()
    code = anonymity.new_code()
    midnight = instant(reflection.prompt_on, time(), teams.zone_of(cycle.team))
    unsigned = Reflection(
        cycle_id=cycle.id, prompt_on=reflection.prompt_on, author_mark=anonymity.mark_of(code), written_at=midnight
    )
    return unsigned, code


def _by_code(session: Session, cycle: Cycle, on: date, code: str) -> Reflection:
    found = session.scalar(
        _of(cycle, on, anonymity.mark_of(code)).where(Reflection.teacher_id.is_(None)).with_for_update()
    )
    if found is None:
        raise Refusal("No answer to this question has this code.", field="code")
    return found


def _open(session: Session, cycle_id: int, on: date, *, by: str, now: datetime) -> Cycle:
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    people.require(session, people.Act.TAKE_PART, by=by, team=cycle.team)
    if cycle.stage in OVER:
        raise Refusal("This cycle is closed, so its reflections are complete. Thank you!")
    if summaries.has_ended(session, cycle, on, now):
        raise Refusal("This phase is over and your team has read what was written. The next question comes soon.")
    return cycle


def _prompt(session: Session, cycle: Cycle, on: date) -> Prompted:
    prompt = questions.prompted(session, cycle, on)
    posted = session.scalar(select(Post.id).where(Post.key == f"cycle:{cycle.id}:prompt:{on}"))
    if prompt is None or posted is None:
        raise Refusal("This prompt doesn't belong to your cycle.")
    return prompt


def _check_quotable(session: Session, form: WriteReflection, cycle: Cycle) -> None:
    if form.quotable == quotes.NO:
        return
    if form.quotable == quotes.NAMED and form.signed == ANONYMOUS:
        raise Refusal("You want to stay anonymous, so you can be quoted without your name only.", field="quotable")
    if form.quotable not in quotes.may_be_quoted(session, cycle.team.school):
        raise Refusal(
            "So few people are in your school's teams that everybody would know who wrote it. You can be quoted with"
            " your name, or not at all.",
            field="quotable",
        )


def _checked(text: str) -> str:
    kept = readable(text)
    if not kept:
        raise Refusal("Please write a sentence or two.", field="text")
    if len(kept) > LONGEST:
        raise Refusal(
            "Your reflection has {length} characters. It can have at most {most}.",
            field="text",
            length=len(kept),
            most=LONGEST,
        )
    return kept


def _of(cycle: Cycle, on: date, mark: str) -> Select[Reflection]:
    return select(Reflection).where(
        Reflection.cycle_id == cycle.id, Reflection.prompt_on == on, Reflection.author_mark == mark
    )


def _mark(session: Session, cycle: Cycle, on: date, by: str) -> str:
    workspace = session.get_one(Workspace, workspace_of(session))
    return vault_of(session).mark(workspace.pupil_key_sealed, "reflection", cycle.id, on, by)
