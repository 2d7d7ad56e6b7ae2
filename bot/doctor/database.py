"""Looks into the database: whether it can be used, whether the secrets fit, and what has been stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.doctor.finding import Finding, compare_clocks, well, wrong
from bot.migrating import file_of, is_current, reach
from bot.settings import BadSettings
from workflows.store.posts import Lane
from workflows.store.tables import Workspace
from workflows.store.vault import Vault


@dataclass(frozen=True)
class Looked:
    """What was found, and the tokens that could be opened, with whose they are."""

    findings: list[Finding]
    tokens: list[tuple[str, str]]


def look(url: str, vault: Vault | None, clock: Clock) -> Looked:
    """Everything there is to say about a database. Nothing is changed in it."""
    try:
        file = file_of(make_url(url)) if url.startswith("sqlite:") else None
        if file and not file.exists():
            return Looked([_not_yet(file)], [])
        with reach(url) as engine:
            return _look_inside(engine, vault, clock)
    except BadSettings as sentence:
        return Looked([wrong(str(sentence))], [])


def _look_inside(engine: Engine, vault: Vault | None, clock: Clock) -> Looked:
    findings = [well("The database answers."), compare_clocks(clock.now(), _now(engine), "the database's")]
    if not is_current(engine):
        return Looked([*findings, _not_current(engine)], [])
    with Session(engine) as session:
        workspaces = session.scalars(select(Workspace).order_by(Workspace.id)).all()
        findings += [each for workspace in workspaces for each in _of_workspace(workspace, vault)]
        findings += _stopped_lanes(session)
        tokens = [
            (f"the token of {each.name}", vault.open(each.token_sealed))
            for each in workspaces
            if vault and not each.stopped_at and vault.opens(each.token_sealed)
        ]
    return Looked([*findings, well("The database has this version's shape.")], tokens)


def _not_yet(file: Path) -> Finding:
    folder = next(each for each in file.absolute().parents if each.exists())
    if not folder.is_dir():
        return wrong(f"The database can't be made in {file.parent}: {folder} is no folder.")
    return well(f"There is no database yet; `python -m bot serve` makes it in {file}.")


def _not_current(engine: Engine) -> Finding:
    if engine.dialect.name == "sqlite":
        return well("The database is empty or older; `python -m bot serve` brings it up to date.")
    return wrong("The database is not up to date. Please run: python -m bot migrate")


def _now(engine: Engine) -> datetime:
    seconds = "strftime('%s', 'now')" if engine.dialect.name == "sqlite" else "extract(epoch FROM clock_timestamp())"
    with engine.connect() as connection:
        return datetime.fromtimestamp(float(connection.scalar(text(f"SELECT {seconds}")) or 0), UTC)


def _of_workspace(workspace: Workspace, vault: Vault | None) -> Iterator[Finding]:
    name = workspace.name
    if vault and not vault.opens(workspace.token_sealed):
        yield wrong(
            f"SECRET_KEY doesn't open what is stored for {name}. Put the former key behind the new one, after a comma."
        )
    if workspace.stopped_at:
        yield wrong(
            f"Nothing is sent to {name} since {workspace.stopped_at:%Y-%m-%d %H:%M} UTC ({workspace.stopped_why}). "
            "Install the app there again."
        )
    else:
        yield well(f"{name} is installed and not stopped.")


def _stopped_lanes(session: Session) -> Iterator[Finding]:
    stopped = select(Lane, Workspace.name).join(Workspace, Lane.workspace_id == Workspace.id)
    for lane, name in session.execute(stopped.where(Lane.stopped_at.is_not(None)).order_by(Lane.id)):
        since = f"{lane.stopped_at:%Y-%m-%d %H:%M} UTC ({lane.stopped_why})"
        mend = (
            "I try again by myself; if I was taken out there, invite me."
            if lane.channel.startswith(("C", "G"))
            else "I try again by myself, in case it was only for a while."
        )
        yield wrong(f"Nothing is sent to {lane.channel} in {name} since {since}. {mend}")
