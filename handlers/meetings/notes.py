"""The conversation about what is written in a meeting: write it down, share it, vote for it, tidy it."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from sqlalchemy.orm import Session

from handlers.screens import meeting_notes as screens
from handlers.screens import modals
from handlers.screens.blocks import Message
from handlers.slack import forms
from handlers.slack.request import AnsweredBefore, Visit
from handlers.workers.meetings import show_live
from workflows import commitments
from workflows.meetings import facts, notes, scheduling, scripts
from workflows.meetings.notes import Line, Spot
from workflows.meetings.places import place_of
from workflows.meetings.protocols import CaptureKind, Protocol, Protocols, Step, in_language
from workflows.refusal import Refusal
from workflows.rules.calendar import is_day_off
from workflows.rules.wall_time import local
from workflows.store.tables import Meeting

WEEK = timedelta(days=7)


async def open_form(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Somebody wants to write something down: the fields of the step that is on now."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    meeting_id, shipped = int(action["value"]), visit.deps.library.protocols
    spot, step, lines, due_on = await visit.look(_form, meeting_id, shipped, visit.person, voice.language, visit.now)
    memo = f"{visit.channel} {spot.meeting_id} {spot.step} {spot.turn} {spot.part}".strip()
    await visit.fills(shown, screens.write_form(voice, memo, spot, step, lines, due_on))


async def write(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has written something down: lines become notes, a promise becomes a commitment."""
    spot, given, shipped = _spot(view), forms.answers(view), visit.deps.library.protocols
    # Looked at first, so that a line that may not be written leaves no promise behind; sent again, it is made once.
    await visit.look(notes.checked, spot, given, shipped, by=visit.person, now=visit.now)
    promise = await visit.look(_promise, spot, given)
    if promise:
        with suppress(AnsweredBefore):
            await visit.ask(commitments.make, promise, by=visit.person, now=visit.now)
    count = await visit.ask(notes.write, spot, given, shipped, by=visit.person, now=visit.now)
    await ack()
    private = await visit.look(_is_private, spot, given, shipped)
    told = screens.written(await visit.voice(), count + (promise is not None), spot.meeting_id, private=private)
    await visit.whisper(told.text, blocks=told.blocks)
    await show_live(visit.deps, visit.workspace_id, spot.meeting_id)


async def share(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody shows the others their private notes."""
    await ack()
    meeting_id = int(action["value"])
    count = await visit.ask(notes.share, meeting_id, by=visit.person, now=visit.now)
    text = (await visit.voice()).say("meeting_notes.shared", count=count)
    await respond(text, response_type="ephemeral", replace_original=False)
    await show_live(visit.deps, visit.workspace_id, meeting_id)


async def show_votes(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody wants to say which trends they saw, too."""
    await ack()
    shown = await _votes(visit, int(action["value"]))
    await respond(shown.text, blocks=shown.blocks, response_type="ephemeral", replace_original=False)


async def vote(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody saw the same, or takes that back; the list that only they see is drawn anew."""
    await ack()
    meeting_id = await visit.ask(notes.vote, int(action["value"]), by=visit.person, now=visit.now)
    shown = await _votes(visit, meeting_id)
    await respond(shown.text, blocks=shown.blocks, replace_original=True)


async def open_tidy(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """The recorder tidies what was written."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    lines = await visit.look(_shared, int(action["value"]), visit.person)
    await visit.fills(shown, screens.tidy_form(voice, f"{visit.channel} {action['value']}", lines))


async def tidy(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Lines are reworded or struck."""
    meeting_id = int(forms.memo(view)[1])
    given = forms.answers(view)
    texts = {int(name.removeprefix("line_")): given.get(name, "") for name in view["state"]["values"]}
    shipped = visit.deps.library.protocols
    count = await visit.ask(notes.tidy, meeting_id, texts, shipped, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("meeting_notes.tidied", count=count))


async def _votes(visit: Visit, meeting_id: int) -> Message:
    lines = await visit.look(_to_vote, meeting_id, visit.deps.library.protocols, visit.person)
    return screens.to_vote(await visit.voice(), lines)


def _to_vote(session: Session, meeting_id: int, shipped: Protocols, by: str) -> list[Line]:
    """The shared lines of fields that are voted on, in all sittings."""
    meeting = notes.open_meeting(session, meeting_id, by=by)
    protocol = _script(session, meeting_id, shipped)
    fields = {capture.key for step in protocol.steps for capture in step.all_fields() if capture.votes}
    lines = notes.lines(session, scheduling.series(session, meeting))
    return [line for line in lines if line.field in fields]


def _spot(view: dict[str, Any]) -> Spot:
    _, meeting_id, step, turn, *part = forms.memo(view)
    return Spot(int(meeting_id), step, int(turn), part[0] if part else "")


def _promise(session: Session, spot: Spot, given: Mapping[str, str]) -> commitments.MakeCommitment | None:
    """What somebody promises in the form, if they do."""
    text, due_on = given.get(screens.PROMISE), given.get(screens.DUE)
    if not text:
        return None
    if not due_on:
        raise Refusal("By when will you do it? Choose a day.", field=screens.DUE)
    place = place_of(session.get_one(Meeting, spot.meeting_id))
    return commitments.MakeCommitment(place.channel, text, date.fromisoformat(due_on))


def _is_private(session: Session, spot: Spot, given: Mapping[str, str], shipped: Protocols) -> bool:
    """Whether something was written that only its writer sees so far."""
    step = _script(session, spot.meeting_id, shipped).step(spot.step)
    return step is not None and any(each.private and given.get(each.key) for each in step.fields(spot.part))


def _form(
    session: Session, meeting_id: int, shipped: Protocols, by: str, language: str, now: datetime
) -> tuple[Spot, Step, list[Line], date]:
    meeting = notes.open_meeting(session, meeting_id, by=by)
    spot = facts.spot(session, meeting_id)
    step = in_language(_script(session, meeting_id, shipped), language).step(spot.step)
    if step is None:
        raise Refusal("This step isn't in your meeting any more.")
    lines = notes.lines(session, scheduling.series(session, meeting), by=by)
    return spot, step, _with_versions(session, meeting, step, spot, lines), _in_a_week(meeting, now)


def _with_versions(session: Session, meeting: Meeting, step: Step, spot: Spot, lines: list[Line]) -> list[Line]:
    """A text that is kept in versions begins with what the group wrote last, whenever that was."""
    kept = [capture.key for capture in step.fields(spot.part) if capture.kind is CaptureKind.VERSION]
    latest = [version[0] for key in kept if (version := notes.versions(session, meeting, key))]
    return [line for line in lines if line.field not in kept] + latest


def _in_a_week(meeting: Meeting, now: datetime) -> date:
    place = place_of(meeting)
    on = local(now, place.zone).date() + WEEK
    while is_day_off(on, place.breaks):
        on += timedelta(days=1)
    return on


def _shared(session: Session, meeting_id: int, by: str) -> list[Line]:
    meeting = session.get_one(Meeting, meeting_id)
    return [line for line in notes.lines(session, [meeting], by=by) if line.shared]


def _script(session: Session, meeting_id: int, shipped: Protocols) -> Protocol:
    return scripts.script_of(session, session.get_one(Meeting, meeting_id), shipped)
