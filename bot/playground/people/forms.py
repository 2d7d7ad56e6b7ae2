"""Sending a modal: what Slack's own form checks first, and what the app's answer does to it."""

from typing import Any

from bot.playground.api.calls import ApiError
from bot.playground.api.inputs import Input, fill, find_input, inputs_of, is_empty, state_of
from bot.playground.api.methods_views import change, check_depth, checked_view, clear, close_top, place
from bot.playground.api.payloads import file_json, interaction, view_json
from bot.playground.api.sending import Road
from bot.playground.grammar.answers import answer, complaint, legible
from bot.playground.grammar.shapes import Json, Unchecked
from bot.playground.people.watching import names_in, until
from bot.playground.world.records import Ack, ApiCall, Seen
from bot.playground.world.state import StoredFile, Team, User, View
from bot.playground.world.world import World

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(world: World, team: Team, user: User, road: Road, answers: dict[str, Any]) -> dict[str, str]:
    """Fill in the modal in front of a person and send it; gives complaints by the name she used."""
    view = await _open_view(world, team, user, road, answers)
    named = {name: _input(view, name) for name in answers}
    for name, each in named.items():
        state = answer(each.element, natural(world, team, each.kind, answers[name]))
        fill(view, each.block_id, each.action_id, state)
    return await send(world, team, user, road, (view, {each.block_id: name for name, each in named.items()}))


async def send(world: World, team: Team, user: User, road: Road, form: tuple[View, dict[str, str]]) -> dict[str, str]:
    """Send an open modal as it is filled in; gives complaints by what the caller calls each block, if it does."""
    view, calls = form
    if faults := _unsendable(view, calls):
        return faults
    world.show(Seen(world.now(), team.id, "submitted", user.id, "", user.id, "", {"text": _summary(team, view)}))
    trigger_id = world.trigger(team, user)
    parts: Json = {"view": view_json(world, view), "trigger_id": trigger_id, "response_urls": []}
    ack = await road.interaction(interaction(world, team, user, "view_submission", **parts))
    return _react(world, team, view, ack, calls)


def natural(world: World, team: Team, kind: str, value: Unchecked) -> Unchecked:
    """Turn what a test names naturally into what the input holds: files, #channels and people by name."""
    if isinstance(value, list | tuple):
        return [natural(world, team, kind, each) for each in value]
    if isinstance(value, StoredFile):
        return file_json(world, value)
    if kind == "file_input" and isinstance(value, str):
        return file_json(world, world.files[value])
    if not isinstance(value, str) or not ("users" in kind or "conversations" in kind or "channels" in kind):
        return value
    people = {each.real_name: each.id for each in team.users.values()}
    channels = {f"#{each.name}": each.id for each in team.channels.values()}
    return {**people, **channels}.get(value, value)


async def _open_view(world: World, team: Team, user: User, road: Road, answers: dict[str, Any]) -> View:
    def ready() -> View | None:
        stack = team.stacks.get(user.id)
        view = stack[-1] if stack else None
        return view if view and all(find_input(inputs_of(view), name) for name in answers) else None

    found = await until(world, ready, road.patience_seconds)
    if found is not None:
        return found
    stack = team.stacks.get(user.id)
    asked = [each.action_id for each in inputs_of(stack[-1])] if stack else "no open modal"
    raise LookupError(f"{user.real_name} can't answer {sorted(answers)}: there is {asked}")


def _input(view: View, name: str) -> Input:
    found = find_input(inputs_of(view), name)
    if found is None:
        raise LookupError(name)
    return found


def _unsendable(view: View, calls: dict[str, str]) -> dict[str, str]:
    values = state_of(view)
    faults = {}
    for each in inputs_of(view):
        state = values[each.block_id][each.action_id]
        missing = is_empty(state) and not each.optional
        said = "missing_required_input" if missing else complaint(each.element, state)
        if said:
            faults[calls.get(each.block_id, each.action_id)] = said
    return faults


def _summary(team: Team, view: View) -> str:
    values, names = state_of(view), names_in(team)
    given = [f"{each.label}: {legible(values[each.block_id][each.action_id], names)}" for each in inputs_of(view)]
    return "\n".join([f"« {view.body['title']['text']} »", *given])


def _react(world: World, team: Team, view: View, ack: Ack, calls: dict[str, str]) -> dict[str, str]:
    if not ack.ok or (ack.text.strip() and not ack.is_json):
        return _trouble(world, view)
    try:
        return _follow(world, team, view, ack.json, calls)
    except ApiError as refusal:
        said = ApiCall(world.now(), team.id, "ack:view_submission", ack.json, 200, refusal.error, refusal.messages)
        world.refused.append(said)
        return _trouble(world, view)


def _follow(world: World, team: Team, view: View, said: Json, calls: dict[str, str]) -> dict[str, str]:
    action = said.get("response_action")
    if action == "errors":
        return _errors(world, view, said.get("errors"), calls)
    if action == "clear":
        clear(world, team, view.user_id)
    elif action == "update":
        change(world, view, checked_view(said.get("view"), "modal"))
    elif action == "push":
        check_depth(team.stacks[view.user_id])
        place(world, team, view.user_id, checked_view(said.get("view"), "modal"), above=view)
    elif action is None:
        _close(world, team, view)
    else:
        raise ApiError("invalid_arguments", f"unknown response_action {action}")
    return {}


def _close(world: World, team: Team, view: View) -> None:
    stack = team.stacks[view.user_id]
    if stack and stack[-1] is view:
        close_top(world, team, view.user_id)


def _errors(world: World, view: View, errors: Unchecked, calls: dict[str, str]) -> dict[str, str]:
    asked = {each.block_id: each.action_id for each in inputs_of(view)}
    if not isinstance(errors, dict) or not errors:
        raise ApiError("invalid_arguments", "errors must name at least one block")
    unknown = [block_id for block_id in errors if block_id not in asked]
    if unknown:
        raise ApiError("invalid_arguments", f"errors name blocks that are no inputs: {unknown}")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise ApiError("invalid_arguments", "every error needs a sentence")
    for text in errors.values():
        author = world.teams[view.team_id].bot.id
        world.show(Seen(world.now(), view.team_id, "error", author, "", view.user_id, "", {"text": text}))
    return {calls.get(block_id, asked[block_id]): text for block_id, text in errors.items()}


def _trouble(world: World, view: View) -> dict[str, str]:
    world.show(Seen(world.now(), view.team_id, "slackbot", "USLACKBOT", "", view.user_id, "", {"text": TROUBLE}))
    return {"": TROUBLE}
