"""The conversation about a cycle's page: read it, keep it as Markdown, find the cycles of before."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.screens import cycle_thread as screens
from handlers.screens import modals
from handlers.slack import forms
from handlers.slack.commands import in_a_channel
from handlers.slack.request import Visit
from workflows import evidence, threads


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("cycle.thread")(read)
    app.action("cycle.markdown")(keep)
    app.action("cycle.past")(look_back)
    app.view("cycle.search")(search)
    app.action("evidence.open")(visited)
    app.action("evidence.remove")(remove)


async def read(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Somebody of the team wants to see the whole thread."""
    await ack()
    voice = await visit.voice()
    if body.get("view", {}).get("type") == "modal":
        await _fill(visit, body["view"], int(action["value"]))
        return
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    await _fill(visit, shown, int(action["value"]))


async def keep(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """Somebody wants the thread as Markdown: a file in their direct messages, or the text where files may not be."""
    await ack()
    thread = await visit.look(threads.whole, int(action["value"]), by=visit.person, now=visit.now)
    voice = await visit.voice()
    content = screens.markdown(voice, thread)
    told = screens.thread_message(voice, thread)
    direct = await visit.client.conversations_open(users=visit.person)
    channel = direct["channel"]["id"]
    name = f"cycle-{thread.cycle}.md"
    await visit.client.files_upload_v2(
        channel=channel, content=content, filename=name, title=thread.team, initial_comment=told.text
    )
    await visit.whisper(voice.say("cycle_thread.sent"))


async def look_back(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody wants to see the team's cycles of before."""
    await ack()
    view = body.get("view", {})
    if view.get("type") == "modal":
        await _fill_past(visit, view, "")
    else:
        await open_past(visit, body["trigger_id"], "")


async def open_past(visit: Visit, trigger: str, words: str) -> None:
    """The list of cycles that are over."""
    in_a_channel(visit.channel)
    shown = await visit.opens(trigger, modals.waiting(await visit.voice(), visit.channel))
    await _fill_past(visit, shown, words)


async def search(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody searches the team's cycles of before."""
    words = forms.chosen(view, "search")
    found = await visit.look(threads.past, visit.channel, by=visit.person, words=words)
    shown = screens.past_cycles(await visit.voice(), visit.channel, found, words)
    await ack(response_action="update", view=shown)


async def visited(ack: AsyncAck) -> None:
    """Somebody follows a link; Slack opens it."""
    await ack()


async def remove(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Somebody takes a piece of evidence away."""
    await ack()
    cycle_id = await visit.ask(evidence.remove, int(action["value"]), by=visit.person)
    await _fill(visit, body["view"], cycle_id)


async def _fill(visit: Visit, view: dict[str, Any], cycle_id: int) -> None:
    thread = await visit.look(threads.whole, cycle_id, by=visit.person, now=visit.now)
    voice = await visit.voice()
    await visit.fills(view, screens.thread_page(voice, visit.channel, thread, visit.person))


async def _fill_past(visit: Visit, view: dict[str, Any], words: str) -> None:
    found = await visit.look(threads.past, visit.channel, by=visit.person, words=words)
    await visit.fills(view, screens.past_cycles(await visit.voice(), visit.channel, found, words))
