"""The conversation about meetings that were held: one meeting's record, the history, a search in it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond

from handlers.screens import meeting_record as screens
from handlers.screens import modals
from handlers.slack.commands import in_a_channel
from handlers.slack.request import Visit
from workflows.meetings import record


async def show(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Somebody wants to read everything that was written."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    shipped = visit.deps.library.protocols
    told = await visit.look(record.look, int(action["value"]), shipped, by=visit.person)
    await visit.fills(shown, screens.record_view(voice, told))


async def search(visit: Visit, respond: AsyncRespond, words: str) -> None:
    """Somebody looks through what their group's meetings left."""
    shipped = visit.deps.library.protocols
    channel = in_a_channel(visit.channel)
    found = await visit.look(record.history, channel, shipped, by=visit.person, words=words)
    shown = screens.history(await visit.voice(), found, words.strip())
    await respond(shown.text, blocks=shown.blocks)
