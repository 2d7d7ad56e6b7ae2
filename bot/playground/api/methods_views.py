"""views.*: modals stacked in front of one person, and the App Home behind them."""

from bot.playground.api.calls import ApiError, Call, Method, find_user, need_scope
from bot.playground.api.inputs import fill, inputs_of
from bot.playground.api.payloads import view_json
from bot.playground.grammar import limits
from bot.playground.grammar.shapes import Json
from bot.playground.grammar.surfaces import is_too_large, view_faults, with_ids
from bot.playground.world.records import Seen
from bot.playground.world.state import Team, View
from bot.playground.world.world import Trigger, World, has_expired


def checked_view(view: object, surface: str) -> Json:
    """Refuse a view the way Slack does, or give it back."""
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    faults = view_faults(view, surface)
    if faults:
        raise ApiError("invalid_arguments", *faults)
    if is_too_large(view):
        raise ApiError("view_too_large")
    return view


def place(world: World, team: Team, user_id: str, body: Json, *, above: View | None = None) -> View:
    """Put a modal in front of a person: alone, or above the one she has."""
    _is_new(world, team, body)
    view = new_view(world, team, user_id, body)
    if above is None:
        clear(world, team, user_id)
    else:
        view.root_id, view.previous_id = above.root_id, above.id
    team.stacks[user_id].append(view)
    show_view(world, view, "modal")
    return view


def new_view(world: World, team: Team, user_id: str, body: Json) -> View:
    """Give a view its ids and its hash."""
    view_id = world.fresh("V")
    named = {**body, "blocks": with_ids(body["blocks"], world.fresh)}
    view = View(view_id, team.id, user_id, named, _hash(world), view_id)
    world.views[view_id] = view
    return view


def change(world: World, view: View, body: Json) -> View:
    """Replace what a view shows; what was typed stays where block and action ids stay."""
    view.body = {**body, "blocks": with_ids(body["blocks"], world.fresh)}
    view.hash = _hash(world)
    show_view(world, view, view.body["type"])
    return view


def clear(world: World, team: Team, user_id: str) -> None:
    """Take away every modal a person has open."""
    for view in team.stacks.pop(user_id, []):
        world.views.pop(view.id, None)


def close_top(world: World, team: Team, user_id: str) -> None:
    """Take away the modal in front; the one below it shows again."""
    world.views.pop(team.stacks[user_id].pop().id, None)


def show_view(world: World, view: View, kind: str) -> None:
    """Write down what the person now has in front of her."""
    author = world.teams[view.team_id].bot.id
    world.show(Seen(world.now(), view.team_id, kind, author, "", view.user_id, view.hash, view.body))


def _hash(world: World) -> str:
    return f"{int(world.now().timestamp())}.{world.fresh('h')}"


def _is_new(world: World, team: Team, body: Json) -> None:
    wanted = body.get("external_id")
    if wanted and any(
        each.team_id == team.id and each.body.get("external_id") == wanted for each in world.views.values()
    ):
        raise ApiError("duplicate_external_id")


def _asked_view(call: Call, surface: str) -> Json:
    view = checked_view(call.args["view"], surface)
    if any(block.get("element", {}).get("type") == "file_input" for block in view["blocks"]):
        need_scope(call.team, "files:read")
    return view


def _triggered_by(call: Call) -> Trigger:
    trigger = call.world.triggers.get(call.text("trigger_id"))
    if trigger is None or trigger.team_id != call.team.id:
        raise ApiError("invalid_trigger_id")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if has_expired(trigger.given_at, call.world.now(), limits.TRIGGER_LIFE_SECONDS):
        raise ApiError("expired_trigger_id")
    trigger.used = True
    return trigger


def open_view(call: Call) -> Json:
    """Answer views.open."""
    body = _asked_view(call, "modal")
    trigger = _triggered_by(call)
    view = place(call.world, call.team, trigger.user_id, body)
    _prefill(view, trigger.channel_id)
    return {"view": view_json(call.world, view)}


def push_view(call: Call) -> Json:
    """Answer views.push."""
    body = _asked_view(call, "modal")
    trigger = _triggered_by(call)
    stack = call.team.stacks[trigger.user_id]
    check_depth(stack)
    view = place(call.world, call.team, trigger.user_id, body, above=stack[-1])
    _prefill(view, trigger.channel_id)
    return {"view": view_json(call.world, view)}


def _prefill(view: View, channel_id: str) -> None:
    for each in inputs_of(view):
        wanted = each.element.get("default_to_current_conversation") and "initial_conversation" not in each.element
        if wanted and channel_id and each.kind == "conversations_select":
            state = {"type": each.kind, "selected_conversation": channel_id}
            fill(view, each.block_id, each.action_id, state)


def check_depth(stack: list[View]) -> None:
    """Refuse to push where nothing is open, or a fourth modal."""
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= limits.VIEW_STACK_MAX_DEPTH:
        raise ApiError("push_limit_reached")


def update_view(call: Call) -> Json:
    """Answer views.update, by view id or external id, guarded by the hash when one is given."""
    view = _find(call)
    if call.text("hash") not in ("", view.hash):
        raise ApiError("hash_conflict")
    change(call.world, view, _asked_view(call, view.body["type"]))
    return {"view": view_json(call.world, view)}


def _find(call: Call) -> View:
    if not call.text("view_id") and not call.text("external_id"):
        raise ApiError("invalid_arguments")
    for view in call.world.views.values():
        named = call.text("view_id") or call.text("external_id")
        known = view.id if call.text("view_id") else view.body.get("external_id")
        if view.team_id == call.team.id and known == named:
            return view
    raise ApiError("not_found")


def publish_view(call: Call) -> Json:
    """Answer views.publish."""
    user = find_user(call, "user_id")
    body = _asked_view(call, "home")
    home = call.team.homes.get(user.id)
    if home is None:
        home = call.team.homes[user.id] = new_view(call.world, call.team, user.id, body)
        show_view(call.world, home, "home")
    elif call.text("hash") not in ("", home.hash):
        raise ApiError("hash_conflict")
    else:
        change(call.world, home, body)
    return {"view": view_json(call.world, home)}


METHODS = {
    "views.open": Method(open_view, "", ("view", "trigger_id"), ("interactivity_pointer",)),
    "views.push": Method(push_view, "", ("view", "trigger_id"), ("interactivity_pointer",)),
    "views.update": Method(update_view, "", ("view",), ("view_id", "external_id", "hash")),
    "views.publish": Method(publish_view, "", ("user_id", "view"), ("hash",)),
}
