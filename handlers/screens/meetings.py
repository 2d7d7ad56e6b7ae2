"""What people see of a meeting: its posts, its form, the list of what is scheduled."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, header, prose
from handlers.screens.words import Voice
from workflows.meetings import agendas
from workflows.meetings.agendas import Protocol
from workflows.meetings.library import Library
from workflows.rules.wall_time import local

Facts = Mapping[str, Any]


def meeting_reminder(library: Library, voice: Voice, facts: Facts) -> Message:
    """A quarter of an hour before a meeting: what, how long, who does what."""
    protocol = agendas.in_language(library.protocols[facts["protocol"]], voice.language)
    titles = {role.key: role.title for role in protocol.roles}
    roles = [(titles.get(key, key), who) for key, who in facts["roles"].items()]
    told = {**facts, "title": protocol.title, "minutes": agendas.total_minutes(protocol), "roles": roles}
    blocks = [
        header(voice.plain("meeting_reminder.headline", **told)),
        *prose(voice.say("meeting_reminder.body", **told)),
        *prose(voice.say("meeting_reminder.roles", **told)),
    ]
    if facts["promised"]:
        blocks += prose(voice.say("meeting_reminder.promised", **told))
    return Message(voice.say("meeting_reminder.summary", **told), blocks)


def meeting_step(library: Library, voice: Voice, facts: Facts) -> Message:
    """A step whose turn has come: what to do, who speaks, until when."""
    protocol = agendas.in_language(library.protocols[facts["protocol"]], voice.language)
    placed = agendas.turns(protocol, facts["starts_at"])
    turn = placed[facts["place"] - 1]
    told = _step_words(facts, turn, len(placed))
    blocks: list[Block] = [
        header(voice.plain("meeting_step.headline", **told)),
        fine_print(voice.say("meeting_step.until", **told)),
        *prose(voice.say("meeting_step.prompts", **told)),
    ]
    if turn.step.guidance:
        blocks.append(fine_print(turn.step.guidance))
    if turn.step.captures:
        blocks.append(fine_print(voice.say("meeting_step.captures", **told)))
    return Message(voice.say("meeting_step.summary", **told), blocks)


def _step_words(facts: Facts, turn: agendas.Turn, steps: int) -> dict[str, Any]:
    zone: ZoneInfo = facts["zone"]
    ends_at: datetime = local(turn.ends_at, zone)
    return {
        "number": facts["place"],
        "steps": steps,
        "title": turn.step.title,
        "minutes": int((turn.ends_at - turn.starts_at).total_seconds() // 60),
        "until": ends_at.time(),
        "who_speaks": turn.step.who_speaks,
        "silent": turn.step.silent,
        "prompts": turn.step.prompts,
        "captures": [each.title for each in turn.step.captures],
    }


def meeting_summary(voice: Voice, facts: Facts) -> Message:
    """After the last step: what will each of you do?"""
    blocks = [
        header(voice.plain("meeting_summary.headline")),
        *prose(voice.say("meeting_summary.body")),
        actions(button(voice.plain("meeting_summary.commit"), "commitment.make", style="primary")),
    ]
    return Message(voice.say("meeting_summary.summary"), blocks)


def meeting_form(voice: Voice, channel: str, person: str, protocols: Mapping[str, Protocol], starts: datetime) -> Block:
    """Schedule a protocol meeting; ``starts`` is the team's usual next one, in its own wall time."""
    t = "meeting_form"
    options = {}
    for key, protocol in protocols.items():
        title = b.clipped(agendas.in_language(protocol, voice.language).title, b.LABEL_MOST - 12)
        options[key] = voice.plain(f"{t}.option", title=title, minutes=agendas.total_minutes(protocol))
    return b.modal(
        "meeting.schedule",
        voice.plain(f"{t}.title"),
        [
            b.ask("protocol", voice.plain(f"{t}.protocol"), b.choice(options, next(iter(options)))),
            b.ask("on", voice.plain(f"{t}.on"), b.day(starts.date())),
            b.ask("at", voice.plain(f"{t}.at"), b.clock_time(starts.time())),
            b.ask("facilitator", voice.plain(f"{t}.facilitator"), b.person(person)),
            b.ask("recorder", voice.plain(f"{t}.recorder"), b.person(), optional=True),
            b.ask("timekeeper", voice.plain(f"{t}.timekeeper"), b.person(), optional=True),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )


def scheduled(voice: Voice, meetings: Sequence[Facts], said: str = "") -> Message:
    """The meetings to come, each with a button that calls it off."""
    text = voice.say("meeting_form.list") if meetings else voice.say("meeting_form.none")
    blocks = [*b.prose(said), *b.prose(text)]
    for each in meetings:
        call_off = b.button(voice.plain("meeting_form.call_off"), "meeting.call_off", str(each["meeting"]))
        blocks.append(b.prose(voice.say("meeting_form.row", **each))[0] | {"accessory": call_off})
    return Message(b.escaped(said or text), blocks)
