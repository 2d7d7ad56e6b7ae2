"""How a view's inputs are found, filled in by a person, and sent as ``state.values``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.grammar.answers import EMPTY, initial_state
from bot.playground.grammar.elements import options_of
from bot.playground.grammar.shapes import Json
from bot.playground.grammar.surfaces import elements_in
from bot.playground.world.state import View


@dataclass(frozen=True)
class Input:
    """One question of a form: its ids, its label, and the element that takes the answer."""

    block_id: str
    action_id: str
    label: str
    element: Json
    optional: bool
    hint: str = ""

    @property
    def kind(self) -> str:
        """Name the element's type."""
        return str(self.element["type"])

    @property
    def options(self) -> list[str]:
        """List the options a person may choose from, as she reads them."""
        return [option["text"]["text"] for option in options_of(self.element)]

    def is_called(self, name: str) -> bool:
        """Tell whether a person means this input: by action id, block id, label, or the label as a word."""
        return name in (self.action_id, self.block_id, self.label, as_word(self.label))


def as_word(label: str) -> str:
    """Write a label as a Python keyword: "Weekly meeting?" becomes weekly_meeting."""
    return re.sub(r"\W+", "_", label.lower()).strip("_")


def inputs_of(view: View) -> list[Input]:
    """List a view's input blocks in reading order."""
    return [
        Input(
            block["block_id"],
            block["element"]["action_id"],
            block["label"]["text"],
            block["element"],
            bool(block.get("optional")),
            block.get("hint", {}).get("text", ""),
        )
        for block in view.body["blocks"]
        if block["type"] == "input"
    ]


def state_of(view: View) -> Json:
    """Say what every input of a view holds: what was typed, else its initial value, else null."""
    values: Json = {}
    for block, element in _stateful(view):
        typed = view.filled.get(block["block_id"], {}).get(element["action_id"])
        values.setdefault(block["block_id"], {})[element["action_id"]] = typed or initial_state(element)
    return values


def fill(view: View, block_id: str, action_id: str, state: Json) -> None:
    """Remember what a person put into an input."""
    view.filled.setdefault(block_id, {})[action_id] = state


def is_empty(state: Json) -> bool:
    """Tell whether an input holds nothing."""
    return not any(value for name, value in state.items() if name != "type")


def _stateful(view: View) -> Iterator[tuple[Json, Json]]:
    for block in view.body["blocks"]:
        for element in elements_in(block):
            if element.get("type") in EMPTY and "action_id" in element:
                yield block, element


def find_input(inputs: list[Input], name: str) -> Input | None:
    """Find the input a person names, the exact id before the label."""
    exact = [each for each in inputs if name in (each.action_id, each.block_id)]
    return next(iter(exact or [each for each in inputs if each.is_called(name)]), None)
