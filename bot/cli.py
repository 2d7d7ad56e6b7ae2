"""The commands: serve, worker, migrate, check, doctor, demo, scores inspect."""

import asyncio
import gc
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import BadSettings, Settings, database_url, playground_port, read_settings

WITHOUT_FILES = {"serve", "worker", "migrate", "demo", "check", "doctor", "protocol", "why"}
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Brightcycle, a Slack bot for teacher teams.",
)


def main() -> None:
    """Run a command; a wrong setting ends with one sentence and exit code 2."""
    if not {*sys.argv[1:2]} & WITHOUT_FILES:
        _mount_reading()
    try:
        app(args=_spelled(sys.argv[1:]))
    except BadSettings as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _spelled(arguments: list[str]) -> list[str]:
    """The arguments, with ``brightspots --scores a.csv b.csv`` spelled the way typer reads it."""
    if arguments[:1] != ["brightspots"]:
        return arguments
    from bot.commands.brightspots.command import spread

    return spread(arguments)


def _mount_reading() -> None:
    """The commands that read files bring pandas with them, which a server at rest must not carry."""
    from bot.commands.brightspots.command import brightspots
    from bot.commands.export import app as export
    from bot.commands.privacy import app as privacy
    from bot.commands.scores import scores

    app.command()(brightspots)
    app.add_typer(scores, name="scores")
    app.add_typer(privacy, name="privacy")
    app.add_typer(export, name="export")


@app.command()
def serve() -> None:
    """Answer Slack, beat, and deliver."""
    from bot import server

    settings = _ready_settings()
    server.check_port(settings)
    asyncio.run(server.serve(settings))


@app.command()
def worker(
    lease: Annotated[float, typer.Option(hidden=True, help="Seconds a post is held; for tests.")] = 60,
    health_port: Annotated[int, typer.Option(help="Answer /healthz and /readyz here; 0: nowhere.")] = 0,
) -> None:
    """Beat and deliver only; run as many as you like on one PostgreSQL."""
    from bot import server

    asyncio.run(server.work(_ready_settings(), lease=timedelta(seconds=lease), health_port=health_port))


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    from bot.migrating import migrate as bring_up_to_date
    from bot.migrating import reach

    with reach(database_url()) as engine:
        bring_up_to_date(engine)
    print("The database is up to date.")


@app.command()
def why(post: Annotated[int, typer.Argument(help="The message's number, as in a notice or the log.")]) -> None:
    """Say why somebody got a message, or didn't: its rule, plan, budget and what became of it."""
    from bot.commands.why import explain
    from bot.migrating import reach

    with reach(database_url()) as engine:
        print("\n".join(explain(engine, post)))


@app.command(hidden=True)
def migration(name: Annotated[str, typer.Argument(help="What changes, in a few words.")]) -> None:
    """Write the next migration from what the models say; for `make migration NAME="…"`."""
    from bot.commands.migration import write

    print(write(name))


@app.command(hidden=True)
def graph() -> None:
    """Draw which folder knows which into docs/architecture.md; for `make graph`."""
    from bot.commands.graph import write

    print(write())


@app.command()
def demo(
    language: Annotated[str, typer.Option(help="en or es")] = "en",
    headless: Annotated[bool, typer.Option("--headless", help="Print a cycle's transcript instead.")] = False,  # noqa: FBT002 - typer's way
    everyone: Annotated[bool, typer.Option("--everyone", help="Print what everybody sees.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Play with the bot in the browser, in a made-up school; PORT says where."""
    from handlers.screens.words import LANGUAGES

    if language not in LANGUAGES:
        raise BadSettings(f"The demo speaks {' or '.join(LANGUAGES)}.")
    if not headless:
        from bot.demo.playground import run_playground

        raise typer.Exit(run_playground(playground_port(), language))
    from bot.demo.command import READER, run_demo

    raise typer.Exit(run_demo(language, reader="" if everyone else READER))


@app.command()
def check() -> None:
    """Compare words, screens, doors, files and manifest with each other and with Slack's rules."""
    from bot.commands.check import run
    from bot.logs import set_up_logs

    set_up_logs("ERROR")
    gc.disable()  # what is read here is needed until the end, so looking for garbage in it would be in vain
    raise typer.Exit(run(print))


protocols = typer.Typer(no_args_is_help=True, help="A school's own protocols for meetings.")
app.add_typer(protocols, name="protocol")


@protocols.command()
def preview(
    file: Annotated[Path, typer.Argument(help="A protocol's file, such as my_protocol.toml.")],
    language: Annotated[str, typer.Option(help="In which of its languages.")] = "en",
) -> None:
    """Show a protocol as people will read it, or say what to mend in its file."""
    from bot.commands.protocol import preview as show

    raise typer.Exit(show(file, print, language))


@protocols.callback()
def about_protocols() -> None:
    """A school's own protocols for meetings."""


@app.command()
def doctor() -> None:
    """Say in plain words what is misconfigured."""
    from bot.commands import doctor
    from bot.commands.terminal import coloured
    from bot.logs import set_up_logs

    set_up_logs("ERROR")
    raise typer.Exit(doctor.run(lambda line: typer.echo(coloured(line))))


def _ready_settings() -> Settings:
    from bot.logs import set_up_logs
    from bot.migrating import make_ready, reach
    from bot.private_files import close_older_files, make_no_file_readable

    settings = read_settings()
    set_up_logs(settings.log_level)
    make_no_file_readable()
    with reach(settings.database_url) as engine:
        make_ready(engine)
    close_older_files(settings)
    return settings
