"""Read a submitted modal into a plain dataclass; each field is found by its own name."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from datetime import date, time
from typing import Any, TypeVar, get_type_hints

from workflows.refusal import Refusal

Form = TypeVar("Form")
ANSWERS = (
    "value", "selected_date", "selected_time", "selected_user", "selected_users",
    "selected_conversation", "selected_conversations",
)  # fmt: skip

PARSERS: dict[object, Callable[[str], object]] = {
    int: int, date: date.fromisoformat, date | None: date.fromisoformat, time: time.fromisoformat,
}  # fmt: skip
SEVERAL: dict[object, Callable[[list[str]], object]] = {
    list[str]: list, list[str] | None: list, tuple[str, ...]: tuple,
}  # fmt: skip
ABOVE = "asked_again_"
SURE = "sure"  # in a memo: they were asked whether they mean it, and sent the form again
# What an element's answer is called, and what it is called when the element is shown with it.
HELD = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
}


def read(view: dict[str, Any], form: type[Form], **known: object) -> Form:
    """Fill a form from a view's state; ``known`` are fields that the modal didn't ask.

    Raises
    ------
    Refusal
        When an answer can't be what its field needs, with that field's name.
    """
    hints = get_type_hints(form)
    asked = {each.name: each for each in fields(form) if each.name not in known}  # type: ignore[arg-type]
    answers: dict[str, object] = dict(known)
    for name, each in asked.items():
        given = _answer(view, name)
        if given is None and each.default is not MISSING:
            continue
        answers[name] = _typed(given, hints[name], name)
    return form(**answers)


def answers(view: dict[str, Any]) -> dict[str, str]:
    """Every answer of a view whose questions aren't known beforehand, by field; what wasn't answered is left out."""
    given = {name: _answer(view, name) for name in view["state"]["values"]}
    return {name: str(answer) for name, answer in given.items() if answer}


def memo(view: dict[str, Any]) -> list[str]:
    """The words that a modal carries for its door: the channel first, then what the door put there."""
    return [word for word in str(view.get("private_metadata", "")).split(" ") if word != SURE]


def is_sure(view: dict[str, Any]) -> bool:
    """Whether somebody was asked if they mean what they wrote, and sends it all the same."""
    return SURE in str(view.get("private_metadata", "")).split(" ")


def shown_again(view: dict[str, Any], memo: str, above: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The form as it was sent, with everything in it, and something to read above it."""
    kept = [_with_answer(block, view) for block in view["blocks"] if not block["block_id"].startswith(ABOVE)]
    told = [{**block, "block_id": f"{ABOVE}{number}"} for number, block in enumerate(above)]
    parts = {name: view[name] for name in ("type", "callback_id", "title", "submit", "close") if view.get(name)}
    return {**parts, "private_metadata": memo, "blocks": [*told, *kept]}


def chosen(view: dict[str, Any], name: str) -> str:
    """One answer of a form that isn't read into a dataclass; empty when there is none."""
    given = _answer(view, name)
    return "" if given is None else str(given)


def in_whisper(body: dict[str, Any]) -> bool:
    """Whether a clicked button stands in a message that only this person sees, so that we may redraw it."""
    return bool(body.get("container", {}).get("is_ephemeral"))


def _with_answer(block: dict[str, Any], view: dict[str, Any]) -> dict[str, Any]:
    if block["type"] != "input" or block["element"]["type"] not in HELD:
        return block
    answer, initial = HELD[block["element"]["type"]]
    given = view["state"]["values"].get(block["block_id"], {}).get(block["element"]["action_id"], {}).get(answer)
    element = {name: value for name, value in block["element"].items() if name != initial}
    return {**block, "element": element | ({initial: given} if given else {})}


def _answer(view: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - Slack's answers have many shapes
    element = view["state"]["values"].get(name, {}).get(name, {})
    if element.get("selected_option"):
        return element["selected_option"]["value"]
    if element.get("selected_options"):
        return [each["value"] for each in element["selected_options"]]
    if element.get("files"):
        return element["files"][0]["id"]
    return next((element[key] for key in ANSWERS if element.get(key)), None)


def _typed(given: Any, wanted: object, name: str) -> object:  # noqa: ANN401
    if wanted in SEVERAL:
        return SEVERAL[wanted](given or [])
    if given is None and wanted is str:
        return ""
    if given is None:
        raise Refusal("Please answer this question.", field=name)
    try:
        return PARSERS.get(wanted, str)(given)
    except ValueError:
        raise Refusal("“{given}” doesn't fit here.", field=name, given=str(given)[:80]) from None
