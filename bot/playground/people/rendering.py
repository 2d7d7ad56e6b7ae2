"""Draws blocks as plain lines, the way a person would read them aloud."""

from collections.abc import Callable, Iterator

from bot.playground.grammar.elements import options_of
from bot.playground.grammar.shapes import Json, Unchecked
from bot.playground.people.mrkdwn import Reader, read


def body_text(body: Json, reader: Reader) -> str:
    """Draw a message: its blocks, or its text when it has none, and its files."""
    if body.get("blocks"):
        lines = [line for block in body["blocks"] for line in block_lines(block, reader)]
    else:
        lines = [read(str(body.get("text") or ""), reader)]
    lines += [f"(file: {each['name']})" for each in body.get("files") or []]
    return "\n".join(line for line in lines if line)


def view_text(body: Json, reader: Reader) -> str:
    """Draw a modal or App Home: title, blocks, and the buttons below."""
    title = f"« {body['title']['text']} »" if body.get("title") else ""
    buttons = " ".join(f"[ {body[name]['text']} ]" for name in ("close", "submit") if body.get(name))
    lines = [title, *(line for block in body["blocks"] for line in block_lines(block, reader)), buttons]
    return "\n".join(line for line in lines if line)


def block_lines(block: Json, reader: Reader) -> list[str]:
    """Draw one block."""
    draw = _BLOCKS.get(block["type"])
    return draw(block, reader) if draw else [f"({block['type']})"]


def words_of(text: Json | None, reader: Reader) -> str:
    """Read a text object: only mrkdwn is decoded."""
    if not text:
        return ""
    return read(text["text"], reader) if text["type"] == "mrkdwn" else str(text["text"])


def element_text(element: Json, reader: Reader) -> str:
    """Draw one element."""
    kind = element["type"]
    if kind == "button":
        return f"[ {element['text']['text']} ]"
    if kind == "image":
        return f"(image: {element['alt_text']})"
    if kind in ("radio_buttons", "checkboxes"):
        chosen = [element.get("initial_option"), *element.get("initial_options", [])]
        marks = ("(•)", "( )") if kind == "radio_buttons" else ("[x]", "[ ]")
        return "  ".join(
            f"{marks[option not in chosen]} {words_of(option['text'], reader)}" for option in options_of(element)
        )
    if kind == "overflow":
        return "[ ⋯ " + " / ".join(option["text"]["text"] for option in options_of(element)) + " ]"
    return f"[ {_held(element, reader)} ]"


def _held(element: Json, reader: Reader) -> str:
    if element["type"] in ("mrkdwn", "plain_text"):
        return words_of(element, reader)
    first = next((value for name, value in element.items() if name.startswith("initial_")), None)
    if isinstance(first, dict):
        return str(first["text"]["text"])
    if "users" in element["type"] and first:
        people = first if isinstance(first, list) else [first]
        return ", ".join(read(f"<@{each}>", reader).removeprefix("@") for each in people)
    return str(first) if first else (words_of(element.get("placeholder"), reader) or "…")


def _section(block: Json, reader: Reader) -> list[str]:
    lines = [words_of(block.get("text"), reader), *(words_of(each, reader) for each in block.get("fields", []))]
    accessory = block.get("accessory")
    return [*lines, element_text(accessory, reader)] if accessory else lines


def _context(block: Json, reader: Reader) -> list[str]:
    parts = [
        element_text(each, reader) if each["type"] == "image" else words_of(each, reader) for each in block["elements"]
    ]
    return [" · ".join(parts)]


def _actions(block: Json, reader: Reader) -> list[str]:
    return [" ".join(element_text(each, reader) for each in block["elements"])]


def _input(block: Json, reader: Reader) -> list[str]:
    optional = " (optional)" if block.get("optional") else ""
    hint = [f"  {block['hint']['text']}"] if block.get("hint") else []
    return [f"{block['label']['text']}{optional}: {element_text(block['element'], reader)}", *hint]


def _image(block: Json, _reader: Reader) -> list[str]:
    return [f"(image: {block['alt_text']})"]


def _card(block: Json, reader: Reader) -> list[str]:
    texts = [words_of(block.get(name), reader) for name in ("title", "subtitle", "body")]
    return [*texts, " ".join(element_text(each, reader) for each in block.get("actions", []))]


def rich_lines(parts: list[Json], reader: Reader) -> Iterator[str]:
    """Draw rich text: one line a section, list entry or quote."""
    for part in parts:
        kind = part["type"]
        if kind == "rich_text_list":
            yield from (f"• {line}" for line in rich_lines(part["elements"], reader))
        else:
            run = "".join(_rich_part(each, reader) for each in part["elements"])
            yield from (f"> {line}" if kind == "rich_text_quote" else line for line in run.split("\n"))


def _rich_part(part: Json, reader: Reader) -> str:
    kind = part["type"]
    if kind == "user":
        return "@" + reader.names.get(part["user_id"], part["user_id"])
    if kind == "channel":
        return "#" + reader.names.get(part["channel_id"], part["channel_id"])
    if kind == "date":
        return read(f"<!date^{int(part['timestamp'])}^{part['format']}|{part.get('fallback', '')}>", reader)
    if kind in ("emoji", "broadcast"):
        return f":{part['name']}:" if kind == "emoji" else f"@{part['range']}"
    return str(part.get("text") or part.get("url") or "")


def _rich(block: Json, reader: Reader) -> list[str]:
    return list(rich_lines(block["elements"], reader))


def _cell(cell: Unchecked, reader: Reader) -> str:
    if cell["type"] == "rich_text":
        return " ".join(rich_lines(cell["elements"], reader))
    return str(cell.get("text", cell.get("value", "")))


def _table(block: Json, reader: Reader) -> list[str]:
    rows = [" | ".join(_cell(cell, reader) for cell in row) for row in block["rows"]]
    return [block.get("caption", ""), *rows]


def _chart(block: Json, _reader: Reader) -> list[str]:
    chart = block["chart"]
    if chart["type"] == "pie":
        parts = [f"{each['label']} {each['value']:g}" for each in chart["segments"]]
        return [f"(pie chart: {block['title']}) " + ", ".join(parts)]
    series = [
        f"{each['name']}: " + ", ".join(f"{point['label']} {point['value']:g}" for point in each["data"])
        for each in chart["series"]
    ]
    return [f"({chart['type']} chart: {block['title']})", *series]


_BLOCKS: dict[str, Callable[[Json, Reader], list[str]]] = {
    "actions": _actions,
    "alert": lambda block, reader: [f"! {words_of(block['text'], reader)}"],
    "card": _card,
    "context": _context,
    "data_table": _table,
    "data_visualization": _chart,
    "divider": lambda _block, _reader: ["────"],
    "header": lambda block, _reader: [str(block["text"]["text"])],
    "image": _image,
    "input": _input,
    "markdown": lambda block, _reader: [str(block["text"])],
    "rich_text": _rich,
    "section": _section,
    "table": _table,
    "video": lambda block, _reader: [f"(video: {block['title']['text']})"],
}
