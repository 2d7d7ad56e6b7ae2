"""Blocks and elements, in as few words as tests need."""

from typing import Any


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **more: object) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Go", **more: object) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), **more}


def option(text: str, value: str | None = None) -> dict[str, Any]:
    return {"text": plain(text), "value": value or text}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def question(element: dict[str, Any], label: str = "Why?", **more: object) -> dict[str, Any]:
    return {"type": "input", "label": plain(label), "element": element, **more}


def table(rows: int = 3, columns: int = 2, text: str = "x", **more: object) -> dict[str, Any]:
    cells = [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]
    return {"type": "data_table", "caption": "Scores", "rows": cells, **more}


def bars(series: int = 1, categories: int = 2, title: str = "Growth", **more: object) -> dict[str, Any]:
    names = [f"c{number}" for number in range(categories)]
    points = [{"label": name, "value": 1.5} for name in names]
    lines = [{"name": f"s{number}", "data": points} for number in range(series)]
    chart = {"type": "bar", "series": lines, "axis_config": {"categories": names}, **more}
    return {"type": "data_visualization", "title": title, "chart": chart}


def modal(*blocks: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Start"), "submit": plain("Go"), "blocks": list(blocks), **more}
