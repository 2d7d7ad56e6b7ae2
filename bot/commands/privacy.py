"""`python -m bot privacy …`: retention, deletion with certificates, the audit log; for whoever runs the bot.

A student's id is asked for without showing it, so that it ends up in no shell history, and it never goes through Slack.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select

from bot.clock import SystemClock
from bot.settings import read_settings
from workflows import privacy
from workflows.privacy import deletion
from workflows.refusal import Refusal
from workflows.store.engine import Database
from workflows.store.tables import Workspace
from workflows.store.vault import Vault
from workflows.uploads import files

HELP = """Retention, deletion with certificates, the audit log.

Every deletion is final and leaves a certificate in the audit log. An upload's number is in that log, too."""

app = typer.Typer(no_args_is_help=True, help=HELP)
Team = Annotated[str, typer.Option("--workspace", help="Slack's id of the workspace, when there are several.")]
BY = "command line"


@app.command()
def student(workspace: Team = "") -> None:
    """Delete every row of one student; the id is asked for, or read from standard input."""
    number = typer.prompt("Student id", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    _forget(workspace, lambda session, scores_at, **said: deletion.forget_student(session, scores_at, number, **said))


@app.command()
def teacher(name: str, workspace: Team = "") -> None:
    """Delete a teacher, by Slack id or by roster key."""
    _forget(workspace, lambda session, scores_at, **said: deletion.forget_teacher(session, scores_at, name, **said))


@app.command()
def team(number: int, workspace: Team = "") -> None:
    """Delete a team and all its work."""
    _forget(workspace, lambda session, _scores_at, **said: privacy.forget_team(session, number, **said))


@app.command()
def upload(number: int, workspace: Team = "") -> None:
    """Delete what one file left: its scores or roster, its figures, what was understood of it."""
    _forget(workspace, lambda session, _scores_at, **said: privacy.forget_upload(session, number, **said))


@app.command()
def everything(workspace: Team = "") -> None:
    """Delete a whole workspace, rows and files; only the audit log stays."""
    typer.confirm("Delete this workspace and everything in it?", abort=True)
    with _opened(workspace) as (database, own, scores_at, now):
        privacy.remove_files(scores_at, own)
        with database.begin(own) as session:
            privacy.forget_workspace(session, by=BY, now=now)
        privacy.remove_files(scores_at, own)  # what a worker may have written meanwhile
    typer.echo("Deleted. The audit log keeps the certificate.")


@app.command()
def keep(days: int, workspace: Team = "") -> None:
    """Keep scores this many days after the end of the school year."""
    _forget(workspace, lambda session, _scores_at, **said: privacy.keep_scores(session, days, **said))


@app.command()
def audit(workspace: Team = "") -> None:
    """Print the audit log, one JSON object a line."""
    with _opened(workspace) as (database, own, _scores_at, _now), database.begin(own) as session:
        for entry in privacy.audit_log(session):
            typer.echo(json.dumps(entry))


def _forget(workspace: str, verb: Callable[..., dict[str, int] | None]) -> None:
    with _opened(workspace) as (database, own, scores_at, now):
        with database.begin(own) as session:
            done = partial(verb, session, scores_at)(by=BY, now=now)
        with database.begin(own) as session:
            files.sweep(session, scores_at)
    counted = f" {done['rows']} rows in {done['files']} files." if done else ""
    typer.echo(f"Done.{counted} The audit log keeps the certificate.")


@contextmanager
def _opened(workspace: str) -> Iterator[tuple[Database, int, Path, datetime]]:
    settings = read_settings()
    database = Database(settings.database_url, Vault(settings.secret_key.get_secret_value()), connections=2)
    try:
        yield database, _own(database, workspace), Path(settings.data_url), SystemClock().now()
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from None
    finally:
        database.close()


def _own(database: Database, slack_id: str) -> int:
    with database.everywhere() as session:
        rows: list[Any] = list(session.execute(select(Workspace.id, Workspace.slack_id)))
    found = [row.id for row in rows if slack_id in ("", row.slack_id)]
    if len(found) != 1:
        raise Refusal("Please name the workspace: --workspace and Slack's id of it, which begins with T.")
    return int(found[0])
