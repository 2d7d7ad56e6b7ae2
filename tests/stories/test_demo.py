"""The demo keeps its promises in both languages, and says so when one is broken."""

from contextlib import redirect_stdout
from io import StringIO

import pytest

from bot import cli
from bot.demo import bright_spot as bright_spot
from bot.demo import story as story
from bot.demo.command import run_demo
from bot.settings import BadSettings
from tests.people import Stage


@pytest.mark.long
def test_the_demo_plays_to_its_end_in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing broken, a private message, a shared practice, and the digest that tells of it; whatever is set here."""
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1-of-a-real-app")
    printed = StringIO()
    with redirect_stdout(printed):
        assert run_demo("es", reader="") == 0
    told = printed.getvalue()
    assert "Algo bueno en tus clases" in told
    assert "Compartido por @Chloé Obi" in told
    assert " 0 broken." in told


@pytest.mark.parametrize("sentence", ["wasn't told once", "wasn't posted exactly once", "no digest told"])
def test_a_demo_without_a_bright_spot_is_broken(stage: Stage, sentence: str) -> None:
    """When nobody was told, nothing was shared, or no digest shows it, the demo says which."""
    who = story.cast(stage.play, "en")
    broken = [told for is_broken, told in bright_spot.promises(stage.play, who) if is_broken]
    assert any(sentence in each for each in broken)


def test_a_language_it_does_not_speak() -> None:
    with pytest.raises(BadSettings, match=r"^The demo speaks en or es\.$"):
        cli.demo(language="fr")
