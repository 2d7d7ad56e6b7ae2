"""Every command helps, answers only the one who typed it, and suggests the nearest word for a typo."""

from datetime import date

import pytest

from bot.playground.world.state import Channel
from tests.people import Slack, Teacher
from tests.stories.stored import commitments_of, contents

TYPOS = {
    "/cycle strat": "I don't know “strat”. Did you mean /cycle start? /cycle help shows everything.",
    "/protocol shedule": "I don't know “shedule”. Did you mean /protocol schedule? /protocol help shows everything.",
    "/commit lits": "I don't know “lits”. Did you mean /commit list? /commit help shows everything.",
    "/cycle 🎉": "I don't know “🎉”. /cycle help shows everything.",
    "/cycle <!channel>": "I don't know “<!channel>”. Did you mean /cycle change? /cycle help shows everything.",
    "/cycle start; DROP TABLE team": "I don't know “start;”. Did you mean /cycle start? /cycle help shows everything.",
}


def test_help_shows_examples_to_the_one_who_asked(ana: Teacher, ben: Teacher) -> None:
    """It names every subcommand."""
    for command, words in {"/cycle": "start join", "/protocol": "schedule list", "/commit": "list"}.items():
        ana.types(f"{command} help")
        assert all(f"{command} {word}" in ana.last for word in [*words.split(), "help"]), command
    assert ben.sees == []


def test_an_unknown_word_suggests_the_nearest(ana: Teacher, ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """Whatever was typed is shown as it was typed, pings nobody and changes nothing."""
    before = contents(slack)
    for typed, answer in TYPOS.items():
        ana.types(typed)
        assert ana.last.splitlines()[0] == answer
    assert contents(slack) == before
    assert ben.last.startswith("A new inquiry cycle begins")


def test_the_nearest_of_all_verbs_is_a_button(ana: Teacher, cycle: Channel) -> None:
    """Typed behind the wrong command, or in Spanish with a slip: one click does what was meant."""
    ana.types("/cycle shedule")
    assert ana.last.startswith("I don't know “shedule”. Did you mean /protocol schedule?")
    ana.clicks("/protocol schedule")
    assert ana.screen.title == "Plan a meeting"
    ana.types("/protocol empesar")
    assert "Did you mean /cycle start?" in ana.last


def test_verbs_are_understood_in_spanish(ana: Teacher, team: Channel) -> None:
    """Whatever language Slack speaks to them in."""
    ana.types("/cycle ayuda")
    assert "/cycle start" in ana.last
    ana.types("/cycle empezar Me pregunto si…")
    assert "Me pregunto si…" in ana.screen.text


@pytest.mark.parametrize(
    ("typed", "text", "due_on"),
    [
        ("/commit try exit tickets by Friday", "try exit tickets", "2026-09-18"),
        ("/commit probar boletos de salida para el viernes", "probar boletos de salida", "2026-09-18"),
        ("/commit new call home by 9/29", "call home", "2026-09-29"),
        ("/commit leer el artículo antes del 29 de septiembre", "leer el artículo", "2026-09-29"),
        ("/commit meet parents on time", "meet parents on time", "2026-09-15"),
    ],
)
def test_what_is_typed_fills_the_form(
    typed: str, text: str, due_on: str, ana: Teacher, cycle: Channel, slack: Slack
) -> None:
    """The promise, and its day where one is named; sent as it stands, it is kept."""
    ana.types(typed)
    assert ana.submits() == {}
    assert commitments_of(slack) == [(text, "open")]
    assert str(contents(slack)["commitment"]).count(repr(date.fromisoformat(due_on))) == 1


def test_case_and_spaces_do_not_matter(ana: Teacher, team: Channel, slack: Slack) -> None:
    """On a phone the first letter is a capital."""
    before = contents(slack)
    ana.types("/cycle  Start ")
    assert ana.screen.title == "Start a cycle"
    assert contents(slack) == before
