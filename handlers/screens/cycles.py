"""What people see of a cycle: its posts, its form, where it stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, clipped, fine_print, header, prose, quote
from handlers.screens.words import Voice
from workflows.cycles import prompts
from workflows.cycles.phases import Phase
from workflows.cycles.stages import Move, Stage, moves_from
from workflows.meetings.library import Library

MOST_QUOTES, QUOTED = 15, 600  # so that a message stays well below what Slack takes in all
USUAL_WEEKS = 5
Facts = Mapping[str, Any]


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


def cycle_form(voice: Voice, channel: str, starts_on: date, question: str = "") -> Block:
    """Start a cycle; ``question`` is what was typed already."""
    t = "cycle_form"
    return b.modal(
        "cycle.start",
        voice.plain(f"{t}.title"),
        [
            b.ask("question", voice.plain(f"{t}.question"), b.lines(question[:3000]),
                  hint=voice.plain(f"{t}.question_hint")),
            b.ask("weeks", voice.plain(f"{t}.weeks"), b.whole_number(USUAL_WEEKS),
                  hint=voice.plain(f"{t}.weeks_hint")),
            b.ask("starts_on", voice.plain(f"{t}.starts_on"), b.day(starts_on)),
        ],
        submit=voice.plain(f"{t}.submit"),
        close=voice.plain(f"{t}.close"),
        memo=channel,
    )  # fmt: skip


def status(voice: Voice, facts: Facts, said: str = "") -> Message:
    """Where a team's cycle stands, with the moves that its members may make."""
    where = voice.say("cycle_status.where", **facts)
    blocks = [
        *b.prose(said),
        b.header(voice.plain("cycle_status.headline", **facts)),
        b.quote(facts["question"]),
        *b.prose(where),
        b.fine_print(voice.say("cycle_status.next", **facts)),
    ]
    if facts["is_theirs"]:
        blocks.append(b.actions(*_moves(voice, facts["cycle"], Stage(facts["stage"]))))
    else:
        blocks.append(b.fine_print(voice.say("cycle_status.guest", **facts)))
    return Message(b.escaped(said or where), blocks)


def no_cycle(voice: Voice, team: str, said: str = "") -> Message:
    """No cycle is under way here, or no team lives here yet."""
    text = voice.say("cycle_status.nothing", team=team)
    begin = b.button(voice.plain("cycle_status.begin"), "cycle.begin", style="primary")
    return Message(text, [*b.prose(said), *b.prose(text), b.actions(begin)])


def _moves(voice: Voice, cycle: int, stage: Stage) -> list[Block]:
    sure = {
        "title": b.plain(voice.plain("cycle_status.sure")),
        "text": b.plain(voice.plain("cycle_status.sure_text")),
        "confirm": b.plain(voice.plain("cycle_status.yes")),
        "deny": b.plain(voice.plain("cycle_status.no")),
    }
    final = {"confirm": sure}
    return [
        b.button(voice.plain(f"cycle_status.{move}"), f"cycle.{move}", str(cycle))
        | (final if move in (Move.CLOSE, Move.CANCEL) else {})
        for move in moves_from(stage)
        if move is not Move.START
    ]
