"""The conversation about a cycle: start it, see where it stands, pause, resume, close, cancel."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.orm import Session

from handlers import people as people_door
from handlers import teams as teams_door
from handlers.cycles import plan, thread
from handlers.screens import cycles as screens
from handlers.screens import modals
from handlers.screens.cycles import Status
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.commands import HELP, VERBS, in_a_channel, rest, subcommand
from handlers.slack.request import Visit
from workflows import commitments, cycles, evidence, posts, teams, workspaces
from workflows.cycles import decisions, plans
from workflows.cycles.plans import Plan
from workflows.cycles.stages import Move
from workflows.refusal import Refusal
from workflows.store.tables import Cycle


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.command("/cycle")(command)
    app.view("cycle.start")(start)
    app.action("cycle.begin")(begin)
    app.action("weeks")(lay_out)
    app.action("starts_on")(lay_out)
    for move in (Move.PAUSE, Move.RESUME, Move.CLOSE, Move.CANCEL):
        app.action(f"cycle.{move}")(partial(moved, move=move))


async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody types /cycle."""
    await ack()
    text, trigger = command.get("text", ""), command["trigger_id"]
    chosen = subcommand("/cycle", text, VERBS["/cycle"], usual="status")
    opens: dict[str, Callable[[Visit, str], Awaitable[None]]] = {
        "start": partial(open_form, typed=rest(text)),
        "plan": plan.open_plan,
        "change": plan.open_change,
        "past": partial(thread.open_past, words=rest(text)),
        "team": teams_door.open_change,
    }
    if chosen in opens:
        await opens[chosen](visit, trigger)
    elif chosen == "join":
        await people_door.join(visit, respond)
    elif chosen == HELP:
        await respond((await visit.voice()).say("help.cycle"))
    else:
        await _show_status(visit, await visit.voice(), respond)


async def begin(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody clicks “Start a cycle”."""
    await ack()
    await open_form(visit, body["trigger_id"])


async def lay_out(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody has changed weeks or first day in a form: the plan beneath them follows."""
    await ack()
    view = body["view"]
    laid_out = await visit.look(_plan_of, visit.channel, forms.chosen(view, "weeks"), forms.chosen(view, "starts_on"))
    if laid_out is None:
        return
    voice = await visit.voice()
    form = screens.cycle_form(voice, visit.channel, laid_out.starts_on, forms.chosen(view, "question"), laid_out)
    await visit.fills(view, form)


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


async def open_form(visit: Visit, trigger: str, typed: str = "") -> None:
    """The form that starts a cycle, with what was typed or what the last one left for it; else the team's own form."""
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    starts_on = await visit.look(teams_door.usual_start, visit.channel, visit.now)
    if starts_on is None:
        form = await teams_door.first_form(visit, voice)
    else:
        question, usual = await visit.look(_proposal, visit.channel, starts_on)
        form = screens.cycle_form(voice, visit.channel, starts_on, typed or question, usual)
    await visit.fills(shown, form)


async def _show_status(visit: Visit, voice: Voice, respond: AsyncRespond, said: str = "") -> None:
    """Where the team stands; ``said`` is what the person has just done from the status shown before."""
    team, facts = await visit.look(status_of, visit.channel, visit.person, visit.now)
    shown = screens.status(voice, facts, said) if facts else screens.no_cycle(voice, team, said)
    await respond(shown.text, blocks=shown.blocks, replace_original=bool(said))


def status_of(session: Session, channel: str, by: str, now: datetime) -> tuple[str, Status | None]:
    """A channel's team by name, and where its cycle stands for whoever asks."""
    team = teams.in_channel(session, channel)
    cycle = cycles.open_cycle(session, team) if team else None
    if team is None or cycle is None:
        return team.name if team else "", None
    return team.name, _status(session, cycle, by, now)


def _status(session: Session, cycle: Cycle, by: str, now: datetime) -> Status:
    here = cycles.where(session, cycle, now)
    coming = posts.upcoming(session, cycles.about(cycle))
    newest = decisions.newest(session, cycle)
    return Status(
        cycle=cycle.id, team=cycle.team.name, question=cycle.question, stage=cycle.stage,
        week=here.week.number if here.week else None, weeks=cycle.weeks, phase=here.phase,
        starts_on=cycle.starts_on, ends_on=here.weeks[-1].school_days[-1], today=here.today,
        next_at=coming[0].due_at if coming else None, decided=tuple(newest),
        missing=decisions.missing(newest) if cycle.ready_on is None else (),
        promises=len(commitments.of_team(session, cycle.team)), pieces=evidence.count(session, cycle),
        is_theirs=teams.is_member(cycle.team, by) or cycle.started_by == by,
        trouble=posts.refused(session, cycle.team.channel) or workspaces.stopped_why(session),
    )  # fmt: skip


def _proposal(session: Session, channel: str, starts_on: date) -> tuple[str, Plan | None]:
    """What the last cycle said should come next, and the usual plan."""
    return cycles.what_next(session, channel), plans.preview(session, channel, screens.USUAL_WEEKS, starts_on)


def _plan_of(session: Session, channel: str, weeks: str, starts_on: str) -> Plan | None:
    try:
        return plans.preview(session, channel, int(weeks or 0), date.fromisoformat(starts_on))
    except (ValueError, Refusal):
        return None  # what doesn't fit is said when the form is sent
