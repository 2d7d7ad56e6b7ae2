"""Every mutant of a module, made by Cosmic Ray's operators; annotations and docstrings are left alone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

Position = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """Somewhere a fault could be: the how-manieth place of an operator in a module."""

    operator: str
    occurrence: int


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, which operator makes it, and the line with it in it."""

    module: Path
    operator: str
    occurrence: int
    line: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """What a list of equivalent mutants calls it: the module and both lines, whatever their number."""
        return f"{self.module}: {self.before} → {self.after}"


def places_of(source: str) -> Iterator[Place]:
    """Where which operator could put a fault into a module's source."""
    untouched = list(_annotations(ast.parse(source)))
    tree = get_ast(source)
    for name in operator_names():
        operator_class = get_operator(name)
        if operator_class.arguments():
            continue
        operator = operator_class()
        starts = [start for node in ast_nodes(tree) for start, _end in operator.mutation_positions(node)]
        for occurrence, start in enumerate(starts):
            if not any(first <= start <= last for first, last in untouched):
                yield Place(name, occurrence)


def mutant_at(module: Path, source: str, place: Place) -> Mutant | None:
    """The mutant of a place; none where the operator changes nothing there."""
    operator = get_operator(place.operator)()
    lines, changed = source.splitlines(), (mutate_code(source, operator, place.occurrence) or source).splitlines()
    number = next((n for n, (a, b) in enumerate(zip(lines, changed, strict=False)) if a != b), None)
    if number is None:
        return None
    before, after = lines[number].strip(), changed[number].strip()
    return Mutant(module, place.operator, place.occurrence, number + 1, before, after)


def mutants_of(module: Path, source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source."""
    mutants = (mutant_at(module, source, place) for place in places_of(source))
    yield from (each for each in mutants if each is not None)


def mutated(source: str, mutant: Mutant) -> str:
    """A module's source with the fault in it."""
    changed = mutate_code(source, get_operator(mutant.operator)(), mutant.occurrence)
    assert changed is not None
    return str(changed)


def _annotations(tree: ast.Module) -> Iterator[tuple[Position, Position]]:
    """Where types are written: a fault there breaks the import, or nothing."""
    for node in ast.walk(tree):
        annotated = [node.annotation] if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation else []
        returned = [node.returns] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns else []
        for each in (*annotated, *returned):
            yield (each.lineno, each.col_offset), (each.end_lineno or each.lineno, each.end_col_offset or 0)
