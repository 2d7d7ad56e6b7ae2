"""The conversation at a cycle's end: the next one starts from it, what is kept becomes a draft of a card."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers.cycles import command
from handlers.slack.request import Visit
from workflows import threads


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.action("cycle.next")(start_next)
    app.action("cycle.card")(draft_card)


async def start_next(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “Start the next from this”."""
    await ack()
    await command.open_form(visit, body["trigger_id"])


async def draft_card(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody clicks “Make a practice card”."""
    await ack()
    practices = await visit.ask(threads.draft_cards, int(action["value"]), by=visit.person, now=visit.now)
    voice = await visit.voice()
    await respond(voice.say("cycle_closing.drafted", practices=practices), replace_original=False)
