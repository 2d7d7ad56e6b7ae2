"""What a digest says of the work under way: what there is, and a kind word where there is nothing."""

import pytest

from handlers.screens.words import LANGUAGES
from tests.screens.sight import WORDS


@pytest.mark.parametrize(
    ("cycles", "written", "kept", "team", "said"),
    [
        (2, 3, 1, None, "2 teams are in an inquiry cycle. Since the last digest: 3 reflections, 1 commitment done."),
        (1, 0, 2, None, "1 team is in an inquiry cycle. Since the last digest: 2 commitments done."),
        (0, 1, 0, None, "Since the last digest: 1 reflection."),
        (2, 0, 0, None, "2 teams are in an inquiry cycle."),
    ],
)
def test_the_work_is_told_without_zeros(cycles: int, written: int, kept: int, team: str | None, said: str) -> None:
    """Nobody reads that there were 0 reflections."""
    told = WORDS.in_language("en").say("digest.work", cycles=cycles, written=written, kept=kept, team=team)

    assert str(told) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_counts_nothing(language: str) -> None:
    """Neither part, nor both."""
    voice = WORDS.in_language(language)

    for written, kept in ((0, 2), (2, 0), (0, 0)):
        assert "0" not in voice.say("digest.work", cycles=0, written=written, kept=kept, team="x")
