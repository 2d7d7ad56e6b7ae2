"""`python -m bot scores inspect FILE`: say what an export is, without a database."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.terminal import progress, wrapped
from workflows.refusal import Refusal

if TYPE_CHECKING:
    from workflows.formats.understanding import Understanding

scores = typer.Typer(help="Look at assessment files.", no_args_is_help=True)
TEMPLATES = Path(__file__).parents[2] / "templates" / "formats"
# A file on one's own disk may be larger than what Slack or the upload page take.
LIMIT_BYTES = 8 << 30
IGNORED_SHOWN, VOICES_SHOWN = 12, 12
GROUPS = {
    "english_learner": "multilingual learners",
    "special_education": "students with disabilities",
    "low_income": "students from low-income families",
}


def main() -> None:
    """Run ``scores …`` as the command line says, without the other commands."""
    app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
    app.add_typer(scores, name="scores")
    app(prog_name="python -m bot")


@scores.callback()
def about() -> None:
    """Look at assessment files."""


@scores.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV, XLSX, XLS or ZIP export.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Say what an assessment export or a roster is, what was understood of it and what was not."""
    try:
        with progress(None) as report:
            report("Reading the file")
            found = understand(file)
    except Refusal as no:
        typer.echo(json.dumps({"refused": str(no)}, ensure_ascii=False) if as_json else wrapped(str(no), 0))
        raise typer.Exit(2) from no
    typer.echo(json.dumps(found.summary(), ensure_ascii=False) if as_json else "\n".join(map(wrapped, lines(found))))


def understand(file: Path) -> "Understanding":
    """What a file on disk is. Raises ``Refusal``."""
    from workflows.formats import reading, recognisers  # pandas is loaded only where it is used
    from workflows.formats.tables import Limits

    if not file.is_file():
        raise Refusal("There is no file called {name}.", name=str(file))
    known = recognisers.load(TEMPLATES)
    return reading.inspect(file, file.name, recognisers=known, limits=Limits(upload_bytes=LIMIT_BYTES))


def lines(found: "Understanding") -> Iterator[str]:
    """An understanding as people read it, line by line."""
    yield f"{found.title} ({_sure(found.confidence)}), {found.kind}"
    yield f"{found.encoding}, {found.delimiter}, headers in row {found.header_row}, {_many(found.rows, 'row')}"
    yield from _table("Columns", found.columns)
    yield f"Subjects: {_list(found.subjects)}"
    yield f"Grades: {_list(_grade(grade) for grade in found.grades)}"
    yield f"Windows: {_list(found.windows)}; years: {_list(found.years)}"
    yield from _levels(found)
    yield f"Teachers: {found.teachers}" if found.teachers else "Teachers: none in this file, a roster is needed"
    yield f"Student groups: {_list(_groups(found.columns))}"
    yield f"Usable: {found.usable_rows} of {_many(found.rows, 'row')}, {_many(found.scores, 'record')}"
    yield from _table("Not usable", {reason: str(many) for reason, many in found.refused.items()})
    yield from _examples("For example (ids masked)", found.examples)
    yield from _examples("Not usable, for example", found.refused_examples)
    yield from _ignored(found.ignored)
    yield f"Still needed: {_list(found.needs)}" if found.needs else "Nothing else is needed."
    yield from _voices(found)
    yield from found.notes


def _voices(found: "Understanding") -> Iterator[str]:
    """Why we think so: which column says what, or that it is only usual."""
    once = dict.fromkeys((each.about, each.says, each.by) for each in found.voices)
    if once:
        yield "Why:"
        yield from (f"  {about}: {says or 'not said'}, says {by}" for about, says, by in list(once)[:VOICES_SHOWN])


def _groups(columns: Mapping[str, str]) -> Iterator[str]:
    """The programmes that the file says who is in; nothing else about who a student is gets read."""
    yield from (f"{name} (column {columns[group]})" for group, name in GROUPS.items() if group in columns)


def _levels(found: "Understanding") -> Iterator[str]:
    yield from _table("Levels", {level: str(many) for level, many in found.levels.items()})
    yield f"Proficient is assumed to mean: {found.cut}" if found.cut else "Proficient: no level in this file says so"


def _sure(confidence: float) -> str:
    return f"{confidence:.0%} sure"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _list(said: Iterator[str] | tuple[str, ...]) -> str:
    return ", ".join(said) or "not said"


def _grade(number: int) -> str:
    return {-1: "PK", 0: "K"}.get(number, str(number))


def _table(title: str, said: Mapping[str, str]) -> Iterator[str]:
    if said:
        yield f"{title}:"
        yield from (f"  {name}: {value}" for name, value in said.items())


def _examples(title: str, rows: tuple[Mapping[str, str], ...]) -> Iterator[str]:
    if rows:
        yield f"{title}:"
        yield from ("  " + ", ".join(f"{name} {value}" for name, value in row.items() if value) for row in rows)


def _ignored(headers: tuple[str, ...]) -> Iterator[str]:
    if headers:
        more = f" and {len(headers) - IGNORED_SHOWN} more" if len(headers) > IGNORED_SHOWN else ""
        yield f"Ignored: {', '.join(headers[:IGNORED_SHOWN])}{more}"
