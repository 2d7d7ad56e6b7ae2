"""The conversation before a meeting: plan it, answer the invitation, move it, call it off."""

from datetime import datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from sqlalchemy.orm import Session

from handlers.meetings import protocols, record
from handlers.screens import meeting_plan as screens
from handlers.screens import modals
from handlers.screens.meeting_plan import Listed, Usual
from handlers.screens.words import Voice
from handlers.slack import forms
from handlers.slack.calendar_links import link
from handlers.slack.commands import HELP, in_a_channel, subcommand
from handlers.slack.request import Visit
from handlers.workers.meetings import show_invitation
from workflows import cycles, meetings
from workflows.meetings import announcing, calendars, notes, scheduling, scripts
from workflows.meetings.places import Place, place_in
from workflows.meetings.protocols import Protocols, in_language
from workflows.rules import calendar
from workflows.rules.wall_time import local
from workflows.store.tables import Meeting

LEADERS_MEET_AT = time(15)


async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody types /protocol."""
    await ack()
    text = command.get("text", "")
    chosen = subcommand("/protocol", text, ["schedule", "list", "history", "add"], usual="list")
    if chosen == HELP:
        await respond((await visit.voice()).say("help.protocol"))
    elif chosen == "schedule":
        await _open_form(visit, command["trigger_id"])
    elif chosen == "add":
        await protocols.open_form(visit, command["trigger_id"])
    elif chosen == "history":
        await record.search(visit, respond, text.strip()[len(chosen) :])
    else:
        await _list(visit, await visit.voice(), respond)


async def choose(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Protocol and time are chosen; the same modal goes on with the plan for them."""
    form = forms.read(view, meetings.ChooseMeeting, channel=visit.channel)
    shipped = visit.deps.library.protocols
    proposal = await visit.look(meetings.propose, form, shipped, by=visit.person, now=visit.now)
    shown = screens.meeting_form(await visit.voice(), form, proposal, visit.person)
    await ack(response_action="update", view=shown)


async def schedule(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Everything about the meeting is decided."""
    channel, protocol, on, at, minutes = forms.memo(view)
    form = forms.read(
        view, meetings.ScheduleMeeting, channel=channel, protocol=protocol, minutes=int(minutes),
        on=datetime.fromisoformat(on).date(), at=time.fromisoformat(at),
    )  # fmt: skip
    planned = await visit.ask(meetings.schedule, form, visit.deps.library.protocols, by=visit.person, now=visit.now)
    await ack()
    voice = await visit.voice()
    first = (await visit.look(_rows, [each.id for each in planned], visit.deps.library.protocols, voice.language))[0]
    await visit.whisper(
        voice.say("meeting_form.scheduled", title=first.title, starts_at=first.starts_at, sittings=first.sittings)
    )
    await visit.meet([each for each in form.presenters or [] if each])


async def answer(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit, coming: str) -> None:
    """Somebody says whether they come."""
    await ack()
    meeting_id = int(action["value"])
    await visit.ask(notes.answer, meeting_id, notes.COMING, coming, by=visit.person, now=visit.now)
    await show_invitation(visit.deps, visit.workspace_id, meeting_id)
    text = (await visit.voice()).say("meeting_invitation.noted", coming=coming == notes.YES)
    await respond(text, response_type="ephemeral", replace_original=False)


async def open_move(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Somebody wants the meeting at another time."""
    await ack()
    voice = await visit.voice()
    memo = f"{visit.channel} {action['value']}"
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, memo))
    meeting_id = int(action["value"])
    starts = await visit.look(_starts_here, meeting_id, visit.person)
    await visit.fills(shown, screens.move_form(voice, visit.channel, meeting_id, starts))


async def move(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A meeting has another time."""
    _, meeting_id = forms.memo(view)
    moved = forms.read(view, scheduling.MoveMeeting, meeting=int(meeting_id))
    meeting = await visit.ask(meetings.move, moved, by=visit.person, now=visit.now)
    await ack()
    await show_invitation(visit.deps, visit.workspace_id, meeting.id)
    starts_at = await visit.look(_starts, meeting.id)
    await visit.whisper((await visit.voice()).say("meeting_form.moved", starts_at=starts_at))


async def call_off(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """A meeting is called off."""
    await ack()
    meeting_id = int(body["actions"][0]["value"])
    await visit.ask(meetings.cancel, meeting_id, by=visit.person, now=visit.now)
    await show_invitation(visit.deps, visit.workspace_id, meeting_id)
    voice = await visit.voice()
    said = voice.say("meeting_form.called_off")
    if forms.in_whisper(body):
        await _list(visit, voice, respond, said=said)
    else:
        await respond(said, response_type="ephemeral", replace_original=False)


async def _open_form(visit: Visit, trigger: str) -> None:
    channel = in_a_channel(visit.channel)
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, channel))
    shipped = visit.deps.library.protocols
    protocols, usual = await visit.look(_usual, channel, shipped, by=visit.person, now=visit.now)
    await visit.fills(shown, screens.choose_meeting(voice, channel, protocols, usual))


async def _list(visit: Visit, voice: Voice, respond: AsyncRespond, said: str = "") -> None:
    """What is planned; ``said`` is what the person has just done in the list shown before."""
    coming = await visit.look(meetings.coming, in_a_channel(visit.channel), now=visit.now)
    shipped = visit.deps.library.protocols
    rows = await visit.look(_rows, [each.id for each in coming], shipped, voice.language)
    shown = screens.scheduled(voice, rows, said, await visit.look(_feeds, visit))
    await respond(shown.text, blocks=shown.blocks, replace_original=bool(said))


def _feeds(session: Session, visit: Visit) -> dict[str, str]:
    """The calendars somebody may subscribe to; none where there is no public address."""
    if not visit.deps.public_url:
        return {}
    place = place_in(session, visit.channel)
    feeds = {calendars.PERSON: link(visit.deps, visit.workspace_id, calendars.PERSON, visit.person)}
    if place.team and visit.person in place.people:
        feeds = {calendars.TEAM: link(visit.deps, visit.workspace_id, calendars.TEAM, place.team.id), **feeds}
    return feeds


def _rows(session: Session, ids: list[int], shipped: Protocols, language: str) -> list[Listed]:
    found = [session.get_one(Meeting, each) for each in ids]
    return [
        Listed(
            each.id, in_language(scripts.script_of(session, each, shipped), language).title,
            announcing.starts_at(each), each.sitting, each.sittings, each.started_at is not None,
        )
        for each in found
    ]  # fmt: skip


def _usual(session: Session, channel: str, shipped: Protocols, *, by: str, now: datetime) -> tuple[Protocols, Usual]:
    """What the form proposes: the group's next usual hour, its usual length, and what the cycle's phase suggests."""
    place = meetings.open_place(session, channel, by=by)
    protocols = scripts.available(session, place.school.id, shipped)
    starts, phase = _next_usual(session, place, now)
    suggested = scheduling.suggested(protocols, phase, leaders=place.team is None)
    minutes = scheduling.usual_minutes(session, place, protocols[suggested])
    return protocols, Usual(starts.date(), starts.time(), minutes, suggested, phase)


def _next_usual(session: Session, place: Place, now: datetime) -> tuple[datetime, str]:
    """The group's next usual meeting that is still to come, in its wall time, and the phase of its cycle then."""
    here = local(now, place.zone).replace(tzinfo=None)
    if place.team is None:
        return datetime.combine(here.date(), LEADERS_MEET_AT), ""
    cycle = cycles.open_cycle(session, place.team)
    if cycle is None:
        return scheduling.next_weekday(here, place.team.meeting_weekday, place.team.meeting_at), ""
    days = calendar.meeting_dates(cycles.school_weeks_of(session, cycle), place.team.meeting_weekday)
    usual = [datetime.combine(day, place.team.meeting_at) for day in days]
    phase = cycles.where(session, cycle, now).phase
    starts = next((each for each in usual if each > here), datetime.combine(here.date(), place.team.meeting_at))
    return starts, str(phase or "")


def _starts_here(session: Session, meeting_id: int, by: str) -> datetime:
    meeting = scheduling.planned_meeting(session, meeting_id, by=by)
    return datetime.combine(meeting.meets_on, meeting.meets_at)


def _starts(session: Session, meeting_id: int) -> datetime:
    return announcing.starts_at(session.get_one(Meeting, meeting_id))
