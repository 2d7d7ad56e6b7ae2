"""The conversation of a running meeting: start, next, back, two minutes more, pause, skip, end."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond

from handlers.slack.request import Visit
from handlers.workers.meetings import show_live
from workflows import meetings
from workflows.meetings import facts, notes
from workflows.meetings.live import Act

PRESSED = (Act.NEXT, Act.BACK, Act.MORE, Act.PAUSE, Act.RESUME, Act.SKIP, Act.END)


async def start(ack: AsyncAck, action: dict[str, Any], visit: Visit) -> None:
    """Somebody presses Start: the meeting's message comes with the next beat, which is at once."""
    await ack()
    meeting_id, shipped = int(action["value"]), visit.deps.library.protocols
    await visit.ask(meetings.start, meeting_id, shipped, by=visit.person, now=visit.now)


async def press(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit, act: Act) -> None:
    """Somebody moves the meeting; whoever comes second hears where it is."""
    await ack()
    meeting_id, number = (int(each) for each in action["value"].split(" "))
    pressed = await visit.ask(meetings.press, meeting_id, act, number, by=visit.person, now=visit.now)
    await show_live(visit.deps, visit.workspace_id, meeting_id)
    if not pressed.counted:
        here = await visit.look(_now, meeting_id, visit)
        text = (await visit.voice()).say("meeting_live.quicker", step=here)
        await respond(text, response_type="ephemeral", replace_original=False)


async def here(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody is there."""
    await ack()
    await visit.ask(notes.answer, int(action["value"]), notes.THERE, notes.YES, by=visit.person, now=visit.now)
    text = (await visit.voice()).say("meeting_live.noted")
    await respond(text, response_type="ephemeral", replace_original=False)


async def agree(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody agrees to a norm."""
    await ack()
    meeting_id, norm = action["value"].split(" ")
    question = f"norm:{norm}"
    await visit.ask(notes.answer, int(meeting_id), question, notes.YES, by=visit.person, now=visit.now)
    await show_live(visit.deps, visit.workspace_id, int(meeting_id))
    text = (await visit.voice()).say("meeting_live.agreed")
    await respond(text, response_type="ephemeral", replace_original=False)


def _now(session: Any, meeting_id: int, visit: Visit) -> str:  # noqa: ANN401 - a session
    told = facts.running_now(visit.deps.library.protocols, session, {"meeting": meeting_id}, visit.now)
    return told.step.title
