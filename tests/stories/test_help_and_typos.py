"""Every command helps, answers only the one who typed it, and suggests the nearest word for a typo."""

from bot.playground.world.state import Channel
from tests.people import Slack, Teacher
from tests.stories.stored import contents

TYPOS = {
    "/cycle strat": "I don't know “strat”. Did you mean /cycle start? /cycle help shows everything.",
    "/protocol shedule": "I don't know “shedule”. Did you mean /protocol schedule? /protocol help shows everything.",
    "/commit lits": "I don't know “lits”. Did you mean /commit list? /commit help shows everything.",
    "/cycle 🎉": "I don't know “🎉”. /cycle help shows everything.",
    "/cycle <!channel>": "I don't know “<!channel>”. /cycle help shows everything.",
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
        assert ana.last == answer
    assert contents(slack) == before
    assert ben.last.startswith("A new inquiry cycle begins")


def test_case_and_spaces_do_not_matter(ana: Teacher, team: Channel, slack: Slack) -> None:
    """On a phone the first letter is a capital."""
    before = contents(slack)
    ana.types("/cycle  Start ")
    assert ana.screen.title == "Start a cycle"
    assert contents(slack) == before
