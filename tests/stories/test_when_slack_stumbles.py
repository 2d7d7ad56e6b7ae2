"""Slack is slow, forgetful or busy; the person still learns the truth."""

import asyncio

from bot.playground.api.payloads import command_form
from bot.playground.world.state import Channel
from tests.people import Clock, Slack, Teacher
from tests.stories.forged import clicks_unseen
from tests.stories.stored import contents


def test_the_answer_to_an_update_is_lost(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """Slack did the work but didn't say so: the form is put there once more, not left at “One moment”."""
    slack.mischief.order("lose_answer", "views.update")
    ana.types("/commit")
    assert ana.screen.title == "A commitment"


def test_an_update_that_never_arrived(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """It is sent once more."""
    slack.mischief.order("drop", "views.update")
    ana.types("/protocol schedule")
    assert ana.screen.title == "Plan a meeting"


def test_a_modal_that_changed_meanwhile(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """Slack refuses an update made for an older view; there is nothing in the skeleton to lose, so ours goes in."""

    async def changes_under_way() -> None:
        slack.mischief.order("hang_before", "views.update", seconds=0.1)
        typing = asyncio.create_task(ana.person.types("/commit", cycle))
        screen = await ana.person.waits_for_screen("One moment")
        ana.person.world.views[screen.view_id].hash = "changed.meanwhile"
        await typing

    slack.does(changes_under_way())
    assert ana.screen.title == "A commitment"
    assert [call.error for call in slack.calls if call.method == "views.update"][-2:] == ["hash_conflict", ""]


def test_the_trigger_has_expired(ana: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """Slack opens a form within three seconds or not at all; the sentence asks to try again."""
    fields = command_form(ana.person.world, ana.person.team, ana.person.user, cycle, "/cycle start")
    clock.passes(seconds=5)
    slack.does(slack.forge.command(**fields))
    assert ana.last == "That took too long, and Slack lets me open a form only at once. Please try again."
    assert [call.error for call in slack.refused] == ["expired_trigger_id"]
    slack.refused.clear()


def test_what_was_saved_is_not_called_lost(ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """The commitment is kept, then Slack fails to take the thank-you."""
    ben.types("/commit")
    slack.mischief.order("500", "chat.postEphemeral")
    slack.mischief.order("500", "chat.postMessage")
    assert ben.submits(text="Try it.", due_on="2026-09-17") == {}
    assert ben.last.startswith("What you sent was saved, but something went wrong on our side after that.")
    assert len(contents(slack)["commitment"]) == 1


def test_a_button_of_a_broken_message(ben: Teacher, cycle: Channel, slack: Slack) -> None:
    """After a modal was opened, what goes wrong is told inside it."""
    trigger = ben.person.world.trigger(ben.person.team, ben.person.user)
    clicks_unseen(ben, "reflection.write", "nonsense", trigger=trigger)
    assert "Something went wrong on our side and nothing was saved." in ben.screen.text
