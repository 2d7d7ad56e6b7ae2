"""Ask once whether somebody means what they are about to send: a likely student name, a fourth promise for one day."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck

from handlers.screens import blocks as b
from handlers.screens.words import Voice
from handlers.slack import forms
from workflows.rules.student_names import likely_names

MOST_NAMED = 3


async def about_names(ack: AsyncAck, view: dict[str, Any], voice: Voice, *texts: str) -> bool:
    """Whether the form was shown again, because its words look as if they named a student; sent again, it passes."""
    names = likely_names(*texts)
    if not names or forms.is_sure(view):
        return False
    question = voice.say("second_look.names", names=list(names[:MOST_NAMED]))
    await asks_again(ack, view, b.prose(question))
    return True


async def asks_again(ack: AsyncAck, view: dict[str, Any], above: Sequence[b.Block]) -> None:
    """Show the form again as it was sent, with a question above it; it remembers that it was asked."""
    memo = f"{view.get('private_metadata', '')} {forms.SURE}"
    await ack(response_action="update", view=forms.shown_again(view, memo, above))


def texts_in(view: dict[str, Any]) -> list[str]:
    """Everything that somebody has typed into a form."""
    answers = (element for block in view["state"]["values"].values() for element in block.values())
    return [each["value"] for each in answers if each.get("type") == "plain_text_input" and each.get("value")]
