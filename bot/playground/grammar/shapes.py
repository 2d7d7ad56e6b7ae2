"""Small checks for the shape of JSON, put together elsewhere into the grammar of Block Kit.

A check looks at a value found at a JSON pointer and appends its faults, worded as Slack words them.
"""

import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Unchecked = Any  # a value off the wire, or from a test, that may yet prove to be anything
Check = Callable[[Unchecked, str, list[str]], None]
Rule = Callable[[Json], str | None]


def fault(sentence: str, where: str) -> str:
    """Word a fault the way Slack's ``response_metadata.messages`` does."""
    return f"[ERROR] {sentence} [json-pointer:{where}]"


def words(most: int, *, least: int = 1) -> Check:
    """Expect a string of ``least`` to ``most`` characters."""

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if not isinstance(value, str):
            faults.append(fault("must provide a string", where))
        elif len(value) > most:
            faults.append(fault(f"must be less than {most + 1} characters", where))
        elif len(value) < least:
            faults.append(fault(f"must be more than {least - 1} characters", where))

    return check


def one_of(*allowed: str) -> Check:
    """Expect one of a few words."""

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if value not in allowed:
            faults.append(fault(f"must be a valid enum value: {', '.join(allowed)}", where))

    return check


def pattern(expression: str, meaning: str) -> Check:
    """Expect a string that matches an expression, such as a date."""
    compiled = re.compile(expression)

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            faults.append(fault(f"must be {meaning}", where))

    return check


def flag(value: Unchecked, where: str, faults: list[str]) -> None:
    """Expect true or false."""
    if not isinstance(value, bool):
        faults.append(fault("must provide a boolean", where))


def whole(least: int, most: int) -> Check:
    """Expect an integer from ``least`` to ``most``."""

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            faults.append(fault("must provide an integer", where))
        elif not least <= value <= most:
            faults.append(fault(f"must be between {least} and {most}", where))

    return check


def number(value: Unchecked, where: str, faults: list[str]) -> None:
    """Expect a JSON number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        faults.append(fault("must provide a number", where))


def above_zero(value: Unchecked, where: str, faults: list[str]) -> None:
    """Expect a JSON number greater than nought."""
    before = len(faults)
    number(value, where, faults)
    if len(faults) == before and value <= 0:
        faults.append(fault("must be greater than 0", where))


def each(inner: Check, most: int, *, least: int = 1) -> Check:
    """Expect a list of ``least`` to ``most`` entries that all pass ``inner``."""

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if not isinstance(value, list):
            faults.append(fault("must be an array", where))
            return
        if len(value) > most:
            faults.append(fault(f"no more than {most} items allowed", where))
        if len(value) < least:
            faults.append(fault(f"no fewer than {least} items allowed", where))
        for position, entry in enumerate(value):
            inner(entry, f"{where}/{position}", faults)

    return check


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None, *rules: Rule) -> Check:
    """Expect an object with these fields and no other; once they are well formed, every rule must be content."""
    known = {**required, **(optional or {})}
    names = required.keys()

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if not isinstance(value, dict):
            faults.append(fault("must be an object", where))
            return
        before = len(faults)
        if not names <= value.keys():
            faults += [fault(f"missing required field: {name}", where) for name in required if name not in value]
        for name, inner in value.items():
            known.get(name, _unknown)(inner, f"{where}/{name}", faults)
        if rules and len(faults) == before:
            faults += [fault(said, where) for said in _complaints(rules, value)]

    return check


def _complaints(rules: tuple[Rule, ...], value: Json) -> list[str]:
    return [said for rule in rules if (said := rule(value))]


def by_type(kinds: dict[str, Check]) -> Check:
    """Expect an object whose ``type`` names which of the shapes it has."""

    def check(value: Unchecked, where: str, faults: list[str]) -> None:
        if not isinstance(value, dict):
            faults.append(fault("must be an object", where))
            return
        kind = value.get("type")
        inner = kinds.get(kind) if isinstance(kind, str) else None
        if inner is None:
            faults.append(fault(f"unsupported type: {kind}", f"{where}/type"))
        else:
            inner(value, where, faults)

    return check


def _unknown(_value: Unchecked, where: str, faults: list[str]) -> None:
    parent, _, name = where.rpartition("/")
    faults.append(fault(f"invalid additional property: {name}", parent))
