"""Checks a whole message or view against Slack's rules, and fills in the ids Slack would."""

import json
from collections.abc import Callable, Iterator

from bot.playground.grammar import limits
from bot.playground.grammar.blocks import BLOCKS, ON_SURFACE
from bot.playground.grammar.charts import cell_length
from bot.playground.grammar.elements import plain
from bot.playground.grammar.shapes import Check, Json, Unchecked, each, fault, flag, one_of, shape, words


def elements_in(block: Json) -> Iterator[Json]:
    """Yield the interactive elements of a block, wherever the block keeps them."""
    for key in ("element", "accessory"):
        if isinstance(block.get(key), dict):
            yield block[key]
    for key in ("elements", "actions"):
        if isinstance(block.get(key), list):
            yield from (each_ for each_ in block[key] if isinstance(each_, dict))


def message_faults(blocks: Unchecked, where: str = "/blocks") -> list[str]:
    """Say what Slack would refuse in a message's blocks."""
    faults: list[str] = []
    _blocks_check("message", limits.MESSAGE_BLOCKS_MAX_ITEMS)(blocks, where, faults)
    if not faults:
        faults.extend(fault(said, where) for said in _message_sums(blocks))
        faults.extend(_together(blocks, where))
    return faults


def view_faults(view: Unchecked, surface: str, where: str = "/view") -> list[str]:
    """Say what Slack would refuse in a modal or home view."""
    faults: list[str] = []
    (_MODAL if surface == "modal" else _HOME)(view, where, faults)
    if not faults:
        faults.extend(_together(view["blocks"], f"{where}/blocks"))
        faults.extend(_modal_sums(view, where) if surface == "modal" else [])
    return faults


def is_too_large(view: Unchecked) -> bool:
    """Tell whether a view is over Slack's 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_MAX_BYTES


def with_ids(blocks: list[Json], fresh: Callable[[str], str]) -> list[Json]:
    """Copy blocks with the block and action ids that Slack makes up when the app names none."""
    return [_named(block, fresh) for block in blocks]


def _named(block: Json, fresh: Callable[[str], str]) -> Json:
    named = {"block_id": fresh("b"), **block}
    if block["type"] == "input":
        named["element"] = {"action_id": fresh("a"), **block["element"]}
    elif block["type"] == "actions":
        named["elements"] = [{"action_id": fresh("a"), **element} for element in block["elements"]]
    elif block["type"] == "section" and block.get("accessory", {}).get("type", "image") != "image":
        named["accessory"] = {"action_id": fresh("a"), **block["accessory"]}
    return named


def _blocks_check(surface: str, most: int) -> Check:
    allowed = ON_SURFACE[surface]

    def check_block(block: Unchecked, where: str, faults: list[str]) -> None:
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(kind, str) or kind not in allowed:
            faults.append(fault(f"unsupported block type on a {surface}: {kind}", f"{where}/type"))
            return
        BLOCKS[kind](block, where, faults)
        if surface != "modal" and any(element.get("type") == "file_input" for element in elements_in(block)):
            faults.append(fault("file_input is only available in modals", f"{where}/element"))

    return each(check_block, most, least=0)


def _together(blocks: list[Json], where: str) -> list[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    faults = [fault(f"`block_id` must be unique: {name}", where) for name in _doubled(ids)]
    in_focus = 0
    for position, block in enumerate(blocks):
        elements = list(elements_in(block))
        names = [element["action_id"] for element in elements if "action_id" in element]
        said = "`action_id` must be unique in its block"
        faults += [fault(f"{said}: {name}", f"{where}/{position}") for name in _doubled(names)]
        in_focus += sum("focus_on_load" in element and element["focus_on_load"] for element in elements)
    if in_focus > 1:
        faults.append(fault("only one element may have focus_on_load", where))
    return faults


def _doubled(names: list[str]) -> list[str]:
    if len(set(names)) == len(names):
        return []
    return sorted({name for name in names if names.count(name) > 1})


def _message_sums(blocks: list[Json]) -> Iterator[str]:
    charts = sum(block["type"] == "data_visualization" for block in blocks)
    if charts > limits.MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS:
        yield f"no more than {limits.MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS} data_visualization blocks allowed"
    prose = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if prose > limits.MARKDOWN_TOTAL_TEXT_MAX_LENGTH:
        yield f"markdown blocks hold more than {limits.MARKDOWN_TOTAL_TEXT_MAX_LENGTH} characters in all"
    cells = sum(cell_length(block["rows"]) for block in blocks if block["type"] in ("data_table", "table"))
    if cells > limits.DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH:
        yield f"tables hold more than {limits.DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH} characters in all"
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "only_one_table_allowed"


def _modal_sums(view: Json, where: str) -> list[str]:
    asks = any(block["type"] == "input" for block in view["blocks"])
    return [fault("missing required field: submit", where)] if asks and "submit" not in view else []


_COMMON: dict[str, Check] = {
    "private_metadata": words(limits.VIEW_PRIVATE_METADATA_MAX_LENGTH, least=0),
    "callback_id": words(limits.VIEW_CALLBACK_ID_MAX_LENGTH, least=0),
    "external_id": words(limits.VIEW_EXTERNAL_ID_MAX_LENGTH, least=0),
}
_MODAL = shape(
    {
        "type": one_of("modal"),
        "title": plain(limits.VIEW_TITLE_MAX_LENGTH),
        "blocks": _blocks_check("modal", limits.VIEW_BLOCKS_MAX_ITEMS),
    },
    {
        **_COMMON,
        "submit": plain(limits.VIEW_SUBMIT_MAX_LENGTH),
        "close": plain(limits.VIEW_CLOSE_MAX_LENGTH),
        "clear_on_close": flag,
        "notify_on_close": flag,
    },
)
_HOME = shape({"type": one_of("home"), "blocks": _blocks_check("home", limits.VIEW_BLOCKS_MAX_ITEMS)}, _COMMON)
