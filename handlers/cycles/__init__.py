"""The conversations about a cycle: start it, decide, plan, change, look back, close."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from handlers.cycles import closing, command, decisions, plan, thread
from handlers.delivery.writing import Letter
from handlers.screens import cycle_plan
from handlers.screens import cycles as screens
from handlers.screens import decisions as decision_screens
from handlers.slack.dependencies import Dependencies
from workflows import threads
from workflows.cycles import facts
from workflows.posts import Kind


def register(app: AsyncApp) -> None:
    """Open the doors of these conversations."""
    for door in (command, decisions, closing, plan, thread):
        door.register(app)


def letters(deps: Dependencies) -> dict[str, Letter]:
    """What a cycle says by itself."""
    return {
        Kind.CYCLE_STARTED: Letter(facts.started_facts, screens.cycle_started, facts.gather),
        Kind.CYCLE_PROMPT: Letter(facts.prompt_facts, partial(screens.weekly_prompt, deps.library), facts.gather),
        Kind.CYCLE_PHASE: Letter(threads.phase_facts, screens.phase_summary, facts.gather),
        Kind.CYCLE_CLOSING: Letter(threads.closing_facts, screens.cycle_closing, facts.gather),
        Kind.CYCLE_DECIDED: Letter(facts.decided_facts, decision_screens.decided, facts.gather),
        Kind.CYCLE_CHANGED: Letter(facts.changed_facts, cycle_plan.cycle_changed, facts.gather),
        Kind.CYCLE_MOVED: Letter(facts.moved_facts, screens.cycle_moved, facts.gather),
    }
