"""Files that nobody else on the machine may read: the database, score files, what waits to be read."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from bot.migrating import file_of
from bot.settings import Settings

NOBODY_ELSE = 0o077
OWN_FILE, OWN_FOLDER = 0o600, 0o700


def make_no_file_readable() -> None:
    """Every file that this process makes from now on is ours alone."""
    os.umask(NOBODY_ELSE)


def close_older_files(settings: Settings) -> None:
    """Close what an earlier version left readable."""
    for path in _ours(settings):
        # A folder that is somebody else's, such as a mounted one, is theirs to close.
        with contextlib.suppress(PermissionError, FileNotFoundError):
            path.chmod(OWN_FOLDER if path.is_dir() else OWN_FILE)


def _ours(settings: Settings) -> Iterator[Path]:
    if database := file_of(make_url(settings.database_url)):
        yield from (path for path in database.parent.glob(f"{database.name}*") if path.is_file())
    scores = Path(settings.data_url)
    if scores.is_dir():
        yield from (scores, *scores.rglob("*"))
