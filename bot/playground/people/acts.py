"""Clicking and choosing: finding what a person means among what she sees, and telling the app."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.api.inputs import fill
from bot.playground.api.payloads import interaction, message_json, view_json
from bot.playground.api.sending import Road
from bot.playground.grammar.answers import EMPTY, answer, find_option, initial_state
from bot.playground.grammar.elements import options_of
from bot.playground.grammar.shapes import Json
from bot.playground.people.forms import natural
from bot.playground.people.watching import Control, controls_in, still_there, until
from bot.playground.world.records import Ack, Seen
from bot.playground.world.state import Team, User
from bot.playground.world.world import World


@dataclass(frozen=True)
class Wish:
    """What a person wants to do: to which control, choosing what, of which value when several look alike."""

    what: str
    choice: Any = None
    value: str | None = None

    def means(self, element: Json) -> bool:
        """Tell whether this is the control: by action id, button text or placeholder."""
        if self.value is not None and element.get("value") != self.value:
            return False
        if (element["type"] == "button") != (self.choice is None):
            return False
        shown = (element.get("text") or element.get("placeholder") or {}).get("text")
        return self.what in (element["action_id"], shown)


async def act(world: World, team: Team, user: User, road: Road, wish: Wish) -> Ack:
    """Wait for a control to appear, use it, and tell the app."""

    def found() -> Control | None:
        fits = (each for each in _before(world, team, user) if wish.means(each.element))
        return next(fits, None)

    control = await until(world, found, road.patience_seconds)
    if control is None:
        seen = [each.element["action_id"] for each in _before(world, team, user)]
        raise LookupError(f"{user.real_name} sees no {wish.what!r}; she sees {seen}")
    return await use(world, team, user, road, (control, wish))


async def use(world: World, team: Team, user: User, road: Road, wanted: tuple[Control, Wish]) -> Ack:
    """Use a control that a person has before her, and tell the app."""
    control, wish = wanted
    action = _action(world, team, user, control, wish)
    _note(world, team, user, control, wish)
    if control.block["type"] == "input" and not control.block.get("dispatch_action"):
        return Ack("kept for the submission", 200, "", 0.0)
    parts = _around(world, team, user, control)
    trigger_id = world.trigger(team, user, control.seen.channel_id if control.seen else "")
    payload = interaction(world, team, user, "block_actions", actions=[action], trigger_id=trigger_id, **parts)
    return await road.interaction(payload)


def _note(world: World, team: Team, user: User, control: Control, wish: Wish) -> None:
    named = control.element.get("text") or control.element.get("placeholder") or {}
    label = named.get("text", wish.what)
    said = label if wish.choice is None else f"{label}: {wish.choice}"
    kind = "clicked" if wish.choice is None else "chosen"
    channel_id = control.seen.channel_id if control.seen else ""
    world.show(Seen(world.now(), team.id, kind, user.id, channel_id, user.id, "", {"text": said}))


async def options(world: World, team: Team, user: User, road: Road, asked: tuple[str, str]) -> list[str]:
    """Ask the app for a menu's options; raises LookupError when the answer holds none or an ill-formed one."""
    action_id, typed = asked
    control = next((each for each in _before(world, team, user) if each.element["action_id"] == action_id), None)
    if control is None:
        raise LookupError(f"{user.real_name} sees no {action_id!r}")
    parts = _around(world, team, user, control)
    where = {"action_id": action_id, "block_id": control.block["block_id"], "value": typed}
    ack = await road.interaction(interaction(world, team, user, "block_suggestion", **where, **parts))
    offered = options_of(ack.json)
    if not ack.ok or not offered:
        raise LookupError(f"the app offered nothing: {ack.status} {ack.text}")
    return [option["text"]["text"] for option in offered]


def _before(world: World, team: Team, user: User) -> Iterator[Control]:
    stack = team.stacks.get(user.id)
    if stack:
        view = stack[-1]
        yield from (Control(element, block, None, view.id) for block, element in controls_in(view.body["blocks"]))
        return
    for seen in reversed(still_there(world, team, user)):
        yield from (Control(element, block, seen) for block, element in controls_in(seen.body.get("blocks") or []))
    home = team.homes.get(user.id)
    if home:
        yield from (Control(element, block, None, home.id) for block, element in controls_in(home.body["blocks"]))


def _action(world: World, team: Team, user: User, control: Control, wish: Wish) -> Json:
    element = control.element
    common = {
        "action_id": element["action_id"],
        "block_id": control.block["block_id"],
        "type": element["type"],
        "action_ts": f"{world.now().timestamp():.6f}",
    }
    if element["type"] == "button":
        given = {"value": element["value"]} if "value" in element else {}
        return {**common, "text": element["text"], **given}
    if element["type"] == "overflow":
        return {**common, "selected_option": find_option(element, wish.choice)}
    state = answer(element, natural(world, team, element["type"], wish.choice))
    if control.view_id:
        fill(world.views[control.view_id], control.block["block_id"], element["action_id"], state)
    elif control.seen:
        team.picked[user.id, control.seen.ts, control.block["block_id"], element["action_id"]] = state
    return {**common, **state}


def _around(world: World, team: Team, user: User, control: Control) -> Json:
    if control.seen is None:
        view = world.views[control.view_id]
        shown = view_json(world, view)
        return {"view": shown, "container": {"type": "view", "view_id": view.id}}
    seen = control.seen
    channel = team.channels[seen.channel_id]
    message = channel.by_ts.get(seen.ts)
    shown = message_json(world, team, message) if message else {"type": "message", "ts": seen.ts, **seen.body}
    container = {
        "type": "message",
        "message_ts": seen.ts,
        "channel_id": channel.id,
        "is_ephemeral": message is None,
    }
    return {
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        "message": shown,
        "container": container,
        "state": {"values": _message_state(team, user, seen)},
        "response_url": world.response_url(team, user, channel.id, seen.ts),
    }


def _message_state(team: Team, user: User, seen: Seen) -> Json:
    values: Json = {}
    for block, element in controls_in(seen.body.get("blocks") or []):
        if element["type"] in EMPTY:
            place = (user.id, seen.ts, block["block_id"], element["action_id"])
            state = team.picked.get(place) or initial_state(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values
