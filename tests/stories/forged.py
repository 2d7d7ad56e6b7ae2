"""Requests that no button and no form of ours would send, truly signed all the same."""

from typing import Any

from bot.playground.api.payloads import interaction, view_json
from bot.playground.workspaces import Workspace
from bot.playground.world.records import Ack
from bot.playground.world.state import User
from tests.people import Slack, Teacher
from workflows import workspaces

KEYS = {
    "plain_text_input": "value", "number_input": "value", "static_select": "selected_option",
    "radio_buttons": "selected_option", "datepicker": "selected_date", "timepicker": "selected_time",
    "users_select": "selected_user", "multi_users_select": "selected_users",
}  # fmt: skip


def submits_past_slack(teacher: Teacher, **answers: Any) -> dict[str, str]:  # noqa: ANN401
    """Send the open modal with answers that Slack's own form would stop; gives the complaints by field."""
    person = teacher.person
    view = person.team.stacks[person.id][-1]
    payload = view_json(person.world, view)
    for name, value in answers.items():
        state = payload["state"]["values"][name][name]
        key = KEYS[state["type"]]
        payload["state"]["values"][name][name] = {**state, key: {"value": value} if "option" in key else value}
    sent = interaction(person.world, person.team, person.user, "view_submission", view=payload, trigger_id="9.9.9")
    ack = teacher.stage.acts(teacher.stage.play.slack.forge.interaction(sent))
    return dict(ack.json.get("errors", {}))


def clicks_unseen(teacher: Teacher, action: str, value: str, *, trigger: str = "1.2.3") -> Ack:
    """Click a button that doesn't stand before her."""
    person = teacher.person
    sent = interaction(
        person.world, person.team, person.user, "block_actions", trigger_id=trigger,
        channel={"id": teacher.home.id, "name": teacher.home.name},
        container={"type": "message", "channel_id": teacher.home.id},
        response_url=person.world.response_url(person.team, person.user, teacher.home.id),
        actions=[{"action_id": action, "block_id": "b", "type": "button", "value": value, "action_ts": "1"}],
    )  # fmt: skip
    return teacher.stage.acts(teacher.stage.play.slack.forge.interaction(sent))


def another_school(slack: Slack) -> Teacher:
    """A teacher of another workspace that has installed the bot, too."""
    deps = slack.stage.play.brightcycle.deps
    workspace: Workspace = slack.stage.play.slack.workspace("T0OTHER", "Elsewhere")
    team = workspace.team
    told = workspaces.Installation(team.id, team.name, team.bot.id, team.token, team.scopes)
    with deps.db.everywhere() as session:
        workspaces.install(session, told, now=deps.clock.now())
    person = workspace.person("Mallory Kane")
    user: User = person.user
    assert user.id in team.users
    return Teacher(slack.stage, person, workspace.channel("staff", members=[person]))
