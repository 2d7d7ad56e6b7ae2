"""The conversation when a promise doesn't go as promised: stuck, dropped, reworded, handed over, with a note."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.orm import Session

from handlers.screens import commitments as screens
from handlers.screens.blocks import Block
from handlers.slack import forms, second_look
from handlers.slack.request import Visit
from workflows import commitments
from workflows.commitments import Promise, State
from workflows.refusal import Refusal


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    for name in ("stuck", "dropped", "note"):
        app.action(f"commitment.{name}")(ask)
    app.action("commitment.more")(choose)
    app.action("commitment.withdraw")(withdraw)
    app.action("commitment.take_over")(take_over)
    app.view("commitment.stuck")(get_stuck)
    app.view("commitment.dropped")(drop)
    app.view("commitment.note")(note)
    app.view("commitment.change")(change)
    app.view("commitment.offer")(offer)


async def ask(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """A teacher wants to say more about a promise: the form for it."""
    await ack()
    await _open(visit, body["trigger_id"], action["action_id"].partition(".")[2], int(action["value"]))


async def choose(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """A teacher chooses from the menu beside a promise."""
    await ack()
    what, _, number = action["selected_option"]["value"].partition(" ")
    if what == "withdraw":
        await _withdraw(visit, int(number), respond)
    else:
        await _open(visit, body["trigger_id"], what, int(number))


async def get_stuck(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has said what is in the way."""
    form = forms.read(view, commitments.GetStuck, commitment=_number(view))
    commitment = await visit.ask(commitments.get_stuck, form, by=visit.person, now=visit.now)
    await _tell(ack, visit, commitment.id)


async def drop(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has said why they drop a promise."""
    await _check_in(ack, view, visit, State.DROPPED)


async def note(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has added a line on what happened."""
    await _check_in(ack, view, visit, State.DONE)


async def change(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher words a promise otherwise, or moves it."""
    form = forms.read(view, commitments.ChangeCommitment, commitment=_number(view))
    if await second_look.about_names(ack, view, await visit.voice(), form.text):
        return
    commitment = await visit.ask(commitments.change, form, by=visit.person, now=visit.now)
    await _tell(ack, visit, commitment.id)


async def offer(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher asks a teammate to take a promise over."""
    to = forms.chosen(view, "to")
    await visit.ask(commitments.offer, _number(view), to, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("commitment_form.offered", to=to))


async def take_over(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A teammate takes over what was offered to them."""
    await ack()
    await visit.teacher()
    commitment = await visit.ask(commitments.take_over, int(action["value"]), by=visit.person, now=visit.now)
    text = (await visit.voice()).say("commitment.taken_over", due_on=commitment.due_on)
    await respond(text, replace_original=False)


async def withdraw(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A teacher has promised by mistake."""
    await ack()
    await _withdraw(visit, int(action["value"]), respond)


async def _withdraw(visit: Visit, commitment_id: int, respond: AsyncRespond) -> None:
    await visit.ask(commitments.withdraw, commitment_id, by=visit.person)
    await respond((await visit.voice()).say("commitment.withdrawn"), replace_original=True)


async def _check_in(ack: AsyncAck, view: dict[str, Any], visit: Visit, state: State) -> None:
    words = forms.chosen(view, "note")
    if await second_look.about_names(ack, view, await visit.voice(), words):
        return
    commitment = await visit.ask(commitments.check_in, _number(view), state, by=visit.person, now=visit.now, note=words)
    await _tell(ack, visit, commitment.id)


async def _tell(ack: AsyncAck, visit: Visit, commitment_id: int) -> None:
    await ack()
    voice = await visit.voice()
    shown = screens.answered(voice, await visit.look(_promise, commitment_id, visit.person))
    await visit.whisper(shown.text, blocks=shown.blocks)


async def _open(visit: Visit, trigger: str, what: str, commitment_id: int) -> None:
    voice = await visit.voice()
    promise = await visit.look(_promise, commitment_id, visit.person)
    memo = f"{visit.channel} {commitment_id}"
    form: Block
    match what:
        case "stuck":
            form = screens.stuck_form(voice, memo, promise)
        case "dropped":
            form = screens.drop_form(voice, memo, promise)
        case "note":
            form = screens.note_form(voice, memo, promise)
        case "change":
            form = screens.change_form(voice, memo, promise)
        case "offer":
            form = screens.offer_form(voice, memo, promise)
        case _:
            raise Refusal("Please choose one of the buttons.")
    await visit.opens(trigger, form)


def _promise(session: Session, commitment_id: int, by: str) -> Promise:
    return commitments.promise(session, commitments.own(session, commitment_id, by=by))


def _number(view: dict[str, Any]) -> int:
    return int(forms.memo(view)[1])
