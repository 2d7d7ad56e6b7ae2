"""The conversation about a weekly prompt: a button, a form, a thank-you; a change of mind until the phase ends."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.screens import cycles as cycle_screens
from handlers.screens import modals
from handlers.screens import reflections as screens
from handlers.slack import forms, second_look
from handlers.slack.request import Visit
from workflows import reflections
from workflows.reflections import Asked


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("reflection.write")(write)
    app.action("reflection.by_code")(by_code)
    app.action("reflection.withdraw")(withdraw)
    app.view("reflection.send")(send)
    app.view("reflection.take_back")(take_back)


async def write(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """A teacher clicks “Write a reflection”."""
    await ack()
    voice = await visit.voice()
    memo = f"{visit.channel} {action['value']}"
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, memo))
    about = _prompt(action["value"])
    # Whether a quote could be anybody's depends on who is still there.
    await visit.meet(await visit.look(reflections.colleagues, *about))
    quoted = await visit.look(reflections.quoted, *about, by=visit.person, now=visit.now)
    if quoted is not None:
        await visit.fills(shown, screens.quote_form(voice, memo, quoted))
        return
    await visit.fills(shown, await _form(visit, memo, *about))


async def by_code(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody holds the code of an answer that isn't signed: the form asks for it."""
    await ack()
    memo = body["view"]["private_metadata"]
    await visit.fills(body["view"], await _form(visit, memo, *_about(body["view"]), asks_code=True))


async def send(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has written their reflection."""
    cycle_id, on = _about(view)
    form = forms.read(view, reflections.WriteReflection, cycle=cycle_id, on=on)
    await visit.teacher()
    voice = await visit.voice()
    if await second_look.about_names(ack, view, voice, form.text):
        return
    code = await visit.ask(reflections.write, form, by=visit.person, now=visit.now)
    if code:
        # Shown once, in the form that only its writer has before them; a message could be read again by an admin.
        await ack(response_action="update", view=screens.code_shown(voice, code))
    else:
        await ack()
    await visit.whisper(voice.say("reflection_form.thanks", quotable=form.quotable, signed=form.signed))


async def withdraw(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A teacher takes their answer back."""
    await ack()
    cycle_id, on = _about(body["view"])
    code = forms.chosen(body["view"], "code")
    form = reflections.WriteReflection(cycle=cycle_id, on=on, text="", code=code)
    await visit.ask(reflections.withdraw, form, by=visit.person, now=visit.now)
    voice = await visit.voice()
    await visit.fills(body["view"], screens.withdrawn(voice))


async def take_back(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """The weekly digest may not quote a teacher any more; the heartbeat edits what was posted."""
    await visit.ask(reflections.take_back, *_about(view), by=visit.person)
    await ack()
    await visit.whisper((await visit.voice()).say("reflection_form.taken_back"))


async def _form(visit: Visit, memo: str, cycle_id: int, on: date, *, asks_code: bool = False) -> dict[str, Any]:
    asked: Asked = await visit.look(reflections.asked, cycle_id, on, by=visit.person, now=visit.now)
    voice = await visit.voice()
    title, text = cycle_screens.question_of(visit.deps.library, voice, asked.prompt)
    return screens.reflection_form(voice, memo, (title, text), asked, asks_code=asks_code)


def _about(view: dict[str, Any]) -> tuple[int, date]:
    return _prompt(" ".join(forms.memo(view)[1:3]))


def _prompt(value: str) -> tuple[int, date]:
    cycle_id, on = value.split(" ")
    return int(cycle_id), date.fromisoformat(on)
