"""Forged and replayed requests, and another school's ids, reach nothing."""

from urllib.parse import urlencode

from bot.playground.api.payloads import command_form, interaction
from bot.playground.world.state import Channel
from tests.meeting_room import Room, plans
from tests.people import Clock, Slack, Teacher
from tests.stories.forged import another_school, clicks_unseen
from tests.stories.stored import contents

ACTIONS = [
    ("cycle.pause", "1"), ("cycle.close", "1"), ("cycle.cancel", "1"), ("meeting.call_off", "1"),
    ("meeting.start", "1"), ("meeting.come", "1"), ("meeting.move", "1"), ("meeting.next", "2 1"),
    ("meeting.here", "2"),
    ("meeting.agree", "2 respect"), ("meeting.write", "2"), ("meeting.share", "2"), ("meeting.vote", "1"),
    ("meeting.tidy", "2"), ("meeting.record", "2"),
    ("commitment.done", "1"), ("commitment.dropped", "1"), ("post.resend", "1"), ("post.drop", "1"),
    ("reflection.write", "1 2026-09-15"), ("commitment.make", ""), ("cycle.close", "999999"),
    ("cycle.close", "one' OR 1=1"),
]  # fmt: skip


def test_a_request_without_slacks_signature_is_refused(ana: Teacher, cycle: Channel, slack: Slack) -> None:
    """Forged, unsigned, or a true one sent again after five minutes: 401, and nothing is stored."""
    person, before = ana.person, contents(slack)
    form = urlencode(command_form(person.world, person.team, person.user, cycle, "/cycle join")).encode()
    for forged in (slack.forge.badly_signed, slack.forge.unsigned, slack.forge.replayed):
        assert slack.does(forged(form)).status == 401
    assert contents(slack) == before


def test_another_schools_ids_reach_nothing(
    ana: Teacher, ben: Teacher, cycle: Channel, clock: Clock, slack: Slack
) -> None:
    """Whatever number a stranger puts into a button, it is as if that row didn't exist."""
    plans(ana, on="2026-09-22")
    plans(ana, on="2026-09-15")
    ana.types("/commit")
    ana.submits(text="Mine.", due_on="2026-09-24")
    room = Room(slack, clock)
    room.starts(ana)
    room.presses(ana, "Next")
    assert room.writes(ana, facts="Mine.") == {}
    room.presses(ana, "End now")
    clock.passes(until="2026-09-15 12:00")
    stranger = another_school(slack)
    stranger.types("/cycle")
    before = contents(slack)

    for number, (action, value) in enumerate(ACTIONS):
        ack = clicks_unseen(stranger, action, value, trigger=f"{number}.2.3")
        assert ack.status == 200
        assert contents(slack) == before, action
    assert not any("Grade 5" in each or "Mine." in each for each in stranger.sees)
    slack.refused.clear()  # made-up triggers open no modal


def test_another_schools_forms_reach_nothing(ben: Teacher, cycle: Channel, clock: Clock, slack: Slack) -> None:
    """A form that names another school's channel and cycle finds neither."""
    clock.passes(until="2026-09-15 12:00")
    stranger = another_school(slack)
    stranger.types("/cycle")
    before = contents(slack)
    for callback, memo, answers in (
        ("cycle.start", cycle.id, {"question": "Mine?", "weeks": "5", "starts_on": "2026-09-21"}),
        (
            "meeting.choose", cycle.id,
            {"protocol": "examining_data", "on": "2026-09-22", "at": "08:15", "minutes": "70"},
        ),
        ("meeting.schedule", f"{cycle.id} examining_data 2026-09-22 08:15 70", {"facilitator": ben.id}),
        ("meeting.moved", f"{cycle.id} 1", {"on": "2026-09-22", "at": "08:15"}),
        ("meeting.written", f"{cycle.id} 1 facts 1", {"facts": "Mine."}),
        ("meeting.tidied", f"{cycle.id} 1", {"line_1": "Mine."}),
        ("reflection.send", f"{cycle.id} 1 2026-09-15", {"text": "Mine.", "signed": "named"}),
        ("commitment.keep", cycle.id, {"text": "Mine.", "due_on": "2026-09-22"}),
    ):  # fmt: skip
        said = slack.does(slack.forge.interaction(_form(stranger, callback, memo, answers))).json
        assert len(said["errors"]) == 1, callback
        assert contents(slack) == before, callback


def test_a_workspace_that_never_installed_is_nobody(cycle: Channel, slack: Slack) -> None:
    """Truly signed or not, there is nothing for it here."""
    workspace = slack.stage.play.slack.workspace("T0NEVER", "Nowhere")
    person = workspace.person("Nemo")
    channel, before = workspace.channel("sea", members=[person]), contents(slack)
    fields = command_form(person.world, person.team, person.user, channel, "/cycle")
    slack.does(slack.forge.command(**fields))
    slack.does(workspace.tells({"type": "app_uninstalled"}))
    assert contents(slack) == before


def _form(teacher: Teacher, callback: str, memo: str, answers: dict[str, str]) -> dict[str, object]:
    """A submission nobody was ever shown the modal of."""
    person = teacher.person
    blocks = [{"type": "input", "block_id": name, "element": {}, "label": {}} for name in answers]
    values = {name: {name: {"type": "plain_text_input", "value": value}} for name, value in answers.items()}
    view = {
        "id": f"V{callback}", "type": "modal", "callback_id": callback, "private_metadata": memo, "blocks": blocks,
        "state": {"values": values}, "hash": "1.x",
    }  # fmt: skip
    return interaction(person.world, person.team, person.user, "view_submission", view=view, trigger_id="7.7.7")
