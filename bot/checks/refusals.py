"""Checks that every sentence we say no with is written in every language, with the same facts."""

import ast
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from bot.checks import sources
from handlers.screens.words import FALLBACK, LANGUAGES, REFUSALS, catalogues

FOLDERS = ("workflows", "handlers")
# Refusals that were made elsewhere and are passed on: by a format file, or by the process that reads files.
PASSED_ON = (".refusal", "['refusal']", ".sentence")


def problems(messages: Path, from_formats: Iterable[str]) -> Iterator[str]:
    """What is missing, left over, or differs in the catalogues of ``templates/messages/<language>/``."""
    said: dict[str, str] = dict.fromkeys(from_formats, "templates/formats")
    for call in sources.calls(["Refusal"], *FOLDERS):
        argument = call.argument(0)
        sentences = sources.sentences_of(call, argument)
        said = dict.fromkeys(sentences, str(call.place)) | said
        if not sentences and not _from_elsewhere(argument):
            yield f"{call.place}: write this refusal as one text, so that it can be translated."
    for language in LANGUAGES:
        if language != FALLBACK:
            yield from _in(language, messages / language, said)


def _in(language: str, folder: Path, said: Mapping[str, str]) -> Iterator[str]:
    where = f"{language}/{REFUSALS}"
    files = [tomllib.loads(path.read_text("utf-8")) for path in catalogues(folder)]
    catalogue = {sentence: own for file in files for sentence, own in file.items()}
    for sentence, place in said.items():
        yield from _compared(where, sentence, place, catalogue.get(sentence))
    written = sources.strings(*FOLDERS) | said.keys()
    yield from (
        f"{where} translates “{each}”, which nobody says any more." for each in catalogue if each not in written
    )


def _compared(where: str, sentence: str, place: str, translation: str | None) -> Iterator[str]:
    if translation is None:
        yield f"{where} doesn't translate “{sentence}” ({place})."
    elif _facts(translation) != _facts(sentence):
        told = f"{sorted(_facts(translation))}, the code {sorted(_facts(sentence))}"
        yield f"{where} fills other facts into “{sentence}”: {told} ({place})."


def _facts(sentence: str) -> set[str]:
    parse: Callable[[str], Iterable[tuple[str, str | None, str | None, str | None]]] = Formatter().parse
    return {name for _text, name, _format, _conversion in parse(sentence) if name is not None}


def _from_elsewhere(argument: object) -> bool:
    return isinstance(argument, ast.expr) and ast.unparse(argument).endswith(PASSED_ON)
