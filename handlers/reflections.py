"""The conversation about a weekly prompt: a button, a form, a thank-you."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.screens import cycles as cycle_screens
from handlers.screens import modals
from handlers.screens import reflections as screens
from handlers.slack import forms
from handlers.slack.request import Visit
from workflows import reflections


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("reflection.write")(write)
    app.view("reflection.send")(send)
    app.view("reflection.take_back")(take_back)


async def write(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """A teacher clicks “Write a reflection”."""
    await ack()
    voice = await visit.voice()
    memo = f"{visit.channel} {action['value']}"
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, memo))
    # Whether a quote could be anybody's depends on who is still there.
    await visit.meet(await visit.look(reflections.colleagues, *_prompt(action["value"])))
    quoted = await visit.look(reflections.quoted, *_prompt(action["value"]), by=visit.person)
    if quoted is not None:
        await visit.fills(shown, screens.quote_form(voice, memo, quoted))
        return
    asked = await visit.look(reflections.asked, *_prompt(action["value"]), by=visit.person)
    prompt = cycle_screens.prompt_of(
        visit.deps.library, voice, asked.prompt.phase, asked.prompt.week, asked.prompt.earlier
    )
    await visit.fills(shown, screens.reflection_form(voice, memo, prompt, asked))


async def send(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A teacher has written their reflection."""
    _, *about = forms.memo(view)
    cycle_id, on = _prompt(" ".join(about))
    form = forms.read(view, reflections.WriteReflection, cycle=cycle_id, on=on)
    await visit.teacher()
    await visit.ask(reflections.write, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("reflection_form.thanks", quotable=form.quotable))


async def take_back(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """The weekly digest may not quote a teacher any more; the heartbeat edits what was posted."""
    _, *about = forms.memo(view)
    await visit.ask(reflections.take_back, *_prompt(" ".join(about)), by=visit.person)
    await ack()
    await visit.whisper((await visit.voice()).say("reflection_form.taken_back"))


def _prompt(value: str) -> tuple[int, date]:
    cycle_id, on = value.split(" ")
    return int(cycle_id), date.fromisoformat(on)
