"""Reflections: one answer a teacher and prompt, sealed, named or anonymous as the writer chose."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflows import people, teams
from workflows.cycles import facts
from workflows.cycles.facts import Prompted
from workflows.cycles.stages import Stage
from workflows.reflections import quotes
from workflows.refusal import Refusal
from workflows.rules.texts import readable
from workflows.store.engine import vault_of, workspace_of
from workflows.store.posts import Post
from workflows.store.tables import Cycle, Reflection, Workspace

LONGEST = 3000
OVER = (Stage.CLOSED, Stage.CANCELLED)
NAMED, ANONYMOUS = "named", "anonymous"


@dataclass(frozen=True)
class WriteReflection:
    """A teacher's answer to a weekly prompt; ``signed`` is ``named`` or ``anonymous``.

    ``quotable`` says how the weekly digest may quote it: ``no``, ``named`` or ``nameless``.
    """

    cycle: int
    on: date
    text: str
    signed: str = NAMED
    quotable: str = quotes.NO


@dataclass(frozen=True)
class Asked:
    """What a prompt asked, and what this teacher answered before: enough to show both.

    ``ways`` are the ways in which the weekly digest could quote it; none where nobody would read it.
    """

    prompt: Prompted
    answer: str = ""
    signed: str = NAMED
    quotable: str = quotes.NO
    ways: tuple[str, ...] = ()


def asked(session: Session, cycle_id: int, on: date, *, by: str) -> Asked:
    """What is being answered, and what this teacher wrote before."""
    cycle = _open(session, cycle_id, by)
    prompt = _prompt(session, cycle, on)
    written = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)))
    ways = tuple(quotes.may_be_quoted(session, cycle.team.school))
    if written is None:
        return Asked(prompt, ways=ways)
    # Shown as it was signed: changing a word must not put a name by what was anonymous.
    signed = NAMED if written.teacher_id else ANONYMOUS
    return Asked(prompt, vault_of(session).open(written.text_sealed), signed, written.quotable, ways)


def quoted(session: Session, cycle_id: int, on: date, *, by: str) -> str | None:
    """What somebody let the digest quote of a cycle that is over; None while it goes on, or when they didn't."""
    cycle = session.get(Cycle, cycle_id)
    if cycle is None or cycle.stage not in OVER:
        return None
    written = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)))
    return vault_of(session).open(written.text_sealed) if written and written.quotable != quotes.NO else None


def has_answered(session: Session, cycle: Cycle, on: date, *, by: str) -> bool:
    """Whether somebody has answered a prompt, with their name or without."""
    return session.scalar(_of(cycle, on, _mark(session, cycle, on, by)).with_only_columns(Reflection.id)) is not None


def colleagues(session: Session, cycle_id: int, on: date) -> list[str]:
    """Everybody in the team of a prompt."""
    cycle = session.get(Cycle, cycle_id)
    return [each.slack_id for each in cycle.team.members] if cycle else []


def take_back(session: Session, cycle_id: int, on: date, *, by: str) -> None:
    """The digest may quote it no longer, at any time; what was posted is edited by the heartbeat."""
    cycle = session.get_one(Cycle, cycle_id)
    written = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)).with_for_update())
    if written is not None:
        written.quotable = quotes.NO


def write(session: Session, form: WriteReflection, *, by: str, now: datetime) -> Reflection:
    """Keep a teacher's reflection; written again, it replaces the earlier one."""
    cycle = _open(session, form.cycle, by)
    _prompt(session, cycle, form.on)
    text, mark = _checked(form.text), _mark(session, cycle, form.on, by)
    if form.signed not in (NAMED, ANONYMOUS):
        raise Refusal("Please choose one of the two.", field="signed")
    reflection = session.scalar(_of(cycle, form.on, mark)) or Reflection(
        cycle_id=cycle.id, prompt_on=form.on, author_mark=mark
    )
    _check_quotable(session, form, cycle)
    teacher = teams.teacher(session, by) if form.signed == NAMED else None
    reflection.teacher_id = teacher.id if teacher else None
    reflection.text_sealed = vault_of(session).seal(text)
    reflection.written_at, reflection.quotable = now, form.quotable
    session.add(reflection)
    session.flush()
    return reflection


def count(session: Session, cycle: Cycle, on: date) -> int:
    """How many answered a prompt."""
    answered = select(func.count()).select_from(Reflection)
    return session.scalar(answered.where(Reflection.cycle_id == cycle.id, Reflection.prompt_on == on)) or 0


def _open(session: Session, cycle_id: int, by: str) -> Cycle:
    cycle = session.get(Cycle, cycle_id)
    if cycle is None:
        raise Refusal("This cycle doesn't exist any more.")
    people.require(session, people.Act.TAKE_PART, by=by, team=cycle.team)
    if cycle.stage in OVER:
        raise Refusal("This cycle is closed, so its reflections are complete. Thank you!")
    return cycle


def _prompt(session: Session, cycle: Cycle, on: date) -> Prompted:
    prompt = facts.prompted(session, cycle, on)
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
