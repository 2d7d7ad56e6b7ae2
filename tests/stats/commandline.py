"""Run the command as a data coach does, on files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import typer
from typer.testing import CliRunner

from bot.commands.brightspots.command import brightspots, spread


@dataclass(frozen=True)
class Answer:
    """What the command said: its exit code, its screen, its errors, and the JSON it wrote (empty when it refused)."""

    code: int
    screen: str
    errors: str
    result: dict[str, Any]


def ask(folder: Path, scores: pd.DataFrame, *options: str, roster: pd.DataFrame | None = None) -> Answer:
    """Write the tables into a folder and run the command on them."""
    scores.to_csv(folder / "scores.csv", index=False)
    if roster is not None:
        roster.to_csv(folder / "roster.csv", index=False)
    return ask_files(folder, [folder / "scores.csv"], [] if roster is None else [folder / "roster.csv"], options)


def ask_files(
    folder: Path, scores: Sequence[Path], rosters: Sequence[Path] = (), options: Sequence[str] = ()
) -> Answer:
    """Run the command on files; what it writes goes into the folder."""
    out = folder / "out.json"
    out.unlink(missing_ok=True)
    arguments = ["--scores", *map(str, scores), "--json", str(out), *options]
    arguments += ["--roster", *map(str, rosters)] if rosters else []
    app = typer.Typer()
    app.command()(brightspots)
    ran = CliRunner().invoke(app, spread(arguments))
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    result = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    return Answer(ran.exit_code, ran.stdout, " ".join(ran.stderr.split()), result)
