"""The desk: Home, direct messages and mentions, the shortcut, and who does what. Every command is a button here."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import brightspots, commitments, cycles, meetings
from handlers.screens import home as screens
from handlers.screens import modals
from handlers.slack import forms
from handlers.slack.dependencies import Dependencies
from handlers.slack.modal_answers import PRODUCT
from handlers.slack.request import Visit
from workflows import home, people
from workflows.people import appointments
from workflows.people.appointments import Appoint, NameFacilitators

Command = Callable[..., Awaitable[None]]
COMMANDS: Mapping[str, Command] = {
    "/cycle": cycles.command.command, "/protocol": meetings.command, "/commit": commitments.promises.command,
    "/brightspots": brightspots.command,
}  # fmt: skip
# What a button of Home does is what its command does, in the channel that the button names.
BUTTONS: Mapping[str, str] = {
    "start": "/cycle start", "status": "/cycle status", "change": "/cycle team", "schedule": "/protocol schedule",
    "promise": "/commit new", "setup": "/brightspots setup", "preview": "/brightspots preview",
    "upload": "/brightspots upload", "files": "/brightspots files", "why": "/brightspots why",
    "do_promises_list": "/commit list", "do_why": "/brightspots why",
}  # fmt: skip
OURS = ("C", "G")


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.event("app_home_opened")(opened)
    app.event("app_mention")(answer)
    app.event("message")(answer)
    app.shortcut("home.waiting")(waiting)
    app.action("home.do_waiting")(waiting)
    app.action("home.do_help")(explain)
    app.action("home.team")(choose_team)
    app.action("command.instead")(instead)
    app.action("home.roles")(open_roles)
    app.view("people.appoint")(appoint)
    app.action("home.facilitators")(open_facilitators)
    app.view("people.facilitators")(name_facilitators)
    for name, text in BUTTONS.items():
        app.action(f"home.{name}")(partial(run, text=text))


async def opened(event: dict[str, Any], visit: Visit) -> None:
    """Somebody opens Home: what it shows now is published, unless it is what stands there."""
    if event.get("tab", "home") != "home":
        return
    await visit.teacher()
    there = str((event.get("view") or {}).get("private_metadata", ""))
    stamp = await publish(visit.deps, visit.workspace_id, visit.person, there)
    await visit.look(home.note_shown, visit.person, stamp, opened_at=visit.now)


async def publish(deps: Dependencies, workspace_id: int, person: str, there: str) -> str:
    """Put somebody's desk on their Home, unless it is what stands ``there``; gives the stamp of what does now."""
    facts = await deps.in_transaction(workspace_id, home.desk, person, now=deps.clock.now())
    view = screens.desk(deps.words.in_language(facts.language), facts)
    stamp = hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
    if there != stamp:
        view["private_metadata"] = stamp
        await deps.client_for(workspace_id).views_publish(user_id=person, view=view)
    return stamp


async def publish_again(deps: Dependencies, workspace_id: int, person: str, there: str) -> None:
    """Something has happened in the workspace: if it changes somebody's desk, their Home follows."""
    stamp = await publish(deps, workspace_id, person, there)
    if stamp != there:
        await deps.in_transaction(workspace_id, home.note_shown, person, stamp)


async def answer(event: dict[str, Any], context: dict[str, Any], visit: Visit) -> None:
    """Somebody writes to us, or mentions us: they get a short menu instead of silence."""
    if event.get("bot_id") or event.get("subtype") or event.get("user") in (None, context.get("bot_user_id")):
        return
    if event["type"] == "message" and event.get("channel_type") != "im":
        return
    voice = await visit.voice()
    facts = await visit.look(home.desk, visit.person, now=visit.now)
    shown = screens.menu(voice, facts.waiting)
    await visit.whisper(shown.text, blocks=shown.blocks)


async def waiting(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """What's waiting for me, wherever they are."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    facts = await visit.look(home.desk, visit.person, now=visit.now)
    await visit.fills(shown, modals.told(voice, PRODUCT, screens.everything(voice, facts)))


async def explain(ack: AsyncAck, respond: AsyncRespond, visit: Visit) -> None:
    """What can be typed, command by command."""
    await ack()
    voice = await visit.voice()
    told = "\n\n".join(voice.say(f"help.{each}") for each in ("cycle", "protocol", "commit", "brightspots"))
    await respond(told)


async def run(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], respond: AsyncRespond, visit: Visit, text: str
) -> None:
    """A button stands for a command, typed in the channel it names."""
    await ack()
    name, _, words = text.partition(" ")
    channel = str(action.get("value", ""))
    there = replace(visit, channel=channel if channel.startswith(OURS) else visit.channel)
    command = {"text": words, "trigger_id": body["trigger_id"]}
    await COMMANDS[name](ack=ack, command=command, respond=respond, visit=there)


async def instead(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """Somebody meant another command, and takes the one we offered."""
    await run(ack, {"value": visit.channel}, body, respond, visit, text=action["value"])


async def choose_team(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """One of the teams that don't fit: where it stands, with its buttons."""
    chosen = {"value": action["selected_option"]["value"]}
    await run(ack, chosen, body, respond, visit, text=BUTTONS["status"])


async def open_roles(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """An admin wants to see or change who does what."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    await visit.look(people.require, people.Act.ADMINISTER, by=visit.person)
    holders, schools = await visit.look(appointments.everybody), await visit.look(appointments.schools)
    await visit.fills(shown, screens.roles_form(voice, holders, schools))


async def appoint(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """An admin has named somebody, or takes a role back."""
    form = forms.read(view, Appoint)
    await visit.meet([form.person])
    await visit.ask(appointments.appoint, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("home.appointed"))


async def open_facilitators(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Who facilitates the team is to change."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, action["value"]))
    named = await visit.look(appointments.named, action["value"])
    await visit.fills(shown, screens.facilitators_form(voice, action["value"], named))


async def name_facilitators(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """The team has said who facilitates it."""
    form = forms.read(view, NameFacilitators, channel=visit.channel)
    await visit.meet(form.facilitators)
    await visit.ask(appointments.name_facilitators, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("home.appointed"))
