"""`make migration NAME="…"`: what the models say beyond the last migration, written as the next one."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bot.migrating import migrate, write_migration
from workflows.store.engine import open_engine


def write(name: str) -> Path:
    """Write the next migration by comparing the models with a fresh database; gives the file, to be read and mended."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/fresh.db")
        migrate(engine)
        file = write_migration(engine, name)
        engine.dispose()
    return file
