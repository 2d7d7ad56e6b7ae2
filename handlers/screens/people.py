"""What a team hears about its people: who wants to join, who is in, who has left."""

from collections.abc import Mapping
from typing import Any

from handlers.screens.blocks import Message, actions, button, prose
from handlers.screens.words import Voice

Facts = Mapping[str, Any]


def wants_to_join(voice: Voice, facts: Facts) -> Message:
    """The facilitator is asked, with one button."""
    text = voice.say("joining.wants", **facts)
    yes = button(voice.plain("joining.accept"), "team.accept", f"{facts['team_id']} {facts['who']}", style="primary")
    return Message(text, [*prose(text), *prose(voice.say("joining.no_answer")), actions(yes)])


def is_in(voice: Voice, team: str, who: str) -> Message:
    """What stands in the place of the question once it is answered."""
    text = voice.say("joining.is_in", team=team, who=who)
    return Message(text, prose(text))


def has_left(voice: Voice, facts: Facts) -> Message:
    """The team hears who has left, and what they had promised is let go."""
    text = voice.say("joining.left", **facts)
    return Message(text, prose(text))
