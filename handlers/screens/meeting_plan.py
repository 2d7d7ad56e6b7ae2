"""What people see of a meeting that is to come: the two forms, the invitation, the reminder, the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, header, prose, quote
from handlers.screens.words import Voice
from workflows.meetings import agendas
from workflows.meetings.facts import Invitation, Sitting
from workflows.meetings.protocols import Protocol, in_language
from workflows.meetings.rotation import ROLES
from workflows.meetings.scheduling import BRIEF, BY_ITSELF, LONGEST_BRING, SPLIT, WITHOUT, ChooseMeeting, Proposal

SLOTS = (30, 45, 60, 70, 75, 80, 90, 120, 150, 180, 240, 300, 360)
MOST_NAMED = 12
BRIEF_FROM = 3
"""After so many meetings with a protocol its short form is offered."""


@dataclass(frozen=True)
class Usual:
    """What a group is used to: its next hour, how long it has, and the protocol that comes next."""

    on: date
    at: time
    minutes: int
    protocol: str
    phase: str = ""


@dataclass(frozen=True)
class Listed:
    """One meeting in the list of what is planned."""

    meeting: int
    title: str
    starts_at: datetime
    sitting: int
    sittings: int
    running: bool


def choose_meeting(voice: Voice, channel: str, protocols: Mapping[str, Protocol], usual: Usual) -> Block:
    """First: which protocol, when, and how long the team has."""
    t = "meeting_form"
    options = {key: _option(voice, protocol) for key, protocol in protocols.items()}
    slots = {str(each): voice.plain(f"{t}.minutes_each", minutes=each) for each in sorted({*SLOTS, usual.minutes})}
    hint = voice.plain(f"{t}.suggested", phase=usual.phase) if usual.phase else ""
    return b.modal(
        "meeting.choose",
        voice.plain(f"{t}.title"),
        [
            b.ask("protocol", voice.plain(f"{t}.protocol"), b.choice(options, usual.protocol), hint=hint),
            b.ask("on", voice.plain(f"{t}.on"), b.day(usual.on)),
            b.ask("at", voice.plain(f"{t}.at"), b.clock_time(usual.at)),
            b.ask("minutes", voice.plain(f"{t}.minutes"), b.choice(slots, str(usual.minutes))),
        ],
        submit=voice.plain(f"{t}.onward"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def meeting_form(voice: Voice, form: ChooseMeeting, proposal: Proposal, person: str) -> Block:
    """Then: the plan for this slot, who has which role, and whatever this protocol needs to know."""
    t = "meeting_form"
    asked = [
        *(_role(voice, role, proposal.roles.get(role) or (person if role == ROLES[0] else None)) for role in ROLES),
        *_repeats(voice, proposal.protocol),
        *_fitting(voice, proposal),
        b.ask("bring", voice.plain(f"{t}.bring"), b.lines(most=LONGEST_BRING), optional=True),
        b.ask(
            "begins",
            voice.plain(f"{t}.begins"),
            b.radio({"start": voice.plain(f"{t}.begins_start"), BY_ITSELF: voice.plain(f"{t}.begins_itself")}, "start"),
        ),
        *_brief(voice, proposal),
    ]
    return b.modal(
        "meeting.schedule",
        voice.plain(f"{t}.title"),
        [*prose(voice.say(f"{t}.purpose", purpose=_told(voice, proposal).purpose)), *_plan(voice, proposal), *asked],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=f"{form.channel} {form.protocol} {form.on} {form.at:%H:%M} {form.minutes}",
    )


def move_form(voice: Voice, channel: str, meeting: int, starts: datetime) -> Block:
    """Move a meeting to another time; ``starts`` is in the group's own wall time."""
    t = "meeting_form"
    return b.modal(
        "meeting.moved",
        voice.plain(f"{t}.move_title"),
        [
            b.ask("on", voice.plain(f"{t}.on"), b.day(starts.date())),
            b.ask("at", voice.plain(f"{t}.at"), b.clock_time(starts.time())),
        ],
        submit=voice.plain(f"{t}.move_submit"),
        close=voice.plain(f"{t}.close"),
        memo=f"{channel} {meeting}",
    )


def meeting_invitation(voice: Voice, facts: Invitation) -> Message:
    """The channel hears that it will meet: what, when, who does what, what to bring."""
    t = "meeting_invitation"
    summary = voice.say(f"{t}.summary", title=facts.title, starts_at=facts.starts_at, off=facts.off)
    blocks: list[Block] = [header(voice.plain(f"{t}.headline", title=facts.title)), *prose(summary)]
    blocks += _about(voice, facts)
    if len(facts.sittings) > 1:
        blocks += prose(voice.say(f"{t}.sittings", sittings=[_row(each) for each in facts.sittings]))
    blocks.append(fine_print(_answers(voice, facts)))
    if not facts.off:
        blocks += [_answer_buttons(voice, facts), fine_print(voice.say(f"{t}.starts", by_itself=facts.by_itself))]
    return Message(summary, blocks)


def meeting_reminder(voice: Voice, facts: Invitation) -> Message:
    """A quarter of an hour before a meeting: what, who does what, and Start."""
    t = "meeting_reminder"
    blocks = [
        header(voice.plain(f"{t}.headline", title=facts.title)),
        *prose(voice.say(f"{t}.body", starts_at=facts.starts_at, minutes=facts.minutes)),
        *_about(voice, facts),
    ]
    if facts.promised:
        blocks += prose(voice.say(f"{t}.promised", promised=facts.promised, kept=facts.kept))
    if not facts.by_itself:
        blocks.append(_start_buttons(voice, facts.meeting))
    return Message(voice.say(f"{t}.summary", title=facts.title), blocks)


def meeting_late(voice: Voice, facts: Invitation) -> Message:
    """Five minutes late, asked once: start, move or call off?"""
    text = voice.say("meeting_reminder.late", title=facts.title)
    return Message(text, [*prose(text), _start_buttons(voice, facts.meeting)])


def meeting_moved(voice: Voice, facts: Invitation) -> Message:
    """The channel hears that a meeting moved or was called off."""
    text = voice.say(
        "meeting_invitation.moved", title=facts.title, starts_at=facts.starts_at, off=facts.off, by=facts.by
    )
    return Message(text, prose(text))


def scheduled(
    voice: Voice, meetings: Sequence[Listed], said: str = "", feeds: Mapping[str, str] | None = None
) -> Message:
    """The meetings to come, each with what can be done with it; ``feeds`` are calendars to subscribe to."""
    text = voice.say("meeting_form.list") if meetings else voice.say("meeting_form.none")
    blocks = [*prose(said), *prose(text)]
    for each in meetings[:MOST_NAMED]:
        row = voice.say(
            "meeting_form.row", title=each.title, starts_at=each.starts_at, sitting=each.sitting,
            sittings=each.sittings, running=each.running,
        )  # fmt: skip
        blocks += prose(row)
        if not each.running:
            blocks.append(_start_buttons(voice, each.meeting))
    if feeds:
        blocks += [fine_print(voice.say("meeting_form.feeds")), actions(*_feeds(voice, feeds))]
    return Message(b.escaped(said or text), blocks)


def _feeds(voice: Voice, feeds: Mapping[str, str]) -> list[Block]:
    return [
        button(voice.plain("meeting_form.feed", kind=kind), f"meeting.feed.{kind}") | {"url": url}
        for kind, url in feeds.items()
    ]


def _about(voice: Voice, facts: Invitation) -> list[Block]:
    blocks = prose(voice.say("meeting_invitation.roles", roles=facts.roles)) if facts.roles else []
    if facts.bring:
        blocks += [*prose(voice.say("meeting_invitation.bring")), quote(facts.bring)]
    return blocks


def _answers(voice: Voice, facts: Invitation) -> str:
    return voice.say(
        "meeting_invitation.answers", minutes=facts.minutes, coming=facts.coming[:MOST_NAMED],
        not_coming=facts.not_coming[:MOST_NAMED],
    )  # fmt: skip


def _answer_buttons(voice: Voice, facts: Invitation) -> Block:
    t, meeting = "meeting_invitation", str(facts.meeting)
    calendar = button(voice.plain(f"{t}.calendar"), "meeting.calendar", "" if facts.calendar else meeting)
    if facts.calendar:
        calendar |= {"url": facts.calendar}
    return actions(
        button(voice.plain(f"{t}.come"), "meeting.come", meeting, style="primary"),
        button(voice.plain(f"{t}.cannot"), "meeting.cannot", meeting),
        button(voice.plain(f"{t}.move"), "meeting.move", meeting),
        button(voice.plain(f"{t}.call_off"), "meeting.call_off", meeting),
        *([calendar] if facts.calendar or facts.hands_out else []),
    )


def _start_buttons(voice: Voice, meeting: int) -> Block:
    t = "meeting_invitation"
    return actions(
        button(voice.plain(f"{t}.start"), "meeting.start", str(meeting), style="primary"),
        button(voice.plain(f"{t}.move"), "meeting.move", str(meeting)),
        button(voice.plain(f"{t}.call_off"), "meeting.call_off", str(meeting)),
    )


def _option(voice: Voice, protocol: Protocol) -> str:
    title = b.clipped(in_language(protocol, voice.language).title, b.LABEL_MOST - 22)
    least, most = agendas.shortest(protocol), agendas.longest(protocol)
    return voice.plain("meeting_form.option", title=title, least=least, most=most)


def _told(voice: Voice, proposal: Proposal) -> Protocol:
    return in_language(proposal.protocol, voice.language)


def _plan(voice: Voice, proposal: Proposal) -> list[Block]:
    """The plan as it would be, and by how much it is too long."""
    protocol = _told(voice, proposal)
    titles = {step.key: step.title for step in protocol.steps}
    sittings = [
        [(titles[step], minutes) for step, minutes in _minutes_by_step(agenda).items()] for agenda in proposal.sittings
    ]
    blocks = prose(voice.say("meeting_form.plan", plan=sittings))
    if proposal.over:
        blocks += prose(voice.say("meeting_form.too_long", over=proposal.over, sittings=len(sittings)))
    return blocks


def _minutes_by_step(agenda: agendas.Agenda) -> dict[str, int]:
    minutes: dict[str, int] = {}
    for turn in agenda:
        minutes[turn.step] = minutes.get(turn.step, 0) + turn.minutes
    return minutes


def _role(voice: Voice, role: str, who: str | None) -> Block:
    return b.ask(role, voice.plain("meeting_form.role", role=role), b.person(who), optional=role != ROLES[0])


def _repeats(voice: Voice, protocol: Protocol) -> list[Block]:
    t, asked = "meeting_form", []
    if "presenter" in protocol.repeats():
        asked.append(b.ask("presenters", voice.plain(f"{t}.presenters"), b.people()))
    if "classroom" in protocol.repeats():
        hint = voice.plain(f"{t}.classrooms_hint")
        asked.append(b.ask("classrooms", voice.plain(f"{t}.classrooms"), b.line(), hint=hint))
    return asked


def _fitting(voice: Voice, proposal: Proposal) -> list[Block]:
    """What may be decided so that it fits: several sittings, or no optional steps."""
    t, asked = "meeting_form", []
    if agendas.optional_steps(proposal.protocol):
        ways = {"with": voice.plain(f"{t}.optional_with"), WITHOUT: voice.plain(f"{t}.optional_without")}
        asked.append(b.ask("optional", voice.plain(f"{t}.optional"), b.radio(ways, WITHOUT)))
    if proposal.over or proposal.protocol.repeats():
        ways = {"one": voice.plain(f"{t}.one"), SPLIT: voice.plain(f"{t}.split")}
        chosen = SPLIT if proposal.over else "one"
        asked.append(b.ask("when_long", voice.plain(f"{t}.when_long"), b.radio(ways, chosen)))
    return asked


def _brief(voice: Voice, proposal: Proposal) -> list[Block]:
    """A team that knows a protocol needs its script less and less."""
    if proposal.held_before < BRIEF_FROM:
        return []
    ways = {"full": voice.plain("meeting_form.form_full"), BRIEF: voice.plain("meeting_form.form_brief")}
    label = voice.plain("meeting_form.form", held=proposal.held_before)
    return [b.ask("form", label, b.radio(ways, "full"))]


def _row(sitting: Sitting) -> tuple[datetime, int, str]:
    return sitting.starts_at, sitting.minutes, ", ".join(sitting.titles)
