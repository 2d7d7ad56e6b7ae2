"""The page's own words, in the languages it speaks."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "pages" / "playground"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Words:
    """One language's words, by key."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """A text with its parts filled in; raises KeyError for a key that nobody wrote."""
        return self.texts[key].format(**parts) if parts else self.texts[key]


@cache
def words_in(language: str) -> Words:
    """The words of a language; English for one that the page doesn't speak."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Words(known, tomllib.loads((TEMPLATES / "words" / f"{known}.toml").read_text("utf-8")))
