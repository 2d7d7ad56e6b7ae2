"""`make graph`: which folder knows which, read from the imports and drawn into docs/architecture.md."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.checks import sources

DOCUMENT = sources.ROOT / "docs" / "architecture.md"
PACKAGES = ("bot", "handlers", "workflows")
_DRAWN = re.compile(r"(<!-- graph: .*? -->\n```mermaid\n).*?(```)", re.DOTALL)

Graph = Mapping[str, set[str]]


def write() -> Path:
    """Draw the graph anew; gives the document."""
    DOCUMENT.write_text(
        _DRAWN.sub(lambda found: f"{found[1]}{diagram()}{found[2]}", DOCUMENT.read_text("utf-8")), "utf-8"
    )
    return DOCUMENT


def diagram() -> str:
    """The graph as Mermaid draws it: an arrow for what a folder knows, unless others already say that it does."""
    graph = folders()
    lines = [f"    {_id(folder)}[{folder}]" for folder in sorted(graph)]
    lines += [
        f"    {_id(one)} --> {_id(other)}" for one, others in sorted(_bare(graph).items()) for other in sorted(others)
    ]
    return "\n".join(["flowchart TD", *lines, ""])


def folders() -> Graph:
    """Each folder and the folders whose modules its own import; the doors are one, as is what `bot/` holds directly."""
    graph: dict[str, set[str]] = defaultdict(set)
    for path, module in sources.modules(*PACKAGES):
        own = _folder(path.removesuffix(".py").split("/"))
        graph[own] |= {_folder(name.split(".")) for name in _imports(module)} - {own}
    return graph


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            # `from workflows import posts` names a folder or a module, `from workflows.posts import plan` may.
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] in PACKAGES)


def _folder(names: list[str]) -> str:
    inside = sources.ROOT / Path(*names[:2])
    alone = names[0] == "workflows" and inside.with_suffix(".py").is_file()  # the few that stand beside the subjects
    return "/".join(names[:2]) if len(names) > 1 and (inside.is_dir() or alone) else names[0]


def _bare(graph: Graph) -> Graph:
    """Without the arrows that others imply; folders that know each other keep theirs."""
    reached = {folder: _reached(graph, folder) for folder in graph}
    return {
        one: {
            other
            for other in others
            if not any(
                other in reached[middle] and one not in reached[middle] and middle not in reached[other]
                for middle in others - {other}
            )
        }
        for one, others in graph.items()
    }


def _reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found


def _id(folder: str) -> str:
    return folder.replace("/", "_")
