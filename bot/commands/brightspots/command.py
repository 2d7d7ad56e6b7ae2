"""``python -m bot brightspots``: the analysis from files alone, for a data coach."""

import gc
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.commands.brightspots.tidy import begun
from bot.commands.terminal import progress, wrapped
from workflows.refusal import Refusal

STEPS = 6
MANY = ("--scores", "--roster")


def main() -> None:
    """Run ``brightspots`` with the arguments of the command line, without the other commands."""
    # Looking for unused cycles of objects takes a tenth of the time; big arrays go without it.
    gc.disable()
    app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
    app.command()(brightspots)
    app(args=spread(sys.argv[2:]), prog_name="python -m bot brightspots")


def brightspots(
    scores: Annotated[list[Path], typer.Option(help="Score files: a tidy CSV, or exports of a test.")],
    roster: Annotated[
        list[Path] | None,
        typer.Option(help="Who taught whom: student, teacher, school, year, subject; OneRoster; class lists."),
    ] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the result here as JSON.")] = None,
    explain: Annotated[str | None, typer.Option(help="Say what was compared for this teacher.")] = None,
) -> None:
    """Find bright spots in score files: who is worth a visit, and how sure that is."""
    screen = Console()
    try:
        with progress(STEPS) as report:
            report("Reading the files")
            reading = begun(scores, roster or [])
            # While the files are read, what analyses them is loaded.
            from bot.commands.brightspots.files import gathered
            from bot.commands.brightspots.screen import contract, show, show_comparison
            from workflows.stats.analyze import analyze
            from workflows.stats.explain import compared
            from workflows.stats.parameters import Parameters

            files = gathered(scores, roster or [], reading)
            found = analyze(files.table, Parameters(), report)
        found = replace(found, excluded={**found.excluded, **files.excluded})
        if json_out:
            json_out.write_text(as_json(contract(found)), encoding="utf-8")
        show(found, files, screen)
        if explain:
            teacher = files.known_as(explain)
            show_comparison(compared(files.table, teacher, found.parameters), found, teacher, screen)
    except Refusal as refusal:
        typer.echo(wrapped(str(refusal), 0), err=True)
        raise typer.Exit(2) from refusal


def as_json(result: dict[str, Any]) -> str:
    """JSON with a line for every part and every flag: indented deeper, thousands of flags take longer to write than to
    find."""
    parts = []
    for name, value in result.items():
        lines = [json.dumps(each, ensure_ascii=False) for each in value] if isinstance(value, list) else []
        many = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else json.dumps(value, ensure_ascii=False)
        parts.append(f' "{name}": {many}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def spread(arguments: list[str]) -> list[str]:
    """Repeat an option before each of its values, so that ``--scores a.csv b.csv`` works like a shell user expects."""
    spelled: list[str] = []
    option = None
    for each in arguments:
        if each.startswith("--"):
            option = each if each in MANY else None
        elif option and spelled[-1] != option:
            spelled.append(option)
        spelled.append(each)
    return spelled
