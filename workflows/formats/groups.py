"""Which columns say whether a student is in a programme, and what their words mean: one file for every format."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workflows.formats.patterns import GROUPS, GroupColumn, Patterns

WORDS = ("yes", "no")


def load(path: Path) -> tuple[GroupColumn, ...]:
    """The columns in the order in which they are tried; none where there is no such file.

    Raises ``ValueError`` naming the file when a key or a group isn't known, or a word means both yes and no.
    """
    if not path.exists():
        return ()
    try:
        return tuple(parse(tomllib.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


def parse(said: Mapping[str, Any]) -> Iterator[GroupColumn]:
    """Group columns from parsed TOML: a column's own words join those of its group and everybody's."""
    _only(said, ("words", "columns"))
    words = said.get("words", {})
    _only(words, (*WORDS, *GROUPS))
    for each in said["columns"]:
        _only(each, ("group", "headers", *WORDS))
        group, headers = str(each["group"]), tuple(map(_pattern, each["headers"]))
        _only({group: None}, GROUPS)
        yes, no = (_together(word, words, words.get(group, {}), each) for word in WORDS)
        yield _column(group, headers, yes, no)


def _column(group: str, headers: Patterns, yes: frozenset[str], no: frozenset[str]) -> GroupColumn:
    if yes & no:
        raise ValueError(f"{', '.join(sorted(yes & no))} can't mean both yes and no")
    return GroupColumn(group, headers, yes, no)


def _together(word: str, *parts: Mapping[str, Any]) -> frozenset[str]:
    for part in parts:
        if not isinstance(part.get(word, []), list):
            raise ValueError(f"expected a list, not {part[word]!r}")
    return frozenset(str(text).lower() for part in parts for text in part.get(word, []))


def _pattern(said: object) -> str:
    if not isinstance(said, str):
        raise ValueError(f"expected text, not {said!r}")
    if said.startswith("re:"):
        try:
            re.compile(said[3:])
        except re.error as wrong:
            raise ValueError(f"{said} is no pattern: {wrong}") from wrong
    return said


def _only(said: Mapping[str, object], known: tuple[str, ...]) -> None:
    unknown = sorted(set(said) - set(known))
    if unknown:
        raise ValueError(f"unknown key {', '.join(unknown)}")
