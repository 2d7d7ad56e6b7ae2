"""The control plane of a standalone stand-in: set up workspaces, order mischief, read what happened.

POST /control/setup      {"workspaces": [{"id", "name", "people": [names], "channels": count or [names],
                          "lacks": [types of blocks]}]}
POST /control/settings   {"app_url", "patience_seconds", "rate": {"enforced", "per_second", "burst"}}
POST /control/mischief   {"trick", "method", "channel", "times" or "share", "seconds", "seed"}; DELETE stops it
GET  /control/counters   calls by method and outcome, messages, refusals, acks
GET  /control/messages   every message with its metadata, one JSON object a line, oldest first in its channel
POST /control/reset      forget everything but the settings
"""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

from aiohttp import web

from bot.playground.grammar.shapes import Json
from bot.playground.standin import StandIn
from bot.playground.workspaces import add_channel, add_user, found_team
from bot.playground.world.world import World

Action = Callable[[StandIn, Json], Json]


def control_page(stand_in: StandIn) -> Callable[[World, web.BaseRequest], Awaitable[web.StreamResponse]]:
    """Make the page that answers under /control/."""

    async def answer(_world: World, request: web.BaseRequest) -> web.StreamResponse:
        name = f"{request.method} {request.path.rpartition('/')[2]}"
        if name == "GET messages":
            return web.Response(text="".join(_lines(stand_in.world)), content_type="application/jsonl")
        action = _ACTIONS.get(name)
        if action is None:
            return web.json_response({"error": f"unknown: {name}", "known": sorted(_ACTIONS)}, status=404)
        body = await request.read()
        try:
            return web.json_response(action(stand_in, json.loads(body) if body else {}))
        except (KeyError, TypeError, ValueError) as failure:
            return web.json_response({"error": repr(failure)}, status=400)

    return answer


def set_up(stand_in: StandIn, wanted: Json) -> Json:
    """Make workspaces, people and channels in bulk; everybody and the bot is in every channel."""
    return {"workspaces": [_workspace(stand_in.world, each) for each in wanted["workspaces"]]}


def _workspace(world: World, wanted: Json) -> Json:
    team = world.teams.get(wanted["id"]) or found_team(world, wanted["id"], str(wanted.get("name", wanted["id"])))
    people = [add_user(world, team, name).id for name in wanted.get("people", [])]
    team.lacks.update(wanted.get("lacks", ()))
    channels = wanted.get("channels", 0)
    names = [f"channel-{number}" for number in range(channels)] if isinstance(channels, int) else channels
    made = [add_channel(world, team, name, [team.bot.id, *people]).id for name in names]
    return {"id": team.id, "token": team.token, "bot": team.bot.id, "people": people, "channels": made}


def settings(stand_in: StandIn, wanted: Json) -> Json:
    """Change where the app is, how patient Slack is, and how the rate is enforced."""
    stand_in.app_url = wanted.get("app_url", stand_in.app_url)
    stand_in.road.patience_seconds = float(wanted.get("patience_seconds", stand_in.road.patience_seconds))
    rate, changed = stand_in.rate, wanted.get("rate", {})
    rate.enforced = bool(changed.get("enforced", rate.enforced))
    rate.per_second = float(changed.get("per_second", rate.per_second))
    rate.burst = int(changed.get("burst", rate.burst))
    return {"signing_secret": stand_in.signing_secret, "app_url": stand_in.app_url}


def mischief(stand_in: StandIn, wanted: Json) -> Json:
    """Order mischief: on the next so many calls, or on a seeded share of them."""
    orders = stand_in.mischief
    if "seed" in wanted:
        orders.reseed(int(wanted["seed"]))
    seconds = float(wanted.get("seconds", 1.0))
    about = {"method": wanted.get("method", ""), "channel": wanted.get("channel", ""), "seconds": seconds}
    if "share" in wanted:
        orders.share(wanted["trick"], float(wanted["share"]), **about)
    elif "trick" in wanted:
        orders.order(wanted["trick"], times=int(wanted.get("times", 1)), **about)
    return {"orders": len(orders.orders)}


def behave(stand_in: StandIn, _wanted: Json) -> Json:
    """Stop all mischief."""
    stand_in.mischief.stop()
    return {"orders": 0}


def counters(stand_in: StandIn, _wanted: Json) -> Json:
    """Count calls by method and outcome, tricks played, messages, refusals and acks."""
    world = stand_in.world
    outcomes = Counter(f"{each.method} {each.error or 'ok'}" for each in world.calls)
    messages = sum(len(channel.by_ts) for team in world.teams.values() for channel in team.channels.values())
    return {
        "calls": len(world.calls),
        "outcomes": dict(outcomes),
        "tricks": {f"{each.trick} {each.method}": each.played for each in world.mischief.orders},
        "messages": messages,
        "refused": len(world.refused),
        "refusals": [[each.method, each.error, *each.messages] for each in world.refused[:20]],
        "acks": dict(Counter(f"{each.kind} {each.status}" for each in world.acks)),
    }


def reset(stand_in: StandIn, _wanted: Json) -> Json:
    """Forget workspaces, messages and mischief."""
    world = stand_in.world
    for kept in (world.teams, world.by_token, world.views, world.files, world.triggers, world.replies, world.codes):
        kept.clear()
    for diary in (world.calls, world.acks, world.refused, world.log):
        diary.clear()
    world.rate.buckets.clear()
    world.mischief.stop()
    world.last_stamp = 0  # the next clock may begin earlier
    return {}


def _lines(world: World) -> Iterator[str]:
    for team in world.teams.values():
        for channel in team.channels.values():
            for message in channel.by_ts.values():
                kept: Json = {"team": team.id, "channel": channel.id, "ts": message.ts, "user": message.user}
                kept |= {"text": message.text, "thread_ts": message.thread_ts}
                yield json.dumps({**kept, "metadata": message.metadata}, ensure_ascii=False) + "\n"


_ACTIONS: dict[str, Action] = {
    "POST setup": set_up,
    "POST settings": settings,
    "POST mischief": mischief,
    "DELETE mischief": behave,
    "GET counters": counters,
    "POST reset": reset,
}
