"""Facts about cycles: their posts, their forms, where they stand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from typing import Any

from bot.checks.facts.hostile import ANA, AT, BEN, HERE, ON, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import cycle_plan, cycle_thread, cycles, decisions
from handlers.screens.words import Voice
from workflows.commitments import Promise
from workflows.cycles.agenda import Coming
from workflows.cycles.changes import ChangeCycle
from workflows.cycles.decisions import Version
from workflows.cycles.facts import Asking, Changed, Decided, Moved, PhaseEnd, Started
from workflows.cycles.phases import Phase
from workflows.cycles.plans import Plan
from workflows.cycles.questions import Prompted
from workflows.cycles.records import (
    EVIDENCE_KINDS,
    SKILLS,
    Analyzed,
    Designed,
    Implemented,
    Ingredient,
    Record,
    Refined,
)
from workflows.cycles.stages import Stage
from workflows.evidence import Piece
from workflows.meetings.library import Library
from workflows.posts import Kind
from workflows.reflections import Answer, Summary
from workflows.threads import Closing, Past, PhaseRead, Thread


def posts(text: str, _library: Library) -> dict[str, list[Any]]:
    """Facts for each kind of post."""
    answers = Summary(tuple(Answer(text, who) for who in (ANA, None) for _ in range(12)), kept_back=2)
    ends = [
        PhaseEnd("en", 1, phase, decided, tuple(Ingredient)) for phase in list(Phase)[:3] for decided in (True, False)
    ]
    return {
        "cycle:started": [_started(text)],
        "cycle:prompt": [
            Asking("en", 1, ON, 6, Prompted(2, phase, place, own))
            for phase in Phase
            for place in range(6)
            for own in ("", text[:300])
        ],
        "cycle:phase": [PhaseRead("en", end, summary) for end in ends for summary in (answers, Summary())],
        "cycle:moved": [Moved("en", text[:80], stage, ANA) for stage in Stage],
        "cycle:changed": [Changed("en", ANA, text, 5, ON, ON)],
        "cycle:decided": [Decided("en", 1, phase, record, ANA) for phase, record in _records(text).items()],
        "cycle:closing": _closings(text, answers),
    }


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    name = text[:80]
    counts = [{"reflections": n, "made": n, "done": n, "pieces": n, "weeks": 5, "practices": [name]} for n in (0, 1, 2)]
    where = {"team": name, "question": text, "weeks": 5, "starts_on": ON, "ends_on": ON, "next_at": AT, "promises": 1}
    phases = [{"phase": phase, "decided": decided, "by": ANA} for phase in Phase for decided in (True, False)]
    return {
        "cycle_closing": [*counts, {**counts[0], "made": 3, "done": 2, "practices": [name, name]}],
        "cycle_form": [
            {"due_at": AT, "channel": HERE, "phase": phase, "first_on": ON, "last_on": ON, "asked_at": time(7, 45),
             "first_asked_on": ON, "closed": closed}
            for phase in Phase for closed in (0, 1, 2)
        ],
        "cycle_moved": [{"by": ANA, "team": name, "stage": stage} for stage in Stage],
        "cycle_plan": [
            {"what": name, "due_at": AT, "skipped": skipped, "moved": True, "week": 2, "phase": phase, "analyze": 1,
             "design": 1, "implement": 2, "refine": 1, "before": ON, "after": after, "by": ANA, "weeks": 5,
             "starts_on": ON, "ends_on": ON}
            for phase in Phase for skipped in (True, False) for after in (ON, ON + timedelta(days=7))
        ],
        "cycle_thread": [
            {"starts_on": ON, "ends_on": ON, "on": ON, "stage": stage, "by": ANA, "at": AT, "number": number, "made": 3,
             "done": 2, "pieces": 40, "phase": phase, "more": 3, "team": name}
            for stage in Stage for phase in Phase for number in (1, 3)
        ],
        "cycle_prompt": [{"week": 1, "weeks": 5, "title": text, "text": text, "phase": phase} for phase in Phase],
        "cycle_started": [vars(_started(text))],
        "cycle_status": [
            {**where, "stage": stage, "week": week, "phase": phase, "next_at": next_at, "today": today,
             "decided": stage == Stage.RUNNING, "missing": name, "pieces": 1, "trouble": trouble}
            for stage in Stage
            for week, phase in [(None, None), *enumerate(Phase, start=1)]
            for next_at, trouble in ((None, None), (AT, None), (None, "restricted_action"))
            for today in (ON - timedelta(days=1), ON, ON + timedelta(days=1))
        ],
        "cycle_words": [{}],
        "decision_form": [
            {**each, "at": AT, "if_we": text, "students_will": text, "shown_by": text, "outcome": text, "on": ON,
             "number": number, "waits": number == 1, "single": number == 1}
            for each in phases for number in (1, 2)
        ],
        "phase_summary": [
            {**each, "who": who, "more": 3, "kept_back": kept_back, "missing": name}
            for each in phases for who in (ANA, None) for kept_back in (1, 2)
        ],
        "second_look": [{"names": [name, name]}],
    }  # fmt: skip


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    where = _status(text)
    states = [
        where,
        replace(where, stage=Stage.PAUSED, week=None, phase=None),
        replace(where, is_theirs=False, missing=()),
    ]
    return {
        "status": [partial(cycles.status, voice, each, text) for each in states],
        "thread_message": [partial(cycle_thread.thread_message, voice, _thread(text))],
        "no_cycle": [partial(cycles.no_cycle, voice, team, text) for team in ("", text[:80])],
    }


def modals(voice: Voice, _library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    known = {phase: Version(3, record, BEN, AT) for phase, record in _records(text).items()}
    return {
        "cycle_form": lambda: cycles.cycle_form(voice, HERE, ON, text, _plan()),
        "decision_form": lambda: decisions.decision_form(voice, HERE, 17, Phase.REFINE, known),
        "thread_page": lambda: cycle_thread.thread_page(voice, HERE, _thread(text), ANA),
        "past_cycles": lambda: cycle_thread.past_cycles(voice, HERE, _past(text), "reasons"),
        "plan_page": lambda: cycle_plan.plan_page(voice, f"{HERE} 17", _messages(text)),
        "move_form": lambda: cycle_plan.move_form(voice, f"{HERE} 17 key", _messages(text)[0], ON, time(7, 45)),
        "own_form": lambda: cycle_plan.own_form(voice, f"{HERE} 17 key", _messages(text)[0]),
        "change_form": lambda: cycle_plan.change_form(voice, f"{HERE} 17", ChangeCycle(17, text, 5, ON, "1/1/2/1")),
        "anyway_form": lambda: decisions.anyway_form(voice, f"{HERE} 17"),
    }


def _records(text: str) -> dict[Phase, Record]:
    line, words = text.replace("\n", " ")[:300], text[:1000]
    practices = (words, words)
    return {
        Phase.ANALYZE: Analyzed(line, words, words, SKILLS, words, ON),
        Phase.DESIGN: Designed(practices, words, words, words, EVIDENCE_KINDS, words, together=True),
        Phase.IMPLEMENT: Implemented(words, words),
        Phase.REFINE: Refined(practices, ("keep", "drop"), practices, words, words, words),
    }


def _closings(text: str, answers: Summary) -> list[Closing]:
    words = text[:1000]
    analyzed = Analyzed(words.replace("\n", " ")[:300], words)
    designed = Designed((words, words), words, words, words, EVIDENCE_KINDS)
    refined = Refined((words, words), ("keep", "drop"), (words, words), words, words, words)
    whole = Closing("en", 1, 6, text, analyzed, designed, refined, (words, words), 40, 50, 60, 30, Summary())
    return [
        whole,
        replace(whole, refined=None, summary=answers),
        Closing("en", 1, 4, text, None, None, None, (), 0, 0, 0, 0, Summary()),
    ]


def _thread(text: str) -> Thread:
    """What a big team leaves: sixty promises, forty pieces of evidence, three versions of every decision."""
    versions = {
        phase: tuple(Version(number, record, BEN, AT) for number in (1, 2, 3))
        for phase, record in _records(text).items()
    }
    promise = Promise(7, ANA, text[:500], ON, "done", private=False, carried=1, on_agenda=False)
    piece = Piece(7, "surveys", text[:1000], "https://example.com/" + "x" * 900, text[:1000], ANA, AT)
    answers = Summary(tuple(Answer(text, who) for who in (ANA, None) for _ in range(12)), kept_back=2)
    return Thread(
        cycle=17, team=text[:80], question=text, stage=Stage.PAUSED, weeks=6, starts_on=ON, ends_on=ON,
        versions=versions, missing=tuple(Ingredient), begun_anyway=text[:1000], begun_by=ANA,
        promises=(promise,) * 60, made=60, done=30, evidence=(piece,) * 40, answers=dict.fromkeys(Phase, answers),
    )  # fmt: skip


def _past(text: str) -> list[Past]:
    outcomes = ((text[:1000], "keep", text[:1000]), (text[:1000], "drop", text[:1000]))
    return [Past(each, text, ON, Stage.CLOSED, outcomes) for each in range(20)]


def _messages(text: str) -> list[Coming]:
    weeks = [Coming(f"cycle:17:prompt:{ON}", Kind.CYCLE_PROMPT, AT, "", week, text[:300]) for week in range(1, 7)]
    ends = [Coming(f"cycle:17:{each}:{ON}", Kind.CYCLE_PHASE, AT, each, skipped=True) for each in Phase]
    return [*weeks, *ends, Coming(f"cycle:17:closing:{ON}", Kind.CYCLE_CLOSING, AT, moved=True)]


def _status(text: str) -> cycles.Status:
    return cycles.Status(
        cycle=1, team=text[:80], question=text, stage=Stage.RUNNING, week=2, weeks=5, phase=Phase.DESIGN, starts_on=ON,
        ends_on=ON, today=ON, next_at=AT, decided=(Phase.ANALYZE,), missing=tuple(Ingredient), promises=60, pieces=40,
        is_theirs=True, trouble=None,
    )  # fmt: skip


def _plan() -> Plan:
    return Plan(5, ON, ON, tuple((phase, ON, ON) for phase in Phase), ON, time(7, 45), 1)


def _started(text: str) -> Started:
    return Started("en", text[:80], text, 5, ANA, ON, ON, ON, time(8, 15))
