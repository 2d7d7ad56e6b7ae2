"""The doors: every conversation Brightcycle has in Slack."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    admin,
    brightspots,
    commitments,
    consent,
    cycles,
    evidence,
    home,
    install,
    meetings,
    people,
    reflections,
    rosters,
    schools,
    teams,
    upload_page,
    uploads,
)
from handlers.delivery.writing import Letter
from handlers.slack import errors, request
from handlers.slack.dependencies import Dependencies


def register(app: AsyncApp, deps: Dependencies) -> None:
    """Open every door. Read from the top, this is the table of contents."""
    app.middleware(request.introduce(deps))
    teams.register(app)
    people.register(app)
    cycles.register(app)
    meetings.register(app)
    reflections.register(app)
    commitments.register(app)
    evidence.register(app)
    brightspots.register(app)
    consent.register(app)
    uploads.register(app)
    rosters.register(app)
    upload_page.register(app)
    admin.register(app)
    home.register(app)
    schools.register(app)
    install.register(app, deps)
    app.error(errors.answer)


WRITERS = (
    teams,
    people,
    cycles,
    meetings,
    commitments,
    brightspots,
    consent,
    uploads,
    rosters,
    admin,
)


def letters(deps: Dependencies) -> dict[str, Letter]:
    """Every kind of post, and how it is written."""
    return {kind: letter for door in WRITERS for kind, letter in door.letters(deps).items()}
