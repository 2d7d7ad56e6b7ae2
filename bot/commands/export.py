"""`python -m bot export cycle ID`: a cycle's whole thread as Markdown, on the standard output."""

from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.settings import read_settings
from bot.template_loader import load_words
from handlers.screens import cycle_thread
from workflows import threads
from workflows.refusal import Refusal
from workflows.store.engine import Database
from workflows.store.tables import Cycle
from workflows.store.vault import Vault

app = typer.Typer(no_args_is_help=True, help="What teams have written, as files to keep.")


@app.callback()
def export() -> None:
    """What teams have written, as files to keep."""


@app.command()
def cycle(number: Annotated[int, typer.Argument(help="The cycle's number.")]) -> None:
    """Write a cycle's question, decisions, promises, evidence and answers as Markdown, without anybody's name."""
    settings = read_settings()
    database = Database(settings.database_url, Vault(settings.secret_key.get_secret_value()), connections=2)
    try:
        typer.echo(_written(database, number), nl=False)
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from None
    finally:
        database.close()


def _written(database: Database, number: int) -> str:
    with database.everywhere() as session:
        found = session.get(Cycle, number)
        workspace, language = (found.workspace_id, found.team.language) if found else (0, "en")
    with database.begin(workspace) as session:
        thread = threads.whole(session, number, by=None, now=SystemClock().now())
    return cycle_thread.markdown(load_words().in_language(language), thread)
