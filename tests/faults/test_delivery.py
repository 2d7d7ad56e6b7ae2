"""What delivery promises while Slack and the network misbehave: each post once, in order, and nobody left guessing."""

import asyncio
from datetime import timedelta

import pytest

from bot.playground.world.records import ApiCall
from handlers.delivery.sending import Sender, send
from handlers.delivery.writing import Letters
from handlers.screens.blocks import Message
from tests.faults.conftest import Play
from tests.faults.office import LEASE, NOW, WORKSPACE, Office
from workflows import posts as verbs
from workflows import workspaces
from workflows.store import claims
from workflows.store.posts import Post, State

SECOND = timedelta(seconds=1)


def calls(office: Office, method: str) -> list[ApiCall]:
    """The calls of one method that Slack has seen."""
    return [each for each in office.play.slack.calls if each.method == method]


def test_delivering_twice_sends_once(play_on_each: Play) -> None:
    """Two workers at the same moment, and again: every channel has every message once and in order."""

    async def story(office: Office) -> None:
        for _second in range(4):
            await asyncio.gather(office.first.beat(), office.second.beat())
            await office.later(SECOND)
        assert office.all_sent_once()

    play_on_each(story, channels=3, posts=3)


@pytest.mark.parametrize("trick", ["500", "drop", "lose_answer", "hang_after"])
def test_an_unclear_answer_is_looked_up_and_never_repeated_blindly(play: Play, trick: str) -> None:
    """Slack may have read the request or not: only its history tells."""

    async def story(office: Office) -> None:
        office.play.slack.mischief.order(trick, "chat.postMessage", seconds=1.5)
        await office.first.beat()
        assert office.states() == [State.TAKEN, State.PLANNED]

        await office.second.beat()
        assert office.states() == [State.TAKEN, State.PLANNED], "its lease is not over, and nobody overtakes it"

        await office.later()
        await office.later(SECOND)
        assert office.all_sent_once()

    play(story, posts=2)


def test_a_hang_that_ends_after_we_gave_up_is_found(play: Play) -> None:
    """Slack does the work when nobody listens any more."""

    async def story(office: Office) -> None:
        office.play.slack.mischief.order("hang_before", "chat.postMessage", seconds=1.3)
        await office.first.beat()
        await office.play.slack.until(lambda: office.tokens(office.channels[0]))
        await office.later()
        assert office.all_sent_once()
        assert len(calls(office, "conversations.history")) == 1

    play(story)


def test_slow_down_is_obeyed_by_the_whole_workspace(play_on_each: Play) -> None:
    """After a 429 nothing is sent to any of its channels before the time Slack named."""

    async def story(office: Office) -> None:
        office.play.slack.mischief.order("429", "chat.postMessage", seconds=20)
        await office.first.beat()
        before = len(calls(office, "chat.postMessage"))
        await office.later(timedelta(seconds=19))
        assert len(calls(office, "chat.postMessage")) == before
        for _second in range(4):
            await office.later(timedelta(seconds=1.5))
        assert office.all_sent_once()

    play_on_each(story, channels=2, posts=2)


def test_an_archived_channel_stops_its_lane_and_is_told_once(play_on_each: Play) -> None:
    """The others go on, the installer hears of it once, and an invitation lets it continue."""

    async def story(office: Office) -> None:
        shut, other = office.channels
        shut.archived = True
        for _second in range(4):
            await office.later(SECOND)
        assert (len(office.tokens(shut)), len(office.tokens(other))) == (0, 2)
        assert len(office.notices()) == 1

        shut.archived = False
        with office.play.brightcycle.deps.db.begin(WORKSPACE) as session:
            verbs.reopen(session, shut.id, now=office.play.clock.now())
        for _second in range(3):
            await office.later(SECOND)
        assert office.all_sent_once()
        assert len(office.notices()) == 1

    play_on_each(story, channels=2, posts=2)


def test_a_revoked_token_stops_the_workspace_until_it_installs_again(play_on_each: Play) -> None:
    """Nothing is lost; the new token is used at once; the installer hears of it once."""

    async def story(office: Office) -> None:
        team = office.play.workspace.team
        team.token_trouble = "token_revoked"
        await office.first.beat()
        tried = len(calls(office, "chat.postMessage"))
        await office.later()
        assert len(calls(office, "chat.postMessage")) == tried

        _install_again(office)
        for _second in range(3):
            await office.later(SECOND)
        assert office.all_sent_once()
        assert len(office.notices()) == 1

    play_on_each(story, channels=2, posts=2)


def _install_again(office: Office) -> None:
    team, world = office.play.workspace.team, office.play.slack.world
    team.token_trouble, team.token = "", "xoxb-anew"
    world.by_token = {team.token: team}
    told = workspaces.Installation(team.id, team.name, team.bot.id, team.token, team.scopes, office.installer.id)
    with office.play.brightcycle.deps.db.everywhere() as session:
        workspaces.install(session, told, now=office.play.clock.now())


@pytest.mark.parametrize("choice", ["Send it again", "It arrived, drop it"])
def test_without_the_right_to_look_the_installer_decides(play_on_each: Play, choice: str) -> None:
    """In doubt and unable to look: a notice with two buttons, and what they say is done once."""

    async def story(office: Office) -> None:
        office.play.workspace.team.scopes.remove("channels:history")
        office.play.slack.mischief.order("drop", "chat.postMessage")
        await office.first.beat()
        await office.later()
        assert office.states() == [State.IN_DOUBT]
        await office.later(SECOND)
        assert len(office.notices()) == 1

        await office.installer.clicks(choice)
        await office.play.settle()
        await office.later(SECOND)
        assert office.states() == [State.SENT if choice == "Send it again" else State.SKIPPED]
        assert len(office.tokens(office.channels[0])) == (choice == "Send it again")

    play_on_each(story)


def test_a_post_in_doubt_waits_for_a_new_token_instead_of_a_decision(play: Play) -> None:
    """The token was revoked before we could look: after the new installation we look, and find it."""

    async def story(office: Office) -> None:
        office.play.slack.mischief.order("lose_answer", "chat.postMessage")
        await office.first.beat()
        office.play.workspace.team.token_trouble = "token_revoked"
        await office.later()
        assert office.states() == [State.TAKEN]
        _install_again(office)
        await office.later(SECOND)
        assert office.all_sent_once()

    play(story)


def test_after_an_outage_late_reminders_are_skipped_and_the_rest_is_sent(play: Play) -> None:
    """What is useless by now is recorded as such; what still helps goes out, in order."""

    async def story(office: Office) -> None:
        useful = [each.id for each in office.posts()][1:]
        office.change(useful_until=NOW - SECOND)
        with office.play.brightcycle.deps.db.begin(WORKSPACE) as session:
            for each in useful:
                session.get_one(Post, each).useful_until = None
        for _second in range(3):
            await office.later(SECOND)
        first, *rest = office.posts()
        assert (first.state, first.why) == (State.SKIPPED, "late")
        assert [each.token for each in rest] == office.tokens(office.channels[0])

    play(story, posts=3)


def test_in_quiet_hours_a_post_waits_for_the_morning(play: Play) -> None:
    """A post that missed its hour is not sent in its readers' night."""

    async def story(office: Office) -> None:
        office.change(zone="Asia/Tokyo")  # where it is one in the morning
        await office.first.beat()
        assert office.states() == [State.PLANNED]
        assert office.posts()[0].due_at.isoformat() == "2026-09-14T22:00:00+00:00"
        await office.later(timedelta(hours=6))
        assert office.all_sent_once()

    play(story)


def test_a_cancelled_post_is_not_sent(play: Play) -> None:
    """Taken back before its time, it stays taken back."""

    async def story(office: Office) -> None:
        with office.play.brightcycle.deps.db.begin(WORKSPACE) as session:
            assert verbs.cancel(session, office.posts()[0].about, why="closed") == 2
        await office.later(SECOND)
        assert office.tokens(office.channels[0]) == []

    play(story, posts=2)


def test_a_process_that_wakes_up_late_sends_nothing(play_on_each: Play) -> None:
    """Right before the request leaves, the guard sees that the lease is no longer fresh."""

    async def story(office: Office) -> None:
        deps = office.play.brightcycle.deps
        with deps.db.engine.begin() as connection:
            taken = claims.take(connection, worker="sleeper", now=NOW, lease=LEASE, most=1)
        (post, letter), *_none = Letters(deps.db, deps.words, office.first.letters.kinds).write(taken, now=NOW)
        assert isinstance(letter, Message)
        sender = Sender(office.first.client_for(post.key_sealed), deps.clock.now, deps.clock.awake_s() - 1)
        settled = await send(post, letter, sender)
        assert settled is not None
        assert settled.state == State.PLANNED
        assert calls(office, "chat.postMessage") == []

        await office.later()
        with deps.db.engine.begin() as connection:
            assert claims.settle(connection, [settled], worker="sleeper") == 0, "somebody else has sent it since"
        assert office.all_sent_once()

    play_on_each(story)
