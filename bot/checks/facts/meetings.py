"""Facts about meetings: each step of each protocol under way, what comes before and after, every form."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from bot.checks.facts.hostile import ANA, AT, BEN, HERE, ON, ZONE, Builds, Facts
from handlers.screens import blocks as b
from handlers.screens import meeting_notes, meeting_plan, meeting_protocols, meeting_record
from handlers.screens.words import Voice
from workflows.meetings import agendas
from workflows.meetings.facts import Invitation, Live, Sitting, StepNow
from workflows.meetings.library import Library
from workflows.meetings.notes import Line, Spot
from workflows.meetings.own import Review
from workflows.meetings.protocols import Capture, CaptureKind, Minutes, Norm, Part, Protocol, Silence, Step
from workflows.meetings.record import Entry, Record, Section
from workflows.meetings.scheduling import ChooseMeeting, Proposal

MINUTE = timedelta(minutes=1)
ROOM = "B3"
CALENDAR = "https://example.org/calendar/x.ics"
CHOSEN = ChooseMeeting(HERE, "examining_data", ON, time(8, 15), 60)


def posts(text: str, library: Library) -> dict[str, list[Any]]:
    """Facts for each kind of post."""
    invited = list(_invitations(text))
    running = [each for protocol in library.protocols.values() for each in _running(text, protocol)]
    return {
        "meeting:invitation": invited,
        "meeting:moved": invited,
        "meeting:reminder": invited,
        "meeting:late": invited[:1],
        "meeting:live": running,
        "meeting:step": running,
        "meeting:cue": [replace(running[0], cue=cue, left=left) for cue, left in _cues()],
        "meeting:summary": list(_records(text)),
    }


def templates(text: str) -> dict[str, list[Facts]]:
    """Facts for each template."""
    return {
        "meeting_form": list(_form_words(text)),
        "meeting_invitation": list(_invitation_words(text)),
        "meeting_reminder": [{"title": text, "starts_at": AT, "minutes": 70, "kept": 1, "promised": 3}],
        "meeting_live": list(_live_words(text)),
        "meeting_protocol": [
            {
                "purpose": text, "least": 5, "most": most, "school": text, "replaces": most == 5, "number": 2,
                "title": text, "silent": silent, "prompts": [text, text], "captures": [text], "key": "tuning",
                "version": 2,
            }
            for most, silent in ((5, "all"), (10, "first"), (10, "none"))
        ],
        "meeting_notes": [
            {"title": text, "count": count, "private": private, "number": 1, "votes": count, "none": none}
            for count, private, none in ((0, 0, True), (3, 2, False))
        ],
        "meeting_summary": [
            {
                "title": text, "there": there, "more": more, "skipped": [text], "next_at": AT, "count": count,
                "words": words, "on": ON, "lines": 3, "versions": 2,
            }
            for there, more, count, words in (([], 0, 0, ""), ([ANA, BEN], 2, 4, text), ([ANA], 0, 1, ""))
        ],
    }  # fmt: skip


def replies(voice: Voice, text: str) -> Mapping[str, Builds]:
    """How to build each reply."""
    listed = meeting_plan.Listed(3, text[:150], AT, 2, 3, running=False)
    record = next(_records(text))
    return {
        "scheduled": [
            partial(meeting_plan.scheduled, voice, some, text, {"team": CALENDAR, "person": CALENDAR})
            for some in ([], [listed] * 30)
        ],
        "written": [partial(meeting_notes.written, voice, 2, 3, private=private) for private in (False, True)],
        "to_vote": [partial(meeting_notes.to_vote, voice, _lines(text, count)) for count in (0, 60)],
        "history": [partial(meeting_record.history, voice, some, text) for some in ([], [(record, [text])] * 30)],
    }


def modals(voice: Voice, library: Library, text: str) -> Mapping[str, Callable[[], b.Block]]:
    """How to build each modal."""
    usual = meeting_plan.Usual(ON, time(8, 15), 60, "examining_data", "design")
    starts = datetime.combine(ON, time(8, 15))
    step = _hostile_step(text)
    return {
        "choose_meeting": lambda: meeting_plan.choose_meeting(voice, HERE, library.protocols, usual),
        "meeting_form": lambda: meeting_plan.meeting_form(voice, CHOSEN, _proposal(library), ANA),
        "move_form": lambda: meeting_plan.move_form(voice, HERE, 3, starts),
        "write_form": lambda: meeting_notes.write_form(
            voice, f"{HERE} 3 step 1", Spot(3, step.key), step, _lines(text, 60), ON
        ),
        "protocol_form": lambda: meeting_protocols.protocol_form(voice, HERE),
        "protocol_review": lambda: meeting_protocols.protocol_review(
            voice, HERE, "F0FILE", _review(library, step, text)
        ),
        "tidy_form": lambda: meeting_notes.tidy_form(voice, f"{HERE} 3", _lines(text, 60)),
        "record_view": lambda: meeting_record.record_view(voice, next(_records(text))),
    }


def _invitations(text: str) -> Iterator[Invitation]:
    sitting = Sitting(AT, 60, (text[:150],) * 5)
    first = Invitation(
        language="en", meeting=3, title=text[:150], purpose=text[:600], starts_at=AT, minutes=60,
        roles=((text[:150], ANA), (text[:150], BEN)), bring=text[:500], by_itself=False, sittings=(sitting,) * 4,
        coming=(ANA,), not_coming=(BEN,), by=ANA, promised=4, kept=1, calendar=CALENDAR,
    )  # fmt: skip
    yield first
    yield replace(first, off=True)
    yield replace(
        first, by_itself=True, bring="", roles=(), sittings=(sitting,), calendar="", hands_out=True, promised=0
    )


def _running(text: str, protocol: Protocol) -> Iterator[Live]:
    for number, step in enumerate(protocol.steps, start=1):
        for part in step.parts or (None,):
            yield _live(text, protocol, step, part, number)
    last = _live(text, protocol, _hostile_step(text), None, 1)
    yield replace(last, paused=True, last=True, next_title="", first=True)
    yield replace(last, left=-3 * MINUTE, drift=3 * MINUTE, brief=True)
    yield replace(last, ended=True)


def _live(text: str, protocol: Protocol, step: Step, part: Part | None, number: int) -> Live:
    now = StepNow(
        number=number, steps=len(protocol.steps), title=step.title, part=part.title if part else "",
        presenter=ANA if step.repeats == "presenter" else "", room=ROOM if step.repeats == "classroom" else "",
        minutes=10,
        who_speaks=step.who_speaks, silent=step.silent, prompts=part.prompts if part else step.prompts,
        captures=tuple(each.title for each in step.all_fields()), guidance=step.guidance, listens=step.listens,
        norms=step.agree, private=any(each.private for each in step.all_fields()), votes=True,
    )  # fmt: skip
    return Live(
        language="en", meeting=3, title=protocol.title, act=4, step=now, next_title=text[:300], left=6 * MINUTE,
        ends_at=AT, over_at=AT, rest=30 * MINUTE, drift=-2 * MINUTE, paused=False, last=False, first=False,
        by_itself=False, brief=False, ended=False, zone=ZONE, timekeeper=BEN, thread="1790000000.000100", lines=3,
        agreed={norm.key: 2 for norm in step.agree},
    )  # fmt: skip


def _hostile_step(text: str) -> Step:
    title, prompt = text[:150], text[:300]
    captures = (
        Capture("facts", title, stem=title), Capture("ideas", title, private=True),
        Capture("promises", title, CaptureKind.PROMISES), Capture("plan", title, CaptureKind.VERSION),
    )  # fmt: skip
    norms = tuple(Norm(f"norm_{number}", title) for number in range(5))
    return Step(
        "step", title, Minutes(5, 10), title, Silence.FIRST, (prompt,) * 5, captures, text[:600], "presenter",
        listens=True, agree=norms,
    )  # fmt: skip


def _lines(text: str, count: int) -> list[Line]:
    fields = ("facts", "ideas", "plan")
    return [
        Line(number, "step", 1, fields[number % 3], ANA, text[:3000], AT, shared=number % 2 == 0, votes=number)
        for number in range(count)
    ]


def _records(text: str) -> Iterator[Record]:
    entry = Entry(text[:150], tuple(replace(each, field="facts") for each in _lines(text, 40)))
    full = Record(
        language="en", meeting=3, team=1, title=text[:150], starts_at=AT, on=ON, started_at=AT, ended_at=AT,
        there=(ANA, BEN) * 12, sections=(Section(text[:150], (entry,) * 5),) * 12, problems=(text[:500],) * 2,
        skipped=(text[:150],) * 5, sitting=1, sittings=2, cycle=2, next_at=AT,
    )  # fmt: skip
    yield full
    yield replace(full, there=(), sections=(), problems=(), skipped=(), next_at=None)


def _review(library: Library, step: Step, text: str) -> Review:
    steps = tuple(replace(step, key=f"step_{number}") for number in range(20))
    return Review(replace(library.protocols["tuning"], title=text[:150], steps=steps), text[:80], replaces=True)


def _proposal(library: Library) -> Proposal:
    protocol = library.protocols["analyzing_student_work"]
    return Proposal(protocol, agendas.fit(protocol, 60), 20, {"facilitator": ANA, "recorder": BEN}, 3)


def _cues() -> Iterator[tuple[str, timedelta]]:
    yield from (("half", 5 * MINUTE), ("minute", MINUTE), ("over", -MINUTE))


def _form_words(text: str) -> Iterator[Facts]:
    plan = [[(text, 5), (text, 10)], [(text, 45)]]
    for phase, role, least in (("analyze", "facilitator", 5), ("design", "recorder", 10), ("refine", "timekeeper", 5)):
        yield {
            "title": text, "minutes": 70, "least": least, "most": 10, "starts_at": AT, "phase": phase, "role": role,
            "purpose": text, "plan": plan,
            "kind": "team" if least == 5 else "person",
            "sittings": 2, "sitting": 1, "over": 20, "held": 3, "running": least == 5,
        }  # fmt: skip


def _invitation_words(text: str) -> Iterator[Facts]:
    for off, coming in ((False, [ANA, BEN]), (True, [])):
        yield {
            "title": text, "starts_at": AT, "off": off, "roles": [(text, ANA), (text, BEN)], "minutes": 60,
            "sittings": [(AT, 60, text), (AT, 60, text)], "coming": coming, "not_coming": coming, "by_itself": off,
            "url": "https://example.org/calendar/x.ics", "by": ANA,
        }  # fmt: skip


def _live_words(text: str) -> Iterator[Facts]:
    common = {
        "title": text, "number": 2, "steps": 9, "step": text, "minutes": 10, "left": 6, "until": time(8, 30),
        "who_speaks": text, "prompts": (text, text), "captures": [text, text], "over_at": time(9, 25), "rest": 30,
        "count": 2,
    }  # fmt: skip
    for silent, cue, drift, part, presenter in (
        ("none", "half", 0, "", ""), ("first", "half", 3, text, ANA), ("all", "minute", -2, text, ""),
        ("none", "over", 0, "", BEN),
    ):  # fmt: skip
        yield common | {
            "silent": silent, "cue": cue, "drift": drift, "part": part, "presenter": presenter, "room": ROOM,
            "who": BEN,            "paused": silent == "first",
            "over": silent == "all", "next_title": text if part else "", "lines": drift,
        }  # fmt: skip
