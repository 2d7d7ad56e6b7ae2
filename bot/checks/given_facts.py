"""Checks that the sample facts of a post hold nothing that its verb never gives: templates are tried with these.

What a verb gives is read in its code: the keys of every dictionary and the fields of every dataclass in it, and in
what it calls in `workflows`. That is generous; a fact that nobody gives is found all the same. A verb that passes
stored facts on as they are can give anything, so nothing is said about it.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import FunctionType
from typing import Any

from bot.checks import facts
from handlers.delivery.writing import Letter
from workflows.meetings.library import Library

OUR_WORK = "workflows."
STORED = "**"


def problems(letters: Mapping[str, Letter], library: Library) -> Iterator[str]:
    """Which sample facts no verb gives."""
    samples = facts.for_letters("x", library)
    return (
        problem for kind in samples.keys() & letters.keys() for problem in lacking(kind, letters[kind], samples[kind])
    )


def lacking(kind: str, letter: Letter, samples: list[Any]) -> Iterator[str]:
    """Which of one kind's sample facts its verb doesn't give; a typed sample is mypy's to check."""
    given = keys_of(letter.facts)
    if STORED in given:
        return
    told = {name for sample in samples if isinstance(sample, Mapping) for name in sample}
    verb = getattr(letter.facts, "__qualname__", "its verb")
    yield from (f"The post {kind} has a sample fact {name}, which {verb} never gives." for name in sorted(told - given))


def keys_of(verb: Callable[..., object]) -> frozenset[str]:
    """Every name under which a function, or what it calls of ours, may give something."""
    seen: set[object] = set()
    return frozenset(_keys(verb, seen))


def _keys(thing: object, seen: set[object]) -> Iterator[str]:
    if thing in seen:
        return
    seen.add(thing)
    if isinstance(thing, type) and is_dataclass(thing):
        yield from (field.name for field in fields(thing))
    if isinstance(thing, FunctionType) and thing.__module__.startswith(OUR_WORK):
        for node in ast.walk(_parsed(thing)):
            yield from _named(node)
            if isinstance(node, ast.Name | ast.Attribute):
                yield from _keys(_resolved(node, thing.__globals__), seen)


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        yield from (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        spread = (value for key, value in zip(node.keys, node.values, strict=True) if key is None)
        yield from (STORED for value in spread if isinstance(value, ast.Name | ast.Attribute))
    if isinstance(node, ast.keyword) and node.arg:
        yield node.arg
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        yield node.slice.value


@cache
def _parsed(function: FunctionType) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _resolved(node: ast.Name | ast.Attribute, known: Mapping[str, Any]) -> object:
    names = ast.unparse(node).split(".")
    found = known.get(names[0])
    for name in names[1:]:
        found = getattr(found, name, None)
    try:
        hash(found)
    except TypeError:
        return None
    return found
