"""The conversation about a cycle: start it, see where it stands, pause, resume, close, cancel."""

from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.orm import Session

from handlers import people as people_door
from handlers import teams as teams_door
from handlers.delivery.writing import Letter
from handlers.screens import cycles as screens
from handlers.screens import modals
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.commands import HELP, in_a_channel, rest, subcommand
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import cycles, posts, teams, workspaces
from workflows.cycles import facts
from workflows.cycles.stages import Move
from workflows.posts import Kind
from workflows.store.tables import Cycle


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.command("/cycle")(command)
    app.view("cycle.start")(start)
    app.action("cycle.begin")(begin)
    for move in (Move.PAUSE, Move.RESUME, Move.CLOSE, Move.CANCEL):
        app.action(f"cycle.{move}")(partial(moved, move=move))


def letters(deps: Dependencies) -> dict[str, Letter]:
    """What a cycle says by itself."""
    return {
        Kind.CYCLE_STARTED: Letter(facts.started_facts, screens.cycle_started, facts.gather),
        Kind.CYCLE_PROMPT: Letter(facts.prompt_facts, partial(screens.weekly_prompt, deps.library), facts.gather),
        Kind.CYCLE_PHASE: Letter(facts.phase_facts, screens.phase_summary, facts.gather),
        Kind.CYCLE_CLOSING: Letter(facts.closing_facts, screens.cycle_closing, facts.gather),
        Kind.CYCLE_MOVED: Letter(facts.moved_facts, screens.cycle_moved, facts.gather),
    }


async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody types /cycle."""
    await ack()
    chosen = subcommand("/cycle", command.get("text", ""), ["start", "status", "team", "join"], usual="status")
    if chosen == HELP:
        await respond((await visit.voice()).say("help.cycle"))
    elif chosen == "start":
        await _open_form(visit, command["trigger_id"], rest(command.get("text", "")))
    elif chosen == "team":
        await teams_door.open_change(visit, command["trigger_id"])
    elif chosen == "join":
        await people_door.join(visit, respond)
    else:
        await _show_status(visit, await visit.voice(), respond)


async def begin(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “Start a cycle”."""
    await ack()
    await _open_form(visit, body["trigger_id"])


async def start(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A facilitator has filled in “Start a cycle”."""
    form = forms.read(view, cycles.StartCycle, channel=visit.channel)
    cycle = await visit.ask(cycles.start, form, by=visit.person, now=visit.now)
    await ack()
    voice = await visit.voice()
    due_at = await visit.look(cycles.announced_at, cycle)
    await visit.whisper(voice.say("cycle_form.started", due_at=due_at))
    if not await visit.may_write_here():
        await visit.whisper(voice.say("cycle_form.uninvited", channel=visit.channel))


async def moved(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit, move: Move) -> None:
    """Somebody of the team has clicked pause, resume, close or cancel."""
    await ack()
    cycle_id = int(body["actions"][0]["value"])
    cycle = await visit.ask(cycles.make, cycle_id, move, by=visit.person, now=visit.now)
    voice = await visit.voice()
    said = voice.say("cycle_status.moved", stage=cycle.stage)
    if forms.in_whisper(body):
        await _show_status(visit, voice, respond, said=said)
    else:
        await respond(said, replace_original=False)


async def _open_form(visit: Visit, trigger: str, question: str = "") -> None:
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    starts_on = await visit.look(teams_door.usual_start, visit.channel, visit.now)
    if starts_on is None:
        form = await teams_door.first_form(visit, voice)
    else:
        form = screens.cycle_form(voice, visit.channel, starts_on, question)
    await visit.fills(shown, form)


async def _show_status(visit: Visit, voice: Voice, respond: AsyncRespond, said: str = "") -> None:
    """Where the team stands; ``said`` is what the person has just done from the status shown before."""
    team, facts = await visit.look(_status, visit.channel, visit.person, visit.now)
    shown = screens.status(voice, facts, said) if facts else screens.no_cycle(voice, team, said)
    await respond(shown.text, blocks=shown.blocks, replace_original=bool(said))


def _status(session: Session, channel: str, by: str, now: datetime) -> tuple[str, dict[str, Any] | None]:
    team = teams.in_channel(session, channel)
    cycle = cycles.open_cycle(session, team) if team else None
    if team is None or cycle is None:
        return team.name if team else "", None
    is_theirs = teams.is_member(team, by) or cycle.started_by == by
    return team.name, _facts(session, cycle, now) | {"is_theirs": is_theirs}


def _facts(session: Session, cycle: Cycle, now: datetime) -> dict[str, Any]:
    here = cycles.where(session, cycle, now)
    coming = posts.upcoming(session, cycles.about(cycle))
    return {
        "cycle": cycle.id, "team": cycle.team.name, "question": cycle.question, "stage": cycle.stage,
        "week": here.week.number if here.week else None, "weeks": cycle.weeks, "phase": here.phase,
        "starts_on": cycle.starts_on, "ends_on": here.weeks[-1].school_days[-1], "today": here.today,
        "next_at": coming[0].due_at if coming else None,
        "trouble": posts.refused(session, cycle.team.channel) or workspaces.stopped_why(session),
    }  # fmt: skip
