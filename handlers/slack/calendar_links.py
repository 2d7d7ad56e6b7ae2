"""Signed links to calendars: whoever has one may read it, nobody can make one."""

from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.slack.dependencies import Dependencies
from workflows.meetings import calendars
from workflows.meetings.facts import Invitation
from workflows.store.engine import workspace_of
from workflows.store.tables import Workspace

HANDS_OUT_FILES = "files:write"


def with_links(deps: Dependencies, session: Session, told: Invitation) -> Invitation:
    """An invitation with the way into a calendar: a link where there is a public address, else a file if we may."""
    url = link(deps, workspace_of(session), calendars.MEETING, told.meeting)
    scopes = session.get_one(Workspace, workspace_of(session)).scopes
    return replace(told, calendar=url, hands_out=not url and HANDS_OUT_FILES in scopes)


def link(deps: Dependencies, workspace_id: int, kind: str, which: object) -> str:
    """A signed link to a calendar; "" where there is no public address."""
    if not deps.public_url:
        return ""
    token = deps.db.vault.seal(f"calendar {workspace_id} {kind} {which}")
    return f"{deps.public_url.rstrip('/')}/calendar/{token}.ics"
