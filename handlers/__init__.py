"""The doors: every conversation Brightcycle has in Slack."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    brightspots,
    commitments,
    consent,
    cycles,
    install,
    meetings,
    reflections,
    refusals,
    rosters,
    scores,
    teams,
    upkeep,
    uploadpage,
    visit,
)
from handlers.house import House
from handlers.letters import Letter


def register(app: AsyncApp, house: House) -> None:
    """Open every door. Read from the top, this is the table of contents."""
    app.middleware(visit.introduce(house))
    teams.register(app)
    cycles.register(app)
    meetings.register(app)
    reflections.register(app)
    commitments.register(app)
    brightspots.register(app)
    consent.register(app)
    scores.register(app)
    rosters.register(app)
    uploadpage.register(app)
    upkeep.register(app)
    install.register(app, house)
    app.error(refusals.answer)


def letters(house: House) -> dict[str, Letter]:
    """Every kind of post, and how it is written."""
    return {
        **teams.letters(house),
        **cycles.letters(house),
        **meetings.letters(house),
        **commitments.letters(house),
        **brightspots.letters(house),
        **consent.letters(house),
        **scores.letters(house),
        **rosters.letters(house),
        **upkeep.letters(house),
    }
