"""The grammar of Block Kit's blocks, and which block may stand on which surface."""

from bot.playground.grammar import limits
from bot.playground.grammar.charts import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.playground.grammar.elements import (
    BUTTON,
    CHOICES,
    DATETIME,
    FILE_INPUT,
    MENUS,
    MULTI_MENUS,
    OVERFLOW,
    PICKERS,
    TYPED,
    either_text,
    plain,
)
from bot.playground.grammar.rich_text import RICH_TEXT_ELEMENTS
from bot.playground.grammar.shapes import Check, Json, Rule, by_type, each, flag, one_of, shape, words

BLOCK_ID = words(limits.BLOCK_ID_MAX_LENGTH)
_URL = words(limits.IMAGE_IMAGE_URL_MAX_LENGTH)
_ALT = words(limits.IMAGE_ALT_TEXT_MAX_LENGTH)
_SLACK_FILE = shape({}, {"id": words(255), "url": _URL})


def _has_one_picture(value: Json) -> str | None:
    return None if ("image_url" in value) != ("slack_file" in value) else "needs image_url or slack_file"


def _says_something(value: Json) -> str | None:
    return None if value.get("text") or value.get("fields") else "missing required field: text or fields"


def _card_holds_something(value: Json) -> str | None:
    parts = ("hero_image", "title", "actions", "body")
    return None if any(part in value for part in parts) else "needs a hero_image, title, actions or body"


def _block(
    kind: str,
    required: dict[str, Check] | None = None,
    optional: dict[str, Check] | None = None,
    rule: Rule | None = None,
) -> Check:
    fields = {"type": one_of(kind), **(required or {})}
    return shape(fields, {"block_id": BLOCK_ID, **(optional or {})}, *([rule] if rule else []))


_IMAGE_ELEMENT: dict[str, Check] = {
    "image": shape(
        {"type": one_of("image"), "alt_text": _ALT}, {"image_url": _URL, "slack_file": _SLACK_FILE}, _has_one_picture
    )
}
_IMAGE = by_type(_IMAGE_ELEMENT)
_CONTEXT_TEXT = {
    "plain_text": plain(limits.SECTION_TEXT_MAX_LENGTH),
    "mrkdwn": either_text(limits.SECTION_TEXT_MAX_LENGTH),
}
_INPUTS = by_type({**TYPED, **CHOICES, **MENUS, **MULTI_MENUS, **PICKERS, **DATETIME, **FILE_INPUT})
_ACCESSORY = by_type({**BUTTON, **CHOICES, **PICKERS, **MENUS, **MULTI_MENUS, **OVERFLOW, **_IMAGE_ELEMENT})
_ACTIONS = by_type({**BUTTON, **CHOICES, **PICKERS, **DATETIME, **MENUS, **OVERFLOW})

BLOCKS: dict[str, Check] = {
    "actions": _block("actions", {"elements": each(_ACTIONS, limits.ACTIONS_ELEMENTS_MAX_ITEMS)}),
    "alert": _block(
        "alert",
        {"text": either_text(limits.ALERT_TEXT_MAX_LENGTH)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _block(
        "card",
        None,
        {
            "hero_image": _IMAGE,
            "icon": _IMAGE,
            "title": either_text(limits.CARD_TITLE_MAX_LENGTH),
            "subtitle": either_text(limits.CARD_SUBTITLE_MAX_LENGTH),
            "body": either_text(limits.CARD_BODY_MAX_LENGTH),
            "actions": each(by_type(BUTTON), limits.CARD_ACTIONS_MAX_ITEMS),
        },
        _card_holds_something,
    ),
    "context": _block(
        "context", {"elements": each(by_type({**_CONTEXT_TEXT, **_IMAGE_ELEMENT}), limits.CONTEXT_ELEMENTS_MAX_ITEMS)}
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "divider": _block("divider"),
    "header": _block("header", {"text": plain(limits.HEADER_TEXT_MAX_LENGTH)}),
    "image": _block(
        "image",
        {"alt_text": _ALT},
        {"image_url": _URL, "slack_file": _SLACK_FILE, "title": plain(limits.IMAGE_TITLE_MAX_LENGTH)},
        _has_one_picture,
    ),
    "input": _block(
        "input",
        {"label": plain(limits.INPUT_LABEL_MAX_LENGTH), "element": _INPUTS},
        {"hint": plain(limits.INPUT_HINT_MAX_LENGTH), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": _block("markdown", {"text": words(limits.MARKDOWN_TOTAL_TEXT_MAX_LENGTH)}),
    "rich_text": _block("rich_text", {"elements": RICH_TEXT_ELEMENTS}),
    "section": _block(
        "section",
        None,
        {
            "text": either_text(limits.SECTION_TEXT_MAX_LENGTH),
            "fields": each(either_text(limits.SECTION_FIELDS_ITEM_MAX_LENGTH), limits.SECTION_FIELDS_MAX_ITEMS),
            "accessory": _ACCESSORY,
            "expand": flag,
        },
        _says_something,
    ),
    "table": TABLE,
    "video": _block(
        "video",
        {
            "alt_text": words(limits.VIDEO_ALT_TEXT_MAX_LENGTH),
            "title": plain(limits.VIDEO_TITLE_MAX_LENGTH),
            "thumbnail_url": _URL,
            "video_url": words(limits.VIDEO_VIDEO_URL_MAX_LENGTH),
        },
        {
            "author_name": words(limits.VIDEO_AUTHOR_NAME_MAX_LENGTH),
            "description": plain(limits.VIDEO_DESCRIPTION_MAX_LENGTH),
            "provider_name": words(limits.VIDEO_PROVIDER_NAME_MAX_LENGTH),
            "provider_icon_url": _URL,
            "title_url": words(limits.VIDEO_TITLE_URL_MAX_LENGTH),
        },
    ),
}
_ON_ALL = {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
_TABLES = {"data_table", "data_visualization", "table"}
ON_SURFACE: dict[str, set[str]] = {
    "message": _ON_ALL | _TABLES | {"markdown"},
    "modal": _ON_ALL | {"alert"},
    "home": _ON_ALL | _TABLES,
}
