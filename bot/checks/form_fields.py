"""Checks that a form asks for what its dataclass holds: each input has a field, each field without a default an input.

The door that reads it is found in the code: ``app.view("cycle.start")(start)``, and there ``forms.read(view, …)``.
"""

import ast
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

from bot.checks import facts, sources
from handlers.screens.blocks import Block
from handlers.screens.words import Words
from workflows.meetings.library import Library


@dataclass(frozen=True)
class Read:
    """How a door reads a form: into which dataclass, and which of its fields it knows already."""

    form: type
    known: frozenset[str]


def problems(words: Words, library: Library) -> Iterator[str]:
    """Where forms and the dataclasses they are read into disagree."""
    asked: dict[str, set[str]] = {}
    for build in facts.for_modals(words.in_language("en"), library, "x").values():
        view = build()
        asked.setdefault(str(view.get("callback_id", "")), set()).update(_inputs(view))
    return compared(asked, read_by_doors())


def compared(asked: Mapping[str, set[str]], read: Mapping[str, Read]) -> Iterator[str]:
    """Compare what forms ask with what is read of them."""
    for callback in sorted(read.keys() & asked.keys()):
        inputs, form, known = asked[callback], read[callback].form, read[callback].known
        every = {field.name for field in fields(form)}
        needed = {field.name for field in fields(form) if field.default is MISSING and _has_no_factory(field)} - known
        for name in sorted(inputs - every):
            yield f"The form {callback} asks for {name}, which {form.__name__} doesn't have."
        for name in sorted(needed - inputs):
            yield f"{form.__name__} wants {name}, which the form {callback} doesn't ask for."


def _has_no_factory(field: Field[Any]) -> bool:
    return field.default_factory is MISSING


def read_by_doors() -> dict[str, Read]:
    """Each form's callback, and how the door that listens to it reads it."""
    listeners = {path: list(_listeners(module)) for path, module in sources.modules("handlers")}
    read: dict[str, Read] = {}
    for call in sources.calls(["read"], "handlers"):
        form = _class(call.place.file, call.argument(1))
        if form and call.inside:
            known = frozenset(str(each.arg) for each in call.node.keywords)
            doors = (callback for callback, name in listeners[call.place.file] if name == call.inside.name)
            read |= dict.fromkeys(doors, Read(form, known))
    return read


def _listeners(module: ast.Module) -> Iterator[tuple[str, str]]:
    """``app.view("cycle.start")(start)``: the callback, and the listener's name."""
    for node in ast.walk(module):
        match node:
            case ast.Call(
                func=ast.Call(func=ast.Attribute(attr="view"), args=[ast.Constant(value=str(callback))]),
                args=[ast.Name(id=listener) | ast.Call(args=[ast.Name(id=listener), *_])],
            ):
                yield callback, listener


def _class(path: str, expression: ast.expr | None) -> type | None:
    """The dataclass that an expression such as ``cycles.StartCycle`` names in a file."""
    names = ast.unparse(expression).split(".") if expression else []
    found: Any = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    for name in names:
        found = getattr(found, name, None)
    return found if isinstance(found, type) else None


def _inputs(view: Block) -> Iterator[str]:
    return (block["block_id"] for block in view["blocks"] if block["type"] == "input")
