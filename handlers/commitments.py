"""The conversation about commitments: make one, be reminded, say how it went."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.orm import Session

from handlers.delivery.writing import Letter
from handlers.screens import commitments as screens
from handlers.screens import modals
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.commands import HELP, SPANISH, VERBS, in_a_channel, rest, subcommand
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import commitments, teams
from workflows.posts import Kind
from workflows.rules import typed_dates
from workflows.rules.calendar import is_day_off
from workflows.rules.wall_time import local

USUAL_DAYS = 7


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.command("/commit")(command)
    app.action("commitment.make")(make)
    app.view("commitment.keep")(keep)
    for state in (commitments.DONE, commitments.STUCK, commitments.DROPPED):
        app.action(f"commitment.{state}")(partial(check_in, state=state))


def letters(_house: Dependencies) -> dict[str, Letter]:
    """What a commitment says by itself, to its teacher only."""
    return {
        Kind.COMMITMENT_REMINDER: Letter(commitments.facts, screens.commitment_reminder),
        Kind.COMMITMENT_CHECK_IN: Letter(commitments.facts, screens.commitment_check_in),
        Kind.COMMITMENT_FOLLOW_UP: Letter(commitments.facts, screens.commitment_check_in),
    }


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
        await _list(visit, await visit.voice(), respond)
    else:
        await _open_form(visit, command["trigger_id"], text if is_promise else rest(text))


async def make(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “Make a commitment”."""
    await ack()
    await _open_form(visit, body["trigger_id"])


async def keep(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has written what they will do."""
    form = forms.read(view, commitments.MakeCommitment, channel=visit.channel)
    await visit.teacher()
    commitment = await visit.ask(commitments.make, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("commitment.made", due_on=commitment.due_on))


async def check_in(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit, state: str) -> None:
    """A teacher says how a commitment went."""
    await ack()
    commitment_id = int(body["actions"][0]["value"])
    commitment = await visit.ask(commitments.check_in, commitment_id, state, by=visit.person, now=visit.now)
    voice = await visit.voice()
    if forms.in_whisper(body):
        await _list(visit, voice, respond, said=voice.say("commitment.answered", state=state))
    else:
        shown = screens.answered(voice, await visit.look(commitments.text_of, commitment), state)
        await respond(shown.text, blocks=shown.blocks, replace_original=True)


async def _open_form(visit: Visit, trigger: str, typed: str = "") -> None:
    """The form, filled in with what was typed behind the command: the promise, and the day at its end."""
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    due_on = await visit.look(_in_a_week, visit.channel, visit.person, visit.now)
    zone = ZoneInfo((await visit.teacher()).zone)
    text, named_on = typed_dates.deadline(typed, local(visit.now, zone).date())
    await visit.fills(shown, screens.commitment_form(voice, visit.channel, named_on or due_on, text))


async def _list(visit: Visit, voice: Voice, respond: AsyncRespond, said: str = "") -> None:
    """What a teacher has promised; ``said`` is what they have just answered in the list shown before."""
    mine = await visit.look(commitments.of_teacher, visit.person)
    rows = [
        {"commitment": commitment.id, "text": words, "due_on": commitment.due_on, "state": commitment.state}
        for commitment, words in mine
    ]
    shown = screens.promised(voice, rows, said)
    await respond(shown.text, blocks=shown.blocks, replace_original=bool(said))


def _in_a_week(session: Session, channel: str, by: str, now: datetime) -> date:
    team = commitments.ready(session, channel, by=by)
    on = local(now, teams.zone_of(team)).date() + timedelta(days=USUAL_DAYS)
    breaks = teams.breaks_of(team)
    while is_day_off(on, breaks):
        on += timedelta(days=1)
    return on
