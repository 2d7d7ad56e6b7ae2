"""The conversations about promises: make one, be reminded, say how it went, change what becomes of it."""

from slack_bolt.async_app import AsyncApp

from handlers.commitments import changes, promises
from handlers.delivery.writing import Letter
from handlers.screens import commitments as screens
from handlers.slack.dependencies import Dependencies
from workflows import commitments
from workflows.posts import Kind


def register(app: AsyncApp) -> None:
    """Open the doors of these conversations."""
    promises.register(app)
    changes.register(app)


def letters(_deps: Dependencies) -> dict[str, Letter]:
    """What a promise says by itself, to its teacher or to a teammate whom they ask."""
    return {
        Kind.COMMITMENT_REMINDER: Letter(commitments.facts, screens.commitment_reminder),
        Kind.COMMITMENT_CHECK_IN: Letter(commitments.facts, screens.commitment_check_in),
        Kind.COMMITMENT_FOLLOW_UP: Letter(commitments.facts, screens.commitment_check_in),
        Kind.COMMITMENT_HELP: Letter(commitments.request_facts, screens.asked_for_help),
        Kind.COMMITMENT_OFFERED: Letter(commitments.request_facts, screens.asked_to_take_over),
    }
