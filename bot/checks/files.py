"""Checks the files that educators and districts add: protocols, prompts, formats."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from workflows.cycles.phases import ALLOTMENT, Phase, weeks_in
from workflows.cycles.prompts import Prompt, read_prompts
from workflows.formats import recognisers
from workflows.meetings.protocol_files import read_protocol
from workflows.rules.toml_tables import FileMistake


def protocol_problems(folder: Path) -> Iterator[str]:
    """Protocol files that can't be read, and keys that two files share."""
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            key = read_protocol(path.read_text("utf-8")).key
        except (FileMistake, UnicodeDecodeError) as mistake:
            yield f"{path.name}: {mistake}"
            continue
        if key in seen:
            yield f"{path.name}: the key “{key}” is taken by {seen[key]}."
        seen[key] = path.name
    if not seen:
        yield f"There is no protocol that can be read in {folder.name}/."


def prompt_problems(folder: Path) -> Iterator[str]:
    """Prompt files that can't be read, and phases that would ask the same question twice in one cycle."""
    prompts: list[Prompt] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            prompts += read_prompts(path.read_text("utf-8"))
        except (FileMistake, UnicodeDecodeError) as mistake:
            yield f"{path.name}: {mistake}"
    for phase in Phase:
        most = max(len(weeks_in(phase, allotment)) for allotment in ALLOTMENT.values())
        there = sum(prompt.audience == "team" and prompt.phase is phase for prompt in prompts)
        if there < most:
            yield f"The phase {phase} lasts up to {most} weeks, but teams have {there} prompts for it."


def format_problems(folder: Path) -> Iterator[str]:
    """The first format file that can't be read."""
    try:
        recognisers.check(folder)
    except ValueError as mistake:
        yield str(mistake)


def sentences_of_formats(folder: Path) -> list[str]:
    """What format files say to people: why a file is refused, and why a row is left out."""
    said: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            said += _values(tomllib.loads(path.read_text("utf-8")), ("refusal", "reason"))
        except ValueError:
            continue  # told by `format_problems`
    return said


def _values(part: object, names: tuple[str, ...]) -> list[str]:
    if isinstance(part, list):
        return [each for inner in part for each in _values(inner, names)]
    if not isinstance(part, dict):
        return []
    own = [str(value) for name, value in part.items() if name in names]
    return own + [each for inner in part.values() for each in _values(inner, names)]
