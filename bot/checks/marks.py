"""Finds what would come alive in mrkdwn: a mention, a link or a broken entity that nobody meant."""

import re
from collections.abc import Iterator
from typing import Any

from bot.checks.facts import MEANT

_TOKEN = re.compile(r"<([^<>]*)>")
_DATE = re.compile(r"!date\^\d+\^[^|<>]+\|[^|<>]+")
_BARE = re.compile(r"&(?!amp;|lt;|gt;)")


def alive(text: str) -> Iterator[str]:
    """What in a piece of mrkdwn Slack would turn into something we didn't mean."""
    for token in _TOKEN.findall(text):
        if token not in MEANT and not _DATE.fullmatch(token):
            yield f"“<{token[:40]}>” would come alive."
    rest = _TOKEN.sub("", text)
    if "<" in rest or ">" in rest:
        yield "an unescaped “<” or “>” is in it."
    if found := _BARE.search(rest):
        yield f"“{rest[found.start() : found.start() + 8]}” is no entity that Slack knows; people would see it."


def alive_in(blocks: Any) -> Iterator[str]:  # noqa: ANN401 - any piece of a payload
    """The same for everything in blocks or a view, down to the last text."""
    waiting = [blocks]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield from _alive_object(part)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _alive_object(part: dict[str, Any]) -> Iterator[str]:
    kind = part.get("type")
    if kind == "mrkdwn":
        yield from alive(part["text"])
        if part.get("verbatim") is not True:
            yield "a text without “verbatim”: Slack would make links out of plain words in it."
    if kind in ("link", "broadcast", "usergroup"):
        yield f"a rich text element “{kind}” pings or leads somewhere."
