"""Whoever runs the bot can say why somebody got a message."""

from bot.commands.why import explain
from bot.playground.world.state import Channel
from tests.people import Clock, Teacher
from tests.stories.test_commitments import commits


def test_a_message_explains_itself(ben: Teacher, cycle: Channel, clock: Clock) -> None:
    """Its rule, its plan, its budget, and what became of it; a number that isn't there gets a sentence."""
    commits(ben)
    clock.passes(until="2026-09-16 12:00")
    engine = ben.stage.play.brightcycle.deps.db.engine
    told = ["\n".join(explain(engine, number)) for number in range(1, 30)]

    reminder = next(each for each in told if each.startswith("commitment:reminder"))
    assert "between 7:00 and 18:00 on its reader's school days (America/New_York)" in reminder
    assert "Budget: it is left out once its reader has had 3 direct messages that day." in reminder
    assert "State: sent at 2026-09-16 11:30 UTC, taken 1 times." in reminder
    assert list(explain(engine, 999)) == ["There is no message with the number 999."]
