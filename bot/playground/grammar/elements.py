"""The grammar of Block Kit's elements: buttons, menus, pickers and inputs."""

from bot.playground.grammar import limits
from bot.playground.grammar.shapes import Check, Json, by_type, each, flag, one_of, pattern, shape, whole, words

ANY_TEXT = words(100_000, least=0)
ACTION_ID = words(limits.ACTION_ID_MAX_LENGTH)
DATE = pattern(r"\d{4}-\d\d-\d\d", "a date such as 2026-09-14")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time such as 15:30")
CONVERSATION_KINDS = one_of("im", "mpim", "private", "public")


def plain(most: int) -> Check:
    """Expect a plain_text object."""
    return shape({"type": one_of("plain_text"), "text": words(most)}, {"emoji": flag})


def either_text(most: int) -> Check:
    """Expect a plain_text or an mrkdwn object."""
    mrkdwn = shape({"type": one_of("mrkdwn"), "text": words(most)}, {"verbatim": flag})
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn})


CONFIRM = shape(
    {
        "title": plain(limits.CONFIRMATION_TITLE_MAX_LENGTH),
        "text": either_text(limits.CONFIRMATION_TEXT_MAX_LENGTH),
        "confirm": plain(limits.CONFIRMATION_CONFIRM_MAX_LENGTH),
        "deny": plain(limits.CONFIRMATION_CONFIRM_MAX_LENGTH),
    },
    {"style": one_of("primary", "danger")},
)
_MENU_OPTION = shape(
    {"text": plain(limits.OPTION_TEXT_MAX_LENGTH), "value": words(limits.OPTION_VALUE_MAX_LENGTH)},
    {"description": plain(limits.OPTION_DESCRIPTION_MAX_LENGTH)},
)
_LISTED_OPTION = shape(
    {"text": either_text(limits.OPTION_TEXT_MAX_LENGTH), "value": words(limits.OPTION_VALUE_MAX_LENGTH)},
    {"description": either_text(limits.OPTION_DESCRIPTION_MAX_LENGTH)},
)
_OVERFLOW_OPTION = shape(
    {"text": plain(limits.OPTION_TEXT_MAX_LENGTH), "value": words(limits.OPTION_VALUE_MAX_LENGTH)},
    {
        "description": plain(limits.OPTION_DESCRIPTION_MAX_LENGTH),
        "url": words(limits.OPTION_URL_MAX_LENGTH),
    },
)
_MENU_OPTIONS = each(_MENU_OPTION, limits.SELECT_OPTIONS_MAX_ITEMS)
_GROUPS = each(
    shape({"label": plain(limits.OPTION_GROUP_LABEL_MAX_LENGTH), "options": _MENU_OPTIONS}),
    limits.SELECT_OPTION_GROUPS_MAX_ITEMS,
)
_FILTER = shape(
    {},
    {
        "include": each(CONVERSATION_KINDS, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
_DISPATCH = shape({"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), 2)})
_IDS = each(words(255), 100, least=0)


def options_of(element: Json) -> list[Json]:
    """List an element's own options, those in groups included."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group.get("options", []))]


def _initial_is_offered(element: Json) -> str | None:
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    offered = {option["value"] for option in options_of(element)}
    if all(option["value"] in offered for option in first):
        return None
    return "initial option must be one of the options"


def _options_or_groups(element: Json) -> str | None:
    return None if ("options" in element) != ("option_groups" in element) else "needs options or option_groups"


def _element(kind: str, required: dict[str, Check], optional: dict[str, Check]) -> Check:
    rules = [_initial_is_offered] if "options" in {**required, **optional} else []
    if "option_groups" in optional:
        rules.append(_options_or_groups)
    common = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
    return shape({"type": one_of(kind), **required}, {**common, **optional}, *rules)


_PLACEHOLDER: dict[str, Check] = {"placeholder": plain(limits.SELECT_PLACEHOLDER_MAX_LENGTH)}
_MOST: dict[str, Check] = {"max_selected_items": whole(1, 100)}
_STATIC: dict[str, Check] = {**_PLACEHOLDER, "options": _MENU_OPTIONS, "option_groups": _GROUPS}
_TYPED: dict[str, Check] = {**_PLACEHOLDER, "dispatch_action_config": _DISPATCH}
_CONVERSATIONS: dict[str, Check] = {**_PLACEHOLDER, "default_to_current_conversation": flag, "filter": _FILTER}

MENUS: dict[str, Check] = {
    "static_select": _element("static_select", {}, {**_STATIC, "initial_option": _MENU_OPTION}),
    "external_select": _element(
        "external_select", {}, {**_PLACEHOLDER, "initial_option": _MENU_OPTION, "min_query_length": whole(0, 100)}
    ),
    "users_select": _element("users_select", {}, {**_PLACEHOLDER, "initial_user": words(255)}),
    "conversations_select": _element(
        "conversations_select",
        {},
        {**_CONVERSATIONS, "initial_conversation": words(255), "response_url_enabled": flag},
    ),
    "channels_select": _element(
        "channels_select", {}, {**_PLACEHOLDER, "initial_channel": words(255), "response_url_enabled": flag}
    ),
}
MULTI_MENUS: dict[str, Check] = {
    "multi_static_select": _element(
        "multi_static_select", {}, {**_STATIC, **_MOST, "initial_options": each(_MENU_OPTION, 100)}
    ),
    "multi_external_select": _element(
        "multi_external_select",
        {},
        {**_PLACEHOLDER, **_MOST, "initial_options": each(_MENU_OPTION, 100), "min_query_length": whole(0, 100)},
    ),
    "multi_users_select": _element("multi_users_select", {}, {**_PLACEHOLDER, **_MOST, "initial_users": _IDS}),
    "multi_conversations_select": _element(
        "multi_conversations_select", {}, {**_CONVERSATIONS, **_MOST, "initial_conversations": _IDS}
    ),
    "multi_channels_select": _element("multi_channels_select", {}, {**_PLACEHOLDER, **_MOST, "initial_channels": _IDS}),
}
_RADIO = each(_LISTED_OPTION, limits.RADIO_BUTTONS_OPTIONS_MAX_ITEMS)
_BOXES = each(_LISTED_OPTION, limits.CHECKBOXES_OPTIONS_MAX_ITEMS)
CHOICES: dict[str, Check] = {
    "radio_buttons": _element("radio_buttons", {"options": _RADIO}, {"initial_option": _LISTED_OPTION}),
    "checkboxes": _element("checkboxes", {"options": _BOXES}, {"initial_options": _BOXES}),
}
PICKERS: dict[str, Check] = {
    "datepicker": _element("datepicker", {}, {**_PLACEHOLDER, "initial_date": DATE}),
    "timepicker": _element("timepicker", {}, {**_PLACEHOLDER, "initial_time": TIME, "timezone": words(100)}),
}
DATETIME: dict[str, Check] = {
    "datetimepicker": _element("datetimepicker", {}, {"initial_date_time": whole(10**9, 10**10 - 1)})
}
BUTTON: dict[str, Check] = {
    "button": _element(
        "button",
        {"text": plain(limits.BUTTON_TEXT_MAX_LENGTH)},
        {
            "url": words(limits.BUTTON_URL_MAX_LENGTH),
            "value": words(limits.BUTTON_VALUE_MAX_LENGTH),
            "style": one_of("primary", "danger"),
            "accessibility_label": words(limits.BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH),
        },
    )
}
OVERFLOW: dict[str, Check] = {
    "overflow": _element("overflow", {"options": each(_OVERFLOW_OPTION, limits.OVERFLOW_OPTIONS_MAX_ITEMS)}, {})
}
_LENGTH = limits.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX
TYPED: dict[str, Check] = {
    "plain_text_input": _element(
        "plain_text_input",
        {},
        {
            **_TYPED,
            "initial_value": words(_LENGTH, least=0),
            "multiline": flag,
            "min_length": whole(0, _LENGTH),
            "max_length": whole(1, _LENGTH),
        },
    ),
    "email_text_input": _element("email_text_input", {}, {**_TYPED, "initial_value": ANY_TEXT}),
    "url_text_input": _element("url_text_input", {}, {**_TYPED, "initial_value": ANY_TEXT}),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": ANY_TEXT, "min_value": ANY_TEXT, "max_value": ANY_TEXT},
    ),
}
FILE_INPUT: dict[str, Check] = {
    "file_input": _element(
        "file_input",
        {},
        {"filetypes": each(words(50), 100), "max_files": whole(1, limits.FILE_INPUT_MAX_FILES_MAX)},
    )
}
