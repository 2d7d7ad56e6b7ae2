"""What an element offers and holds, whatever its type: what the templates of elements draw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.playground.grammar.answers import EMPTY
from bot.playground.grammar.shapes import Json, Unchecked
from bot.playground.page import mrkdwn
from bot.playground.people.mrkdwn import Reader
from bot.playground.world.state import Team, User

_TEMPLATES = {
    "button": "button", "overflow": "overflow", "image": "image", "file_input": "file",
    "plain_text_input": "text", "email_text_input": "text", "url_text_input": "text", "number_input": "text",
    "static_select": "select", "users_select": "select", "conversations_select": "select", "channels_select": "select",
    "radio_buttons": "choices", "checkboxes": "choices", "multi_static_select": "choices",
    "multi_users_select": "choices", "multi_conversations_select": "choices", "multi_channels_select": "choices",
    "external_select": "search", "multi_external_select": "search",
    "datepicker": "date", "timepicker": "date", "datetimepicker": "date",
}  # fmt: skip
_GROUPS = {"choices", "file", "search"}


def template_of(kind: str) -> str:
    """Name the template of a type of element."""
    return _TEMPLATES.get(kind, "unknown")


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    text: Markup
    description: Markup | str = ""
    url: str = ""


@dataclass(frozen=True)
class Choices:
    """The people and conversations that menus offer."""

    people: Sequence[Option]
    channels: Sequence[tuple[str, Option]]
    reader: Reader
    zone: ZoneInfo


@dataclass(frozen=True)
class Control:
    """An element as a template needs it.

    ``data`` are the attributes by which a click on it finds its way; ``value`` is what it holds, or ``values``.
    """

    id: str
    data: Markup
    described: Markup
    box: str
    placeholder: str
    labelled: str
    groups: Sequence[tuple[str, Sequence[Option]]]
    value: Unchecked
    values: frozenset[str]
    chosen: Sequence[Option]
    is_group: bool

    @property
    def options(self) -> list[Option]:
        """All options, whatever their group."""
        return [each for _, options in self.groups for each in options]


def choices_for(team: Team, user: User, reader: Reader) -> Choices:
    """Say whom and what a person may choose."""
    people = sorted((each for each in team.users.values() if not each.is_bot and not each.deleted), key=_by_name)
    channels = [
        (each.kind, Option(each.id, Markup("#{}").format(each.name)))
        for each in team.channels.values()
        if each.name and not each.archived and (each.kind == "public" or user.id in each.members)
    ]
    shown = [Option(each.id, Markup("{}").format(each.real_name)) for each in people]
    return Choices(shown, channels, reader, ZoneInfo(user.tz))


def control_of(
    element: Json, block: Json, place: str, choices: Choices, state_of: Callable[[Json, Json], Json]
) -> Control:
    """Describe an element of a block."""
    kind, action = element["type"], str(element.get("action_id", ""))
    name = f"{place}.{block.get('block_id', '')}.{action}".replace(" ", "_")
    held = _held(state_of(block, element), kind, choices.zone) if kind in EMPTY and action else None
    placeholder = (element.get("placeholder") or {}).get("text", "")
    is_asked = block.get("type") == "input"
    return Control(
        id=name,
        data=_data(element, block),
        described=_described(name, placeholder, is_asked=is_asked),
        box="radio" if kind == "radio_buttons" else "checkbox",
        placeholder=placeholder,
        labelled="" if is_asked else placeholder or action,
        groups=_groups(element, choices),
        value=held if not isinstance(held, dict) else held["value"],
        values=frozenset(_values(held)),
        chosen=_chosen(held, choices) if template_of(kind) == "search" else (),
        is_group=template_of(kind) in _GROUPS - {"search", "file"} or kind == "multi_external_select",
    )


def _by_name(user: User) -> str:
    return user.real_name


def _data(element: Json, block: Json) -> Markup:
    if "action_id" not in element:
        return Markup("")
    wait = Markup(" data-sends") if block.get("type") != "input" or block.get("dispatch_action") else Markup("")
    return (
        Markup(' data-control="{}" data-block="{}" data-action="{}"').format(
            element["type"], block.get("block_id", ""), element["action_id"]
        )
        + wait
    )


def _described(name: str, placeholder: str, *, is_asked: bool) -> Markup:
    if is_asked:
        return Markup(' aria-describedby="{0}-hint {0}-error"').format(name)
    return Markup(' aria-label="{}"').format(placeholder or name.rpartition(".")[2])


def _held(state: Json, kind: str, zone: ZoneInfo) -> Unchecked:
    value = state[EMPTY[kind][0]]
    if kind == "datetimepicker" and value:
        return f"{datetime.fromtimestamp(int(value), zone):%Y-%m-%dT%H:%M}"
    return value


def _values(held: Unchecked) -> list[str]:
    some = held if isinstance(held, list) else [held]
    return [str(each["value"] if isinstance(each, dict) and "value" in each else each) for each in some if each]


def _chosen(held: Unchecked, choices: Choices) -> list[Option]:
    some = held if isinstance(held, list) else [held]
    return [_option(each, choices) for each in some if each]


def _groups(element: Json, choices: Choices) -> list[tuple[str, Sequence[Option]]]:
    kind = element["type"]
    if "users" in kind:
        return [("", choices.people)]
    if "conversations" in kind or "channels" in kind:
        wanted = (element.get("filter") or {}).get("include") or ["public", "private"]
        return [("", [option for each, option in choices.channels if each in wanted])]
    if element.get("option_groups"):
        return [
            (each["label"]["text"], [_option(option, choices) for option in each["options"]])
            for each in element["option_groups"]
        ]
    return [("", [_option(option, choices) for option in element.get("options") or []])]


def _option(option: Json, choices: Choices) -> Option:
    description = option.get("description")
    return Option(
        option["value"],
        _text(option["text"], choices),
        _text(description, choices) if description else "",
        option.get("url", ""),
    )


def _text(text: Json, choices: Choices) -> Markup:
    return mrkdwn.html(text["text"], choices.reader) if text["type"] == "mrkdwn" else mrkdwn.plain(text["text"])
