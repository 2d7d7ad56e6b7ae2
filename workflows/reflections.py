"""Reflections: one answer a teacher and prompt, sealed, named or anonymous as the writer chose."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflows import news, teams
from workflows.news import Prompted
from workflows.refusal import Refusal
from workflows.rules.stages import Stage
from workflows.rules.texts import readable
from workflows.store.engine import vault_of, workspace_of
from workflows.store.mail import Post
from workflows.store.tables import Cycle, Reflection, Workspace

LONGEST = 3000
NAMED, ANONYMOUS = "named", "anonymous"


@dataclass(frozen=True)
class WriteReflection:
    """A teacher's answer to a weekly prompt; ``signed`` is ``named`` or ``anonymous``."""

    cycle: int
    on: date
    text: str
    signed: str = NAMED


@dataclass(frozen=True)
class Asked:
    """What a prompt asked, and what this teacher answered before: enough to show both."""

    prompt: Prompted
    answer: str
    signed: str


def asked(session: Session, cycle_id: int, on: date, *, by: str) -> Asked:
    """What is being answered, and what this teacher wrote before."""
    cycle = _open(session, cycle_id, by)
    prompt = _prompt(session, cycle, on)
    written = session.scalar(_of(cycle, on, _mark(session, cycle, on, by)))
    if written is None:
        return Asked(prompt, "", NAMED)
    # Shown as it was signed: changing a word must not put a name by what was anonymous.
    return Asked(prompt, vault_of(session).open(written.text_sealed), NAMED if written.teacher_id else ANONYMOUS)


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
    teacher = teams.teacher(session, by) if form.signed == NAMED else None
    reflection.teacher_id = teacher.id if teacher else None
    reflection.text_sealed = vault_of(session).seal(text)
    reflection.written_at = now
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
    teams.only_members(cycle.team, by)
    if cycle.stage in (Stage.CLOSED, Stage.CANCELLED):
        raise Refusal("This cycle is closed, so its reflections are complete. Thank you!")
    return cycle


def _prompt(session: Session, cycle: Cycle, on: date) -> Prompted:
    prompt = news.prompted(session, cycle, on)
    posted = session.scalar(select(Post.id).where(Post.key == f"cycle:{cycle.id}:prompt:{on}"))
    if prompt is None or posted is None:
        raise Refusal("This prompt doesn't belong to your cycle.")
    return prompt


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
