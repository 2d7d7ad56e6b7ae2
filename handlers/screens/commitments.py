"""What people see of what they promised: reminders, check-ins, forms, lists."""

from collections.abc import Sequence
from datetime import date

from handlers.screens import blocks as b
from handlers.screens.blocks import Block, Message, actions, button, fine_print, prose, quote
from handlers.screens.words import Voice
from workflows.commitments import OBSTACLES, ONLY_ME, TEAM, Asking, FollowThrough, Promise, Request, State
from workflows.commitments.promises import LONGEST

MOST_PROMISES = 10
T = "commitment_form"


def commitment_reminder(voice: Voice, facts: Asking) -> Message:
    """The school day before a promise is due."""
    told = vars(facts)
    blocks = [*prose(voice.say("commitment.remind", **told)), quote(facts.text)]
    return Message(voice.say("commitment.remind_summary", **told), blocks)


def commitment_check_in(voice: Voice, facts: Asking) -> Message:
    """The day it is due, and at most twice after: how did it go?"""
    told = vars(facts)
    blocks = [
        *prose(voice.say("commitment.ask", **told)),
        quote(facts.text),
        check_in_buttons(voice, facts.commitment),
        fine_print(voice.say("commitment.who_sees", private=facts.private)),
    ]
    return Message(voice.say("commitment.ask_summary"), blocks)


def asked_for_help(voice: Voice, facts: Request) -> Message:
    """A teammate says what is in the way and asks whether one could help."""
    told = vars(facts)
    blocks = [*prose(voice.say("commitment.help", **told)), quote(facts.text), *prose(voice.say("commitment.help_how"))]
    return Message(voice.say("commitment.help_summary", by=facts.by), blocks)


def asked_to_take_over(voice: Voice, facts: Request) -> Message:
    """A teammate asks whether one would take a promise over."""
    told = vars(facts)
    take = button(voice.plain("commitment.take_over"), "commitment.take_over", str(facts.commitment), style="primary")
    blocks = [
        *prose(voice.say("commitment.offered", **told)),
        quote(facts.text),
        actions(take),
        fine_print(voice.say("commitment.offered_note")),
    ]
    return Message(voice.say("commitment.offered_summary", by=facts.by), blocks)


def check_in_buttons(voice: Voice, commitment: int) -> Block:
    """How to answer for a promise, and what else can become of it."""
    value = str(commitment)
    more = {f"{each} {value}": voice.plain(f"commitment.more_{each}") for each in ("change", "offer", "withdraw")}
    return actions(
        button(voice.plain("commitment.done"), "commitment.done", value, style="primary"),
        button(voice.plain("commitment.stuck"), "commitment.stuck", value),
        button(voice.plain("commitment.carry_on"), "commitment.carry_on", value),
        button(voice.plain("commitment.drop"), "commitment.dropped", value),
        b.overflow(more, "commitment.more"),
    ) | {"block_id": f"check-in:{commitment}"}


def commitment_form(voice: Voice, channel: str, due_on: date, text: str = "") -> Block:
    """Make a promise."""
    return b.modal(
        "commitment.keep",
        voice.plain(f"{T}.title"),
        _asks(voice, text, due_on, TEAM),
        submit=voice.plain(f"{T}.submit"),
        close=voice.plain(f"{T}.close"),
        memo=channel,
    )


def change_form(voice: Voice, memo: str, promise: Promise) -> Block:
    """Word a promise otherwise, or move it."""
    asks = _asks(voice, promise.text, promise.due_on, ONLY_ME if promise.private else TEAM)
    return b.modal("commitment.change", voice.plain(f"{T}.title"), asks,
                   submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def stuck_form(voice: Voice, memo: str, promise: Promise) -> Block:
    """What is in the way, and who could help."""
    obstacles = {each: voice.plain(f"{T}.obstacle_{each}") for each in OBSTACLES}
    agenda = {"yes": voice.plain(f"{T}.agenda_yes")}
    asks = [
        quote(promise.text),
        b.ask("obstacle", voice.plain(f"{T}.obstacle"), b.radio(obstacles)),
        b.ask("helper", voice.plain(f"{T}.helper"), b.person(), hint=voice.plain(f"{T}.helper_hint"), optional=True),
        b.ask("agenda", voice.plain(f"{T}.agenda"), b.ticks(agenda), optional=True),
    ]
    return b.modal("commitment.stuck", voice.plain(f"{T}.stuck_title"), asks,
                   submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def drop_form(voice: Voice, memo: str, promise: Promise) -> Block:
    """Why a promise is dropped."""
    asks = [quote(promise.text), b.ask("note", voice.plain(f"{T}.why_dropped"), b.lines(most=LONGEST))]
    return b.modal("commitment.dropped", voice.plain(f"{T}.drop_title"), asks,
                   submit=voice.plain(f"{T}.drop"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def note_form(voice: Voice, memo: str, promise: Promise) -> Block:
    """A line on what happened."""
    asks = [quote(promise.text), b.ask("note", voice.plain(f"{T}.what_happened"), b.lines(promise.note, most=LONGEST))]
    return b.modal("commitment.note", voice.plain(f"{T}.note_title"), asks,
                   submit=voice.plain(f"{T}.save"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def offer_form(voice: Voice, memo: str, promise: Promise) -> Block:
    """Which teammate could take a promise over."""
    asks = [
        quote(promise.text),
        b.ask("to", voice.plain(f"{T}.to"), b.person(), hint=voice.plain(f"{T}.helper_hint")),
        fine_print(voice.say(f"{T}.offer_note")),
    ]
    return b.modal("commitment.offer", voice.plain(f"{T}.offer_title"), asks,
                   submit=voice.plain(f"{T}.ask"), close=voice.plain(f"{T}.close"), memo=memo)  # fmt: skip


def made(voice: Voice, promise: Promise) -> Message:
    """A promise is kept in mind; it can be taken back at once."""
    text = voice.say("commitment.made", due_on=promise.due_on, private=promise.private)
    undo = button(voice.plain("commitment.undo"), "commitment.withdraw", str(promise.id))
    return Message(text, [*prose(text), quote(promise.text), actions(undo)])


def promised(voice: Voice, promises: Sequence[Promise], said: str = "") -> Message:
    """What a teacher has promised, each with ways to answer for it."""
    text = voice.say("commitment.list") if promises else voice.say("commitment.none")
    blocks = [*prose(said), *prose(text)]
    for each in promises[:MOST_PROMISES]:
        blocks += [quote(each.text), fine_print(_due(voice, each)), check_in_buttons(voice, each.id)]
    blocks += _left_out(voice, promises)
    return Message(b.escaped(said or text), blocks)


def of_team(
    voice: Voice, team: str, promises: Sequence[Promise], trend: Sequence[FollowThrough], reader: str
) -> Message:
    """What a team's members promised each other, and the team's follow-through; no table of people."""
    text = voice.say("commitment.of_team", team=team) if promises else voice.say("commitment.none_of_team", team=team)
    blocks = [*prose(text)]
    for each in promises[:MOST_PROMISES]:
        line = voice.say("commitment.by", by=each.by, due=_due(voice, each))
        blocks += [quote(each.text), fine_print(line)]
        blocks += [check_in_buttons(voice, each.id)] if each.by == reader else []
    blocks += _left_out(voice, promises)
    if trend:
        days = [voice.say("commitment.trend_day", **vars(each)) for each in trend]
        blocks.append(fine_print(voice.say("commitment.trend"), *days))
    return Message(text, blocks)


def answered(voice: Voice, promise: Promise) -> Message:
    """A teacher has said how a promise goes."""
    text = what_became(voice, promise)
    value = str(promise.id)
    undo = button(voice.plain("commitment.undo_answer"), "commitment.undo", value)
    more = [button(voice.plain("commitment.add_note"), "commitment.note", value)] if promise.state == State.DONE else []
    row = [actions(*more, undo)] if promise.state != State.OPEN else [check_in_buttons(voice, promise.id)]
    return Message(text, [quote(promise.text), *prose(text), *row])


def what_became(voice: Voice, promise: Promise) -> str:
    """What became of a promise, in a sentence."""
    told = {"due_on": promise.due_on, "helper": promise.helper, "on_agenda": promise.on_agenda}
    return voice.say("commitment.answered", state=promise.state, **told)


def _asks(voice: Voice, text: str, due_on: date, seen_by: str) -> list[Block]:
    readers = {each: voice.plain(f"{T}.seen_by_{each}") for each in (TEAM, ONLY_ME)}
    return [
        b.ask("text", voice.plain(f"{T}.text"), b.lines(text, most=LONGEST), hint=voice.plain(f"{T}.text_hint")),
        b.ask("due_on", voice.plain(f"{T}.due_on"), b.day(due_on), hint=voice.plain(f"{T}.due_on_hint")),
        b.ask("seen_by", voice.plain(f"{T}.seen_by"), b.radio(readers, seen_by)),
    ]


def _due(voice: Voice, promise: Promise) -> str:
    told = {"due_on": promise.due_on, "state": promise.state, "private": promise.private, "carried": promise.carried}
    return voice.say("commitment.due", **told)


def _left_out(voice: Voice, promises: Sequence[Promise]) -> list[Block]:
    more = len(promises) - MOST_PROMISES
    return [fine_print(voice.say("commitment.more", more=more))] if more > 0 else []
