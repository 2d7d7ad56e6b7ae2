"""Slack's blocks, made by Python. ``str`` is untrusted and gets escaped; ``Markup`` is safe and passes.

Every builder keeps Slack's limits by itself: long text is split or clipped, never refused by Slack.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from markupsafe import Markup

Block = dict[str, Any]

SECTION_MOST = 3000
HEADER_MOST = 150
LABEL_MOST = 75
TITLE_MOST = 24
BLOCKS_MOST = 50
VIEW_BLOCKS_MOST = 100
HINT_MOST = 2000
QUOTE_MOST = 3000


@dataclass(frozen=True)
class Message:
    """What is posted: the blocks, the text that stands for them, and a plainer version for older workspaces.

    ``thread`` is the message under which it stands, if it is one of a thread.
    """

    text: str
    blocks: list[Block]
    plainer: "Message | None" = None
    thread: str | None = None


def escaped(text: str) -> str:
    """Text as Slack's mrkdwn wants it: exactly ``&``, ``<`` and ``>`` are written otherwise.

    markupsafe also writes the two quotation marks as entities; Slack would show those literally.
    """
    if isinstance(text, Markup):
        return str(text).replace("&#39;", "'").replace("&#34;", '"')
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clipped(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plain(text: str, most: int = HINT_MOST) -> Block:
    """A plain_text object; Slack neither parses nor unescapes it, and refuses an empty one."""
    return {"type": "plain_text", "text": clipped(_unmarked(text), most) if text.strip() else "…", "emoji": True}


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text, HEADER_MOST)}


def prose(text: str) -> list[Block]:
    """Sections of mrkdwn, as many as the text needs; cut between words, never inside an entity or a mention."""
    return [{"type": "section", "text": _mrkdwn(part)} for part in _parts(escaped(text))]


def fine_print(*texts: str) -> Block:
    """A context block; of a very long text, its beginning."""
    return {"type": "context", "elements": [_mrkdwn(_beginning(escaped(text))) for text in texts[:10]]}


def quote(text: str) -> Block:
    """Somebody's own words, shown exactly as typed: no mrkdwn, no mention, no link comes alive in it."""
    words = [{"type": "text", "text": clipped(_unmarked(text), QUOTE_MOST) or "…"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": words}]}


def labelled(rows: Sequence[tuple[str, str]], most: int = 400) -> Block:
    """Lines of a label and somebody's own words behind it, shown as typed; each is clipped to so many characters."""
    return {"type": "rich_text", "elements": [_labelled(label, text, most) for label, text in rows]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(label: str, action: str, value: str = "", *, style: str | None = None) -> Block:
    """A button; ``value`` is what its door receives."""
    made: Block = {"type": "button", "text": plain(label, LABEL_MOST), "action_id": action}
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    return made


def link_button(label: str, action: str, url: str) -> Block:
    """A button that leads to an address; Slack opens it and tells us, too."""
    return {"type": "button", "text": plain(label, LABEL_MOST), "action_id": action, "url": url}


def overflow(options: Mapping[str, str], action: str) -> Block:
    """A small menu of what is needed less often: value → label, at most five."""
    made = [_option(value, label) for value, label in options.items()]
    return {"type": "overflow", "action_id": action, "options": made}


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def modal(callback: str, title: str, blocks: Sequence[Block], *, submit: str = "", close: str, memo: str = "") -> Block:
    """A modal. Without ``submit`` it only shows; ``memo`` comes back with the form (at most 3 000 characters)."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE_MOST),
        "close": plain(close, TITLE_MOST),
        "blocks": list(blocks),
        "private_metadata": memo,
    }
    if submit:
        view["submit"] = plain(submit, TITLE_MOST)
    return view


def ask(field: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """A question in a modal. The field's name is also the block's id, so that a refusal finds its place."""
    made: Block = {
        "type": "input",
        "block_id": field,
        "label": plain(label, HINT_MOST),
        "element": element | {"action_id": field},
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(hint, HINT_MOST)
    return made


def dispatched(question: Block) -> Block:
    """A question whose answer we hear of as soon as it is given, to show in the same form what follows from it."""
    element = question["element"]
    at_once = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    config = at_once if element["type"] in ("number_input", "plain_text_input") else {}
    return question | {"dispatch_action": True, "element": element | config}


def line(initial: str = "", *, most: int = 80) -> Block:
    """A one-line answer."""
    return {"type": "plain_text_input", "max_length": most} | ({"initial_value": initial} if initial else {})


def lines(initial: str = "", *, most: int = 3000) -> Block:
    """An answer of several lines."""
    return line(initial, most=most) | {"multiline": True}


def choice(options: Mapping[str, str], initial: str | None = None) -> Block:
    """One out of up to a hundred: value → label."""
    made: Block = {"type": "static_select", "options": [_option(value, label) for value, label in options.items()]}
    if initial in options:
        made["initial_option"] = _option(str(initial), options[str(initial)])
    return made


def radio(options: Mapping[str, str], initial: str | None = None) -> Block:
    """One out of a few, all in sight."""
    return choice(options, initial) | {"type": "radio_buttons"}


def ticks(options: Mapping[str, str], initial: Sequence[str] = ()) -> Block:
    """Any number out of a few, all in sight."""
    made: Block = {"type": "checkboxes", "options": [_option(value, label) for value, label in options.items()]}
    chosen = [_option(value, label) for value, label in options.items() if value in initial]
    return made | ({"initial_options": chosen} if chosen else {})


def people(initial: Sequence[str] = ()) -> Block:
    """Several people of the workspace."""
    return {"type": "multi_users_select"} | ({"initial_users": list(initial)} if initial else {})


def person(initial: str | None = None) -> Block:
    """One person of the workspace."""
    return {"type": "users_select"} | ({"initial_user": initial} if initial else {})


def whole_number(initial: int | None = None) -> Block:
    """A whole number; our own sentence says what fits, which Slack's would not."""
    made: Block = {"type": "number_input", "is_decimal_allowed": False}
    return made | ({"initial_value": str(initial)} if initial is not None else {})


def day(initial: date | None = None) -> Block:
    """A date."""
    return {"type": "datepicker"} | ({"initial_date": initial.isoformat()} if initial else {})


def clock_time(initial: time | None = None) -> Block:
    """A time of day."""
    return {"type": "timepicker"} | ({"initial_time": initial.strftime("%H:%M")} if initial else {})


def file(*types: str) -> Block:
    """One file; Slack takes ``types`` as a hint only."""
    return {"type": "file_input", "max_files": 1} | ({"filetypes": list(types)} if types else {})


def _labelled(label: str, text: str, most: int) -> Block:
    words = clipped(" ".join(_unmarked(text).split()), most) or "…"
    bold = {"type": "text", "text": f"{label} ", "style": {"bold": True}}
    return {"type": "rich_text_section", "elements": [bold, {"type": "text", "text": words}]}


def _option(value: str, label: str) -> Block:
    return {"text": plain(label, LABEL_MOST), "value": value}


def _unmarked(text: str) -> str:
    return text.unescape() if isinstance(text, Markup) else text


def _mrkdwn(text: str) -> Block:
    # Verbatim: else Slack makes links and channel names out of plain words, somebody's words among them.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _beginning(text: str) -> str:
    first, *more = [*_parts(text)] or ["…"]
    return f"{first}…" if more and len(first) < SECTION_MOST else first


def _parts(text: str) -> Iterator[str]:
    text = text.strip()
    while len(text) > SECTION_MOST:
        end = _cut(text)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _cut(text: str) -> int:
    """Where the first part of a long text ends: before a space, outside ``&amp;`` and ``<!date^…|a b>``."""
    most = _before(text, SECTION_MOST, "<", ">")
    space = max(text.rfind(" ", 0, most + 1), text.rfind("\n", 0, most + 1))
    if space > SECTION_MOST // 2 and (outside := _before(text, space, "<", ">")):
        return outside
    # Without any space near: between two characters, but not within an entity.
    return _before(text, most, "&", ";")


def _before(text: str, end: int, opens: str, closes: str) -> int:
    """``end``, or the beginning of what is open there."""
    opened = text.rfind(opens, 0, end)
    return opened if opened > 0 and text.find(closes, opened, end) < 0 <= text.find(closes, end) else end
