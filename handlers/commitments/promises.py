"""The conversation about promises: make one, be reminded, say how it went."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.orm import Session

from handlers.screens import blocks as b
from handlers.screens import commitments as screens
from handlers.screens import modals
from handlers.screens.words import Voice
from handlers.slack import forms, second_look
from handlers.slack.commands import HELP, SPANISH, VERBS, in_a_channel, rest, subcommand
from handlers.slack.request import Visit
from workflows import commitments, teams
from workflows.commitments import FollowThrough, Promise, State, Unlikely
from workflows.rules import typed_dates
from workflows.rules.wall_time import local

MAKE_SHORTCUT = "commitment_from_message"
MOST_TAKEN = 400  # characters of a message that a promise begins with


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.command("/commit")(command)
    app.shortcut(MAKE_SHORTCUT)(from_message)
    app.action("commitment.make")(make)
    app.view("commitment.keep")(keep)
    app.action("commitment.done")(done)
    app.action("commitment.undo")(undo)
    app.action("commitment.carry_on")(carry_on)


async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody types /commit."""
    await ack()
    text = command.get("text", "")
    # More than a word that isn't a verb is the promise itself: /commit try exit tickets by Friday
    is_promise = len(text.split()) > 1 and text.split()[0].lower() not in (*VERBS["/commit"], *SPANISH)
    chosen = "new" if is_promise else subcommand("/commit", text, VERBS["/commit"], usual="new")
    if chosen == HELP:
        await respond((await visit.voice()).say("help.commit"))
    elif chosen == "list":
        await show_list(visit, await visit.voice(), respond)
    elif chosen == "team":
        await _show_team(visit, await visit.voice(), respond)
    else:
        await _open_typed(visit, command["trigger_id"], text if is_promise else rest(text))


async def make(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “Make a commitment”."""
    await ack()
    await _open_form(visit, body["trigger_id"])


async def from_message(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody chooses “Make a commitment” in a message's menu."""
    await ack()
    await _open_form(visit, body["trigger_id"], str(body["message"].get("text", ""))[:MOST_TAKEN])


async def keep(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has written what they will do."""
    form = forms.read(view, commitments.MakeCommitment, channel=visit.channel)
    await visit.teacher()
    voice = await visit.voice()
    if await second_look.about_names(ack, view, voice, form.text):
        return
    try:
        commitment = await visit.ask(commitments.make, form, by=visit.person, now=visit.now, sure=forms.is_sure(view))
    except Unlikely:
        await second_look.asks_again(ack, view, b.prose(voice.say("commitment_form.unlikely")))
        return
    await ack()
    shown = screens.made(voice, await visit.look(commitments.promise, commitment))
    await visit.whisper(shown.text, blocks=shown.blocks)


async def done(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """A teacher has done what they promised."""
    await ack()
    commitment = await visit.ask(commitments.check_in, int(action["value"]), State.DONE, by=visit.person, now=visit.now)
    await answered(visit, body, respond, commitment.id)


async def undo(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """A teacher has answered too soon."""
    await ack()
    await visit.ask(commitments.undo, int(action["value"]), by=visit.person, now=visit.now)
    await answered(visit, body, respond, int(action["value"]))


async def carry_on(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """A teacher wants until the next meeting."""
    await ack()
    await visit.ask(commitments.carry_on, int(action["value"]), by=visit.person, now=visit.now)
    await answered(visit, body, respond, int(action["value"]))


async def answered(visit: Visit, body: dict[str, Any], respond: AsyncRespond, commitment_id: int) -> None:
    """Show what became of a promise, in the list or in the message in which it was answered."""
    voice = await visit.voice()
    promise = await visit.look(_promise, commitment_id, visit.person)
    if forms.in_whisper(body):
        await show_list(visit, voice, respond, said=screens.what_became(voice, promise))
    else:
        shown = screens.answered(voice, promise)
        await respond(shown.text, blocks=shown.blocks, replace_original=True)


async def show_list(visit: Visit, voice: Voice, respond: AsyncRespond, said: str = "") -> None:
    """What a teacher has promised; ``said`` is what they have just answered in the list shown before."""
    shown = screens.promised(voice, await visit.look(commitments.of_teacher, visit.person), said)
    await respond(shown.text, blocks=shown.blocks, replace_original=bool(said))


async def _show_team(visit: Visit, voice: Voice, respond: AsyncRespond) -> None:
    """What a team's members promised each other, and how the team follows through."""
    name, promises, trend = await visit.look(_of_team, in_a_channel(visit.channel), visit.person, visit.now)
    shown = screens.of_team(voice, name, promises, trend, visit.person)
    await respond(shown.text, blocks=shown.blocks, replace_original=False)


async def _open_typed(visit: Visit, trigger: str, typed: str) -> None:
    """The form, filled in with what was typed behind the command: the promise, and the day at its end."""
    zone = ZoneInfo((await visit.teacher()).zone)
    text, named_on = typed_dates.deadline(typed, local(visit.now, zone).date())
    await _open_form(visit, trigger, text, named_on)


async def _open_form(visit: Visit, trigger: str, text: str = "", named_on: date | None = None) -> None:
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    due_on = await visit.look(_next_meeting, visit.channel, visit.person, visit.now)
    await visit.fills(shown, screens.commitment_form(voice, visit.channel, named_on or due_on, text[:500]))


def _next_meeting(session: Session, channel: str, by: str, now: datetime) -> date:
    return commitments.next_meeting_on(session, commitments.ready(session, channel, by=by), now=now)


def _promise(session: Session, commitment_id: int, by: str) -> Promise:
    return commitments.promise(session, commitments.own(session, commitment_id, by=by))


def _of_team(session: Session, channel: str, by: str, now: datetime) -> tuple[str, list[Promise], list[FollowThrough]]:
    team = commitments.ready(session, channel, by=by)
    today = local(now, teams.zone_of(team)).date()
    return team.name, commitments.of_team(session, team), commitments.trend(session, team, today)
