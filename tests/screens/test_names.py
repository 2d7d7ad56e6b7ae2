"""What files are understood to be about has a name in every language."""

import tomllib

import pytest

from bot.template_loader import TEMPLATES
from handlers.screens.words import LANGUAGES, NAMES
from workflows.formats.vocabulary import SUBJECTS, WINDOWS


@pytest.mark.parametrize("language", LANGUAGES)
def test_subjects_and_windows_are_named(language: str) -> None:
    named = tomllib.loads((TEMPLATES / "messages" / language / NAMES).read_text("utf-8"))
    assert named.keys() == {name for name, _ in (*SUBJECTS, *WINDOWS)}
    assert all(name.strip() for name in named.values())
