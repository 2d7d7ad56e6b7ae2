"""Read a submitted modal into a plain dataclass; each field is found by its own name."""

from collections.abc import Callable
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
    int: int, date: date.fromisoformat, time: time.fromisoformat, date | None: date.fromisoformat,
}  # fmt: skip


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
    return str(view.get("private_metadata", "")).split(" ")


def in_whisper(body: dict[str, Any]) -> bool:
    """Whether a clicked button stands in a message that only this person sees, so that we may redraw it."""
    return bool(body.get("container", {}).get("is_ephemeral"))


def _answer(view: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - Slack's answers have many shapes
    element = view["state"]["values"].get(name, {}).get(name, {})
    if element.get("selected_option"):
        return element["selected_option"]["value"]
    if element.get("files"):
        return element["files"][0]["id"]
    return next((element[key] for key in ANSWERS if element.get(key)), None)


def _typed(given: Any, wanted: object, name: str) -> object:  # noqa: ANN401
    if given is None and wanted in (str, list[str]):
        return "" if wanted is str else []
    if given is None:
        raise Refusal("Please answer this question.", field=name)
    if wanted in (list[str], list[str] | None):
        return list(given)
    try:
        return PARSERS.get(wanted, str)(given)
    except ValueError:
        raise Refusal("“{given}” doesn't fit here.", field=name, given=str(given)[:80]) from None
