"""The same conversations on PostgreSQL, from the first modal to the last day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.world.state import Channel
from tests.beginnings import Beginnings
from tests.people import Clock, Loop, Slack, Stage, Teacher
from tests.postgres import Postgres
from tests.stories.stored import commitments_of, reflections_of
from tests.stories.test_bright_spots_whole_way import test_from_a_file_to_a_shared_bright_spot_and_back
from tests.stories.test_quotes import dana, test_the_last_words_count_and_slack_being_busy_only_delays_the_edit

# Told again here, on this file's stage; the fixtures belong to them.
__all__ = [
    "dana",
    "test_from_a_file_to_a_shared_bright_spot_and_back",
    "test_the_last_words_count_and_slack_being_busy_only_delays_the_edit",
]


@pytest.fixture
def beginnings(loop: Loop, postgres: Postgres, tmp_path: Path) -> Iterator[Beginnings]:
    """A simulation on a server's database."""
    opened = Stage.opened(loop, tmp_path, database_url=postgres.empty())
    yield Beginnings(opened)
    refused = opened.play.slack.refused
    opened.close()
    assert refused == []


def test_a_whole_cycle(ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Prompts answered, a meeting held, a commitment kept, everything once and on time."""
    slack.mischief.order("twice", "app:view_submission", times=2)
    ana.types("/protocol schedule")
    assert ana.submits(on="2026-09-15", at="08:15", minutes="70") == {}
    assert ana.submits(facilitator=ana.id) == {}
    ben.types("/commit")
    assert ben.submits(text="Try it.", due_on="2026-09-17") == {}
    clock.passes(until="2026-09-15 08:15")
    ana.clicks("Start")
    clock.passes(until="2026-09-17 16:00")
    ben.clicks("I did it")
    ben.clicks("Write a reflection")
    assert ben.submits(text="It worked.", signed="anonymous") == {}

    clock.passes(until="2026-10-16 16:00")
    ana.clicks("Close the cycle")
    assert commitments_of(slack) == [("Try it.", "done")]
    assert reflections_of(slack) == [("It worked.", None)]
    # The news, the invitation, five prompts, a reminder, the meeting and its summary, three phases' ends, the closing,
    # who closed; the meeting's nine steps stand in its thread.
    assert len(slack.said_in("#grade-5")) == 1 + 1 + 5 + 1 + 2 + 3 + 1 + 1
    assert "Together: 1 reflection, 1 commitment (1 done)." in slack.shown_in("#grade-5")[-2]
