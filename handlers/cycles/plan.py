"""The conversation about what is to come: `/cycle plan` and `/cycle change`, for whoever runs the team."""

from datetime import date, datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.orm import Session

from handlers.screens import cycle_plan as screens
from handlers.screens import modals
from handlers.slack import forms
from handlers.slack.commands import in_a_channel
from handlers.slack.request import Visit
from workflows import cycles, teams
from workflows.cycles import agenda, changes
from workflows.cycles.agenda import Coming
from workflows.refusal import Refusal
from workflows.rules.wall_time import local
from workflows.store.tables import Cycle


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("cycle.plan")(show)
    app.action("cycle.change")(ask_change)
    app.action("plan.choose")(choose)
    app.view("cycle.move_message")(move)
    app.view("cycle.own_question")(ask_own)
    app.view("cycle.change")(change)


async def show(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “What is planned”."""
    await ack()
    await open_plan(visit, body["trigger_id"])


async def open_plan(visit: Visit, trigger: str) -> None:
    """Everything that the cycle still has to say."""
    in_a_channel(visit.channel)
    shown = await visit.opens(trigger, modals.waiting(await visit.voice(), visit.channel))
    cycle_id = await visit.look(_running, visit.channel)
    await visit.fills(shown, await _page(visit, cycle_id))


async def choose(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Somebody chooses what to do with a message to come."""
    await ack()
    what, _, key = action["selected_option"]["value"].partition(" ")
    view, cycle_id = body["view"], int(forms.memo(body["view"])[1])
    if what in ("skip", "put_back"):
        verb = agenda.skip if what == "skip" else agenda.put_back
        await visit.ask(verb, cycle_id, key, by=visit.person, now=visit.now)
        await visit.fills(view, await _page(visit, cycle_id))
        return
    voice, memo = await visit.voice(), f"{visit.channel} {cycle_id} {key}"
    message, on, at = await visit.look(_message, cycle_id, key, visit.person, visit.now)
    form = screens.own_form(voice, memo, message) if what == "own" else screens.move_form(voice, memo, message, on, at)
    await visit.fills(view, form)


async def move(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has said when a message should come instead."""
    _, cycle_id, key = forms.memo(view)[:3]
    form = forms.read(view, agenda.MoveMessage, cycle=int(cycle_id), key=key)
    await visit.ask(agenda.move, form, by=visit.person, now=visit.now)
    await ack(response_action="update", view=await _page(visit, int(cycle_id)))


async def ask_own(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has written a question of the team's own."""
    _, cycle_id, key = forms.memo(view)[:3]
    form = forms.read(view, agenda.AskOwn, cycle=int(cycle_id), key=key)
    await visit.ask(agenda.ask_own, form, by=visit.person, now=visit.now)
    await ack(response_action="update", view=await _page(visit, int(cycle_id)))


async def ask_change(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody wants to change the cycle."""
    await ack()
    await _fill_change(visit, body["view"])


async def open_change(visit: Visit, trigger: str) -> None:
    """The form that changes the cycle."""
    in_a_channel(visit.channel)
    await _fill_change(visit, await visit.opens(trigger, modals.waiting(await visit.voice(), visit.channel)))


async def change(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has filled in a change: first they see what it moves, and send it again to have it so."""
    form = forms.read(view, changes.ChangeCycle, cycle=int(forms.memo(view)[1]))
    voice = await visit.voice()
    wanted = f"{form.weeks} {form.starts_on} {form.allotment}"
    if wanted != " ".join(forms.memo(view)[2:]):
        preview = await visit.look(changes.preview, form, by=visit.person, now=visit.now)
        memo = f"{visit.channel} {form.cycle} {wanted}"
        shown = forms.shown_again(view, memo, screens.change_preview(voice, preview))
        await ack(response_action="update", view=screens.confirming(voice, shown))
        return
    await visit.ask(changes.change, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper(voice.say("cycle_plan.done"))


async def _fill_change(visit: Visit, view: dict[str, Any]) -> None:
    cycle_id = await visit.look(_running, visit.channel)
    known = await visit.look(changes.as_it_is, cycle_id, by=visit.person)
    memo = f"{visit.channel} {cycle_id}"
    await visit.fills(view, screens.change_form(await visit.voice(), memo, known))


async def _page(visit: Visit, cycle_id: int) -> dict[str, Any]:
    coming = await visit.look(agenda.coming, cycle_id, by=visit.person, now=visit.now)
    return screens.plan_page(await visit.voice(), f"{visit.channel} {cycle_id}", coming)


def _running(session: Session, channel: str) -> int:
    return cycles.running(session, channel).id


def _message(session: Session, cycle_id: int, key: str, by: str, now: datetime) -> tuple[Coming, date, time]:
    found = next((each for each in agenda.coming(session, cycle_id, by=by, now=now) if each.key == key), None)
    if found is None:
        raise Refusal("This message isn't planned any more.")
    here = local(found.due_at, teams.zone_of(session.get_one(Cycle, cycle_id).team))
    return found, here.date(), here.time().replace(second=0, microsecond=0)
