"""Read `manifest.yaml`: what we tell Slack about commands, events and scopes, and why we need each scope.

Only the YAML the file uses is understood (maps, lists, words, true and false, whole numbers, comments); anything else
is a mistake with its line, so that nothing is silently read otherwise than Slack reads it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yaml"
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?: +(.*))?")
_COMMENT = re.compile(r"(?:^|\s+)#\s?(.*)$")
_SPECIAL = tuple("&*!|>%@`[]{},?:-\"'")


class ManifestMistake(Exception):
    """A line of the manifest that can't be read."""


@dataclass(frozen=True)
class Line:
    """One line that says something: its number, its indentation, its words, and the comment behind them."""

    number: int
    indent: int
    words: str
    comment: str


@dataclass(frozen=True)
class Manifest:
    """What the manifest says, as far as the code must agree with it."""

    commands: tuple[str, ...]
    shortcuts: tuple[str, ...]
    events: tuple[str, ...]
    scopes: Mapping[str, str]
    """Each bot scope and the reason given behind it."""
    interactive: bool
    addresses: tuple[str, ...]


def load(path: Path = MANIFEST) -> Manifest:
    """Read a manifest file; raises ManifestMistake, or KeyError for a part that is missing."""
    text = path.read_text("utf-8")
    said = read(text)
    features, settings = said["features"], said["settings"]
    commands = features.get("slash_commands", [])
    subscribed, interactivity = settings["event_subscriptions"], settings["interactivity"]
    asked = said["oauth_config"]["scopes"]["bot"]
    reasons = {line.words.removeprefix("- "): line.comment for line in _lines(text) if line.words.startswith("- ")}
    return Manifest(
        commands=tuple(each["command"] for each in commands),
        shortcuts=tuple(each["callback_id"] for each in features.get("shortcuts", [])),
        events=tuple(subscribed["bot_events"]),
        scopes={scope: reasons[scope] for scope in asked},
        interactive=interactivity["is_enabled"],
        addresses=(
            *(each["url"] for each in commands), subscribed["request_url"], interactivity["request_url"],
            *said["oauth_config"]["redirect_urls"],
        ),
    )  # fmt: skip


def read(text: str) -> dict[str, Any]:
    """Read the YAML of a manifest into plain values; raises ManifestMistake."""
    lines = list(_lines(text))
    value, rest = _block(lines)
    if rest or not isinstance(value, dict):
        raise _mistake(rest[0] if rest else lines[0], "this doesn't belong here")
    return value


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        found = None if '"' in line else _COMMENT.search(line)
        words = (line[: found.start()] if found else line).rstrip()
        if words:
            yield Line(number, len(words) - len(words.lstrip()), words.lstrip(), found[1].strip() if found else "")


def _block(lines: list[Line]) -> tuple[Any, list[Line]]:
    """The value that begins with the first line, and the lines behind it."""
    return _list(lines) if lines[0].words.startswith("- ") else _map(lines)


def _map(lines: list[Line]) -> tuple[dict[str, Any], list[Line]]:
    made: dict[str, Any] = {}
    indent = lines[0].indent
    while lines and lines[0].indent == indent:
        line, *lines = lines
        found = _KEY.fullmatch(line.words)
        if not found or found[1] in made:
            raise _mistake(line, "a new key and a colon belong here")
        if found[2]:
            made[found[1]] = _scalar(found[2], line)
        elif lines and lines[0].indent > indent:
            made[found[1]], lines = _block(lines)
        else:
            raise _mistake(line, "a value is missing")
    return made, lines


def _list(lines: list[Line]) -> tuple[list[Any], list[Line]]:
    made: list[Any] = []
    indent = lines[0].indent
    while lines and lines[0].indent == indent:
        line, *lines = lines
        if not line.words.startswith("- "):
            raise _mistake(line, "a dash belongs here")
        inner = Line(line.number, indent + 2, line.words[2:].lstrip(), line.comment)
        if _KEY.fullmatch(inner.words):
            each, lines = _map([inner, *lines])
            made.append(each)
        else:
            made.append(_scalar(inner.words, line))
    return made, lines


def _scalar(words: str, line: Line) -> str | int | bool:
    if words in ("true", "false"):
        return words == "true"
    if words.isdecimal():
        return int(words)
    if words.startswith('"') and words.endswith('"') and words.count('"') == 2 and "\\" not in words:
        return words[1:-1]
    if words.startswith(_SPECIAL) or ": " in words:
        raise _mistake(line, "I can't read this value; put it between quotation marks")
    return words


def _mistake(line: Line, what: str) -> ManifestMistake:
    return ManifestMistake(f"line {line.number}: {what} (“{line.words}”)")
