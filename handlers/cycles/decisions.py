"""The conversation about what a team decided: a form for each phase, open to every member until the cycle closes."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.orm import Session

from handlers.screens import decisions as screens
from handlers.screens import modals
from handlers.screens.words import Voice
from handlers.slack import forms, second_look
from handlers.slack.request import Visit
from workflows.cycles import decisions
from workflows.cycles.decisions import Newer, Version
from workflows.cycles.phases import Phase
from workflows.cycles.records import Analyzed, Designed, Implemented, Record, Refined
from workflows.refusal import Refusal
from workflows.store.tables import Cycle


def register(app: AsyncApp) -> None:
    """Open the doors of this conversation."""
    for phase in Phase:
        app.action(f"decision.{phase}")(partial(write, phase=phase))
    app.view("decision.keep")(keep)
    app.action("decision.begin_anyway")(ask_why)
    app.view("decision.anyway")(begin_anyway)


async def write(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit, phase: Phase) -> None:
    """Somebody of the team wants to write down what they decided in a phase."""
    await ack()
    await open_form(visit, body["trigger_id"], int(action["value"]), phase)


async def open_form(visit: Visit, trigger: str, cycle_id: int, phase: Phase) -> None:
    """The form of a phase, with what was decided before."""
    voice = await visit.voice()
    shown = await visit.opens(trigger, modals.waiting(voice, visit.channel))
    known = await visit.look(_known, cycle_id, visit.person)
    await visit.fills(shown, screens.decision_form(voice, visit.channel, cycle_id, phase, known))


async def keep(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has written down what the team decided."""
    channel, cycle_id, phase, seen = forms.memo(view)[:4]
    voice = await visit.voice()
    record = await _record(visit, view, int(cycle_id), Phase(phase))
    if await second_look.about_names(ack, view, voice, *second_look.texts_in(view)):
        return
    try:
        version = await visit.ask(
            decisions.decide, int(cycle_id), record, seen=int(seen), by=visit.person, now=visit.now
        )
    except Newer as newer:
        memo = f"{channel} {cycle_id} {phase} {newer.version.number} {forms.SURE}"
        told = screens.written_meanwhile(voice, newer.version)
        await ack(response_action="update", view=forms.shown_again(view, memo, told))
        return
    await ack()
    await visit.whisper(_thanks(voice, version, await visit.look(_missing, int(cycle_id))))


async def ask_why(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], visit: Visit) -> None:
    """Somebody wants the team to begin though something is missing."""
    await ack()
    voice = await visit.voice()
    await visit.opens(body["trigger_id"], screens.anyway_form(voice, f"{visit.channel} {action['value']}"))


async def begin_anyway(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Somebody has said why the team begins all the same."""
    cycle_id = int(forms.memo(view)[1])
    await visit.ask(decisions.begin_anyway, cycle_id, forms.chosen(view, "why"), by=visit.person, now=visit.now)
    await ack()
    await visit.whisper((await visit.voice()).say("decision_form.begun"))


async def _record(visit: Visit, view: dict[str, Any], cycle_id: int, phase: Phase) -> Record:
    match phase:
        case Phase.ANALYZE:
            return forms.read(view, Analyzed)
        case Phase.DESIGN:
            practices = tuple(line.strip(" •-\t") for line in forms.chosen(view, "practices").splitlines())
            together = bool(forms.chosen(view, "together"))
            return forms.read(view, Designed, practices=tuple(filter(None, practices)), together=together)
        case Phase.IMPLEMENT:
            return forms.read(view, Implemented)
        case Phase.REFINE:
            practices = await visit.look(_practices, cycle_id)
            return _refined(view, practices)


def _refined(view: dict[str, Any], practices: tuple[str, ...]) -> Refined:
    asked = [name for name in view["state"]["values"] if name.startswith("fate_")]
    if len(asked) != len(practices):
        raise Refusal("Your team has changed its practices meanwhile. Please close this form and open it again.")
    places = range(1, len(practices) + 1)
    fates = tuple(forms.chosen(view, f"fate_{place}") for place in places)
    reasons = tuple(forms.chosen(view, f"why_{place}") for place in places)
    return forms.read(view, Refined, practices=practices, fates=fates, reasons=reasons)


def _known(session: Session, cycle_id: int, by: str) -> dict[Phase, Version]:
    cycle = decisions.to_record(session, cycle_id, by=by)
    return dict(decisions.newest(session, cycle))


def _practices(session: Session, cycle_id: int) -> tuple[str, ...]:
    return decisions.practices_of(session, session.get_one(Cycle, cycle_id))


def _missing(session: Session, cycle_id: int) -> bool:
    return session.get_one(Cycle, cycle_id).ready_on is None


def _thanks(voice: Voice, version: Version, is_waiting: bool) -> str:  # noqa: FBT001 - a fact for the words
    record = version.record
    waits = is_waiting and isinstance(record, Designed)
    single = isinstance(record, Designed) and len(record.evidence) < 2
    return voice.say("decision_form.kept", number=version.number, waits=waits, single=single)
