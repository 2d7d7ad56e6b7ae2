"""The conversation about a school's calendar, and about when somebody is away."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.orm import Session

from handlers.screens import home as screens
from handlers.screens import modals
from handlers.slack import forms
from handlers.slack.request import Visit
from handlers.workers.files import from_slack
from workflows import home, people, replanning, schools
from workflows.people import Act, appointments
from workflows.people.appointments import SetAway
from workflows.refusal import Refusal
from workflows.rules.calendar import DaysOff
from workflows.schools import SetCalendar
from workflows.store.tables import School
from workflows.teams.days_off import write_breaks

COUNTRY = "US"


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation; they are on Home."""
    app.action("school.open")(open_calendar)
    app.action("school.holidays")(add_holidays)
    app.view("school.calendar")(set_calendar)
    app.action("home.away")(open_away)
    app.view("people.away")(set_away)


async def open_calendar(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """A lead wants to see or change the school's calendar."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    name, typed = await visit.look(_as_typed, int(action["value"]), visit.person)
    form = screens.calendar_form(voice, int(action["value"]), name, typed, with_files=visit.deps.files_in_slack)
    await visit.fills(shown, form)


async def add_holidays(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """One tap adds the public holidays to what is typed; the lead takes out what isn't a day off at her school."""
    await ack()
    voice, school = await visit.voice(), int(action["value"])
    name, _ = await visit.look(_as_typed, school, visit.person)
    state = body["view"]["state"]["values"].get("days_off", {}).get("days_off", {})
    typed = str(state.get("value") or "")
    coming = await visit.deps.in_pool(schools.public_holidays, COUNTRY, visit.now.date())
    view = screens.calendar_form(voice, school, name, _with(typed, coming), with_files=visit.deps.files_in_slack)
    # Slack keeps what was typed under a block's id; under another it shows what we add.
    view["blocks"] = [_renamed(block, visit.key) for block in view["blocks"]]
    await visit.client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)


async def set_calendar(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """A lead has changed the calendar; a file's days are added to what she typed."""
    school, values = int(view["private_metadata"]), view["state"]["values"]
    typed, files = _typed(values), values.get("file", {}).get("file", {}).get("files") or []
    protocols = visit.deps.library.protocols
    if files:
        typed = _with(typed, await _read(visit, str(files[0]["id"])))
    form = SetCalendar(school, typed)
    found, moved = await visit.ask(replanning.change_calendar, form, protocols, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("school_calendar.saved", name=found.name, moved=moved))


async def open_away(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Somebody goes away, or is back."""
    await ack()
    voice = await visit.voice()
    shown = await visit.opens(body["trigger_id"], modals.waiting(voice, visit.channel))
    facts = await visit.look(home.desk, visit.person, now=visit.now)
    await visit.fills(shown, screens.away_form(voice, facts.away))


async def set_away(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has said when they are away."""
    form = forms.read(view, SetAway)
    await visit.ask(appointments.set_away, form, by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("home.appointed"))


async def _read(visit: Visit, file: str) -> Sequence[DaysOff]:
    with tempfile.TemporaryDirectory() as folder:
        _name, path = await from_slack(visit.deps, visit.workspace_id, file, Path(folder))
        return await visit.deps.in_pool(lambda: schools.read_ics(path.read_bytes(), visit.now.date()))


def _typed(values: dict[str, Any]) -> str:
    block: dict[str, Any] = next((each for name, each in values.items() if name.startswith("days_off")), {})
    return str((block.get("days_off") or {}).get("value") or "")


def _with(typed: str, more: Sequence[DaysOff]) -> str:
    """What is typed, and the days of ``more`` that don't stand there yet."""
    lines = write_breaks(more).splitlines()
    return "\n".join([*filter(None, [typed.strip()]), *(each for each in lines if each not in typed)])


def _renamed(block: dict[str, Any], key: str) -> dict[str, Any]:
    return block | {"block_id": f"days_off:{key}"[:255]} if block.get("block_id") == "days_off" else block


def _as_typed(session: Session, school_id: int, by: str) -> tuple[str, str]:
    school = session.get(School, school_id)
    people.require(session, Act.LEAD_SCHOOL, by=by, school=school)
    if school is None:
        raise Refusal("This school isn't here any more.")
    return school.name, schools.as_typed(school)
