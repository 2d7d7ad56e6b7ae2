"""The conversations about meetings: planning them, running them, what is written in them, and what they leave."""

from datetime import datetime
from functools import partial

from slack_bolt.async_app import AsyncApp
from sqlalchemy.orm import Session
from starlette.routing import Route

from handlers.delivery.writing import Letter
from handlers.meetings import calendar, live, notes, planning, protocols, record
from handlers.meetings.planning import command
from handlers.screens import meeting_live, meeting_plan, meeting_record
from handlers.slack.calendar_links import with_links
from handlers.slack.dependencies import Dependencies
from workflows.meetings import calendars, facts
from workflows.meetings import record as records

__all__ = ["command", "letters", "register", "routes"]


def register(app: AsyncApp) -> None:
    """Open the doors of these conversations."""
    app.command("/protocol")(command)
    app.view("meeting.choose")(planning.choose)
    app.view("meeting.protocol_file")(protocols.review)
    app.view("meeting.protocol_add")(protocols.add)
    app.view("meeting.schedule")(planning.schedule)
    app.action("meeting.come")(partial(planning.answer, coming="yes"))
    app.action("meeting.cannot")(partial(planning.answer, coming="no"))
    app.action("meeting.move")(planning.open_move)
    app.view("meeting.moved")(planning.move)
    app.action("meeting.call_off")(planning.call_off)
    app.action("meeting.calendar")(calendar.hand_out)
    for kind in (calendars.TEAM, calendars.PERSON):
        app.action(f"meeting.feed.{kind}")(calendar.follow)
    app.action("meeting.start")(live.start)
    for act in live.PRESSED:
        app.action(f"meeting.{act}")(partial(live.press, act=act))
    app.action("meeting.here")(live.here)
    app.action("meeting.agree")(live.agree)
    app.action("meeting.write")(notes.open_form)
    app.view("meeting.written")(notes.write)
    app.action("meeting.share")(notes.share)
    app.action("meeting.votes")(notes.show_votes)
    app.action("meeting.vote")(notes.vote)
    app.action("meeting.tidy")(notes.open_tidy)
    app.view("meeting.tidied")(notes.tidy)
    app.action("meeting.record")(record.show)


def letters(deps: Dependencies) -> dict[str, Letter]:
    """What a meeting says by itself."""
    shipped = deps.library.protocols
    return {
        "meeting:invitation": Letter(partial(_invitation, deps), meeting_plan.meeting_invitation),
        "meeting:moved": Letter(partial(facts.moved, shipped), meeting_plan.meeting_moved),
        "meeting:reminder": Letter(partial(facts.before, shipped), meeting_plan.meeting_reminder),
        "meeting:late": Letter(partial(facts.before, shipped), meeting_plan.meeting_late),
        "meeting:live": Letter(partial(facts.running_now, shipped), meeting_live.meeting_live),
        "meeting:step": Letter(partial(facts.step, shipped), meeting_live.meeting_step),
        "meeting:cue": Letter(partial(facts.step, shipped), meeting_live.meeting_cue),
        "meeting:summary": Letter(partial(records.summary, shipped), meeting_record.meeting_summary),
    }


def routes(deps: Dependencies) -> list[Route]:
    """The paths that calendars ask for."""
    return calendar.routes(deps)


def _invitation(deps: Dependencies, session: Session, known: facts.Known, now: datetime) -> facts.Invitation:
    return with_links(deps, session, facts.invitation(deps.library.protocols, session, known, now))
