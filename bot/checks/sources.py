"""Reads our own source code, without running it: which calls name what.

A name written as an f-string, ``f"cycle.{move}"``, counts as a pattern: ``cycle.`` followed by anything.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Place:
    """Where in the code something stands."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Call:
    """One call of a function, by the function's last name, and in which function it stands."""

    place: Place
    name: str
    node: ast.Call
    module: ast.Module
    inside: Function | None

    def argument(self, position: int, keyword: str = "") -> ast.expr | None:
        """One argument, by position or name."""
        named = (each.value for each in self.node.keywords if keyword and each.arg == keyword)
        return self.node.args[position] if position < len(self.node.args) else next(named, None)

    def has(self, keyword: str) -> bool:
        """Whether an argument is given by name."""
        return any(each.arg == keyword for each in self.node.keywords)


@dataclass(frozen=True)
class Found:
    """What stands in one file: its calls, each with the function around it, and its texts."""

    calls: list[tuple[Function | None, ast.Call]] = field(default_factory=list)
    strings: set[str] = field(default_factory=set)


def calls(names: Iterable[str], *folders: str) -> Iterator[Call]:
    """Every call of functions with these names in the Python files of some folders."""
    wanted = set(names)
    for path, module in modules(*folders):
        for inside, node in _walked(module).calls:
            if (name := _last_name(node.func)) in wanted:
                yield Call(Place(path, node.lineno), name, node, module, inside)


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file of some folders, by its path from the root, parsed."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), _parsed(path)


def sentence_of(call: Call, argument: ast.expr | None) -> str | None:
    """The text an argument is: written there, or in a constant of the same file; None when it is computed."""
    if isinstance(argument, ast.Name):
        argument = _assigned(argument.id, call.module.body)
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def sentences_of(call: Call, argument: ast.expr | None) -> list[str]:
    """The texts an argument can be; none when one of them is computed."""
    if isinstance(argument, ast.IfExp):
        either, other = sentences_of(call, argument.body), sentences_of(call, argument.orelse)
        return [*either, *other] if either and other else []
    text = sentence_of(call, argument)
    return [] if text is None else [text]


def pattern_of(call: Call, argument: ast.expr | None) -> re.Pattern[str] | None:
    """What a name can be, as a pattern; None when nothing can be said about it."""
    if isinstance(argument, ast.JoinedStr):
        return re.compile("".join(_part(call, each) for each in argument.values))
    text = sentence_of(call, argument)
    return re.compile(re.escape(text)) if text is not None else None


def attributes(*folders: str) -> Iterator[tuple[Place, str]]:
    """Every attribute that is called: ``chat_postMessage`` in ``client.chat_postMessage(…)``."""
    for path, module in modules(*folders):
        for _inside, node in _walked(module).calls:
            if isinstance(node.func, ast.Attribute):
                yield Place(path, node.lineno), node.func.attr


def strings(*folders: str) -> set[str]:
    """Every text that is written somewhere in the code."""
    return {text for _path, module in modules(*folders) for text in _walked(module).strings}


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _walked(module: ast.Module) -> Found:
    """A file's calls and texts, in the order in which they stand there."""
    found = Found()
    waiting: list[tuple[Function | None, ast.AST]] = [(None, module)]
    while waiting:
        inside, node = waiting.pop()
        if isinstance(node, ast.Call):
            found.calls.append((inside, node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.strings.add(node.value)
        within = node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else inside
        waiting += [(within, child) for child in reversed(list(ast.iter_child_nodes(node)))]
    return found


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _part(call: Call, part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return re.escape(str(part.value))
    value = part.value if isinstance(part, ast.FormattedValue) else part
    if isinstance(value, ast.Name) and call.inside is not None:
        known = _assigned(value.id, call.inside.body)
        if isinstance(known, ast.Constant):
            return re.escape(str(known.value))
    return ".+"


def _assigned(name: str, body: list[ast.stmt]) -> ast.expr | None:
    """What a plain ``name = …`` among some statements says."""
    for statement in body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            return statement.value
    return None
