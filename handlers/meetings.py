"""The conversation about protocol meetings: schedule, list, call off."""

from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.orm import Session

from handlers.delivery.writing import Letter
from handlers.screens import meetings as screens
from handlers.screens import modals
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.commands import HELP, in_a_channel, subcommand
from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows import cycles, meetings, teams
from workflows.meetings import agendas
from workflows.posts import Kind
from workflows.rules import calendar
from workflows.rules.wall_time import local
from workflows.store.tables import Meeting


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    app.command("/protocol")(command)
    app.view("meeting.schedule")(schedule)
    app.action("meeting.call_off")(call_off)


def letters(deps: Dependencies) -> dict[str, Letter]:
    """What a meeting says by itself."""
    return {
        Kind.MEETING_REMINDER: Letter(meetings.facts, partial(screens.meeting_reminder, deps.library)),
        Kind.MEETING_STEP: Letter(meetings.facts, partial(screens.meeting_step, deps.library)),
        Kind.MEETING_SUMMARY: Letter(meetings.facts, screens.meeting_summary),
    }


async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody types /protocol."""
    await ack()
    chosen = subcommand("/protocol", command.get("text", ""), ["schedule", "list"], usual="list")
    if chosen == HELP:
        await respond((await visit.voice()).say("help.protocol"))
    elif chosen == "schedule":
        await _open_form(visit, command["trigger_id"])
    else:
        await _list(visit, await visit.voice(), respond)


async def schedule(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A facilitator has filled in “Schedule a meeting”."""
    form = forms.read(view, meetings.ScheduleMeeting, channel=visit.channel)
    meeting = await visit.ask(meetings.schedule, form, visit.deps.library.protocols, by=visit.person, now=visit.now)
    await ack()
    voice = await visit.voice()
    await visit.whisper(voice.say("meeting_form.scheduled", **_row(visit, voice, meeting)))


async def call_off(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody calls a meeting off in the list only they see."""
    await ack()
    await visit.ask(meetings.cancel, int(action["value"]), by=visit.person, now=visit.now)
    voice = await visit.voice()
    await _list(visit, voice, respond, said=voice.say("meeting_form.called_off"))


async def _open_form(visit: Visit, trigger: str) -> None:
    in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    starts = await visit.look(_next_usual, visit.channel, visit.person, visit.now)
    protocols = visit.deps.library.protocols
    await visit.fills(shown, screens.meeting_form(voice, visit.channel, visit.person, protocols, starts))


async def _list(visit: Visit, voice: Voice, respond: AsyncRespond, said: str = "") -> None:
    """What is scheduled; ``said`` is what the person has just done in the list shown before."""
    coming = await visit.look(meetings.coming, in_a_channel(visit.channel), now=visit.now)
    rows = [{"meeting": each.id, **_row(visit, voice, each)} for each in coming]
    shown = screens.scheduled(voice, rows, said)
    await respond(shown.text, blocks=shown.blocks, replace_original=bool(said))


def _row(visit: Visit, voice: Voice, meeting: Meeting) -> dict[str, Any]:
    protocol = agendas.in_language(visit.deps.library.protocols[meeting.protocol], voice.language)
    return {"title": protocol.title, "starts_at": meetings.starts_at(meeting)}


def _next_usual(session: Session, channel: str, by: str, now: datetime) -> datetime:
    """The team's next usual meeting that is still to come in the cycle, in its wall time."""
    cycle = meetings.ready(session, channel, by=by)
    team, here = cycle.team, local(now, teams.zone_of(cycle.team)).replace(tzinfo=None)
    days = calendar.meeting_dates(cycles.school_weeks_of(session, cycle), team.meeting_weekday)
    usual = [datetime.combine(day, team.meeting_at) for day in days]
    return next((each for each in usual if each > here), datetime.combine(here.date(), team.meeting_at))
