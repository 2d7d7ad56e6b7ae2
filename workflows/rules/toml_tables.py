"""Read the files educators write, strictly, and say what to mend in a sentence that names the place.

``read_in`` parses TOML and reads it once in each language the file lists; a ``Table`` hands out its fields one by one,
each checked. A text that people see is a table by language, ``title = {en = "…", es = "…"}``; English is required and
stands in for what isn't translated.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

FALLBACK = "en"
MOST_MINUTES = 240
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2}")
T = TypeVar("T")


class FileMistake(Exception):
    """A mistake in a protocol or prompt file, told to its author in a sentence."""


@dataclass(frozen=True)
class Table:
    """One table of the file: where it stands, in words, its fields, and the languages of which one is being read."""

    where: str
    fields: dict[str, object]
    languages: tuple[str, ...] = (FALLBACK,)
    language: str = FALLBACK

    def only(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Insist on the fields we know, so that a typing error is found and not ignored."""
        required, known = list(required), [*required, *optional]
        for name in self.fields:
            if name not in known:
                raise self.mistake(f"“{name}” isn't a field we know. Known here: {', '.join(known)}.")
        for name in required:
            if name not in self.fields:
                raise self.mistake(f"“{name}” is missing.")

    def key(self, name: str = "key") -> str:
        """Read a short name that rows and other files refer to."""
        value = self.fields[name]
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            raise self.mistake(f"“{name}” must be lower-case letters, digits and underscores, as in “next_steps”.")
        return value

    def minutes(self, name: str) -> tuple[int, int]:
        """Read ``10`` or ``[5, 10]`` as the least and the most minutes, each at most four hours."""
        value = self.fields[name]
        ends = value if isinstance(value, list) else [value, value]
        if len(ends) != 2:
            raise self.mistake(f"“{name}” must be one number, or two as in [5, 10].")
        least, most = (self._counted(name, each) for each in ends)
        if least > most:
            raise self.mistake(f"“{name}” must name the smaller number first, not [{least}, {most}].")
        if most > MOST_MINUTES:
            raise self.mistake(f"“{name}” can be at most {MOST_MINUTES}.")
        return least, most

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """Read one of a few words."""
        value, words = self.fields[name], list(allowed)
        if value not in words:
            raise self.mistake(f"“{name}” must be one of {', '.join(words)}.")
        return str(value)

    def yes(self, name: str) -> bool:
        """Read true or false; a field that isn't there means false."""
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise self.mistake(f"“{name}” must be true or false.")
        return value

    def tables(self, name: str, most: int) -> list["Table"]:
        """Read a list of one or more tables, each knowing its own place."""
        values = self.fields[name]
        if not isinstance(values, list) or not 1 <= len(values) <= most:
            raise self.mistake(f"“{name}” must be a list of 1 to {most}.")
        return [self._inner(f"{name} {number}", value) for number, value in enumerate(values, start=1)]

    def words(self, name: str, longest: int) -> str:
        """Read a text in the language being read; the other languages are checked on the way."""
        return self._inner(name, self.fields[name]).spoken(longest)

    def spoken(self, longest: int) -> str:
        """Read a table that is itself a text by language."""
        self.only([FALLBACK], [each for each in self.languages if each != FALLBACK])
        texts = {language: self._text(language, longest) for language in self.fields}
        return texts.get(self.language, texts[FALLBACK])

    def mistake(self, sentence: str) -> FileMistake:
        """Put the place in front of a sentence."""
        return FileMistake(f"{self.where}: {sentence}")

    def _inner(self, name: str, value: object) -> "Table":
        where = f"{self.where}, {name}"
        if not isinstance(value, dict):
            raise FileMistake(f'{where}: Write a table here, as in {{en = "…", es = "…"}}.')
        own = value.get("key")
        return replace(self, where=f"{where} ({own})" if isinstance(own, str) else where, fields=value)

    def _text(self, language: str, longest: int) -> str:
        text = self.fields[language]
        if not isinstance(text, str) or not text.strip():
            raise self.mistake(f"“{language}” must be a text that isn't empty.")
        if len(text.strip()) > longest:
            raise self.mistake(f"“{language}” has {len(text.strip())} characters; Slack shows at most {longest} here.")
        return text.strip()

    def _counted(self, name: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.mistake(f"“{name}” must be a whole number of at least 1.")
        return value


def read_in(text: str, what: str, read: Callable[[Table], T]) -> dict[str, T]:
    """Read a file once in each of its languages; ``what`` names it in every sentence ("protocol").

    Raises FileMistake, with the line when the file isn't TOML.
    """
    try:
        table = Table(what, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FileMistake(f"{what}: This isn't TOML: {error}.") from error
    languages = _languages(table)
    return {each: read(replace(table, languages=languages, language=each)) for each in languages}


def unique(tables: Iterable[Table]) -> None:
    """Insist that no two tables share a key."""
    seen: set[str] = set()
    for table in tables:
        key = table.key()
        if key in seen:
            raise table.mistake(f"“{key}” is used twice.")
        seen.add(key)


def _languages(table: Table) -> tuple[str, ...]:
    value = table.fields.get("languages")
    listed = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    if FALLBACK not in listed or not all(_LANGUAGE.fullmatch(each) for each in listed):
        raise table.mistake('“languages” must list two-letter codes with English among them, as in ["en", "es"].')
    return tuple(listed)
