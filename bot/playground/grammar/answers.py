"""What each kind of input sends: the key of its value, its initial value, and how a Python value becomes one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from bot.playground.grammar import limits
from bot.playground.grammar.elements import options_of
from bot.playground.grammar.shapes import Json, Unchecked

# type → (key in state.values, key of the initial value, what untouched means)
EMPTY: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "", []),
}


def initial_state(element: Json) -> Json:
    """Say what an untouched input sends."""
    key, initial, empty = EMPTY[element["type"]]
    return {"type": element["type"], key: element.get(initial, empty)}


def answer(element: Json, value: Unchecked) -> Json:
    """Turn a natural Python value into what the element sends; None empties it.

    Raises LookupError for an option that isn't offered.
    """
    kind = element["type"]
    key, _, empty = EMPTY[kind]
    if value is None or value == "":
        return {"type": kind, key: empty}
    if isinstance(empty, list):
        many = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else [value]
        return {"type": kind, key: [_one(element, each) for each in many]}
    return {"type": kind, key: _one(element, value)}


def legible(state: Json, names: Mapping[str, str]) -> str:
    """Write what an input holds as the person sees it in the form."""
    return _legible(state[EMPTY[state["type"]][0]], names)


def _legible(value: Unchecked, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_legible(each, names) for each in value)
    if isinstance(value, dict):
        return str(value.get("name") or value["text"]["text"])
    return "–" if value is None else names.get(str(value), str(value))


def complaint(element: Json, state: Json) -> str:
    """Say why Slack's own form wouldn't send this answer, or nothing."""
    key = EMPTY[element["type"]][0]
    value = state[key]
    check = _CHECKS.get(element["type"])
    if value in (None, [], "") or check is None:
        return _too_many(element, value)
    return check(element, value)


def _one(element: Json, value: Unchecked) -> Unchecked:
    kind = element["type"]
    if "select" in kind and ("user" in kind or "conversation" in kind or "channel" in kind):
        return getattr(value, "id", value)
    if kind in ("external_select", "multi_external_select") and isinstance(value, dict):
        return value
    if "options" in element or "option_groups" in element:
        return find_option(element, value)
    return _plain(value)


def find_option(element: Json, wanted: Unchecked) -> Json:
    """Find an option by its visible text or its value.

    Raises LookupError when the person couldn't have chosen it.
    """
    for option in options_of(element):
        if str(wanted) in (option["text"]["text"], option["value"]):
            return option
    raise LookupError(f"{wanted!r} is not one of {[option['text']['text'] for option in options_of(element)]}")


def _plain(value: Unchecked) -> Unchecked:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, dict) else str(value)


def _too_many(element: Json, value: Unchecked) -> str:
    most = element.get("max_selected_items") or element.get("max_files") or 100
    return "too_many" if isinstance(value, list) and len(value) > most else ""


def _text(element: Json, value: str) -> str:
    if len(value) > element.get("max_length", limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX):
        return "too_long"
    return "too_short" if len(value) < element.get("min_length", 0) else ""


def _number(element: Json, value: str) -> str:
    try:
        amount = float(value)
    except ValueError:
        return "not_a_number"
    if not element["is_decimal_allowed"] and not amount.is_integer():
        return "not_a_whole_number"
    lowest, highest = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    return "" if lowest <= amount <= highest else "out_of_range"


def _email(_element: Json, value: str) -> str:
    return "" if "@" in value.strip("@") else "not_an_email"


def _url(_element: Json, value: str) -> str:
    return "" if value.startswith(("http://", "https://")) else "not_a_url"


def _files(element: Json, value: list[Json]) -> str:
    if any(each["size"] > limits.FILE_INPUT_MAX_BYTES for each in value):
        return "file_too_large"
    return _too_many({"max_files": 10, **element}, value)


_CHECKS: dict[str, Callable[[Json, Any], str]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "file_input": _files,
}
