"""Removing the app stops every message; installing it again goes on with what is still useful."""

from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher


def test_nothing_is_sent_after_the_app_was_removed(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Not even tried: no call is made with a token that was taken away."""
    slack.does(slack.workspace.uninstalls())
    calls = len(slack.calls)
    clock.passes(until="2026-10-20 12:00")
    assert len(slack.calls) == calls
    assert len(slack.said_in("#grade-5")) == 1


def test_installed_again_it_goes_on(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """With a new token; the questions of past weeks are left out."""
    slack.does(slack.workspace.uninstalls())
    clock.passes(until="2026-09-23 12:00")
    slack.installs_again()
    clock.passes(until="2026-09-29 12:00")
    assert [each.partition(":")[0] for each in slack.said_in("#grade-5")[1:]] == [
        "A phase ends", "Week 2 of 5", "A phase ends", "Week 3 of 5",
    ]  # fmt: skip


def test_a_person_who_leaves_takes_only_her_own_token(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Slack tells the same event when somebody revokes her personal token; the bot's still works."""
    slack.does(slack.workspace.tells({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}))
    clock.passes(until="2026-09-15 12:00")
    assert len(slack.said_in("#grade-5")) == 2


def test_a_channel_that_lost_the_bot_waits_for_it(cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Its lane stops at the first refusal and goes on when the bot is invited again."""
    channel = slack.workspace.find("grade-5")
    slack.does(slack.workspace.removes_bot(channel))
    clock.passes(until="2026-09-15 09:00")
    assert len(slack.said_in("#grade-5")) == 1
    slack.does(slack.workspace.invites_bot(channel))
    clock.passes(until="2026-09-15 09:05")
    assert "Week 1 of 5" in slack.said_in("#grade-5")[-1]
