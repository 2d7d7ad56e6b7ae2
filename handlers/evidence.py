"""The conversation about evidence: saved from a message's menu or a button, listed and removed on the cycle's page."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.orm import Session

from handlers.screens import evidence as screens
from handlers.screens import modals
from handlers.slack import forms, second_look
from handlers.slack.commands import in_a_channel
from handlers.slack.request import Visit
from workflows import cycles, evidence
from workflows.cycles import decisions

SAVE_SHORTCUT = "evidence_from_message"
MOST_TAKEN = 800  # characters of a message that a note begins with


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.shortcut(SAVE_SHORTCUT)(from_message)
    app.action("evidence.add")(add)
    app.view("evidence.save")(save)


async def from_message(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody chooses “Save as evidence” in a message's menu."""
    await ack()
    message = body["message"]
    note = str(message.get("text", ""))[:MOST_TAKEN]
    await _open(visit, body["trigger_id"], note, _link_of(body, visit.channel))


async def add(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “Save evidence”."""
    await ack()
    await _open(visit, body["trigger_id"])


async def save(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has said what a piece of evidence is and what it shows."""
    form = forms.read(view, evidence.SaveEvidence, channel=visit.channel)
    voice = await visit.voice()
    if await second_look.about_names(ack, view, voice, form.note):
        return
    piece = await visit.ask(evidence.save, form, by=visit.person, now=visit.now)
    await ack()
    kinds = await visit.look(_kinds, visit.channel)
    await visit.whisper(voice.say("evidence_form.saved", kind=piece.kind, single=len(kinds) < 2))


async def _open(visit: Visit, trigger: str, note: str = "", link: str = "") -> None:
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    practices = await visit.look(_practices, visit.channel, visit.person)
    await visit.fills(shown, screens.evidence_form(voice, visit.channel, practices, note, link))


def _link_of(body: dict[str, Any], channel: str) -> str:
    """Where the message, or the first file in it, can be found again."""
    message = body["message"]
    for file in message.get("files", ()):
        if file.get("permalink"):
            return str(file["permalink"])
    domain = body.get("team", {}).get("domain", "")
    return f"https://{domain}.slack.com/archives/{channel}/p{message['ts'].replace('.', '')}" if domain else ""


def _practices(session: Session, channel: str, by: str) -> tuple[str, ...]:
    cycle = decisions.to_record(session, cycles.running(session, channel).id, by=by)
    return decisions.practices_of(session, cycle)


def _kinds(session: Session, channel: str) -> set[str]:
    return {piece.kind for piece in evidence.of_cycle(session, cycles.running(session, channel))}
