"""Load what `templates/` holds: words, protocols, prompts."""

from functools import cache
from pathlib import Path

from handlers.screens.words import Words
from workflows.cycles.prompts import read_prompts
from workflows.meetings.library import Library
from workflows.meetings.protocol_files import read_protocol

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@cache
def load_words(folder: Path = TEMPLATES) -> Words:
    """Every message in every language."""
    return Words(folder / "messages")


@cache  # nothing in `templates/` changes while a process lives
def load_library(folder: Path = TEMPLATES) -> Library:
    """Protocols and prompts, in the order of their file names.

    Raises
    ------
    workflows.rules.toml_tables.FileMistake
        When a file isn't as it should be, with the place in it.
    """
    protocols = [read_protocol(path.read_text("utf-8")) for path in sorted((folder / "protocols").glob("*.toml"))]
    prompts = [
        each for path in sorted((folder / "prompts").glob("*.toml")) for each in read_prompts(path.read_text("utf-8"))
    ]
    return Library({protocol.key: protocol for protocol in protocols}, tuple(prompts))
