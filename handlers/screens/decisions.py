"""What a team decided in a phase: the form, the post, and the lines in which it is shown everywhere."""

from collections.abc import Mapping

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message
from handlers.screens.words import Voice
from workflows.cycles.decisions import Version
from workflows.cycles.facts import Decided
from workflows.cycles.phases import Phase
from workflows.cycles.records import (
    EVIDENCE_KINDS,
    LONGEST_LINE,
    LONGEST_TEXT,
    SKILLS,
    Analyzed,
    Designed,
    Fate,
    Implemented,
    Record,
    Refined,
)

Lines = list[tuple[str, str]]
Known = Mapping[Phase, Version]
T = "decision_form"


def decided(voice: Voice, facts: Decided) -> Message:
    """The channel reads what was decided in a phase, once."""
    told = {"phase": facts.phase, "by": facts.by}
    again = b.button(voice.plain("decision_form.again"), f"decision.{facts.phase}", str(facts.cycle))
    blocks = [
        b.header(voice.plain("decision_form.headline", **told)),
        b.labelled(record_lines(voice, facts.record)),
        b.actions(again),
        b.fine_print(voice.say("decision_form.by", **told)),
    ]
    return Message(voice.say("decision_form.summary", **told), blocks)


def record_lines(voice: Voice, record: Record) -> Lines:
    """A record as labels and the team's own words; what wasn't written isn't shown."""
    match record:
        case Analyzed():
            lines = _analyzed(voice, record)
        case Designed():
            lines = _designed(voice, record)
        case Implemented():
            lines = [("saw", record.saw), ("changed", record.changed)]
        case Refined():
            fates = [(f"fate_{fate}", f"{practice} ({why})") for practice, fate, why in record.outcomes]
            lines = [*fates, ("saw", record.saw), ("share", record.share), ("what_next", record.what_next)]
    return [(voice.plain(f"decision_form.{label}_label"), text) for label, text in lines if text]


def decision_form(voice: Voice, channel: str, cycle: int, phase: Phase, known: Known) -> Block:
    """What the team decided in a phase, to be written down or changed."""
    seen = known[phase].number if phase in known else 0
    return b.modal(
        "decision.keep",
        voice.plain(f"decision_form.title_{phase}"),
        [*b.prose(voice.say(f"decision_form.about_{phase}")), *_questions(voice, phase, known)],
        submit=voice.plain("decision_form.submit"),
        close=voice.plain("decision_form.close"),
        memo=f"{channel} {cycle} {phase} {seen}",
    )


def anyway_form(voice: Voice, memo: str) -> Block:
    """Why the team begins though something is missing."""
    question = b.ask("why", voice.plain("decision_form.why"), b.lines(most=LONGEST_TEXT))
    return b.modal(
        "decision.anyway",
        voice.plain("decision_form.title_anyway"),
        [*b.prose(voice.say("decision_form.about_anyway")), question],
        submit=voice.plain("decision_form.submit"),
        close=voice.plain("decision_form.close"),
        memo=memo,
    )


def written_meanwhile(voice: Voice, version: Version) -> list[Block]:
    """What somebody else wrote while this form was open, above what one has written oneself."""
    told = voice.say("decision_form.meanwhile", by=version.by, at=version.at)
    return [*b.prose(told), b.labelled(record_lines(voice, version.record))]


def _analyzed(voice: Voice, record: Analyzed) -> Lines:
    outcome = record.outcome
    if record.outcome_on:
        outcome = voice.plain("decision_form.by_day", outcome=outcome, on=record.outcome_on)
    skills = ", ".join(voice.plain(f"cycle_words.skill_{each}") for each in record.skills)
    return [
        ("priority", record.priority), ("barrier", record.barrier), ("students", record.students),
        ("skills", skills), ("outcome", outcome),
    ]  # fmt: skip


def _designed(voice: Voice, record: Designed) -> Lines:
    theory = voice.plain(
        "decision_form.theory", if_we=record.if_we, students_will=record.students_will, shown_by=record.shown_by
    )
    kinds = ", ".join(voice.plain(f"cycle_words.kind_{each}") for each in record.evidence)
    together = voice.plain("decision_form.together_yes") if record.together else ""
    return [
        ("practices", " · ".join(record.practices)), ("theory", theory), ("evidence", kinds),
        ("agreements", record.agreements), ("together", together),
    ]  # fmt: skip


def _questions(voice: Voice, phase: Phase, known: Known) -> list[Block]:
    record = known[phase].record if phase in known else None
    match phase:
        case Phase.ANALYZE:
            return _ask_analyzed(voice, record if isinstance(record, Analyzed) else Analyzed(""))
        case Phase.DESIGN:
            return _ask_designed(voice, record if isinstance(record, Designed) else Designed((), "", "", "", ()))
        case Phase.IMPLEMENT:
            return _ask_implemented(voice, record if isinstance(record, Implemented) else Implemented(""))
        case Phase.REFINE:
            return _ask_refined(voice, record if isinstance(record, Refined) else Refined((), (), ()), known)


def _ask_analyzed(voice: Voice, record: Analyzed) -> list[Block]:
    skills = {each: voice.plain(f"cycle_words.skill_{each}") for each in SKILLS}
    return [
        b.ask("priority", voice.plain(f"{T}.priority"), b.line(record.priority, most=LONGEST_LINE),
              hint=voice.plain(f"{T}.priority_hint")),
        _text(voice, "barrier", record.barrier),
        _text(voice, "students", record.students),
        b.ask("skills", voice.plain(f"{T}.skills"), b.ticks(skills, record.skills), optional=True),
        _text(voice, "outcome", record.outcome),
        b.ask("outcome_on", voice.plain(f"{T}.outcome_on"), b.day(record.outcome_on), optional=True),
    ]  # fmt: skip


def _ask_designed(voice: Voice, record: Designed) -> list[Block]:
    kinds = {each: voice.plain(f"cycle_words.kind_{each}") for each in EVIDENCE_KINDS}
    together = {"yes": voice.plain(f"{T}.together_yes")}
    return [
        _text(voice, "practices", "\n".join(record.practices), optional=False),
        _text(voice, "if_we", record.if_we, optional=False),
        _text(voice, "students_will", record.students_will, optional=False),
        _text(voice, "shown_by", record.shown_by, optional=False),
        b.ask("evidence", voice.plain(f"{T}.evidence"), b.ticks(kinds, record.evidence),
              hint=voice.plain(f"{T}.evidence_hint")),
        _text(voice, "agreements", record.agreements),
        b.ask("together", voice.plain(f"{T}.together"), b.ticks(together, ["yes"] if record.together else []),
              optional=True),
    ]  # fmt: skip


def _ask_implemented(voice: Voice, record: Implemented) -> list[Block]:
    return [_text(voice, "saw", record.saw, optional=False), _text(voice, "changed", record.changed)]


def _ask_refined(voice: Voice, record: Refined, known: Known) -> list[Block]:
    plan = known[Phase.DESIGN].record if Phase.DESIGN in known else None
    practices = plan.practices if isinstance(plan, Designed) else ()
    before = {practice: (fate, why) for practice, fate, why in record.outcomes}
    asked = [
        each
        for place, practice in enumerate(practices, start=1)
        for each in _ask_fate(voice, place, practice, before.get(practice, ("", "")))
    ]
    if not practices:
        asked = b.prose(voice.say(f"{T}.no_practice"))
    return [
        *asked,
        _text(voice, "saw", record.saw),
        _text(voice, "share", record.share),
        _text(voice, "what_next", record.what_next),
    ]


def _ask_fate(voice: Voice, place: int, practice: str, before: tuple[str, str]) -> list[Block]:
    fates = {str(each): voice.plain(f"{T}.fate_{each}_label") for each in Fate}
    fate, why = before
    return [
        b.quote(practice),
        b.ask(f"fate_{place}", voice.plain(f"{T}.fate"), b.radio(fates, fate or None)),
        b.ask(f"why_{place}", voice.plain(f"{T}.fate_why"), b.lines(why, most=LONGEST_TEXT)),
    ]


def _text(voice: Voice, field: str, initial: str, *, optional: bool = True) -> Block:
    return b.ask(
        field,
        voice.plain(f"decision_form.{field}"),
        b.lines(initial, most=LONGEST_TEXT),
        hint=voice.plain(f"decision_form.{field}_hint"),
        optional=optional,
    )
