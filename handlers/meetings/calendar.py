"""The way of meetings into people's calendars: signed links where there is a public address, else a file."""

from datetime import datetime
from functools import partial

from cryptography.fernet import InvalidToken
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.slack.dependencies import Dependencies
from handlers.slack.request import Visit
from workflows.meetings import calendars
from workflows.meetings.calendars import CalendarFile
from workflows.meetings.protocols import Protocols
from workflows.refusal import Refusal

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def routes(deps: Dependencies) -> list[Route]:
    """The paths of the calendars."""
    return [Route("/calendar/{token}.ics", partial(show, deps), methods=["GET"])]


async def show(deps: Dependencies, request: Request) -> Response:
    """A calendar, to whoever has its link; of a link that we didn't sign, nothing."""
    try:
        _, workspace_id, kind, which = deps.db.vault.open(request.path_params["token"]).split(" ")
        file = await deps.in_pool(_file, deps, int(workspace_id), kind, which)
    except (InvalidToken, ValueError, Refusal):
        return PlainTextResponse("There is no such calendar.\n", 404, headers=HEADERS)
    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{file.name}"'}
    return Response(file.content, media_type="text/calendar; charset=utf-8", headers=headers)


async def hand_out(ack: AsyncAck, action: dict[str, str], respond: AsyncRespond, visit: Visit) -> None:
    """Somebody wants a meeting in their calendar: a link did it already, else the file comes as a direct message."""
    await ack()
    if "value" not in action:
        return
    meeting_id, shipped = int(action["value"]), visit.deps.library.protocols
    file = await visit.look(calendars.of_meeting, meeting_id, shipped, now=visit.now)
    try:
        opened = await visit.client.conversations_open(users=[visit.person])
        await visit.client.files_upload_v2(channel=opened["channel"]["id"], filename=file.name, content=file.content)
    except SlackApiError:
        raise Refusal("I may not hand out files here. The date and the time are in the invitation.") from None
    text = (await visit.voice()).say("meeting_invitation.handed_out")
    await respond(text, response_type="ephemeral", replace_original=False)


async def follow(ack: AsyncAck) -> None:
    """Somebody opens a link: their calendar does the rest."""
    await ack()


def _file(deps: Dependencies, workspace_id: int, kind: str, which: str) -> CalendarFile:
    shipped, now = deps.library.protocols, deps.clock.now()
    with deps.db.begin(workspace_id) as session:
        return _of_kind(session, kind, which, shipped, now)


def _of_kind(session: Session, kind: str, which: str, shipped: Protocols, now: datetime) -> CalendarFile:
    if kind == calendars.MEETING:
        return calendars.of_meeting(session, int(which), shipped, now=now)
    if kind == calendars.TEAM:
        return calendars.of_team(session, int(which), shipped, now=now)
    if kind == calendars.PERSON:
        return calendars.of_person(session, which, shipped, now=now)
    raise ValueError(kind)
