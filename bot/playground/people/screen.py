"""A modal as a person sees it: its title, its words, its questions."""

from dataclasses import dataclass

from bot.playground.api.inputs import Input, find_input, inputs_of, state_of
from bot.playground.grammar.shapes import Json
from bot.playground.people.mrkdwn import Reader
from bot.playground.people.rendering import view_text
from bot.playground.world.state import View


@dataclass(frozen=True)
class Screen:
    """What stands in front of a person; ``values`` is what a submission would send now."""

    view_id: str
    title: str
    text: str
    callback_id: str
    private_metadata: str
    submit: str
    blocks: list[Json]
    inputs: list[Input]
    values: Json

    def input(self, name: str) -> Input:
        """Find a question by action id, block id or label; raises LookupError when it isn't asked."""
        found = find_input(self.inputs, name)
        if found is None:
            raise LookupError(f"{name!r} is not asked; there are {[each.label for each in self.inputs]}")
        return found


def screen_of(view: View, reader: Reader) -> Screen:
    """Draw a view for its person."""
    body = view.body
    return Screen(
        view.id,
        body.get("title", {}).get("text", ""),
        view_text(body, reader),
        body.get("callback_id", ""),
        body.get("private_metadata", ""),
        (body.get("submit") or {}).get("text", ""),
        body["blocks"],
        inputs_of(view),
        state_of(view),
    )
