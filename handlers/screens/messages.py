"""The messages that are posted: for each kind of post, facts in, blocks and their text out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.screens.blocks import Block, Message, actions, button, clipped, divider, fine_print, header, prose, quote
from handlers.screens.words import Voice
from handlers.slack.dependencies import Library
from workflows.cycles import prompts
from workflows.cycles.phases import Phase
from workflows.meetings import agendas
from workflows.rules.wall_time import local

Facts = Mapping[str, Any]
MOST_QUOTES, QUOTED = 15, 600  # so that a message stays well below what Slack takes in all


def cycle_started(voice: Voice, facts: Facts) -> Message:
    """The channel hears that a cycle begins, and what it asks."""
    blocks = [
        header(voice.plain("cycle_started.headline")),
        *prose(voice.say("cycle_started.body", **facts)),
        quote(facts["question"]),
        fine_print(voice.say("cycle_started.next", **facts)),
    ]
    return Message(voice.say("cycle_started.summary", **facts), blocks)


def weekly_prompt(library: Library, voice: Voice, facts: Facts) -> Message:
    """The week's question, with a button to answer it."""
    prompt = prompt_of(library, voice, facts["phase"], facts["week"], facts["earlier"])
    told = {**facts, "title": prompt.title, "text": prompt.text}
    value = f"{facts['cycle']} {facts['on'].isoformat()}"
    blocks = [
        header(voice.plain("cycle_prompt.headline", **told)),
        fine_print(voice.say("cycle_prompt.phase", **told)),
        *prose(voice.say("cycle_prompt.body", **told)),
        actions(button(voice.plain("cycle_prompt.write"), "reflection.write", value, style="primary")),
        fine_print(voice.say("cycle_prompt.note")),
    ]
    return Message(voice.say("cycle_prompt.summary", **told), blocks)


def prompt_of(library: Library, voice: Voice, phase: Phase, week: int, earlier: int) -> prompts.Prompt:
    """The prompt of a week, in the voice's language."""
    chosen = prompts.prompt_for(prompts.for_audience(library.prompts, "team"), phase, week, earlier)
    return prompts.in_language(chosen, voice.language)


def phase_summary(voice: Voice, facts: Facts) -> Message:
    """At a phase's end the team reads what its members wrote."""
    blocks: list[Block] = [
        header(voice.plain("phase_summary.headline", **facts)),
        *prose(voice.say("phase_summary.body")),
    ]
    for text, who in facts["words"][:MOST_QUOTES]:
        blocks += [quote(clipped(text, QUOTED)), fine_print(voice.say("phase_summary.by", who=who))]
    more = len(facts["words"]) - MOST_QUOTES
    if more > 0:
        blocks.append(fine_print(voice.say("phase_summary.more", more=more)))
    return Message(voice.say("phase_summary.summary", **facts), blocks)


def cycle_closing(voice: Voice, facts: Facts) -> Message:
    """On the last day: what the team did together, and a button to close."""
    blocks = [
        header(voice.plain("cycle_closing.headline", **facts)),
        *prose(voice.say("cycle_closing.body")),
        quote(facts["question"]),
        *prose(voice.say("cycle_closing.counts", **facts)),
        actions(button(voice.plain("cycle_closing.close"), "cycle.close", str(facts["cycle"]), style="primary")),
    ]
    return Message(voice.say("cycle_closing.summary", **facts), blocks)


def cycle_moved(voice: Voice, facts: Facts) -> Message:
    """The channel hears who paused, resumed, closed or cancelled the cycle."""
    text = voice.say("cycle_moved.summary", **facts)
    return Message(text, prose(text))


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


def commitment_reminder(voice: Voice, facts: Facts) -> Message:
    """The school day before a commitment is due."""
    blocks = [*prose(voice.say("commitment.remind", **facts)), quote(facts["text"])]
    return Message(voice.say("commitment.remind_summary", **facts), blocks)


def commitment_check_in(voice: Voice, facts: Facts) -> Message:
    """The day it is due, and at most twice after: how did it go?"""
    blocks = [
        *prose(voice.say("commitment.ask", **facts)),
        quote(facts["text"]),
        check_in_buttons(voice, facts["commitment"]),
        fine_print(voice.say("commitment.private")),
    ]
    return Message(voice.say("commitment.ask_summary"), blocks)


def check_in_buttons(voice: Voice, commitment: int) -> Block:
    """Three ways to answer for a commitment."""
    return actions(
        button(voice.plain("commitment.done"), "commitment.done", str(commitment), style="primary"),
        button(voice.plain("commitment.stuck"), "commitment.stuck", str(commitment)),
        button(voice.plain("commitment.drop"), "commitment.dropped", str(commitment)),
    ) | {"block_id": f"check-in:{commitment}"}


def admin_notice(voice: Voice, facts: Facts) -> Message:
    """The installer learns that something could not be sent, and decides where there is a choice."""
    blocks = prose(voice.say("admin_notice.body", **facts))
    if facts["state"] == "in_doubt":
        resend = button(voice.plain("admin_notice.resend"), "post.resend", str(facts["post"]), style="primary")
        blocks.append(actions(resend, button(voice.plain("admin_notice.drop"), "post.drop", str(facts["post"]))))
    return Message(voice.say("admin_notice.summary"), [*blocks, divider(), fine_print(voice.say("admin_notice.why"))])
