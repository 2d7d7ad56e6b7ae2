"""Looking up what was perhaps sent, while Slack can't say: ever more seldom, and in nobody's way."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tests.faults.conftest import Play
from tests.faults.office import LEASE, NOW, Office
from workflows.store import claims
from workflows.store.posts import State

HOUR = timedelta(hours=1)
HISTORY = "conversations.history"


async def goes_on(office: Office, until: datetime) -> None:
    """Let time pass, and the worker beat at each moment at which something may leave."""
    while (ready_at := _next(office)) is not None and ready_at <= until:
        office.play.clock.turn_to(max(ready_at, office.play.clock.now()))
        await office.first.beat()
    office.play.clock.turn_to(until)


def _next(office: Office) -> datetime | None:
    with office.play.brightcycle.deps.db.engine.begin() as connection:
        return claims.next_ready_at(connection)


def looked_at(office: Office) -> list[float]:
    """When Slack was asked for a channel's history, in seconds after the start.

    A question that changes nothing, and whose connection breaks, the HTTP client asks twice at the same moment.
    """
    return sorted({(each.at - NOW).total_seconds() for each in office.play.slack.calls if each.method == HISTORY})


@pytest.mark.parametrize("trick", ["500", "drop", "429"])
def test_a_long_outage_is_asked_about_ever_more_seldom(play: Play, trick: str) -> None:
    """A message arrived, its answer didn't, and then Slack can't say for an hour: it is found, and not sent again."""

    async def story(office: Office) -> None:
        office.play.slack.mischief.order("lose_answer", "chat.postMessage")
        await office.first.beat()
        office.play.slack.mischief.share(trick, 1.0, HISTORY)
        await goes_on(office, NOW + HOUR)

        asked = looked_at(office)
        gaps = [later - earlier for earlier, later in pairwise(asked)]
        assert asked[0] == LEASE.total_seconds(), "the first look is as early as ever"
        assert gaps[:4] == [4, 8, 16, 32]
        assert gaps == sorted(gaps)
        assert gaps[-1] == 300
        assert office.states() == [State.TAKEN, State.PLANNED]

        office.play.slack.mischief.stop()
        await goes_on(office, NOW + HOUR + timedelta(seconds=302))
        assert office.all_sent_once()
        assert len(looked_at(office)) == len(asked) + 1

    play(story, posts=2)


def test_slow_down_is_obeyed_by_a_look_up_and_the_other_channels_go_on(play: Play) -> None:
    """Slack lets an app look once a minute: only what has to be looked up waits for that."""

    async def story(office: Office) -> None:
        doubtful, other = office.channels
        office.play.slack.mischief.order("lose_answer", "chat.postMessage", channel=doubtful.id)
        await office.first.beat()
        office.play.slack.mischief.order("429", HISTORY, seconds=60)
        await goes_on(office, NOW + LEASE + timedelta(seconds=59))

        assert looked_at(office) == [LEASE.total_seconds()]
        assert (len(office.tokens(doubtful)), len(office.tokens(other))) == (1, 2)

        await goes_on(office, NOW + LEASE + timedelta(seconds=62))
        assert office.all_sent_once()

    play(story, channels=2, posts=2)
